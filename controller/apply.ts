import type { Aws } from './aws/clients.ts';
import { deregisterTargets, registerTargets, TARGETS_PER_CALL } from './aws/elbv2.ts';
import { AwsFailure, isAtQuota, isBadTarget } from './aws/failure.ts';
import { chunk } from './aws/paging.ts';
import type { Clock } from './model/clock.ts';
import type { Registration } from './model/plan.ts';
import type { Problem, Reading } from './model/reading.ts';
import { isDraining, type ListedTarget, type Target, type TargetDescription, targetKey } from './model/target.ts';

/** How long a write may take to show in the listing before it is reported as unconfirmed. */
const READ_BACK_SECONDS = 15;
const READ_BACK_INTERVAL_SECONDS = 3;

/** The group that is written to, the means, and how to list it again. */
export type Desk = {
  readonly aws: Aws;
  readonly clock: Clock;
  readonly groupArn: string;
  readonly list: () => Promise<Reading<readonly ListedTarget[]>>;
};

/** A target to register, with the zone that has to be said of one outside the group's VPC. */
export type Entrant = Target & Pick<Registration, 'availabilityZone'>;

/** What was written: accepted by AWS, turned away at the quota, or failed. Accepted is not yet confirmed. */
export type Written = {
  readonly registered: readonly Target[];
  readonly deregistered: readonly ListedTarget[];
  readonly turnedAway: readonly Target[];
  readonly failures: readonly Problem[];
};

/**
 * Registers targets. At the quota it deregisters what `makeRoom` allows for the number turned away, and registers as
 * many again.
 */
export async function registerAll(
  desk: Desk,
  targets: readonly Entrant[],
  makeRoom: (needed: number) => Promise<readonly ListedTarget[]>,
): Promise<Written> {
  const first = await register(desk, targets);
  if (first.turnedAway.length === 0) return first;
  const room = await makeRoom(first.turnedAway.length);
  if (room.length === 0) return first;
  const freed = await deregisterAll(desk, room);
  if (freed.failures.length > 0) {
    return { ...first, deregistered: freed.deregistered, failures: [...first.failures, ...freed.failures] };
  }
  const second = await register(desk, first.turnedAway.slice(0, room.length));
  return {
    registered: [...first.registered, ...second.registered],
    deregistered: freed.deregistered,
    turnedAway: [...second.turnedAway, ...first.turnedAway.slice(room.length)],
    failures: [...first.failures, ...second.failures],
  };
}

/** Deregisters targets exactly as AWS lists them. */
export async function deregisterAll(desk: Desk, targets: readonly ListedTarget[]): Promise<Written> {
  const { accepted, failures } = await send(targets, (part) => {
    const descriptions = part.map(({ asListed }) => asListed);
    return deregisterTargets(desk.aws, desk.groupArn, descriptions);
  });
  return { registered: [], deregistered: accepted, turnedAway: [], failures };
}

async function register(desk: Desk, targets: readonly Entrant[]): Promise<Written> {
  const { accepted, turnedAway, failures } = await send(targets, (part) =>
    registerTargets(desk.aws, desk.groupArn, part.map(toDescription)),
  );
  return { registered: accepted, deregistered: [], turnedAway, failures };
}

type Sent<T> = {
  readonly accepted: readonly T[];
  readonly turnedAway: readonly T[];
  readonly failures: readonly Problem[];
};

/**
 * Sends 200 targets a call; a call that AWS rejects for one of its targets, or at a quota, is sent again one by one. Each of
 * them is tried: a quota may be one zone's alone.
 */
async function send<T>(targets: readonly T[], call: (part: readonly T[]) => Promise<void>): Promise<Sent<T>> {
  const accepted: T[] = [];
  const turnedAway: T[] = [];
  const failures: Problem[] = [];
  const queue = chunk(targets, TARGETS_PER_CALL).map((part) => [...part]);
  for (let part = queue.shift(); part !== undefined; part = queue.shift()) {
    const sending = part;
    // oxlint-disable-next-line no-await-in-loop -- writes to one group go in order; their bucket refills at 4 a second
    const failure = await failureOf(() => call(sending));
    if (failure === undefined) accepted.push(...part);
    else if (part.length > 1 && (isBadTarget(failure) || isAtQuota(failure))) {
      queue.unshift(...part.map((target) => [target]));
    } else if (isAtQuota(failure)) turnedAway.push(...part);
    else failures.push(failure.problem);
  }
  return { accepted, turnedAway, failures };
}

/** What the listing must show for writes to count as done. */
export type Expectation = { readonly present: readonly Target[]; readonly absent: readonly Target[] };

/** The group as last listed, with the targets whose change it does not show. */
export type ReadBack = { readonly targets: Reading<readonly ListedTarget[]>; readonly unconfirmed: readonly Target[] };

/** Lists the group until it shows what was written, for up to {@link READ_BACK_SECONDS}. AWS’s success is not yet a change. */
export async function readBack({ aws, clock, list }: Desk, expectation: Expectation): Promise<ReadBack> {
  const deadline = clock.now().getTime() + READ_BACK_SECONDS * 1000;
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- polling
    const targets = await list();
    const unconfirmed =
      targets.kind === 'unread' ? Object.values(expectation).flat() : unshown(targets.value, expectation);
    const next = clock.now().getTime() + READ_BACK_INTERVAL_SECONDS * 1000;
    const shown = targets.kind === 'read' && unconfirmed.length === 0;
    if (shown || next > deadline || aws.signal?.aborted === true) return { targets, unconfirmed };
    // oxlint-disable-next-line no-await-in-loop -- polling
    await clock.sleepUntil(new Date(next));
  }
}

function unshown(targets: readonly ListedTarget[], { present, absent }: Expectation): readonly Target[] {
  const registered = new Set(targets.filter((target) => !isDraining(target)).map(targetKey));
  return [
    ...present.filter((target) => !registered.has(targetKey(target))),
    ...absent.filter((target) => registered.has(targetKey(target))),
  ];
}

/** No zone where AWS finds it, for an IP of the group's own VPC. */
function toDescription({ ip, port, availabilityZone }: Entrant): TargetDescription {
  return { Id: ip, Port: port, ...(availabilityZone !== undefined && { AvailabilityZone: availabilityZone }) };
}

async function failureOf(call: () => Promise<void>): Promise<AwsFailure | undefined> {
  try {
    await call();
    return undefined;
  } catch (error) {
    if (error instanceof AwsFailure) return error;
    throw error;
  }
}
