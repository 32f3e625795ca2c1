import type { Evidence } from '../model/evidence.ts';
import type { Fate } from '../model/fate.ts';
import { contains } from '../model/ip.ts';
import type { Endpoint, NetworkInterface, ObservedEndpoint, Subnet } from '../model/network.ts';
import { isLasting, type Problem, problemText, type Reading } from '../model/reading.ts';
import type { Spec } from '../model/spec.ts';
import type { TargetGroup } from '../model/target-group.ts';
import { hasFailed, type ListedTarget, targetKey } from '../model/target.ts';

/** The description AWS gives an endpoint's interfaces. */
const ENDPOINT_DESCRIPTION = /^VPC Endpoint Interface (vpce-[0-9a-f]+)$/;

/** States from which an endpoint never comes back, although its interfaces may be listed for a while. */
const ENDED_STATES: ReadonlySet<string> = new Set(['deleting', 'deleted']);

type Inquiry = {
  readonly spec: Spec;
  readonly group: TargetGroup;
  /** The source as read in this pass, whatever its state. */
  readonly source: Reading<ObservedEndpoint>;
  /** False where the source is refused: then it says nothing of who its predecessors are. */
  readonly usable: boolean;
  readonly evidence: Evidence;
};

/** An inquiry whose subnets and listing could be read, for an IP in a subnet of the group's own account. */
type Ground = {
  readonly spec: Spec;
  readonly source: Reading<ObservedEndpoint>;
  readonly usable: boolean;
  readonly subnet: Subnet;
  readonly listing: { readonly subnetIds: readonly string[]; readonly interfaces: readonly NetworkInterface[] };
  readonly endpoints: Reading<readonly Endpoint[]>;
};

/**
 * Learns what became of a surplus target's IP. Absence is evidence only under control: as the owner of the VPC, from a
 * listing that covers the IP's subnet and shows the source's own interface.
 */
export function learnFate(target: ListedTarget, { spec, group, source, usable, evidence }: Inquiry): Fate {
  const { subnets, listing, endpoints } = evidence;
  if (!evidence.about.includes(targetKey(target))) return unknown('it appeared during this pass', false);
  if (subnets.kind === 'unread') return unreadFate(subnets.problem);
  if (listing.kind === 'unread') return unreadFate(listing.problem);

  const carrier = listing.value.interfaces.find((networkInterface) => carries(networkInterface, target.ip));
  const subnet = subnets.value.find(({ id, cidrs }) =>
    carrier === undefined ? cidrs.some((cidr) => contains(cidr, target.ip)) : id === carrier.subnetId,
  );
  if (subnet === undefined) {
    return unknown(`${target.ip} lies in no subnet of ${group.vpcId}, so its owner cannot be looked up`, true);
  }
  if (subnet.ownerId !== group.accountId) {
    return unknown(
      `${target.ip} lies in ${subnet.id}, which ${subnet.ownerId} owns; ${group.accountId} cannot see all of its interfaces`,
      true,
    );
  }
  const ground: Ground = { spec, source, usable, subnet, listing: listing.value, endpoints };
  return carrier === undefined ? judgeAbsence(target, ground) : judgeCarrier(carrier, ground);
}

/** No interface carries the IP: `gone` if the listing is under control, and the load balancer does not say it is alive. */
function judgeAbsence(target: ListedTarget, { source, subnet, listing }: Ground): Fate {
  if (!hasFailed(target)) {
    return unknown(`no interface carries ${target.ip}, yet the load balancer calls it ${target.health}`, false);
  }
  if (!listing.subnetIds.includes(subnet.id)) return unknown(`the listing does not cover ${subnet.id}`, false);
  const own = new Set(source.kind === 'read' ? source.value.endpoint.interfaceIds : []);
  if (!listing.interfaces.some(({ id }) => own.has(id))) {
    return unknown('the listing does not show the source’s own interface, so an absence in it proves nothing', false);
  }
  return { kind: 'gone' };
}

/** An interface carries the IP: ours, a retired source's, or a stranger's. */
function judgeCarrier(carrier: NetworkInterface, { spec, source, usable, subnet, endpoints }: Ground): Fate {
  const described = describedEndpoint(carrier);
  const own = source.kind === 'read' ? source.value.endpoint : undefined;
  if (described === spec.source.vpcEndpointId || own?.interfaceIds.includes(carrier.id) === true) {
    return { kind: 'ours', interfaceId: carrier.id };
  }
  const stranger: Fate = { kind: 'stranger', interfaceId: carrier.id, what: whatItIs(carrier) };
  const nameless = unknown(`${carrier.id} carries it (${whatItIs(carrier)}) and names no other owner`, !usable);

  if (endpoints.kind === 'unread') return namesAnotherOwner(carrier) ? stranger : unreadFate(endpoints.problem);
  const endpoint = endpoints.value.find(({ interfaceIds }) => interfaceIds.includes(carrier.id));
  const endpointId = endpoint?.id ?? described;
  if (endpointId === undefined) return usable || namesAnotherOwner(carrier) ? stranger : nameless;
  if (isPredecessor(endpointId, endpoint, spec, own)) {
    const deleted = endpoint !== undefined && ENDED_STATES.has(endpoint.state);
    return { kind: 'retired', endpointId, zoneId: subnet.zoneId, ...(deleted && { deleted }) };
  }
  return endpoint !== undefined && usable ? stranger : nameless;
}

function isPredecessor(id: string, endpoint: Endpoint | undefined, spec: Spec, own: Endpoint | undefined): boolean {
  return (
    spec.source.previous.includes(id) ||
    (endpoint !== undefined && own !== undefined && endpoint.serviceName === own.serviceName)
  );
}

/** True if the interface itself says whose it is, and that is no endpoint. */
function namesAnotherOwner(carrier: NetworkInterface): boolean {
  if (describedEndpoint(carrier) !== undefined || ['vpc_endpoint', ''].includes(carrier.type)) return false;
  return carrier.instanceId !== undefined || carrier.type !== 'interface' || carrier.requesterManaged;
}

/** The endpoint an interface says it is of. A description is free text, so it is believed of AWS's own interfaces only. */
function describedEndpoint({ description, requesterManaged, type }: NetworkInterface): string | undefined {
  return requesterManaged || type === 'vpc_endpoint' ? ENDPOINT_DESCRIPTION.exec(description)?.[1] : undefined;
}

function carries(networkInterface: NetworkInterface, ip: string): boolean {
  return networkInterface.ips.includes(ip) || networkInterface.prefixes.some((prefix) => contains(prefix, ip));
}

function whatItIs(carrier: NetworkInterface): string {
  if (carrier.instanceId !== undefined) return `instance ${carrier.instanceId}`;
  return carrier.description === '' ? carrier.type : carrier.description;
}

function unknown(why: string, needsOperator: boolean): Fate {
  return { kind: 'unknown', why, needsOperator };
}

function unreadFate(problem: Problem): Fate {
  return { kind: 'unknown', why: problemText(problem), needsOperator: isLasting(problem), problem };
}
