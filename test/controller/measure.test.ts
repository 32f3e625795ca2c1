import { describe, expect, it } from 'vitest';
import { measureAudit, measureSync } from '../../controller/measure.ts';
import { type Measurement, METRICS } from '../../controller/metrics.ts';
import type { Audit } from '../../controller/model/audit-outcome.ts';
import { type CheckResult, finding, ok, type Severity, unknown } from '../../controller/model/finding.ts';
import { NO_CHANGES, type Outcome } from '../../controller/model/outcome.ts';
import type { Hold, Plan, Refusal } from '../../controller/model/plan.ts';
import { toTarget } from '../../controller/model/target.ts';
import { knowNothing } from '../../controller/plan/decide.ts';
import {
  group,
  GROUP_ARN,
  IP_1,
  IP_2,
  listed,
  OLD_1,
  OLD_2,
  OURS,
  planFor,
  problem,
  SEAL,
  spec,
  strangerInterface,
} from './builders.ts';

const FAULT = { problem: problem(), remedy: 'Look.' };
const PAUSED = { ...SEAL, 'target-sync:pause-until': '2026-01-01T13:00:00Z' };
const quiet = { functionName: 'sync', failedNotifications: 0 };

function outcome(overrides: Partial<Outcome> = {}): Outcome {
  const identity = { binding: 'public-api', targetGroupArn: GROUP_ARN, source: OURS };
  const observed = { observed: true, health: { desired: 2, healthy: 2 } };
  return {
    ...identity,
    ...knowNothing(),
    ...observed,
    outcome: 'in-sync',
    changes: NO_CHANGES,
    faults: [],
    ...overrides,
  };
}

const plan = (overrides: Partial<Plan>): Plan => ({ register: [], deregister: [], hold: [], ...overrides });
const refusal = (code: Refusal['code']): Plan => plan({ refusal: { code, reason: 'why', remedy: 'what' } });
const held = (ip: string, overrides: Partial<Hold> = {}): Hold => ({
  target: listed(ip),
  kind: 'waiting',
  reason: '',
  ...overrides,
});
const evicting = (ip: string) => ({ target: listed(ip), rule: 'stranger', reason: '' }) as const;

const valuesOf = (
  measurements: readonly Measurement[],
  name: 'Binding' | 'Function',
): readonly Measurement['values'][] =>
  measurements.filter(({ dimension }) => dimension.name === name).map(({ values }) => values);
const ofBinding = (each: Outcome): Measurement['values'] | undefined =>
  valuesOf(measureSync([each], quiet), 'Binding')[0];

describe('of a binding a sync pass measures', () => {
  it.each<[string, Partial<Outcome>, unknown]>([
    ['zeros, in sync', {}, { Drift: 0, HealthyDesired: 2, StrangersServing: 0, Blocked: 0 }],
    [
      'the drift as found, missing and surplus together',
      {
        outcome: 'changed',
        drift: { missing: [toTarget(listed(IP_1))], surplus: [toTarget(listed(OLD_1)), toTarget(listed(OLD_2))] },
        health: { desired: 2, healthy: 1 },
      },
      { Drift: 3, HealthyDesired: 1, StrangersServing: 0, Blocked: 0 },
    ],
    ['1 where it is blocked', { outcome: 'blocked' }, { Drift: 0, HealthyDesired: 2, StrangersServing: 0, Blocked: 1 }],
    [
      'no drift and no health where the source is unknown',
      { outcome: 'refused', observed: false, plan: refusal('source-unreadable') },
      { Blocked: 1 },
    ],
    [
      'what it knows where a write failed, and not whether it is blocked',
      { outcome: 'faulted', faults: [FAULT] },
      { Drift: 0, HealthyDesired: 2, StrangersServing: 0 },
    ],
    [
      'nothing where it faulted before anything was known',
      { outcome: 'faulted', observed: false, faults: [FAULT] },
      undefined,
    ],
  ])('%s', (_, overrides, values) => {
    expect(ofBinding(outcome(overrides))).toEqual(values);
  });
});

describe('strangers that may serve', () => {
  const stranger = { stranger: true } as const;
  it.each<[string, Partial<Outcome>, number | undefined]>([
    ['held, are counted', { plan: plan({ hold: [held(OLD_1, stranger), held(OLD_2, stranger)] }) }, 2],
    [
      'that serve nobody are not',
      { plan: plan({ hold: [held(OLD_1, { ...stranger, target: listed(OLD_1, 'unhealthy') })] }) },
      0,
    ],
    [
      'of a health that AWS cannot tell, are',
      { plan: plan({ hold: [held(OLD_1, { ...stranger, target: listed(OLD_1, 'unknown') })] }) },
      1,
    ],
    ['are told from other holds', { plan: plan({ hold: [held(OLD_1)] }) }, 0],
    [
      'evicted in this pass, are not',
      {
        plan: plan({ deregister: [evicting(OLD_1)] }),
        changes: { ...NO_CHANGES, deregistered: [toTarget(listed(OLD_1))] },
      },
      0,
    ],
    [
      'whose eviction failed, are',
      { outcome: 'faulted', faults: [FAULT], plan: plan({ deregister: [evicting(OLD_1)] }) },
      1,
    ],
    [
      'whose eviction does not show, are',
      {
        plan: plan({ deregister: [evicting(OLD_1)] }),
        changes: { registered: [], deregistered: [toTarget(listed(OLD_1))], unconfirmed: [toTarget(listed(OLD_1))] },
      },
      1,
    ],
    [
      'are counted without a source too',
      { outcome: 'refused', observed: false, plan: { ...refusal('source-unreadable'), hold: [held(OLD_1, stranger)] } },
      1,
    ],
    [
      'are unknown, not none, where a refusal came before their fates',
      { outcome: 'refused', plan: refusal('unsealed') },
      undefined,
    ],
    ['are known where the quota refuses', { outcome: 'refused', plan: refusal('quota') }, 0],
  ])('%s', (_, overrides, count) => {
    expect(ofBinding(outcome(overrides))?.StrangersServing).toBe(count);
  });

  it.each<[string, Parameters<typeof planFor>[1], number]>([
    ['no replacement is healthy', {}, 1],
    ['the mode is observe', { spec: spec({ mode: 'observe' }), group: group({ protocol: 'TLS' }) }, 1],
    ['the group is paused', { tags: PAUSED, group: group({ protocol: 'TLS' }) }, 1],
    ['nothing stands in the way', { group: group({ protocol: 'TLS' }) }, 0],
  ])('are counted as the planner leaves them: %s', (_, world, count) => {
    const decided = planFor([listed(OLD_1), listed(IP_1, 'unhealthy')], {
      facts: { others: [strangerInterface(OLD_1)] },
      ...world,
    });
    const deregistered = decided.deregister.map(({ target }) => toTarget(target));
    expect(ofBinding(outcome({ plan: decided, changes: { ...NO_CHANGES, deregistered } }))?.StrangersServing).toBe(
      count,
    );
  });
});

describe('of itself a sync pass measures', () => {
  const changed = outcome({
    changes: { registered: [listed(IP_1), listed(IP_2)], deregistered: [listed(OLD_1)], unconfirmed: [listed(IP_1)] },
  });
  it.each<[string, readonly Outcome[], unknown]>([
    ['zeros, in sync', [outcome()], { CompletedPasses: 1, Faults: 0, Changes: 0, FailedNotifications: 0 }],
    [
      'every change that AWS accepted',
      [changed, outcome(), changed],
      { CompletedPasses: 1, Faults: 0, Changes: 6, FailedNotifications: 0 },
    ],
    [
      'no completed pass where a binding faulted',
      [outcome(), outcome({ outcome: 'faulted', faults: [FAULT, FAULT] })],
      { CompletedPasses: 0, Faults: 1, Changes: 0, FailedNotifications: 0 },
    ],
    [
      'a completed pass where all is refused',
      [outcome({ outcome: 'refused', observed: false, plan: refusal('spec-not-fresh') })],
      { CompletedPasses: 1, Faults: 0, Changes: 0, FailedNotifications: 0 },
    ],
  ])('%s', (_, outcomes, values) => {
    expect(valuesOf(measureSync(outcomes, quiet), 'Function')).toEqual([values]);
  });

  it('the changes of which nobody could be told', () => {
    const measurements = measureSync([changed], { functionName: 'sync', failedNotifications: 2 });
    expect(valuesOf(measurements, 'Function')).toMatchObject([{ Changes: 3, FailedNotifications: 2 }]);
  });

  it('under the names of the bindings and of the function', () => {
    const measurements = measureSync([outcome(), outcome({ binding: 'stack/other' })], quiet);
    expect(measurements.map(({ dimension }) => dimension)).toEqual([
      { name: 'Binding', value: 'public-api' },
      { name: 'Binding', value: 'stack/other' },
      { name: 'Function', value: 'sync' },
    ]);
  });
});

const found = (severity: Severity, code: CheckResult['code'] = 'LB_LISTENER'): CheckResult =>
  finding(code, 'it', { severity, expected: '', found: '', fix: '' });
const audited = (results: readonly CheckResult[], faults: Audit['faults'] = []): Audit => ({
  binding: 'public-api',
  targetGroupArn: GROUP_ARN,
  source: OURS,
  results,
  paths: [],
  faults,
});

describe('an audit pass measures', () => {
  it.each<[string, readonly CheckResult[], unknown, unknown]>([
    [
      'zeros, where nothing is wrong',
      [ok('ZONE_DARK', 'a', ''), ok('LB_LISTENER', 'it', '')],
      { DarkZones: 0, CriticalFindings: 0 },
      { LesserFindings: 0 },
    ],
    [
      'dark zones, which are critical findings too',
      [found('crit', 'ZONE_DARK'), found('crit', 'ZONE_DARK'), found('crit')],
      { DarkZones: 2, CriticalFindings: 3 },
      { LesserFindings: 0 },
    ],
    [
      'lesser findings of its bindings together',
      [ok('ZONE_DARK', 'a', ''), found('err'), found('warn'), found('info')],
      { DarkZones: 0, CriticalFindings: 0 },
      { LesserFindings: 3 },
    ],
    [
      'no dark zones, not zero, where it cannot tell',
      [ok('ZONE_DARK', 'a', ''), unknown('ZONE_DARK', 'b', 'denied')],
      { CriticalFindings: 0 },
      {},
    ],
    [
      'one dark zone beside one that it cannot tell',
      [found('crit', 'ZONE_DARK'), unknown('ZONE_DARK', 'b', 'denied')],
      { DarkZones: 1, CriticalFindings: 1 },
      {},
    ],
  ])('%s', (_, results, ofEach, ofAll) => {
    const measurements = measureAudit([audited(results)], 'audit');
    expect(valuesOf(measurements, 'Binding')).toEqual([ofEach]);
    expect(valuesOf(measurements, 'Function')).toMatchObject([{ CompletedPasses: 1, Faults: 0, ...Object(ofAll) }]);
  });

  it('of a binding whose audit faulted nothing, and of the others what it found', () => {
    const measurements = measureAudit(
      [audited([], [FAULT]), { ...audited([found('crit')]), binding: 'other' }],
      'audit',
    );
    expect(measurements).toEqual([
      { dimension: { name: 'Binding', value: 'other' }, values: { DarkZones: 0, CriticalFindings: 1 } },
      { dimension: { name: 'Function', value: 'audit' }, values: { CompletedPasses: 0, Faults: 1, LesserFindings: 0 } },
    ]);
  });

  it('nothing of a binding whose turn did not come', () => {
    const late = [unknown('ZONE_DARK', 'a', 'too late'), unknown('LB_LISTENER', 'it', 'too late')];
    expect(valuesOf(measureAudit([audited(late)], 'audit'), 'Binding')).toEqual([]);
  });

  it('a completed pass, and nothing of bindings, where the spec was refused', () => {
    expect(measureAudit([], 'audit')).toEqual([
      { dimension: { name: 'Function', value: 'audit' }, values: { CompletedPasses: 1, Faults: 0, LesserFindings: 0 } },
    ]);
  });
});

it.each([
  ['sync', measureSync([outcome()], quiet)],
  ['audit', measureAudit([audited([ok('EP_STATE', 'it', '')])], 'audit')],
] as const)('a %s pass measures every metric that is said to be its own, each under its dimension', (pass, all) => {
  const own = Object.entries(METRICS).filter(([, metric]) => metric.pass.some((each) => each === pass));
  const measured = all.flatMap(({ dimension, values }) => Object.keys(values).map((name) => [name, dimension.name]));
  expect(measured).toEqual(own.map(([name, { dimension }]) => [name, dimension]));
});
