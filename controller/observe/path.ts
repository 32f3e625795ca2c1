import type { Aws } from '../aws/clients.ts';
import { listSubnets } from '../aws/ec2.ts';
import { describeGroupAttributes } from '../aws/elbv2.ts';
import { attempt } from '../aws/failure.ts';
import type { AuditSituation, EndpointAudit, LoadBalancerAudit } from '../model/audit.ts';
import type { AuditedGroup } from '../model/audit-group.ts';
import type { AuditSpec } from '../model/audit-spec.ts';
import type { Subnet } from '../model/network.ts';
import { read, type Reading } from '../model/reading.ts';
import { observeAppListeners } from './app-listeners.ts';
import { observeAuditedEndpoint } from './audited-endpoint.ts';
import { observeAuditedGroup } from './audited-group.ts';
import { observeAuditedLoadBalancer } from './audited-load-balancer.ts';
import { attemptWith, type Eyes, seesAlike } from './eyes.ts';
import { observeFrontDoor } from './front-door.ts';
import { toSubnet } from './network.ts';
import { observeTargets } from './targets.ts';

/** A binding and its source, of one kind both, with what belongs to it. */
type ObservedSide =
  | Pick<EndpointAudit, 'spec' | 'source'>
  | Pick<LoadBalancerAudit, 'spec' | 'source' | 'appListeners'>;

/** The stations between a partner and the source, as AWS describes them. */
export type ObservedPath = ObservedSide &
  Pick<AuditSituation, 'group' | 'groupAttributes' | 'targets' | 'frontDoor' | 'subnets' | 'sourceSubnets'>;

/**
 * Reads the group, its source and its targets; then, since the group names them, its load balancer and its subnets. The
 * source is seen with `sourceAws`: as the group is where nothing else is given.
 */
export async function observePath(
  aws: Aws,
  spec: AuditSpec,
  sourceAws: Reading<Aws> = read(aws),
): Promise<ObservedPath> {
  const { targetGroupArn } = spec;
  const group = attempt(() => observeAuditedGroup(aws, targetGroupArn));
  const [side, groupAttributes, targets, ground] = await Promise.all([
    observeSource(sourceAws, spec, group),
    attempt(() => describeGroupAttributes(aws, targetGroupArn)),
    attempt(() => observeTargets(aws, targetGroupArn)),
    observeGround(aws, group),
  ]);
  const sourceSubnets = await observeSourceSubnets({ aws, sourceAws }, { side, ground, group: await group });
  return { ...side, ...ground, group: await group, groupAttributes, targets, sourceSubnets };
}

async function observeSource(
  eyes: Reading<Aws>,
  spec: AuditSpec,
  group: Promise<Reading<AuditedGroup>>,
): Promise<ObservedSide> {
  const { source } = spec;
  if ('vpcEndpointId' in source) {
    const endpoint = await attemptWith(eyes, (aws) => observeAuditedEndpoint(aws, source.vpcEndpointId));
    return { spec: { ...spec, source }, source: endpoint };
  }
  const { loadBalancerArn } = source;
  const [loadBalancer, appListeners] = await Promise.all([
    attemptWith(eyes, (aws) => observeAuditedLoadBalancer(aws, loadBalancerArn)),
    attemptWith(eyes, async (aws) =>
      observeAppListeners(aws, { loadBalancerArn, ports: portsAskedOf(spec, await group) }),
    ),
  ]);
  return { spec: { ...spec, source }, source: loadBalancer, appListeners };
}

/** The port of the targets, and the one that VPC clients use as partners do. */
function portsAskedOf({ port, audit }: AuditSpec, group: Reading<AuditedGroup>): readonly number[] {
  const ofGroup = group.kind === 'read' ? group.value.port : undefined;
  return [port ?? ofGroup, audit?.publicPort].filter((one) => one !== undefined);
}

async function observeGround(
  aws: Aws,
  asked: Promise<Reading<AuditedGroup>>,
): Promise<Pick<AuditSituation, 'subnets' | 'frontDoor'>> {
  const group = await asked;
  if (group.kind === 'unread') return { subnets: group };
  const { arn, vpcId, loadBalancerArn } = group.value;
  const [subnets, frontDoor] = await Promise.all([
    attempt(() => observeSubnets(aws, vpcId)),
    loadBalancerArn === undefined ? undefined : observeFrontDoor(aws, { loadBalancerArn, vpcId, groupArn: arn }),
  ]);
  return { subnets, ...(frontDoor !== undefined && { frontDoor }) };
}

type Seen = {
  readonly side: ObservedSide;
  readonly ground: Pick<AuditSituation, 'subnets'>;
  readonly group: Reading<AuditedGroup>;
};

/** Those of the group's VPC where the source lies in it and is seen with the same eyes. */
async function observeSourceSubnets(
  eyes: Eyes,
  { side: { source }, ground, group }: Seen,
): Promise<Reading<readonly Subnet[]>> {
  if (source.kind === 'unread') return source;
  const { vpcId } = 'endpoint' in source.value ? source.value.endpoint : source.value.loadBalancer;
  const isKnown = seesAlike(eyes) && group.kind === 'read' && group.value.vpcId === vpcId;
  return isKnown ? ground.subnets : attemptWith(eyes.sourceAws, (aws) => observeSubnets(aws, vpcId));
}

async function observeSubnets(aws: Aws, vpcId: string): Promise<readonly Subnet[]> {
  return (await listSubnets(aws, vpcId)).map(toSubnet);
}
