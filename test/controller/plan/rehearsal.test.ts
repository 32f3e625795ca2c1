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
  it.each<[string, Partial<Planned>, Mode?]>([
    ['on a plan that finds the group in sync', {}],
    ['on a plan with something to do: the gate does it', { outcome: 'planned' }],
    ['on a plan that waits: the gate waits for it', { outcome: 'waiting' }],
    ['for a binding that is only observed, be it refused', refusal('quota'), 'observe'],
    ['for a binding that is only observed, be it blocked', blocked(), 'observe'],
    ['for a binding that is paused', { outcome: 'waiting', pause: pause('waiting') }],
    ['for a binding that is paused, be it blocked', { ...blocked(), pause: pause('waiting') }],
  ])('%s', (_, planned, mode) => {
    expect(judge(planned, 0, mode).kind).toBe('open');
    expect(judge(planned, GATE_SETTLE_SECONDS, mode).kind).toBe('open');
  });
});

describe('a rehearsal waits a minute, then fails,', () => {
  it.each<[string, Partial<Planned>, string, Mode?]>([
    ['for a fault', { outcome: 'faulted' }, 'public-api: faulted.'],
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
    ['for a function that may not be invoked yet', unread(problem({ kind: 'denied' })), 'lambda:InvokeFunction'],
    ['for a function that is not ready', unread(problem({ kind: 'other' })), 'Look whether the version exists'],
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
      'on code that leaves a binding out',
      { binding: 'another' },
      'public-api: the new version planned nothing for it.',
    ],
  ])('%s', (_, planned, reason) => {
    expect(judge(planned, 0)).toEqual({ kind: 'fail', reason: expect.stringContaining(reason) });
  });
});
