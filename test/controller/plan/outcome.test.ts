import { describe, expect, it } from 'vitest';
import { type Changes, NO_CHANGES, OUTCOMES } from '../../../controller/model/outcome.ts';
import { EMPTY_PLAN, type Hold, type Plan } from '../../../controller/model/plan.ts';
import { judgeOutcome } from '../../../controller/plan/outcome.ts';
import { IP_1, listed } from '../builders.ts';

const target = listed(IP_1);
const held = (kind: Hold['kind']): Plan => ({ ...EMPTY_PLAN, hold: [{ target, kind, reason: '' }] });
const pause = (kind: 'waiting' | 'blocked'): Plan => ({ ...EMPTY_PLAN, pause: { kind, reason: '', remedy: '' } });
const register: Plan = { ...EMPTY_PLAN, register: [{ target, reason: '' }] };
const going: Plan = { ...EMPTY_PLAN, deregister: [{ target, rule: 'gone', reason: '' }] };
const refusal = { code: 'unsealed', reason: '', remedy: '' } as const;
const registered: Changes = { ...NO_CHANGES, registered: [target] };
const deregistered: Changes = { ...NO_CHANGES, deregistered: [target] };

describe('the outcome is the worst of what happened', () => {
  it.each([
    ['in-sync', EMPTY_PLAN, NO_CHANGES],
    ['planned', register, NO_CHANGES],
    ['planned', held('planned'), NO_CHANGES],
    ['planned', going, NO_CHANGES],
    ['planned', { ...register, deregister: going.deregister }, NO_CHANGES],
    ['planned', { ...held('planned'), deregister: going.deregister }, NO_CHANGES],
    ['changed', register, registered],
    ['changed', { ...register, deregister: going.deregister }, { ...registered, deregistered: [target] }],
    ['changed', going, deregistered],
    ['changed', held('planned'), registered],
    ['waiting', held('waiting'), NO_CHANGES],
    ['waiting', held('waiting'), registered],
    ['waiting', { ...held('planned'), hold: [...held('planned').hold, ...held('waiting').hold] }, registered],
    ['waiting', register, { ...registered, unconfirmed: [target] }],
    ['waiting', { ...EMPTY_PLAN, partial: 'pending' }, NO_CHANGES],
    ['waiting', { ...register, ...pause('waiting'), register: register.register }, NO_CHANGES],
    ['in-sync', pause('waiting'), NO_CHANGES],
    ['blocked', pause('blocked'), NO_CHANGES],
    ['blocked', { ...held('blocked'), hold: [...held('waiting').hold, ...held('blocked').hold] }, registered],
    ['refused', { ...EMPTY_PLAN, refusal }, NO_CHANGES],
    ['refused', { ...held('blocked'), refusal }, deregistered],
  ] satisfies [string, Plan, Changes][])('%s (%#)', (word, plan, changes) => {
    expect(judgeOutcome(plan, changes)).toBe(word);
  });

  it('has one word for each, worst first', () => {
    expect(OUTCOMES).toEqual(['faulted', 'refused', 'blocked', 'waiting', 'changed', 'planned', 'in-sync']);
  });
});
