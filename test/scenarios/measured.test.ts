import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Measurement } from '../../controller/metrics.ts';
import { openSurroundings, type Surroundings } from '../path/surroundings.ts';
import { invokeAudit, setAuditStage } from './audit-stage.ts';
import { freeFirstAddress } from './happenings.ts';
import { invoke, setStage, type Stage } from './stage.ts';

const of = (name: 'Binding' | 'Function', measurements: readonly Measurement[]): unknown =>
  measurements.find(({ dimension }) => dimension.name === name)?.values;

describe('a sync pass', () => {
  it('that heals measures the drift it found, and what it changed; the next measures zeros', async () => {
    const stage = setStage();
    stage.cloud.deregister(stage.group.arn, stage.endpoint.ips.slice(0, 1));
    const [healing, after] = await stage.passes(2);
    expect(of('Binding', healing?.measurements ?? [])).toMatchObject({ Drift: 1, Blocked: 0 });
    expect(of('Function', healing?.measurements ?? [])).toMatchObject({ CompletedPasses: 1, Changes: 1 });
    expect(of('Binding', after?.measurements ?? [])).toMatchObject({ Drift: 0, StrangersServing: 0 });
    expect(of('Function', after?.measurements ?? [])).toMatchObject({ CompletedPasses: 1, Changes: 0, Faults: 0 });
  });

  it('that faults measures before it throws', async () => {
    const stage = setStage();
    stage.cloud.faults.add({ operation: 'DescribeTargetHealth', fault: 'health-unavailable' });
    const { fault, measurements } = await stage.pass();
    expect(fault).toBeDefined();
    expect(of('Binding', measurements)).toBeUndefined();
    expect(of('Function', measurements)).toMatchObject({ CompletedPasses: 0, Faults: 1 });
  });

  it('with a stale spec is a completed pass, and measures of the binding that it is blocked', async () => {
    const stage = setStage();
    const { measurements } = await invoke(stage.cloud, () => ({
      bindings: [{ name: 'a', targetGroupArn: stage.group.arn, source: { vpcEndpointId: stage.endpoint.id } }],
    }));
    expect(of('Binding', measurements)).toEqual({ Blocked: 1 });
    expect(of('Function', measurements)).toMatchObject({ CompletedPasses: 1, Faults: 0 });
  });

  it.each<[string, (stage: Stage) => unknown, number]>([
    ['is evicted', () => undefined, 0],
    [
      'is withheld by the mode',
      ({ bind }) => {
        bind({ mode: 'add' });
      },
      1,
    ],
    ['may not be deregistered', ({ cloud }) => cloud.faults.add({ operation: 'DeregisterTargets', fault: 'deny' }), 1],
  ])('counts a stranger that answers and %s', async (_, prepare, count) => {
    const stage = setStage();
    const { ip, subnetId } = freeFirstAddress(stage);
    stage.cloud.takeAddress({ subnetId, ip, listens: [443] });
    stage.cloud.setHealthy(stage.group.arn);
    prepare(stage);
    const { measurements } = await stage.pass();
    expect(of('Binding', measurements)).toMatchObject({ Drift: 2, StrangersServing: count });
  });
});

describe('an audit pass', () => {
  let surroundings: Surroundings;
  beforeAll(async () => {
    surroundings = await openSurroundings('eu-west-1', '123456789012');
  });
  afterAll(() => surroundings.close());

  it('measures findings by severity', async () => {
    const stage = await setAuditStage(surroundings);
    stage.cloud.setPrivateDns(stage.endpoint.id, true);
    const { measurements } = await stage.pass();
    expect(of('Binding', measurements)).toEqual({ DarkZones: 0, CriticalFindings: 0 });
    expect(of('Function', measurements)).toEqual({ CompletedPasses: 1, Faults: 0, LesserFindings: 1 });
  });

  it('that cannot tell whether a zone is dark measures no zero', async () => {
    const stage = await setAuditStage(surroundings);
    stage.cloud.faults.add({ operation: 'DescribeTargetHealth', fault: 'deny' });
    const { measurements } = await stage.pass();
    expect(of('Binding', measurements)).not.toHaveProperty('DarkZones');
  });

  it('that faults measures before it throws; a refused one is a completed pass', async () => {
    const stage = await setAuditStage(surroundings);
    stage.cloud.faults.add({ fault: 'deny', service: 'sts' });
    const { fault, measurements } = await stage.pass();
    expect(fault).toBeDefined();
    expect(measurements.map(({ values }) => values)).toEqual([{ CompletedPasses: 0, Faults: 1, LesserFindings: 0 }]);

    const refused = await invokeAudit(stage, () => ({ bindings: [stage.binding()] }));
    expect(refused.measurements.map(({ values }) => values)).toEqual([
      { CompletedPasses: 1, Faults: 0, LesserFindings: 0 },
    ]);
  });
});
