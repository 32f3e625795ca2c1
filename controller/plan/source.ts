import type { Address } from '../model/address.ts';
import { familyOf } from '../model/ip.ts';
import type { ObservedEndpoint } from '../model/network.ts';
import type { Refusal } from '../model/plan.ts';
import { problemText, type Reading } from '../model/reading.ts';
import type { Spec } from '../model/spec.ts';
import type { TargetGroup } from '../model/target-group.ts';
import { checkKeep } from './group.ts';
import { remedyFor } from './remedies.ts';

/** What a source calls for: all of its addresses, some of them (`partial`: register only), or a refusal. */
export type SourceVerdict =
  | { readonly kind: 'complete'; readonly addresses: readonly Address[] }
  | { readonly kind: 'partial'; readonly addresses: readonly Address[]; readonly why: string }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** States in which an endpoint's addresses are coming or may be incomplete. */
const PARTIAL_STATES: ReadonlySet<string> = new Set(['pending', 'partial']);

/** Judges whether an observed endpoint is what the binding means, and whether its addresses are all there. */
export function judgeSource(spec: Spec, group: TargetGroup, source: Reading<ObservedEndpoint>): SourceVerdict {
  const id = spec.source.vpcEndpointId;
  if (source.kind === 'unread') {
    const reason = `The source ${id} could not be read: ${problemText(source.problem)}`;
    const remedy = remedyFor(source.problem, 'source', spec);
    return { kind: 'refused', refusal: { code: 'source-unreadable', reason, remedy, unread: source.problem.kind } };
  }

  const { endpoint, interfaces } = source.value;
  const wrong = checkKeep(spec, group) ?? refuseUnusable(spec, group, source.value);
  if (wrong !== undefined) return { kind: 'refused', refusal: wrong };

  const addresses = interfaces.flatMap((networkInterface) =>
    networkInterface.ips
      .filter((ip) => familyOf(ip) === group.family)
      .map((ip) => ({
        ip,
        family: group.family,
        interfaceId: networkInterface.id,
        subnetId: networkInterface.subnetId,
      })),
  );
  if (addresses.length === 0) {
    return refused(
      'source-without-address',
      `${id} is ${endpoint.state} and shows no ${group.family} address: ${interfaces.length} of ${endpoint.interfaceIds.length} listed interfaces were found.`,
      `Give the endpoint a subnet with ${group.family} addresses, or bind a target group of its own family.`,
    );
  }

  const gaps = findGaps(source.value, addresses);
  return gaps.length === 0 ? { kind: 'complete', addresses } : { kind: 'partial', addresses, why: gaps.join('; ') };
}

/** Why the observation cannot be all of the source: each gap with its numbers. */
function findGaps({ endpoint, interfaces }: ObservedEndpoint, addresses: readonly Address[]): readonly string[] {
  const gaps: string[] = [];
  const carrying = new Set(addresses.map((address) => address.interfaceId)).size;
  if (PARTIAL_STATES.has(endpoint.state)) gaps.push(`the endpoint is ${endpoint.state}`);
  if (interfaces.length < endpoint.interfaceIds.length) {
    gaps.push(`${interfaces.length} of ${endpoint.interfaceIds.length} listed interfaces were found`);
  }
  if (endpoint.interfaceIds.length < endpoint.subnetIds.length) {
    gaps.push(`${endpoint.interfaceIds.length} interfaces for ${endpoint.subnetIds.length} subnets`);
  }
  if (endpoint.subnetIds.length === 0) gaps.push('AWS named none of its subnets');
  if (carrying < interfaces.length) gaps.push(`${carrying} of ${interfaces.length} interfaces carry an address`);
  return gaps;
}

function refuseUnusable(
  spec: Spec,
  group: TargetGroup,
  { endpoint, interfaces }: ObservedEndpoint,
): Refusal | undefined {
  const { id } = endpoint;
  if (endpoint.type.toLowerCase() !== 'interface') {
    return {
      code: 'source-of-other-service',
      reason: `${id} is an endpoint of type ${endpoint.type}; only interface endpoints have addresses to register.`,
      remedy: 'Name an interface endpoint as source.vpcEndpointId.',
    };
  }
  if (spec.source.serviceName !== undefined && spec.source.serviceName !== endpoint.serviceName) {
    return {
      code: 'source-of-other-service',
      reason: `${id} is an endpoint of ${endpoint.serviceName}; the binding expects ${spec.source.serviceName}.`,
      remedy: 'Correct source.vpcEndpointId, or source.serviceName if the service was meant to change.',
    };
  }
  const owners = new Set([endpoint.ownerId, ...interfaces.map((networkInterface) => networkInterface.ownerId)]);
  if (owners.size !== 1 || !owners.has(group.accountId)) {
    return {
      code: 'source-of-other-owner',
      reason: `${id} and its interfaces belong to ${[...owners].toSorted().join(', ')}; the target group belongs to ${group.accountId}.`,
      remedy: 'Bind an endpoint of the account that owns the target group.',
    };
  }
  if (endpoint.vpcId !== group.vpcId) {
    return {
      code: 'source-in-other-vpc',
      reason: `${id} lies in ${endpoint.vpcId}; the target group belongs to ${group.vpcId}. A source in another VPC is not supported.`,
      remedy: 'Bind an endpoint of the VPC that the target group belongs to.',
    };
  }
  if (endpoint.state !== 'available' && !PARTIAL_STATES.has(endpoint.state)) {
    return {
      code: 'source-not-usable',
      reason: `${id} is ${endpoint.state}${endpoint.lastError === undefined ? '' : ` (${endpoint.lastError})`}; its addresses cannot be trusted.`,
      remedy: `Look at it: aws ec2 describe-vpc-endpoints --region ${group.region} --vpc-endpoint-ids ${id}. If it does not come back, create another one, seal the group for it and bind it.`,
    };
  }
  return undefined;
}

function refused(code: Refusal['code'], reason: string, remedy: string): SourceVerdict {
  return { kind: 'refused', refusal: { code, reason, remedy } };
}
