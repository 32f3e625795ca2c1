import type { Aws } from '../aws/clients.ts';
import { listSubnets } from '../aws/ec2.ts';
import { describeGroupAttributes } from '../aws/elbv2.ts';
import { attempt } from '../aws/failure.ts';
import type { AuditSituation } from '../model/audit.ts';
import type { Spec } from '../model/spec.ts';
import { observeAuditedGroup } from './audited-group.ts';
import { observeAuditedSource } from './audited-source.ts';
import { observeFrontDoor } from './front-door.ts';
import { toSubnet } from './network.ts';
import { observeTargets } from './targets.ts';

/** The stations between a partner and the API, as AWS describes them. */
export type ObservedPath = Pick<
  AuditSituation,
  'group' | 'groupAttributes' | 'targets' | 'source' | 'frontDoor' | 'subnets'
>;

/** Reads the group, its source and its targets; then, since the group names them, its load balancer and its subnets. */
export async function observePath(
  aws: Aws,
  { targetGroupArn, source: { vpcEndpointId } }: Spec,
): Promise<ObservedPath> {
  const [group, groupAttributes, targets, source] = await Promise.all([
    attempt(() => observeAuditedGroup(aws, targetGroupArn)),
    attempt(() => describeGroupAttributes(aws, targetGroupArn)),
    attempt(() => observeTargets(aws, targetGroupArn)),
    attempt(() => observeAuditedSource(aws, vpcEndpointId)),
  ]);
  const own = { group, groupAttributes, targets, source };
  if (group.kind === 'unread') return { ...own, subnets: group };

  const { vpcId, loadBalancerArn } = group.value;
  const [subnets, frontDoor] = await Promise.all([
    attempt(async () => (await listSubnets(aws, vpcId)).map(toSubnet)),
    loadBalancerArn === undefined
      ? undefined
      : observeFrontDoor(aws, { loadBalancerArn, vpcId, groupArn: targetGroupArn }),
  ]);
  return { ...own, subnets, ...(frontDoor !== undefined && { frontDoor }) };
}
