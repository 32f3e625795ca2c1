import { describe, expect, it } from 'vitest';
import type { DrillPlan } from '../../../controller/model/drill.ts';
import type { HealthState, ListedTarget } from '../../../controller/model/target.ts';
import { type Watch, type Watched, watchOn } from '../../../controller/plan/drill-watch.ts';
import { IP_1, IP_2, listed } from '../builders.ts';

const PLAN: DrillPlan = { target: listed(IP_1), zoneId: 'euw1-az1', others: [{ ip: IP_2, port: 443 }] };

/** One listing of a drill at a stage: the target as said, or not listed at all, and the other one healthy. */
function see(
  stage: Watch['stage'],
  health: HealthState | undefined,
  seconds: number,
  other: readonly ListedTarget[] = [listed(IP_2)],
): Watched {
  const targets = [...(health === undefined ? [] : [listed(IP_1, health)]), ...other];
  return watchOn({ plan: PLAN, stage }, targets, seconds);
}

const stageAfter = (...args: Parameters<typeof see>): string => see(...args).watch.stage;

describe('the target is seen to leave', () => {
  it.each<[HealthState | undefined, string]>([
    ['draining', 'draining'],
    ['unhealthy.draining', 'unhealthy.draining'],
    [undefined, 'absent'],
  ])('where it is %s', (health, shows) => {
    expect(see('leaving', health, 1)).toEqual({
      kind: 'goes-on',
      watch: { plan: PLAN, stage: 'out' },
      moment: { seconds: 1, what: 'out', shows },
    });
  });

  it('once, not at every listing', () => {
    expect(see('out', 'draining', 6).moment).toBeUndefined();
    expect(see('out', undefined, 100).moment).toBeUndefined();
  });

  it.each<HealthState>(['healthy', 'unhealthy', 'unused'])('not yet where it is still %s', (health) => {
    expect(see('leaving', health, 10)).toEqual({ kind: 'goes-on', watch: { plan: PLAN, stage: 'leaving' } });
  });

  it('within 15 s, or AWS’s yes was none', () => {
    expect(see('leaving', 'healthy', 15).kind).toBe('goes-on');
    expect(see('leaving', 'healthy', 16)).toMatchObject({
      kind: 'unhealed',
      watch: { stage: 'leaving' },
      reason: `AWS accepted the deregistration of ${IP_1}:443, but does not show it after 15 s`,
    });
  });
});

describe('the target is registered again', () => {
  it.each<Watch['stage']>(['leaving', 'out'])('where it is initial, from %s', (stage) => {
    expect(see(stage, 'initial', 5)).toEqual({
      kind: 'goes-on',
      watch: { plan: PLAN, stage: 'back' },
      moment: { seconds: 5, what: 'registered-again', shows: 'initial' },
    });
  });

  it.each<[HealthState, number, string]>([
    ['healthy', 15, 'out'],
    ['healthy', 16, 'back'],
    ['unhealthy', 15, 'out'],
    ['unhealthy', 16, 'back'],
  ])('where it is %s only once no listing of before can show it: %i s, %s', (health, seconds, stage) => {
    expect(stageAfter('out', health, seconds)).toBe(stage);
  });

  it('is told as registered again before it is told as healthy, and once', () => {
    expect(see('out', 'healthy', 16)).toEqual({
      kind: 'goes-on',
      watch: { plan: PLAN, stage: 'back' },
      moment: { seconds: 16, what: 'registered-again', shows: 'healthy' },
    });
    expect(see('back', 'initial', 21)).toEqual({ kind: 'goes-on', watch: { plan: PLAN, stage: 'back' } });
  });

  it('is out once more where it drains again', () => {
    expect(stageAfter('back', 'draining', 60)).toBe('out');
  });

  it('within 3 minutes, or the schedule does not heal', () => {
    expect(see('out', 'draining', 179).kind).toBe('goes-on');
    expect(see('out', 'draining', 180)).toMatchObject({
      kind: 'unhealed',
      watch: { stage: 'out' },
      reason: `${IP_1}:443 is not registered again 3 minutes after it was taken out: the schedule does not heal`,
    });
    expect(see('back', 'initial', 180).kind).toBe('goes-on');
  });
});

describe('the target is healed', () => {
  it('where it is healthy after it was registered again', () => {
    expect(see('back', 'healthy', 130)).toEqual({
      kind: 'healed',
      watch: { plan: PLAN, stage: 'back' },
      moment: { seconds: 130, what: 'healthy' },
    });
  });

  it.each<HealthState>(['initial', 'unhealthy', 'unused', 'unknown'])('not where it is %s', (health) => {
    expect(see('back', health, 130).kind).toBe('goes-on');
  });

  it('within 10 minutes, or something else is wrong with it', () => {
    expect(see('back', 'unhealthy', 599).kind).toBe('goes-on');
    expect(see('back', 'unhealthy', 600)).toMatchObject({
      kind: 'unhealed',
      watch: { stage: 'back' },
      reason: `${IP_1}:443 is registered again, but unhealthy after 10 minutes`,
    });
    expect(see('back', 'healthy', 600).kind).toBe('healed');
  });
});

describe('another target that stops being healthy', () => {
  it.each<[Watch['stage'], string, readonly ListedTarget[]]>([
    ['leaving', 'unhealthy', [listed(IP_2, 'unhealthy')]],
    ['out', 'draining', [listed(IP_2, 'draining')]],
    ['out', 'not listed', []],
    ['out', 'unknown', [listed(IP_2, 'unknown')]],
  ])('ends a drill at %s, where it is %s', (stage, _, other) => {
    expect(see(stage, 'draining', 20, other)).toMatchObject({
      kind: 'unhealed',
      watch: { stage: 'out' },
      reason: `${IP_2}:443 stopped being healthy while ${IP_1}:443 was out`,
    });
  });

  it('is named beside every other that did', () => {
    const plan = { ...PLAN, others: [...PLAN.others, { ip: '10.0.3.31', port: 443 }, { ip: '10.0.3.32', port: 443 }] };
    const seen = watchOn({ plan, stage: 'out' }, [listed(IP_2), listed('10.0.3.31', 'unhealthy')], 20);
    expect(seen).toMatchObject({
      kind: 'unhealed',
      reason: `10.0.3.31:443, 10.0.3.32:443 stopped being healthy while ${IP_1}:443 was out`,
    });
  });

  it('does not end one whose target is registered again: there is nothing to give back', () => {
    expect(see('back', 'initial', 60, [listed(IP_2, 'unhealthy')]).kind).toBe('goes-on');
  });
});
