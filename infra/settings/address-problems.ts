import { duplicates } from './duplicates.ts';
import { type Known, valueOr } from './known.ts';
import { opensToTheWorld } from './open.ts';
import { frontDoorZones } from './zones.ts';

/** Problems of the fixed addresses, and of who may connect to them. */
export function addressProblems(known: Known): readonly string[] {
  const door = known.frontDoor;
  return [
    ...schemeProblems(door),
    ...clientProblems(known),
    ...wrongCount('frontDoor.elasticIps', door?.elasticIps, frontDoorZones(known)?.zones.length),
    ...wrongCount('frontDoor.privateIps', door?.privateIps, frontDoorZones(known)?.zones.length),
    ...duplicates(
      'frontDoor.elasticIps',
      door?.elasticIps?.map((eip) => eip?.allocationId),
      '.allocationId',
    ),
    ...duplicates(
      'frontDoor.elasticIps',
      door?.elasticIps?.map((eip) => eip?.publicIp),
      '.publicIp',
    ),
    ...duplicates('frontDoor.privateIps', door?.privateIps),
  ];
}

function schemeProblems(door: Known['frontDoor']): readonly string[] {
  const scheme = valueOr(door, 'scheme', 'internet-facing');
  if (scheme === 'internet-facing' && door?.privateIps !== undefined) {
    return [
      'frontDoor.privateIps: are only for the scheme "internal"; an internet-facing front door is known by its elastic IPs, remove them',
    ];
  }
  if (scheme !== 'internal') return [];
  return [
    ...(door !== undefined && 'elasticIps' in door
      ? ['frontDoor.elasticIps: are only for the scheme "internet-facing"; give privateIps instead']
      : []),
    ...(door !== undefined && !('privateIps' in door)
      ? ['frontDoor.privateIps: is missing: an internal front door has fixed private addresses; give one a zone']
      : []),
  ];
}

function clientProblems({ frontDoor, endpoint, accept }: Known): readonly string[] {
  const allowed = valueOr(frontDoor, 'allowedCidrs', []);
  const closed = allowed?.length === 0 && valueOr(frontDoor, 'scheme', 'internet-facing') === 'internet-facing';
  return [
    ...(closed
      ? ['frontDoor.allowedCidrs: is empty, so that nobody could connect; list the blocks that your partners come from']
      : []),
    ...duplicates('frontDoor.allowedCidrs', allowed),
    ...duplicates('endpoint.create.clientCidrs', endpoint?.create?.clientCidrs),
    ...(accept?.includes('open-to-the-world') === true ? [] : (allowed ?? [])).flatMap((block, index) => {
      const reason = block === undefined ? undefined : opensToTheWorld(block);
      return reason === undefined
        ? []
        : [`frontDoor.allowedCidrs[${index}]: ${reason}; narrow it, or put "open-to-the-world" into accept`];
    }),
  ];
}

function wrongCount(
  path: string,
  addresses: readonly unknown[] | undefined,
  zones: number | undefined,
): readonly string[] {
  return addresses === undefined || zones === undefined || addresses.length === zones
    ? []
    : [`${path}: must hold ${zones}, one a zone, not ${addresses.length}; add or remove`];
}
