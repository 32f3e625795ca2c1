import type { Aws } from './aws/clients.ts';
import type { Connect } from './connect.ts';
import { defect } from './defect.ts';
import { PASS_DEADLINE_SECONDS } from './model/limits.ts';
import type { Clock } from './model/clock.ts';
import { NO_CHANGES, type Outcome } from './model/outcome.ts';
import { identify, type Spec } from './model/spec.ts';
import type { Reading } from './model/reading.ts';
import { parseArn } from './model/target-group.ts';
import type { Resolve } from './observe/answered.ts';
import { observeGroups, type TaggedGroup } from './observe/target-groups.ts';
import { ownerEyesOf } from './owner-eyes.ts';
import { knowNothing } from './plan/decide.ts';
import { type Seen, seeSources } from './sight.ts';
import { syncBinding } from './sync-binding.ts';

/** Bindings begun a second: each costs one ELB read, of an account-wide bucket of 10 a second shared with everyone. */
const BINDINGS_PER_SECOND = 8;

/** The means of a pass over many bindings. With `write` false it plans and changes nothing. */
export type PassMeans = {
  readonly connect: Connect;
  /** DNS, for load balancers as sources. */
  readonly resolve: Resolve;
  readonly clock: Clock;
  readonly write: boolean;
};

/** One sync pass: reads sources and groups in batches, then takes the bindings side by side. One's fault stops no other. */
export async function sync(
  specs: readonly Spec[],
  { connect, resolve, clock, write }: PassMeans,
): Promise<readonly Outcome[]> {
  const signal = clock.abortAt(new Date(clock.now().getTime() + PASS_DEADLINE_SECONDS * 1000));
  const byRegion = Map.groupBy(specs, ({ targetGroupArn }) => parseArn(targetGroupArn).region);

  const regions = [...byRegion].map(([region, regional]) => {
    const opening = open({ connect, clock, region, specs: regional, signal });
    const outcomes = regional.map((spec, index) =>
      isolate(spec, async () => {
        const { aws, group, seen, observedAt } = await (await opening)(spec);
        await clock.sleepUntil(new Date(observedAt + Math.floor(index / BINDINGS_PER_SECOND) * 1000));
        const { source, ...eyes } = seen;
        const witnesses = { aws, resolve, ...eyes, ...ownerEyesOf(spec, { aws, connect }) };
        return syncBinding(spec, { group, source }, { ...witnesses, clock, write });
      }),
    );
    return Promise.all(outcomes);
  });
  const order = new Map(specs.map(({ name }, index) => [name, index]));
  const place = ({ binding }: Outcome): number => order.get(binding) ?? 0;
  return (await Promise.all(regions)).flat().toSorted((a, b) => place(a) - place(b));
}

type Region = Pick<PassMeans, 'connect' | 'clock'> & {
  readonly region: string;
  readonly specs: readonly Spec[];
  readonly signal: AbortSignal;
};

type Opened = {
  readonly aws: Aws;
  readonly group: Reading<TaggedGroup>;
  readonly seen: Seen;
  /** When the groups had been read, in milliseconds. */
  readonly observedAt: number;
};

/**
 * Connects to a Region and begins the calls that serve all of its bindings: sources, interfaces, groups and tags. Each
 * binding waits for the groups, and for its own source.
 */
async function open({ region, specs, connect, signal, clock }: Region): Promise<(spec: Spec) => Promise<Opened>> {
  const aws = { ...connect(region), signal };
  const sources = seeSources(specs, { aws, connect });
  const reading = observeGroups(
    aws,
    specs.map((spec) => spec.targetGroupArn),
  ).then((groups) => ({ groups, observedAt: clock.now().getTime() }));
  return async ({ name, targetGroupArn }) => {
    const [{ groups, observedAt }, seen] = await Promise.all([reading, sources.get(name)]);
    const group = groups.get(targetGroupArn);
    if (seen === undefined || group === undefined) throw new Error(`${name} or ${targetGroupArn} was not read`);
    return { aws, group, seen, observedAt };
  };
}

async function isolate(spec: Spec, pass: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await pass();
  } catch (cause) {
    const fault = defect(`the pass over ${spec.name}`, cause);
    return { ...identify(spec), ...knowNothing(), outcome: 'faulted', changes: NO_CHANGES, faults: [fault] };
  }
}
