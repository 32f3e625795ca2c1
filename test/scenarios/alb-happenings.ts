import { loadBalancerId } from '../../controller/model/spec.ts';
import type { AlbVerbs } from '../cloud/verbs/albs.ts';
import type { LoadBalancerView, TargetGroupView } from '../cloud/verbs/views.ts';
import type { AlbStage } from './alb-stage.ts';
import type { Pass } from './stage.ts';

type Leave = Parameters<AlbVerbs['scaleAlbIn']>[2];

/** Far enough from the pass before, and from the pass after, for both waits to count. */
const AFTER_SECONDS = 25;

/** Runs a pass, lets something happen 25 s later, so 35 s before the next pass, and runs the passes that follow. */
export async function between(stage: AlbStage, happens: () => void, count: number): Promise<readonly Pass[]> {
  const first = await stage.pass();
  stage.cloud.advance(AFTER_SECONDS);
  happens();
  stage.cloud.advance(60 - AFTER_SECONDS);
  return [first, ...(await stage.passes(count))];
}

/** The first node leaves; returns the address it had, and its subnet. */
export function losesNode({ cloud, alb, group }: AlbStage, leave?: Leave): { ip: string; subnetId: string } {
  const [node] = alb.interfaces;
  const ip = (group.family === 'ipv6' ? node?.ipv6 : node?.ip) ?? '';
  cloud.scaleAlbIn(alb.arn, ip, leave);
  return { ip, subnetId: node?.subnetId ?? '' };
}

/** Gives the ALB so many nodes more in some zones (counted from 0). */
export function gainsNodes({ cloud, alb, albSubnetIds }: AlbStage, zones: readonly number[]): LoadBalancerView {
  let grown = alb;
  for (const zone of zones) grown = cloud.scaleAlbOut(alb.arn, albSubnetIds[zone] ?? '');
  return grown;
}

/** Somebody resolves the ALB's names now, so that the resolver keeps what they answer. */
export function resolveNow({ alb: { dnsName }, resolver }: AlbStage): void {
  for (const name of [dnsName, `all.${dnsName}`]) for (const type of ['A', 'AAAA'] as const) resolver.ask(name, type);
}

/** Another ALB in the same subnets, which is not bound yet. */
export function anotherAlb(
  { cloud, albSubnetIds, group, alb }: AlbStage,
  options: Partial<Parameters<AlbVerbs['createInternalAlb']>[0]> = {},
): LoadBalancerView {
  return cloud.createInternalAlb({
    name: 'internal-alb-2',
    subnetIds: albSubnetIds,
    listens: [group.port],
    ipAddressType: group.family === 'ipv4' ? 'ipv4' : 'dualstack',
    ownerId: alb.arn.split(':')[4] ?? '',
    ...options,
  });
}

/** Another ALB is bound in place of the first, which is kept. It is named as the predecessor unless told. */
export function replaceAlb(
  stage: AlbStage,
  previous: readonly string[] | 'unnamed' = [stage.alb.arn],
): LoadBalancerView {
  const created = anotherAlb(stage);
  stage.moveTo(created.arn, previous === 'unnamed' ? {} : { previous });
  return created;
}

/** Another binding in the same payload: an endpoint of our own, of whose two targets one is missing. */
export function addNeighbour({ cloud, bindBeside, ...stage }: AlbStage): TargetGroupView {
  const vpcId = stage.vpcId;
  const group = cloud.createTargetGroup({ vpcId, name: 'neighbour' });
  const endpoint = cloud.createEndpoint({
    vpcId,
    subnetIds: stage.subnetIds,
    ownerId: cloud.settings.account,
  });
  cloud.seal(group.arn, 'neighbour', endpoint.id);
  cloud.register(group.arn, endpoint.ips.slice(0, 1));
  bindBeside({ name: 'neighbour', targetGroupArn: group.arn, source: { vpcEndpointId: endpoint.id } });
  return group;
}

/** The zones that targets were registered with, call by call. */
export function zonesRegistered({ cloud }: Pick<AlbStage, 'cloud'>): readonly unknown[] {
  return cloud.calls
    .filter(({ operation }) => operation === 'RegisterTargets')
    .map(({ params: { Targets } }) =>
      Array.isArray(Targets) ? [...new Set(Targets.map((target) => target.AvailabilityZone))] : [],
    );
}

/** The id by which seals and reports name an ALB. */
export const idOf = ({ arn }: Pick<LoadBalancerView, 'arn'>): string => loadBalancerId(arn);
