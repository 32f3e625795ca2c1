import { CfnOutput, Fn, Tags, Token } from 'aws-cdk-lib';
import { CfnTargetGroup, type INetworkTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct } from 'constructs';
import { loadBalancerId } from '../../controller/model/spec.ts';
import type { BindingPayload, SourcePayload } from './binding-payload.ts';

/** The owner's consent to a binding. Whose group it is decides who can give it: the stack, or a person by a command. */
export function seal(scope: Construct, targetGroup: INetworkTargetGroup, { name, source }: BindingPayload): void {
  const group = ownGroup(targetGroup);
  const sealed = sealOf(source);
  if (group !== undefined) {
    Tags.of(group).add('target-sync:binding', name);
    Tags.of(group).add('target-sync:source', sealed);
    return;
  }
  const id = `Seal${name.replaceAll(/[^A-Za-z0-9]/g, '')}`;
  new CfnOutput(scope, id, {
    description: `Consent of the owner of the target group to the binding ${name}; without it every pass refuses`,
    value: `aws elbv2 add-tags --resource-arns ${targetGroup.targetGroupArn} --tags Key=target-sync:binding,Value=${name} Key=target-sync:source,Value=${sealed}`,
  });
}

/** The resource of a group that this app makes; undefined for an imported one. */
export function ownGroup(targetGroup: INetworkTargetGroup): CfnTargetGroup | undefined {
  const resource = targetGroup.node.defaultChild;
  return resource instanceof CfnTargetGroup ? resource : undefined;
}

/** What a seal says of a source: its id, of a load balancer without the account before it. */
function sealOf(source: SourcePayload): string {
  if ('vpcEndpointId' in source) return source.vpcEndpointId;
  const { loadBalancerArn } = source;
  return Token.isUnresolved(loadBalancerArn)
    ? Fn.select(5, Fn.split(':', loadBalancerArn))
    : loadBalancerId(loadBalancerArn);
}
