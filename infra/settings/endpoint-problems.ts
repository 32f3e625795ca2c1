import { duplicates } from './duplicates.ts';
import { type Known, valueOr } from './known.ts';
import { endpointZones } from './zones.ts';

/** Problems of the endpoint: where it comes from, what it may take over, and what the sync expects of it. */
export function endpointProblems(known: Known): readonly string[] {
  if ('alb' in known) return syncProblems(known);
  // Left out, the endpoint is created.
  const endpoint = valueOr(known, 'endpoint', { create: {} });
  return [
    ...(endpoint?.existing === undefined ? [] : existingProblems(known, endpoint.existing.id)),
    ...(endpoint?.create === undefined ? [] : createProblems(known, endpoint.create)),
    ...duplicates('api.clientVpcIds', known.api?.clientVpcIds),
    ...duplicates('api.clientEndpointIds', known.api?.clientEndpointIds),
    ...syncProblems(known),
  ];
}

function syncProblems({ sync }: Known): readonly string[] {
  return [...duplicates('sync.keep', sync?.keep), ...duplicates('sync.previous', sync?.previous)];
}

function existingProblems({ vpc, sync }: Known, id: string | undefined): readonly string[] {
  return [
    ...(vpc?.create === undefined
      ? []
      : [
          'endpoint: an existing endpoint lies in a VPC that exists; give that one in vpc { "existing": … }, or create the endpoint',
        ]),
    ...((vpc?.existing?.endpointSubnets?.length ?? 0) === 0
      ? []
      : [
          'vpc.existing.endpointSubnets: are for an endpoint that is created; the existing one has its own, remove them',
        ]),
    ...(id === undefined || sync?.previous?.includes(id) !== true
      ? []
      : [`sync.previous: names the endpoint itself; remove ${id} from it`]),
  ];
}

function createProblems(
  known: Known,
  { privateDns }: NonNullable<NonNullable<Known['endpoint']>['create']>,
): readonly string[] {
  const zones = endpointZones(known)?.zones.length;
  const minHealthy = known.sync?.minHealthy ?? 1;
  return [
    ...(zones === 0
      ? ['vpc.existing.endpointSubnets: is missing: give the subnets of the endpoint, better two in two zones']
      : []),
    ...(zones === undefined || zones === 0 || minHealthy <= zones
      ? []
      : [
          `sync.minHealthy: ${minHealthy} can never be healthy, the endpoint has ${zones} addresses; give at most ${zones}`,
        ]),
    ...(privateDns !== true || known.accept?.includes('private-dns') === true
      ? []
      : [
          'endpoint.create.privateDns: takes every execute-api name in the VPC to this endpoint, so that calls to public APIs get 403, and a replacement of the endpoint conflicts with it; remove it, or put "private-dns" into accept',
        ]),
  ];
}
