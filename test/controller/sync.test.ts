import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createConnect } from '../../controller/connect.ts';
import type { Clock } from '../../controller/model/clock.ts';
import type { Outcome } from '../../controller/model/outcome.ts';
import type { Spec } from '../../controller/model/spec.ts';
import { toReport } from '../../controller/report.ts';
import { type PassMeans, sync } from '../../controller/sync.ts';
import type { Cloud } from '../cloud/cloud.ts';
import { manyBindings } from './staged.ts';
import { resolveOn } from '../cloud/resolve-on.ts';

function run(cloud: Cloud, bindings: readonly Spec[], means: Partial<PassMeans> = {}): Promise<readonly Outcome[]> {
  const connect = createConnect({ requestHandler: cloud.requestHandler, credentials: cloud.credentials });
  return sync(bindings, { connect, resolve: resolveOn(cloud.publicAnswer), clock: cloud.clock, write: true, ...means });
}

/** Virtual time in which a sleeper lets everybody who is awake go first. Without it the first sleep moves all of them on. */
function patient({ clock }: Cloud): Clock {
  return {
    ...clock,
    sleepUntil: async (at) => {
      for (let turn = 0; turn < 100 && at > clock.now(); turn += 1) {
        // oxlint-disable-next-line no-await-in-loop -- a turn of the event loop, and no time
        await setImmediate();
      }
      await clock.sleepUntil(at);
    },
  };
}

it.each([
  [true, ['RegisterTargets'], 'changed'],
  [false, [], 'planned'],
])('with write %s a pass over drift writes %j and is %s', async (write, written, word) => {
  const { cloud, bindings } = manyBindings(1);
  const [{ targetGroupArn } = { targetGroupArn: '' }] = bindings;
  cloud.deregister(targetGroupArn, cloud.targets(targetGroupArn).slice(0, 1));
  const [outcome] = await run(cloud, bindings, { write });
  expect(cloud.calls.filter((call) => call.write).map(({ operation }) => operation)).toEqual(written);
  expect(outcome).toMatchObject({ outcome: word, plan: { register: [{}] } });
});

it('eight bindings begin in the first second, the ninth in the next', async () => {
  const { cloud, bindings } = manyBindings(9);
  const before = cloud.clock.now().getTime();
  await run(cloud, bindings, { clock: patient(cloud) });
  const listings = cloud.calls.filter(({ operation }) => operation === 'DescribeTargetHealth');
  const begun = new Map(
    listings.map(({ at, params }) => [params['TargetGroupArn'], (at.getTime() - before) / 1000] as const),
  );
  expect(bindings.map(({ targetGroupArn }) => begun.get(targetGroupArn))).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 1]);
});

it('everything under way is aborted 45 s after the pass began, neither sooner nor later', async () => {
  const { cloud, bindings } = manyBindings(1);
  const began = cloud.clock.now().getTime();
  const aborts: number[] = [];
  const abortAt: Clock['abortAt'] = (at) => {
    aborts.push((at.getTime() - began) / 1000);
    return cloud.clock.abortAt(at);
  };
  await run(cloud, bindings, { clock: { ...cloud.clock, abortAt } });
  expect(aborts).toEqual([45]);
});

it('outcomes come in the order of the document, although Regions take turns in it', async () => {
  const { cloud, bindings } = manyBindings(5, ['eu-west-1', 'us-east-1']);
  const outcomes = await run(cloud, bindings);
  expect(outcomes.map(({ binding }) => binding)).toEqual(bindings.map(({ name }) => name));
});

it('a defect of ours faults the binding it meets alone, and says what it is', async () => {
  const { cloud, bindings } = manyBindings(3);
  const defective = bindings.map((binding, index): Spec => {
    if (index !== 1) return binding;
    return {
      ...binding,
      get keep(): readonly string[] {
        throw new TypeError('ours');
      },
    };
  });
  const outcomes = await run(cloud, defective);
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(['in-sync', 'faulted', 'in-sync']);
  expect(outcomes[1]?.faults[0]?.problem.cause).toBeInstanceOf(TypeError);
  expect(outcomes.map(toReport)[1]).toMatchObject({
    binding: 'binding-1',
    observed: false,
    faults: [{ reason: 'the pass over binding-1 failed: TypeError: ours', remedy: expect.stringContaining('defect') }],
  });
});

it('a Region that cannot be connected to faults its own bindings alone', async () => {
  const { cloud, bindings } = manyBindings(4, ['eu-west-1', 'us-east-1']);
  const connect = createConnect({ requestHandler: cloud.requestHandler, credentials: cloud.credentials });
  const failing: PassMeans['connect'] = (region) => {
    if (region === 'us-east-1') throw new Error('no such Region');
    return connect(region);
  };
  const outcomes = await run(cloud, bindings, { connect: failing });
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(['in-sync', 'faulted', 'in-sync', 'faulted']);
});
