import type { Reason } from '../../controller/report.ts';
import type { EndpointVerbs } from '../cloud/verbs/endpoints.ts';
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
export function deregistered({ cloud }: Pick<Stage, 'cloud'>): readonly (readonly string[])[] {
  return cloud.calls
    .filter(({ operation }) => operation === 'DeregisterTargets')
    .map(({ params: { Targets } }) => (Array.isArray(Targets) ? Targets.map((target) => String(target.Id)) : []));
}

/** Makes another endpoint, in all subnets unless told, and binds it as a deployment does. The old one is kept. */
export function bindAnother(
  stage: Stage,
  options: Partial<Parameters<EndpointVerbs['createEndpoint']>[0]> = {},
): EndpointView {
  const { cloud, vpcId, subnetIds } = stage;
  const created = cloud.createEndpoint({ vpcId, subnetIds, ownerId: cloud.settings.account, ...options });
  stage.moveTo(created.id);
  return created;
}

/** Lets the endpoint's interfaces in some zones (counted from 0) answer nobody, as a security group may, or answer again. */
export function setDeaf({ cloud }: Stage, endpointId: string, zones: readonly number[], deaf = true): void {
  const { interfaces } = cloud.endpoint(endpointId);
  for (const zone of zones) cloud.setListening(interfaces[zone]?.id ?? '', deaf ? [] : [443]);
}

/**
 * Somebody registers a host of their own in some zones (counted from 0). Where it answers on the group's port it has
 * long been healthy; where it does not, its health checks are yet to come.
 */
export function enrolHosts(
  { cloud, group, subnetIds }: Stage,
  { zones, answers = true, ownerId }: { zones: readonly number[]; answers?: boolean; ownerId?: string },
): readonly string[] {
  const hosts = zones.map((zone) =>
    cloud.takeAddress({
      subnetId: subnetIds[zone] ?? '',
      listens: answers ? [group.port] : [],
      ...(ownerId !== undefined && { ownerId }),
    }),
  );
  const ips = hosts.map(({ ip }) => ip);
  cloud.register(group.arn, ips);
  if (answers) cloud.setHealthy(group.arn, ips);
  return ips;
}

/** What the only binding of a pass holds, and why. */
export function holds(pass: Pass | undefined): readonly Reason[] {
  return (pass?.outcomes[0]?.reasons ?? []).filter(({ change }) => change === 'hold');
}

/** Runs a pass every minute, each followed by what somebody does five seconds later. */
export async function passesUndone(stage: Stage, minutes: number, undo: () => void): Promise<readonly Pass[]> {
  const all: Pass[] = [];
  for (let minute = 1; minute <= minutes; minute += 1) {
    // oxlint-disable-next-line no-await-in-loop -- minutes follow one another
    all.push(await stage.pass());
    stage.cloud.advance(5);
    undo();
    stage.cloud.advance(55);
  }
  return all;
}

/** As what each pass refuses its only binding, if it does. */
export function refusals(passes: readonly Pass[]): readonly (string | undefined)[] {
  return passes.map(({ outcomes }) => outcomes[0]?.refusal?.code);
}

/** An endpoint that was replaced, with its replacement registered and healthy: the old targets may go next. */
export async function readyToRemove(stage: Stage): Promise<void> {
  replace(stage);
  await stage.pass();
  stage.cloud.advance(60);
  stage.cloud.setHealthy(stage.group.arn);
  stage.cloud.forgetCalls();
}
