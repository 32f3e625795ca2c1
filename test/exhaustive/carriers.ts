import { createEndpoint, setState } from '../cloud/world/endpoints.ts';
import { createInterface } from '../cloud/world/interfaces.ts';
import { defaultSettings } from '../cloud/world/settings.ts';
import type { NetworkInterface, Subnet, World } from '../cloud/world/state.ts';
import { ALB_IDS, albArn, type Albs, placeNodes } from './albs.ts';
import { subnetIn } from './subnets.ts';
import { type Carrier, IPS, PLACES, PORT, type Side, type TinyWorld, zoneOf } from './tiny-world.ts';

/** The ids of the two endpoints. */
export const ENDPOINT_IDS = { old: 'vpce-0000000000000000a', new: 'vpce-0000000000000000b' } as const;

const SERVICE = 'com.amazonaws.eu-west-1.execute-api';

/** The side that a seal names, be it of an endpoint or of an ALB. */
export function sideOf(sourceId: string | undefined): Side | undefined {
  return (['old', 'new'] as const).find((side) => [ENDPOINT_IDS[side], ALB_IDS[side]].some((id) => id === sourceId));
}

/** Makes the sources and the strangers anew. An interface's id follows from its IP and who carries it. */
export function placeCarriers(
  world: World,
  subnets: readonly Subnet[],
  { carriers, listing, albs }: Pick<TinyWorld, 'carriers' | 'listing'> & { readonly albs: Albs | undefined },
): void {
  world.endpoints.clear();
  const ours = (): readonly NetworkInterface[] =>
    [...world.interfaces.values()].filter(({ ip }) => IPS.some((each) => each === ip));
  for (const { id } of ours()) world.interfaces.delete(id);
  if (albs !== undefined) placeNodes(world, subnets, { albs, carriers });
  for (const side of albs === undefined ? (['old', 'new'] as const) : []) {
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
  for (const made of ours().filter(({ id }) => !id.startsWith('eni-0old') && !id.startsWith('eni-0new'))) {
    world.interfaces.delete(made.id);
    const id = `eni-0${made.holder ?? made.instanceId}-${made.ip}`;
    world.interfaces.set(id, { ...made, id });
  }
}

/** Who carries an IP. */
export function carrierOf({ endpoints, interfaces }: World, ip: string): Carrier {
  const found = [...interfaces.values()].find((each) => each.ip === ip);
  if (found === undefined) return 'nobody';
  const node = (['old', 'new'] as const).find((each) => albArn(each) === found.holder);
  if (node !== undefined) return found.attached === true ? node : `${node}, ending`;
  const side = sideOf(found.holder);
  if (side === undefined) return 'stranger';
  return endpoints.get(ENDPOINT_IDS[side])?.state === 'deleting' ? `${side}, ending` : side;
}
