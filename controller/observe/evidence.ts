import type { Aws } from '../aws/clients.ts';
import { listEndpoints, listSubnetInterfaces, listSubnets } from '../aws/ec2.ts';
import { attempt } from '../aws/failure.ts';
import type { Evidence, View } from '../model/evidence.ts';
import { contains } from '../model/ip.ts';
import { groundOf, type ObservedSource } from '../model/network.ts';
import { read, type Reading } from '../model/reading.ts';
import type { Spec } from '../model/spec.ts';
import type { CrossZone, TargetGroup } from '../model/target-group.ts';
import { type Target, targetKey } from '../model/target.ts';
import { observeAnswered, type Resolve } from './answered.ts';
import { toEndpoint, toInterface, toSubnet } from './network.ts';
import { observeReach } from './reach.ts';

type Question = {
  readonly spec: Pick<Spec, 'source'>;
  readonly group: TargetGroup;
  readonly source: Reading<ObservedSource>;
  /** The targets whose fate has to be learnt. */
  readonly suspects: readonly Target[];
  /** Cross-zone, where it has been read already: two readings might disagree. */
  readonly crossZone?: Reading<CrossZone>;
};

/** Whom to ask: the group's account, DNS, and the source's account where that is another connection. */
export type Witnesses = {
  readonly aws: Aws;
  readonly resolve: Resolve;
  readonly sourceEyes?: { readonly aws: Reading<Aws>; readonly accountId: string };
  /** Those of the owner of the source's VPC; taken only where there is something to look at. */
  readonly ownerEyes?: { readonly open: () => Promise<Reading<Aws>>; readonly accountId: string };
};

/** Reads what surplus targets are judged by: subnets, interfaces, endpoints, the load balancer in front, and DNS. */
export async function observeEvidence(
  { aws, resolve, sourceEyes, ownerEyes }: Witnesses,
  question: Question,
): Promise<Evidence> {
  const { group, source, suspects } = question;
  const away = source.kind === 'read' ? groundOf(source.value).vpcId : group.vpcId;
  const home = sourceEyes === undefined ? [...new Set([group.vpcId, away])] : [group.vpcId];
  const [view, sourceView, ownerView, answered] = await Promise.all([
    observeView(aws, home, question),
    sourceEyes === undefined ? undefined : observeSourceView(sourceEyes.aws, away, question),
    ownerEyes === undefined ? undefined : ownerEyes.open().then((eyes) => observeSourceView(eyes, away, question)),
    source.kind === 'read' && 'loadBalancer' in source.value
      ? observeAnswered(resolve, source.value.loadBalancer.dnsName)
      : undefined,
  ]);
  return {
    about: suspects.map(targetKey),
    ...view,
    ...(await observeReach(aws, group, { subnets: view.subnets, crossZone: question.crossZone })),
    ...(sourceEyes !== undefined &&
      sourceView !== undefined && { sourceView: { ...sourceView, accountId: sourceEyes.accountId } }),
    ...(ownerEyes !== undefined &&
      ownerView !== undefined && { ownerView: { ...ownerView, accountId: ownerEyes.accountId } }),
    ...(answered !== undefined && { answered }),
  };
}

/** What another account sees of the source's VPC: nothing where its role could not be taken. */
async function observeSourceView(eyes: Reading<Aws>, vpcId: string, question: Question): Promise<View> {
  return eyes.kind === 'unread'
    ? { subnets: eyes, listing: eyes, endpoints: eyes }
    : observeView(eyes.value, [vpcId], question);
}

/** What one account sees of some VPCs. The source's own subnets are listed with the others: its interface there is the proof. */
async function observeView(aws: Aws, vpcIds: readonly string[], { spec, source, suspects }: Question): Promise<View> {
  const withEndpoints = 'vpcEndpointId' in spec.source;
  const [found, endpoints] = await Promise.all([
    attempt(async () => (await listSubnets(aws, ...vpcIds)).map(toSubnet)),
    withEndpoints ? attempt(async () => (await listEndpoints(aws, ...vpcIds)).map(toEndpoint)) : read([]),
  ]);
  if (found.kind === 'unread') return { subnets: found, endpoints, listing: found };
  const seen = new Set(found.value.map(({ id }) => id));
  const around = found.value.filter(({ cidrs }) =>
    suspects.some((target) => cidrs.some((cidr) => contains(cidr, target.ip))),
  );
  const own = source.kind === 'read' ? subnetsOf(source.value) : [];
  const subnetIds = [...new Set([...around.map(({ id }) => id), ...own.filter((id) => seen.has(id))])].toSorted();
  const listing = await attempt(async () => ({
    subnetIds,
    interfaces: (await listSubnetInterfaces(aws, subnetIds)).map(toInterface),
  }));
  return { subnets: found, endpoints, listing };
}

/** Its own, and those where it still has interfaces: of a load balancer that leaves a subnet they are not the same. */
function subnetsOf(source: ObservedSource): readonly string[] {
  return [...groundOf(source).subnetIds, ...source.interfaces.map(({ subnetId }) => subnetId)];
}
