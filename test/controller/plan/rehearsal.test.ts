import { describe, expect, it } from 'vitest';
import { GATE_SETTLE_SECONDS } from '../../../controller/model/limits.ts';
import { type ProblemKind, read, unread } from '../../../controller/model/reading.ts';
import type { Planned } from '../../../controller/model/rehearsal.ts';
import type { Mode } from '../../../controller/model/spec.ts';
import { judgeRehearsal } from '../../../controller/plan/rehearsal.ts';
import type { Verdict } from '../../../controller/plan/verdict.ts';
import { problem, spec } from '../builders.ts';

const IN_SYNC: Planned = { binding: 'public-api', outcome: 'in-sync', blocked: [] };
const refusal = (code: string, kind?: ProblemKind): Partial<Planned> => ({
  outcome: 'refused',
  refusal: { code, reason: 'Why.', remedy: 'Do this.', unread: kind },
});
const blocked = (kind?: ProblemKind): Partial<Planned> => ({
  outcome: 'blocked',
  blocked: [{ reason: '10.0.1.50:443: why', remedy: 'Do this.', unread: kind }],
});
const pause = (kind: 'waiting' | 'blocked') => ({ kind, reason: 'Paused.', remedy: 'Lift it.' });

function judge(planned: Partial<Planned>, elapsedSeconds: number, mode: Mode = 'enforce'): Verdict {
  const answer = read({ kind: 'planned' as const, plans: [{ ...IN_SYNC, ...planned }] });
  return judgeRehearsal([spec({ mode })], answer, elapsedSeconds);
}

describe('a rehearsal opens', () => {
  it.each<[string, Partial<Planned>, string, Mode?]>([
    ['on a plan that finds the group in sync', {}, 'the new version plans, and finds it in-sync'],
    [
      'on a plan with something to do: the gate does it',
      { outcome: 'planned' },
      'the new version plans, and finds it planned',
    ],
    [
      'on a plan that waits: the gate waits for it',
      { outcome: 'waiting' },
      'the new version plans, and finds it waiting',
    ],
    ['for a binding that is only observed, be it refused', refusal('quota'), 'only observed', 'observe'],
    ['for a binding that is only observed, be it blocked', blocked(), 'only observed', 'observe'],
    ['for a binding that is paused', { outcome: 'waiting', pause: pause('waiting') }, 'paused'],
    ['for a binding that is paused, be it blocked', { ...blocked(), pause: pause('waiting') }, 'paused'],
  ])('%s, and says why', (_, planned, why, mode) => {
    const opened = { kind: 'open', reason: `public-api: ${why}` };
    expect(judge(planned, 0, mode)).toEqual(opened);
    expect(judge(planned, GATE_SETTLE_SECONDS, mode)).toEqual(opened);
  });
});

describe('a rehearsal waits a minute, then fails,', () => {
  it.each<[string, Partial<Planned>, string, Mode?]>([
    ['for a fault', { outcome: 'faulted' }, 'public-api: faulted. The log of the function has the reason.'],
    ['for a fault, also where it only observes', { outcome: 'faulted' }, 'public-api: faulted.', 'observe'],
    ['for the seal', refusal('other-seal'), 'public-api: refused: Why. Do this.'],
    ['for a permission to read', refusal('source-unreadable', 'denied'), 'public-api: refused: Why. Do this.'],
    ['for a read that was throttled', refusal('group-unreadable', 'transient'), 'public-api: refused: Why. Do this.'],
    ['for a permission to learn a fate', blocked('denied'), 'public-api: blocked: 10.0.1.50:443: why. Do this.'],
  ])('%s', (_, planned, reason, mode) => {
    expect(judge(planned, GATE_SETTLE_SECONDS - 1, mode)).toEqual({
      kind: 'wait',
      reason: expect.stringContaining(reason),
    });
    expect(judge(planned, GATE_SETTLE_SECONDS, mode)).toEqual({
      kind: 'fail',
      reason: expect.stringContaining(reason),
    });
  });

  it.each([
    [
      'for a function that may not be invoked yet',
      unread(problem({ kind: 'denied' })),
      'Rate exceeded. Grant lambda:InvokeFunction',
    ],
    [
      'for a function that is not ready',
      unread(problem({ kind: 'other' })),
      'Rate exceeded. Look whether the version exists',
    ],
    [
      'for code that throws',
      read({ kind: 'failed' as const, message: 'TypeError: ours' }),
      'the new version failed: TypeError: ours.',
    ],
  ])('%s, whatever its bindings are', (_, answer, reason) => {
    const specs = [spec({ mode: 'observe' })];
    expect(judgeRehearsal(specs, answer, GATE_SETTLE_SECONDS - 1).kind).toBe('wait');
    expect(judgeRehearsal(specs, answer, GATE_SETTLE_SECONDS)).toEqual({
      kind: 'fail',
      reason: expect.stringContaining(reason),
    });
  });
});

describe('a rehearsal fails at once, with the remedy,', () => {
  it.each<[string, Partial<Planned>, string]>([
    ['on a refusal for good', refusal('source-of-other-service'), 'public-api: refused: Why. Do this.'],
    ['on a hold that only an operator can resolve', blocked(), 'public-api: blocked: 10.0.1.50:443: why. Do this.'],
    [
      'on a pause that cannot be obeyed',
      { outcome: 'blocked', pause: pause('blocked') },
      'public-api: blocked: Paused. Lift it.',
    ],
    [
      'on a hold for which there is no remedy to tell',
      { outcome: 'blocked', blocked: [{ reason: '10.0.1.50:443: why' }] },
      'public-api: blocked: 10.0.1.50:443: why.',
    ],
    [
      'on code that leaves a binding out',
      { binding: 'another' },
      'public-api: the new version planned nothing for it. This is a defect of target-sync.',
    ],
  ])('%s', (_, planned, reason) => {
    expect(judge(planned, 0)).toEqual({ kind: 'fail', reason });
  });
});
