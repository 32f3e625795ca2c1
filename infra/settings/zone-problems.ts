import { duplicates } from './duplicates.ts';
import type { Known } from './known.ts';
import { endpointZones, frontDoorZones, type ZoneList } from './zones.ts';

/** Problems of the zones and of the subnets that stand in them. */
export function zoneProblems(known: Known): readonly string[] {
  const { existing, create } = known.vpc ?? {};
  const door = frontDoorZones(known);
  const endpoint = endpointZones(known);
  const lists = [door, create === undefined ? endpoint : undefined].filter((list) => list !== undefined);
  return [
    ...lists.flatMap((list) => [
      ...duplicates(list.path, list.zones, list.leaf),
      ...otherRegion(list, known.region),
      ...singleZone(list, known.accept),
    ]),
    ...duplicates(
      'vpc.existing.frontDoorSubnets',
      existing?.frontDoorSubnets?.map((subnet) => subnet?.id),
      '.id',
    ),
    ...duplicates(
      'vpc.existing.endpointSubnets',
      existing?.endpointSubnets?.map((subnet) => subnet?.id),
      '.id',
    ),
    ...(existing === undefined || door === undefined || endpoint === undefined ? [] : outsideFrontDoor(endpoint, door)),
  ];
}

function otherRegion({ path, leaf, zones }: ZoneList, region: string | undefined): readonly string[] {
  return zones.flatMap((zone, index) =>
    zone === undefined || region === undefined || zone.slice(0, -1) === region
      ? []
      : [`${path}[${index}]${leaf}: "${zone}" is not a zone of ${region}; correct the one or the other`],
  );
}

function singleZone({ path, zones }: ZoneList, accept: Known['accept']): readonly string[] {
  if (zones.length !== 1 || accept?.includes('single-zone') === true) return [];
  return [
    `${path}: holds one zone, and with that zone the whole path fails; name two, or put "single-zone" into accept`,
  ];
}

/** A load balancer sends nothing to a target in a zone that it does not stand in, cross-zone or not. */
function outsideFrontDoor(endpoint: ZoneList, door: ZoneList): readonly string[] {
  if (door.zones.includes(undefined)) return [];
  return endpoint.zones.flatMap((zone, index) =>
    zone === undefined || door.zones.includes(zone)
      ? []
      : [
          `${endpoint.path}[${index}]${endpoint.leaf}: the front door does not stand in "${zone}", so its target would go unused; add a subnet there to ${door.path}, or remove this one`,
        ],
  );
}
