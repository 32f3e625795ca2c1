import type { Address } from '../model/address.ts';
import type { ObservedEndpoint } from '../model/network.ts';
import type { Refusal } from '../model/plan.ts';
import type { Spec } from '../model/spec.ts';
import { parseArn, type TargetGroup } from '../model/target-group.ts';

/** States in which an endpoint's addresses are coming or may be incomplete. */
const PARTIAL_STATES: ReadonlySet<string> = new Set(['pending', 'partial']);

/** Why the observation cannot be all of an endpoint: each gap with its numbers. */
export function findGapsOfEndpoint(
  { endpoint, interfaces }: ObservedEndpoint,
  addresses: readonly Address[],
): readonly string[] {
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

/** Refuses an endpoint that is not what the binding means, or whose addresses cannot be trusted. */
export function refuseEndpoint(
  { source }: Spec,
  group: TargetGroup,
  { endpoint, interfaces }: ObservedEndpoint,
): Refusal | undefined {
  const { id } = endpoint;
  const serviceName = 'vpcEndpointId' in source ? source.serviceName : undefined;
  if (endpoint.type.toLowerCase() !== 'interface') {
    return {
      code: 'source-of-other-service',
      reason: `${id} is an endpoint of type ${endpoint.type}; only interface endpoints have addresses to register.`,
      remedy: 'Name an interface endpoint as source.vpcEndpointId.',
    };
  }
  if (serviceName !== undefined && serviceName !== endpoint.serviceName) {
    return {
      code: 'source-of-other-service',
      reason: `${id} is an endpoint of ${endpoint.serviceName}; the binding expects ${serviceName}.`,
      remedy: 'Correct source.vpcEndpointId, or source.serviceName if the service was meant to change.',
    };
  }
  const owners = new Set([endpoint.ownerId, ...interfaces.map((networkInterface) => networkInterface.ownerId)]);
  const accountId = source.roleArn === undefined ? group.accountId : parseArn(source.roleArn).accountId;
  if (owners.size !== 1 || !owners.has(accountId)) {
    const expected = source.roleArn === undefined ? 'the target group belongs to' : 'source.roleArn is of';
    return {
      code: 'source-of-other-owner',
      reason: `${id} and its interfaces belong to ${[...owners].toSorted().join(', ')}; ${expected} ${accountId}.`,
      remedy: `Bind an endpoint of account ${accountId}, or name a role of the endpoint’s account as source.roleArn.`,
    };
  }
  if (endpoint.state !== 'available' && !PARTIAL_STATES.has(endpoint.state)) {
    return {
      code: 'source-not-usable',
      reason: `${id} is ${endpoint.state}${endpoint.lastError === undefined ? '' : ` (${endpoint.lastError})`}; its addresses cannot be trusted.`,
      remedy: `Look at it${source.roleArn === undefined ? '' : `, as ${source.roleArn}`}: aws ec2 describe-vpc-endpoints --region ${group.region} --vpc-endpoint-ids ${id}. If it does not come back, create another one, seal the group for it and bind it.`,
    };
  }
  return undefined;
}
