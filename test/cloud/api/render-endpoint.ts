import type { XmlRecord } from '../wire/xml.ts';
import { endpointInterfaces } from '../world/endpoints.ts';
import type { Endpoint, World } from '../world/state.ts';

/** The zones that hold the names of endpoints: of the public names, and of the hidden zone of the private ones. */
const PUBLIC_ZONE = 'Z38GZ743OKFT7T';
const PRIVATE_ZONE = 'Z02171541KVN4XHHGCO4T';

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
    groupSet: endpoint.securityGroupIds.map((groupId) => ({ groupId, groupName: groupId })),
    ipAddressType: endpoint.ipAddressType,
    privateDnsEnabled: endpoint.privateDns,
    requesterManaged: false,
    networkInterfaceIdSet: endpointInterfaces(world, endpoint).map(({ id }) => id),
    dnsEntrySet: dnsEntries(world, endpoint),
    creationTimestamp: new Date(endpoint.createdAt),
    ownerId: endpoint.ownerId,
    tagSet: [],
  };
}

/** The regional name first, then one a zone, then the service's own where private DNS is on. */
function dnsEntries(world: World, endpoint: Endpoint): readonly XmlRecord[] {
  const { region } = endpoint.vpc;
  const service = endpoint.serviceName.split('.').at(-1) ?? '';
  const label = `${endpoint.id}-${endpoint.id.slice(-8)}`;
  const zones = endpoint.subnetIds.map((id) => world.subnets.get(id)?.zone ?? '').toSorted();
  const names = [label, ...zones.map((zone) => `${label}-${zone}`)];
  const own = [`${service}.${region}.amazonaws.com`, `*.${service}.${region}.amazonaws.com`];
  return [
    ...names.map((name) => ({ dnsName: `${name}.${service}.${region}.vpce.amazonaws.com`, hostedZoneId: PUBLIC_ZONE })),
    ...(endpoint.privateDns ? own.map((dnsName) => ({ dnsName, hostedZoneId: PRIVATE_ZONE })) : []),
  ];
}
