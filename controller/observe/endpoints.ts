import type { Aws } from '../aws/clients.ts';
import { describeEndpoints, findInterfaces } from '../aws/ec2.ts';
import { attempt } from '../aws/failure.ts';
import type { Endpoint, NetworkInterface, ObservedEndpoint } from '../model/network.ts';
import { type Reading, read } from '../model/reading.ts';
import { toEndpoint, toInterface } from './network.ts';
import { readByIds } from './read-by-ids.ts';

/** Endpoints asked for in one call; a schedule carries at most 100 bindings. */
const ENDPOINTS_PER_CALL = 100;

/** Reads endpoints and the interfaces they list: two calls for all of them. */
export async function observeEndpoints(
  aws: Aws,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Reading<ObservedEndpoint>>> {
  const endpoints = await readByIds(ids, ENDPOINTS_PER_CALL, async (batch) => {
    const found = (await describeEndpoints(aws, batch)).map(toEndpoint);
    return new Map(found.map((endpoint) => [endpoint.id, endpoint]));
  });
  const interfaceIds = [...endpoints.values()].flatMap((reading) =>
    reading.kind === 'read' ? reading.value.interfaceIds : [],
  );
  const interfaces = await attempt(async () =>
    (await findInterfaces(aws, [...new Set(interfaceIds)])).map(toInterface),
  );
  return new Map([...endpoints].map(([id, endpoint]) => [id, join(endpoint, interfaces)]));
}

function join(
  endpoint: Reading<Endpoint>,
  interfaces: Reading<readonly NetworkInterface[]>,
): Reading<ObservedEndpoint> {
  if (endpoint.kind === 'unread') return endpoint;
  if (interfaces.kind === 'unread') return interfaces;
  // By id: pages that overlap list one twice, which would count for another that is missing.
  const found = new Map(interfaces.value.map((networkInterface) => [networkInterface.id, networkInterface]));
  return read({
    endpoint: endpoint.value,
    interfaces: [...new Set(endpoint.value.interfaceIds)].flatMap((id) => found.get(id) ?? []),
  });
}
