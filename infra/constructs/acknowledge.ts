import { CfnElement, Stack, Validations } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';

/** Says of cdk-nag's findings on a construct, and on what is in it, why they stay: finding id → reason. */
export function acknowledge(construct: IConstruct, reasons: Readonly<Record<string, string>>): void {
  for (const [id, reason] of Object.entries(reasons)) Validations.of(construct).acknowledge({ id, reason });
}

/** The id of cdk-nag's finding that a policy covers all versions and aliases of a function (`<arn>:*`). */
export function anyVersionOf(lambda: IFunction): string {
  const resource = lambda.node.defaultChild;
  if (!CfnElement.isCfnElement(resource)) throw new TypeError(`${lambda.node.path} is no function of this app`);
  return `AwsSolutions-IAM5[Resource::<${Stack.of(lambda).getLogicalId(resource)}.Arn>:*]`;
}
