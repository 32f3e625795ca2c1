import type { EndpointView } from '../cloud/verbs/views.ts';
import type { Pass, Stage } from './stage.ts';

/** Far enough from the pass before, and from the pass after, for both waits to count. */
const AFTER_SECONDS = 25;

/** Runs a pass, lets something happen 25 s later, so 35 s before the next pass, and runs the passes that follow. */
export async function betweenPasses(stage: Stage, happens: () => void, count: number): Promise<readonly Pass[]> {
  const first = await stage.pass();
  stage.cloud.advance(AFTER_SECONDS);
  happens();
  stage.cloud.advance(60 - AFTER_SECONDS);
  return [first, ...(await stage.passes(count))];
}

/** Makes another endpoint like the bound one, which is kept unless told, and binds it as a deployment does. */
export function replace(stage: Stage, deleteAfterSeconds: number | 'never' = 'never'): EndpointView {
  const { created } = stage.cloud.replaceEndpoint(stage.endpoint.id, { deleteAfterSeconds });
  stage.moveTo(created.id);
  return created;
}

/** Gives the endpoint another address in the first zone; returns the one it had. */
export function freeFirstAddress({ cloud, endpoint, subnetIds }: Stage): {
  ip: string;
  ipv6: string;
  subnetId: string;
} {
  const [subnetId = ''] = subnetIds;
  const [first] = endpoint.interfaces;
  cloud.readdress(endpoint.id, subnetId);
  return { ip: first?.ip ?? '', ipv6: first?.ipv6 ?? '', subnetId };
}

/** The addresses that were deregistered, call by call. */
export function deregistered({ cloud }: Stage): readonly (readonly string[])[] {
  return cloud.calls
    .filter(({ operation }) => operation === 'DeregisterTargets')
    .map(({ params: { Targets } }) => (Array.isArray(Targets) ? Targets.map((target) => String(target.Id)) : []));
}
