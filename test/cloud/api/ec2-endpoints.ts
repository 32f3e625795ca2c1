import type { Params } from '../wire/form.ts';
import { AwsError } from '../world/aws-error.ts';
import * as endpoints from '../world/endpoints.ts';
import type { Endpoint, World } from '../world/state.ts';
import { applyFilters, type FilterTable } from './ec2-filters.ts';
import { findVpc } from './ec2-networks.ts';
import type { Caller, Operation } from './operation.ts';
import { ENDPOINT_PAGING, page } from './paging.ts';
import { flag, oneOf, records, requiredText, text, texts } from './params.ts';
import { renderEndpoint } from './render-endpoint.ts';

const FILTERS: FilterTable<Endpoint> = {
  'vpc-endpoint-id': ({ id }) => [id],
  'vpc-endpoint-type': () => ['Interface'],
  'vpc-endpoint-state': ({ state }) => [state],
  'vpc-id': ({ vpc }) => [vpc.id],
  'service-name': ({ serviceName }) => [serviceName],
};

export const createVpcEndpoint: Operation = (world, caller, params) => {
  if (text(params, 'VpcEndpointType') !== 'Interface') {
    throw new AwsError('UnsupportedOperation', 'This cloud has endpoints of type Interface only.');
  }
  const vpc = findVpc(world, caller, requiredText(params, 'VpcId'));
  if (vpc.ownerId !== caller.account) {
    throw new AwsError('UnauthorizedOperation', 'This operation does not support shared VPCs', 403);
  }
  const pins = readPins(params);
  const policyDocument = text(params, 'PolicyDocument');
  const subnetIds = texts(params, 'SubnetId');
  const endpoint = endpoints.createEndpoint(world, {
    vpc,
    ownerId: caller.account,
    serviceName: requiredText(params, 'ServiceName'),
    ipAddressType: oneOf(params, 'IpAddressType', ['ipv4', 'ipv6', 'dualstack']),
    privateDns: flag(params, 'PrivateDnsEnabled'),
    securityGroupIds: texts(params, 'SecurityGroupId'),
    subnetIds: [...new Set([...subnetIds, ...pins.keys()])],
    pins,
    ...(policyDocument !== undefined && { policyDocument }),
  });
  return { vpcEndpoint: renderEndpoint(world, endpoint) };
};

/** An unknown id fails the whole call. A deleted endpoint is listed for a while, then its id is unknown. */
export const describeVpcEndpoints: Operation = (world, caller, params) => {
  const ids = texts(params, 'VpcEndpointId');
  const chosen = ids.length === 0 ? owned(world, caller) : ids.map((id) => findEndpoint(world, caller, id));
  const { items, next } = page(applyFilters(chosen, params, FILTERS), params, ENDPOINT_PAGING);
  return { vpcEndpointSet: items.map((endpoint) => renderEndpoint(world, endpoint)), nextToken: next };
};

export const modifyVpcEndpoint: Operation = (world, caller, params) => {
  const endpoint = findEndpoint(world, caller, requiredText(params, 'VpcEndpointId'));
  for (const id of texts(params, 'RemoveSubnetId')) endpoints.removeSubnet(world, endpoint, id);
  const pins = readPins(params);
  for (const id of texts(params, 'AddSubnetId')) endpoints.addSubnet(world, endpoint, id, pins.get(id));
  for (const [id, pin] of pins) {
    // Beside AddSubnetIds a configuration pins the new interface; alone it replaces the one that is there.
    if (!texts(params, 'AddSubnetId').includes(id)) endpoints.readdress(world, endpoint, id, pin);
  }
  const policyDocument = text(params, 'PolicyDocument');
  if (policyDocument !== undefined) endpoint.policyDocument = policyDocument;
  if (text(params, 'PrivateDnsEnabled') !== undefined) endpoint.privateDns = flag(params, 'PrivateDnsEnabled');
  const leaving = new Set(texts(params, 'RemoveSecurityGroupId'));
  endpoints.setSecurityGroups(world, endpoint, [
    ...endpoint.securityGroupIds.filter((id) => !leaving.has(id)),
    ...texts(params, 'AddSecurityGroupId'),
  ]);
  return { return: true };
};

export const deleteVpcEndpoints: Operation = (world, caller, params) => {
  const unsuccessful = texts(params, 'VpcEndpointId').flatMap((resourceId) => {
    const endpoint = owned(world, caller).find(({ id }) => id === resourceId);
    if (endpoint === undefined) {
      const error = {
        code: 'InvalidVpcEndpoint.NotFound',
        message: `The Vpc Endpoint Id '${resourceId}' does not exist`,
      };
      return [{ resourceId, error }];
    }
    endpoints.deleteEndpoint(world, endpoint);
    return [];
  });
  return { unsuccessful };
};

function owned(world: World, { account, region }: Caller): readonly Endpoint[] {
  return [...world.endpoints.values()].filter(({ ownerId, vpc }) => ownerId === account && vpc.region === region);
}

function findEndpoint(world: World, caller: Caller, id: string): Endpoint {
  if (!/^vpce-[0-9a-f]{8,17}$/.test(id)) {
    throw new AwsError('InvalidVpcEndpointId.Malformed', `Invalid Id: '${id}'`);
  }
  const endpoint = owned(world, caller).find((each) => each.id === id);
  if (endpoint === undefined) {
    throw new AwsError('InvalidVpcEndpointId.NotFound', `The Vpc Endpoint Id '${id}' does not exist`);
  }
  return endpoint;
}

function readPins(params: Params): ReadonlyMap<string, endpoints.Pin> {
  return new Map(
    records(params, 'SubnetConfiguration').map((configuration) => {
      const ip = text(configuration, 'Ipv4');
      const ipv6 = text(configuration, 'Ipv6');
      return [
        requiredText(configuration, 'SubnetId'),
        { ...(ip !== undefined && { ip }), ...(ipv6 !== undefined && { ipv6 }) },
      ];
    }),
  );
}
