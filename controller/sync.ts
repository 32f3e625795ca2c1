import type { Aws } from './aws/clients.ts';
import { defect } from './defect.ts';
import { PASS_DEADLINE_SECONDS } from './model/limits.ts';
import type { Clock } from './model/clock.ts';
import { NO_CHANGES, type Outcome } from './model/outcome.ts';
import { identify, type Spec } from './model/spec.ts';
import { parseArn } from './model/target-group.ts';
import { observeEndpoints } from './observe/endpoints.ts';
import { observeGroups } from './observe/target-groups.ts';
import { knowNothing } from './plan/decide.ts';
import { type Observed, syncBinding } from './sync-binding.ts';

/** Bindings begun a second: each costs one ELB read, of an account-wide bucket of 10 a second shared with everyone. */
const BINDINGS_PER_SECOND = 8;

/** The means of a pass over many bindings. With `write` false it plans and changes nothing. */
export type PassMeans = {
  readonly connect: (region: string) => Aws;
  readonly clock: Clock;
  readonly write: boolean;
};

/** One sync pass: reads sources and groups in batches, then takes the bindings side by side. One's fault stops no other. */
export async function sync(specs: readonly Spec[], { connect, clock, write }: PassMeans): Promise<readonly Outcome[]> {
  const signal = clock.abortAt(new Date(clock.now().getTime() + PASS_DEADLINE_SECONDS * 1000));
  const byRegion = Map.groupBy(specs, ({ targetGroupArn }) => parseArn(targetGroupArn).region);

  const regions = [...byRegion].map(([region, regional]) => {
    const opening = open({ region, specs: regional, connect, signal, clock });
    const outcomes = regional.map((spec, index) =>
      isolate(spec, async () => {
        const { aws, observed, observedAt } = await opening;
        await clock.sleepUntil(new Date(observedAt + Math.floor(index / BINDINGS_PER_SECOND) * 1000));
        return syncBinding(spec, observed(spec), { aws, clock, write });
      }),
    );
    return Promise.all(outcomes);
  });
  const order = new Map(specs.map(({ name }, index) => [name, index]));
  const place = ({ binding }: Outcome): number => order.get(binding) ?? 0;
  return (await Promise.all(regions)).flat().toSorted((a, b) => place(a) - place(b));
}

type Region = Omit<PassMeans, 'write'> & {
  readonly region: string;
  readonly specs: readonly Spec[];
  readonly signal: AbortSignal;
};

type Opened = {
  readonly aws: Aws;
  readonly observed: (spec: Spec) => Observed;
  readonly observedAt: number;
};

/** Connects to a Region and makes the calls that serve all of its bindings: endpoints, interfaces, groups and tags. */
async function open({ region, specs, connect, signal, clock }: Region): Promise<Opened> {
  const aws = { ...connect(region), signal };
  const endpointIds = specs.map((spec) => spec.source.vpcEndpointId);
  const groupArns = specs.map((spec) => spec.targetGroupArn);
  const [sources, groups] = await Promise.all([observeEndpoints(aws, endpointIds), observeGroups(aws, groupArns)]);
  const observed = ({ source: { vpcEndpointId }, targetGroupArn }: Spec): Observed => {
    const source = sources.get(vpcEndpointId);
    const group = groups.get(targetGroupArn);
    if (source === undefined || group === undefined)
      throw new Error(`${vpcEndpointId} or ${targetGroupArn} was not read`);
    return { source, group };
  };
  return { aws, observed, observedAt: clock.now().getTime() };
}

async function isolate(spec: Spec, pass: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await pass();
  } catch (cause) {
    const fault = defect(`the pass over ${spec.name}`, cause);
    return { ...identify(spec), ...knowNothing(), outcome: 'faulted', changes: NO_CHANGES, faults: [fault] };
  }
}
