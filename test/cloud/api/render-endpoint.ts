import type { XmlRecord } from '../wire/xml.ts';
import { endpointNames } from '../world/endpoint-names.ts';
import { endpointInterfaces } from '../world/endpoints.ts';
import type { Endpoint, World } from '../world/state.ts';
import { renderGroups } from './ec2-security-groups.ts';

/** An endpoint as EC2 describes it. `state` is camelCase on the wire, whatever the SDK's types say. */
export function renderEndpoint(world: World, endpoint: Endpoint): XmlRecord {
  return {
    vpcEndpointId: endpoint.id,
    vpcEndpointType: 'Interface',
    vpcId: endpoint.vpc.id,
    serviceName: endpoint.serviceName,
    state: endpoint.state,
    routeTableIdSet: [],
    subnetIdSet: endpoint.subnetIds,
    groupSet: renderGroups(world, endpoint.securityGroupIds),
    policyDocument: endpoint.policyDocument,
    ipAddressType: endpoint.ipAddressType,
    privateDnsEnabled: endpoint.privateDns,
    requesterManaged: false,
    networkInterfaceIdSet: endpointInterfaces(world, endpoint).map(({ id }) => id),
    dnsEntrySet: endpointNames(world, endpoint).map(({ name, zoneId }) => ({ dnsName: name, hostedZoneId: zoneId })),
    lastError: endpoint.lastError,
    creationTimestamp: new Date(endpoint.createdAt),
    ownerId: endpoint.ownerId,
    tagSet: [],
  };
}
