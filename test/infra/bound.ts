import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { NetworkTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { type BindingProps, TargetSync } from '../../infra/constructs/target-sync.ts';
import { IMPORTED_ARN } from './payloads.ts';
import { newApp } from './synth.ts';

/** A stack of somebody else's, with the construct and one binding, whose audit is told this. */
export function auditedWith(audit: BindingProps['audit']): Template {
  const stack = new Stack(newApp(), 'api');
  const targetGroup = NetworkTargetGroup.fromTargetGroupAttributes(stack, 'Old', { targetGroupArn: IMPORTED_ARN });
  new TargetSync(stack, 'Sync', {
    bindings: [{ targetGroup, source: { vpcEndpointId: 'vpce-00000000000000001' }, audit }],
  });
  return Template.fromStack(stack);
}
