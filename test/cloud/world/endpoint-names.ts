import type { Endpoint, World } from './state.ts';

/** The zones that hold the names of endpoints: of the public names, and of the hidden zone of the private ones. */
const PUBLIC_ZONE = 'Z38GZ743OKFT7T';
const PRIVATE_ZONE = 'Z02171541KVN4XHHGCO4T';

/** A name that leads to an endpoint, and the hosted zone beside it: what an alias takes. */
export type EndpointName = { readonly name: string; readonly zoneId: string };

/** The name for all zones, to which an alias leads. */
export function regionalName({ id, serviceName, vpc }: Endpoint): EndpointName {
  const service = serviceName.split('.').at(-1) ?? '';
  return { name: `${id}-${id.slice(-8)}.${service}.${vpc.region}.vpce.amazonaws.com`, zoneId: PUBLIC_ZONE };
}

/** The regional name first, then one a zone, then the service's own where private DNS is on. */
export function endpointNames(world: World, endpoint: Endpoint): readonly EndpointName[] {
  const regional = regionalName(endpoint);
  const [label = '', ...domain] = regional.name.split('.');
  const zones = endpoint.subnetIds.map((id) => world.subnets.get(id)?.zone ?? '').toSorted();
  const service = `${domain[0] ?? ''}.${endpoint.vpc.region}.amazonaws.com`;
  return [
    regional,
    ...zones.map((zone) => ({ name: [`${label}-${zone}`, ...domain].join('.'), zoneId: PUBLIC_ZONE })),
    ...(endpoint.privateDns ? [service, `*.${service}`].map((name) => ({ name, zoneId: PRIVATE_ZONE })) : []),
  ];
}
