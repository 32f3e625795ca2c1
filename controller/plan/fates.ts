import type { Evidence } from '../model/evidence.ts';
import type { Fate } from '../model/fate.ts';
import type { Endpoint, NetworkInterface, ObservedEndpoint, Subnet } from '../model/network.ts';
import { problemText, type Problem, type Reading } from '../model/reading.ts';
import type { Spec } from '../model/spec.ts';
import type { TargetGroup } from '../model/target-group.ts';
import { isHealthy, type ListedTarget, targetKey } from '../model/target.ts';
import { contains } from '../model/ip.ts';

/** The description AWS gives an endpoint's interfaces. */
const ENDPOINT_DESCRIPTION = /^VPC Endpoint Interface (vpce-[0-9a-f]+)$/;

type Inquiry = {
  readonly spec: Spec;
  readonly group: TargetGroup;
  /** The source as read in this pass, whatever its state. */
  readonly source: Reading<ObservedEndpoint>;
  readonly evidence: Evidence;
};

/**
 * Learns what became of a surplus target's IP. Absence is evidence only under control: as the owner of the VPC, from a
 * listing that covers the IP's subnet and shows the source's own interface.
 */
export function learnFate(target: ListedTarget, inquiry: Inquiry): Fate {
  const { evidence, group } = inquiry;
  if (!evidence.about.includes(targetKey(target))) return unknown('it appeared during this pass', false);
  if (evidence.subnets.kind === 'unread') return unreadFate(evidence.subnets.problem);
  if (evidence.listing.kind === 'unread') return unreadFate(evidence.listing.problem);

  const carrier = evidence.listing.value.interfaces.find((networkInterface) => carries(networkInterface, target.ip));
  const subnet = evidence.subnets.value.find((candidate) =>
    carrier === undefined
      ? candidate.cidrs.some((cidr) => contains(cidr, target.ip))
      : candidate.id === carrier.subnetId,
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
  return carrier === undefined ? judgeAbsence(target, subnet, inquiry) : judgeCarrier(carrier, subnet, inquiry);
}

/** No interface carries the IP: `gone` if the listing is under control, and the load balancer does not say it is alive. */
function judgeAbsence(target: ListedTarget, subnet: Subnet, { source, evidence }: Inquiry): Fate {
  if (evidence.listing.kind === 'unread') return unreadFate(evidence.listing.problem);
  const { subnetIds, interfaces } = evidence.listing.value;
  if (isHealthy(target)) {
    return unknown(`no interface carries ${target.ip}, yet the load balancer calls it healthy`, false);
  }
  if (!subnetIds.includes(subnet.id)) return unknown(`the listing does not cover ${subnet.id}`, false);
  const own = new Set(source.kind === 'read' ? source.value.endpoint.interfaceIds : []);
  if (!interfaces.some((networkInterface) => own.has(networkInterface.id))) {
    return unknown('the listing does not show the source’s own interface, so an absence in it proves nothing', false);
  }
  return { kind: 'gone' };
}

/** An interface carries the IP: ours, a retired source's, or a stranger's. */
function judgeCarrier(carrier: NetworkInterface, subnet: Subnet, { spec, source, evidence }: Inquiry): Fate {
  const described = ENDPOINT_DESCRIPTION.exec(carrier.description)?.[1];
  const ownEndpoint = source.kind === 'read' ? source.value.endpoint : undefined;
  if (described === spec.source.vpcEndpointId || ownEndpoint?.interfaceIds.includes(carrier.id) === true) {
    return { kind: 'ours', interfaceId: carrier.id };
  }
  // A source whose addresses could not be observed says nothing of who its predecessors are.
  const sourceKnown = ownEndpoint !== undefined && source.kind === 'read' && source.value.interfaces.length > 0;
  const stranger: Fate = { kind: 'stranger', interfaceId: carrier.id, what: whatItIs(carrier) };
  const nameless = unknown(`${carrier.id} carries it (${whatItIs(carrier)}) and names no other owner`, !sourceKnown);

  if (evidence.endpoints.kind === 'unread') {
    return namesAnotherOwner(carrier) ? stranger : unreadFate(evidence.endpoints.problem);
  }
  const endpoint = evidence.endpoints.value.find((candidate) => candidate.interfaceIds.includes(carrier.id));
  const endpointId = endpoint?.id ?? described;
  if (endpointId !== undefined) {
    if (isPredecessor(endpointId, endpoint, spec, ownEndpoint)) {
      return { kind: 'retired', endpointId, zoneId: subnet.zoneId };
    }
    return endpoint !== undefined && sourceKnown ? stranger : nameless;
  }
  return sourceKnown || namesAnotherOwner(carrier) ? stranger : nameless;
}

function isPredecessor(id: string, endpoint: Endpoint | undefined, spec: Spec, own: Endpoint | undefined): boolean {
  return (
    spec.source.previous.includes(id) ||
    (endpoint !== undefined && own !== undefined && endpoint.serviceName === own.serviceName)
  );
}

/** True if the interface itself says whose it is, and that is no endpoint. */
function namesAnotherOwner(carrier: NetworkInterface): boolean {
  if (carrier.type === 'vpc_endpoint' || ENDPOINT_DESCRIPTION.test(carrier.description)) return false;
  return carrier.instanceId !== undefined || carrier.type !== 'interface' || carrier.requesterManaged;
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
  return unknown(problemText(problem), problem.kind === 'denied');
}
