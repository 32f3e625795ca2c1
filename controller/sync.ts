import type { Aws } from './aws/clients.ts';
import type { Clock } from './model/clock.ts';
import { NO_CHANGES, NO_DRIFT, type Outcome } from './model/outcome.ts';
import { EMPTY_PLAN } from './model/plan.ts';
import type { Problem } from './model/reading.ts';
import type { Spec } from './model/spec.ts';
import { observeEndpoints } from './observe/endpoints.ts';
import { observeGroups } from './observe/target-groups.ts';
import { type Observed, syncBinding } from './sync-binding.ts';

/** Everything a pass does ends within it; the schedule's minute and the function's 60 s lie above. */
const PASS_DEADLINE_SECONDS = 45;

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
  const beganAt = clock.now().getTime();
  const signal = clock.abortAt(new Date(beganAt + PASS_DEADLINE_SECONDS * 1000));
  const byRegion = Map.groupBy(specs, regionOf);

  const regions = [...byRegion].map(async ([region, regional]) => {
    const aws = { ...connect(region), signal };
    const observing = observeAll(aws, regional);
    return Promise.all(
      regional.map((spec, index) =>
        isolate(spec, async () => {
          const observed = await observing;
          await clock.sleepUntil(new Date(beganAt + Math.floor(index / BINDINGS_PER_SECOND) * 1000));
          return syncBinding(spec, observed(spec), { aws, clock, write });
        }),
      ),
    );
  });
  const outcomes = new Map((await Promise.all(regions)).flat().map((outcome) => [outcome.binding, outcome]));
  return specs.flatMap((spec) => outcomes.get(spec.name) ?? []);
}

/** The calls that serve all bindings of a Region: endpoints, interfaces, groups and tags. */
async function observeAll(aws: Aws, specs: readonly Spec[]): Promise<(spec: Spec) => Observed> {
  const [sources, groups] = await Promise.all([
    observeEndpoints(
      aws,
      specs.map((spec) => spec.source.vpcEndpointId),
    ),
    observeGroups(
      aws,
      specs.map((spec) => spec.targetGroupArn),
    ),
  ]);
  return ({ source: { vpcEndpointId }, targetGroupArn }) => {
    const source = sources.get(vpcEndpointId);
    const group = groups.get(targetGroupArn);
    if (source === undefined || group === undefined)
      throw new Error(`${vpcEndpointId} or ${targetGroupArn} was not asked for`);
    return { source, group };
  };
}

/** What a pass over one binding throws is a defect of ours, and stays that binding's. */
async function isolate(spec: Spec, pass: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await pass();
  } catch (cause) {
    const error = cause instanceof Error ? cause : new Error(String(cause));
    const fault: Problem = {
      kind: 'other',
      doing: `the pass over ${spec.name}`,
      code: error.name,
      message: error.message,
      cause,
    };
    return {
      binding: spec.name,
      outcome: 'faulted',
      drift: NO_DRIFT,
      plan: EMPTY_PLAN,
      changes: NO_CHANGES,
      foreign: [],
      health: { desired: 0, healthy: 0 },
      fault,
    };
  }
}

function regionOf(spec: Spec): string {
  return spec.targetGroupArn.split(':')[3] ?? '';
}
