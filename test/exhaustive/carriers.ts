import { createEndpoint, setState } from '../cloud/world/endpoints.ts';
import { createInterface } from '../cloud/world/interfaces.ts';
import { defaultSettings } from '../cloud/world/settings.ts';
import type { NetworkInterface, Subnet, World } from '../cloud/world/state.ts';
import { type Carrier, IPS, PLACES, type TinyWorld, zoneOf } from './tiny-world.ts';

/** The ids of the two endpoints. */
export const ENDPOINT_IDS = { old: 'vpce-0000000000000000a', new: 'vpce-0000000000000000b' } as const;

/** The port of the group and its targets. */
export const PORT = 443;

const SERVICE = 'com.amazonaws.eu-west-1.execute-api';

/** Makes the endpoints and the strangers anew. An interface's id follows from its IP and who carries it. */
export function placeCarriers(
  world: World,
  subnets: readonly Subnet[],
  { carriers, listing }: Omit<TinyWorld, 'seal'>,
): void {
  world.endpoints.clear();
  const ours = (): readonly NetworkInterface[] =>
    [...world.interfaces.values()].filter(({ ip }) => IPS.some((each) => each === ip));
  for (const { id } of ours()) world.interfaces.delete(id);
  for (const side of ['old', 'new'] as const) {
    const places = PLACES.filter((place) => carriers[place].startsWith(side));
    if (places.length === 0) continue;
    const endpoint = createEndpoint(world, {
      id: ENDPOINT_IDS[side],
      vpc: subnetIn(subnets, 1).vpc,
      ownerId: defaultSettings.account,
      serviceName: SERVICE,
      ipAddressType: 'ipv4',
      privateDns: false,
      securityGroupIds: [],
      subnetIds: places.map((place) => subnetIn(subnets, zoneOf(place)).id),
      pins: new Map(places.map((place) => [subnetIn(subnets, zoneOf(place)).id, { ip: IPS[place] }])),
    });
    if (places.some((place) => carriers[place] !== side)) setState(world, endpoint, 'deleting');
  }
  for (const place of PLACES) {
    if (carriers[place] !== 'stranger') continue;
    const subnet = subnetIn(subnets, zoneOf(place));
    createInterface(world, {
      subnet,
      ownerId: defaultSettings.account,
      description: 'somebody else',
      type: 'interface',
      instanceId: `i-000000000000000${place}`,
      // It stays what it was found to be.
      listens: listing[place] === 'healthy' ? [PORT] : [],
      ip: IPS[place],
    });
  }
  for (const made of ours()) {
    world.interfaces.delete(made.id);
    const id = `eni-0${made.holder ?? made.instanceId}-${made.ip}`;
    world.interfaces.set(id, { ...made, id });
  }
}

/** Who carries an IP. */
export function carrierOf({ endpoints, interfaces }: World, ip: string): Carrier {
  const found = [...interfaces.values()].find((each) => each.ip === ip);
  if (found === undefined) return 'nobody';
  const side = (['old', 'new'] as const).find((each) => ENDPOINT_IDS[each] === found.holder);
  if (side === undefined) return 'stranger';
  return endpoints.get(ENDPOINT_IDS[side])?.state === 'deleting' ? `${side}, ending` : side;
}

/** The subnet of a zone. */
export function subnetIn(subnets: readonly Subnet[], zone: 1 | 2): Subnet {
  const subnet = subnets[zone - 1];
  if (subnet === undefined) throw new Error(`no subnet in zone ${zone}`);
  return subnet;
}
