import type { Evidence } from '../model/evidence.ts';
import type { Fate } from '../model/fate.ts';
import { type Endpoint, groundOf, type NetworkInterface, type ObservedSource } from '../model/network.ts';
import type { Reading } from '../model/reading.ts';
import { loadBalancerId, sourceId, type Spec } from '../model/spec.ts';
import type { TargetGroup } from '../model/target-group.ts';
import { hasFailed, type ListedTarget, targetKey } from '../model/target.ts';
import { whyStillAnswered } from './answered.ts';
import { describedSource, isLoadBalancer, namesAnotherOwner, whatItIs } from './carrier.ts';
import { findGround, type Ground, unknown, unreadFate } from './ground.ts';

/** States from which an endpoint never comes back, although its interfaces may be listed for a while. */
const ENDED_STATES: ReadonlySet<string> = new Set(['deleting', 'deleted']);

type Inquiry = {
  readonly spec: Spec;
  readonly group: TargetGroup;
  /** The source as read in this pass, whatever its state. */
  readonly source: Reading<ObservedSource>;
  /** False where the source is refused: then it says nothing of who its predecessors are. */
  readonly usable: boolean;
  readonly groupBlocks?: Reading<readonly string[]>;
  readonly evidence: Evidence;
};

/**
 * Learns what became of a surplus target's IP. Absence is evidence only under control: as the owner of the VPC, from a
 * listing that covers the IP's subnet and shows the source's own interface.
 */
export function learnFate(target: ListedTarget, inquiry: Inquiry): Fate {
  if (!inquiry.evidence.about.includes(targetKey(target))) return unknown('it appeared during this pass', false);
  const ground = findGround(target.ip, inquiry);
  if (ground.kind === 'unknown') return ground;
  const { carrier } = ground;
  return carrier === undefined ? judgeAbsence(target, ground, inquiry) : judgeCarrier(carrier, ground, inquiry);
}

/** No interface carries the IP: `gone` if the listing is under control, and nobody else says that it is alive. */
function judgeAbsence(target: ListedTarget, { subnet, listing }: Ground, { source, evidence }: Inquiry): Fate {
  if (!hasFailed(target)) {
    return unknown(`no interface carries ${target.ip}, yet the load balancer calls it ${target.health}`, false);
  }
  if (!listing.subnetIds.includes(subnet.id)) return unknown(`the listing does not cover ${subnet.id}`, false);
  const own = source.kind === 'read' ? groundOf(source.value) : undefined;
  if (!listing.interfaces.some(({ id }) => own?.interfaceIds.includes(id))) {
    const unseen = own !== undefined && !own.subnetIds.some((id) => listing.subnetIds.includes(id));
    return unknown(
      unseen
        ? `whoever sees ${subnet.id} does not see the source beside it, so an absence there proves nothing`
        : 'the listing does not show the source’s own interface, so an absence in it proves nothing',
      unseen,
    );
  }
  const answered = whyStillAnswered(target.ip, source, evidence);
  return answered === undefined ? { kind: 'gone' } : unknown(answered, false);
}

/** An interface carries the IP: ours, a retired source's, or a stranger's. */
function judgeCarrier(
  carrier: NetworkInterface,
  { subnet, endpoints }: Ground,
  { spec, source, usable }: Inquiry,
): Fate {
  const described = describedSource(carrier);
  const ownIds = source.kind === 'read' ? groundOf(source.value).interfaceIds : [];
  if (described === sourceId(spec.source) || ownIds.includes(carrier.id)) {
    return { kind: 'ours', interfaceId: carrier.id };
  }
  const stranger: Fate = { kind: 'stranger', interfaceId: carrier.id, what: whatItIs(carrier) };
  const nameless = unknown(`${carrier.id} carries it (${whatItIs(carrier)}) and names no other owner`, !usable);
  if ('loadBalancerArn' in spec.source || isLoadBalancer(described)) {
    if (isNamed(described, spec)) return { kind: 'retired', sourceId: described, zoneId: subnet.zoneId };
    // While the source is not usable, what could be a source of either kind may be the one that serves.
    return usable || namesAnotherOwner(carrier) ? stranger : nameless;
  }

  if (endpoints.kind === 'unread') return namesAnotherOwner(carrier) ? stranger : unreadFate(endpoints.problem);
  const endpoint = endpoints.value.find(({ interfaceIds }) => interfaceIds.includes(carrier.id));
  const carrierId = endpoint?.id ?? described;
  if (carrierId === undefined) return usable || namesAnotherOwner(carrier) ? stranger : nameless;
  if (isNamed(carrierId, spec) || isOfSameService(endpoint, source)) {
    const deleted = endpoint !== undefined && ENDED_STATES.has(endpoint.state);
    return { kind: 'retired', sourceId: carrierId, zoneId: subnet.zoneId, ...(deleted && { deleted }) };
  }
  return endpoint !== undefined && usable ? stranger : nameless;
}

/** True for a source that the binding names as its predecessor. */
function isNamed(id: string | undefined, { source }: Spec): id is string {
  return source.previous.some((named) => (named.startsWith('arn:') ? loadBalancerId(named) : named) === id);
}

function isOfSameService(endpoint: Endpoint | undefined, source: Reading<ObservedSource>): boolean {
  return (
    endpoint !== undefined &&
    source.kind === 'read' &&
    'endpoint' in source.value &&
    endpoint.serviceName === source.value.endpoint.serviceName
  );
}
