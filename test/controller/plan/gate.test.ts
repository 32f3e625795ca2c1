import { describe, expect, it } from 'vitest';
import { GATE_SECONDS, GATE_SETTLE_SECONDS } from '../../../controller/model/limits.ts';
import { NO_CHANGES, NO_DRIFT, type Outcome } from '../../../controller/model/outcome.ts';
import { EMPTY_PLAN, type Hold, type Plan } from '../../../controller/model/plan.ts';
import type { ProblemKind } from '../../../controller/model/reading.ts';
import type { Mode } from '../../../controller/model/spec.ts';
import { judgeGate } from '../../../controller/plan/gate.ts';
import type { Verdict } from '../../../controller/plan/verdict.ts';
import { GROUP_ARN, IP_1, IP_2, listed, OLD_1, OURS, problem, spec } from '../builders.ts';

const ours = [listed(IP_1), listed(IP_2)];

/** A pass that found a path as it should be, but for what is said of it. */
function outcome(overrides: Partial<Outcome> = {}): Outcome {
  return {
    binding: 'public-api',
    targetGroupArn: GROUP_ARN,
    source: OURS,
    outcome: 'in-sync',
    observed: true,
    drift: NO_DRIFT,
    plan: EMPTY_PLAN,
    changes: NO_CHANGES,
    foreign: [],
    health: { desired: 2, healthy: 2 },
    pending: { attached: true, serviceable: ours, unhealthy: [], leaving: [] },
    faults: [],
    ...overrides,
  };
}

const pendingWith = (pending: Partial<Outcome['pending']>): Partial<Outcome> => ({
  outcome: 'waiting',
  pending: { ...outcome().pending, ...pending },
});
const noneServes = { pending: { ...outcome().pending, serviceable: [] } };
const planned = (word: Outcome['outcome'], plan: Partial<Plan>): Partial<Outcome> => ({
  outcome: word,
  plan: { ...EMPTY_PLAN, ...plan },
});
const held = (kind: Hold['kind'], unread?: ProblemKind): Plan['hold'] => [
  { target: listed(OLD_1), kind, reason: 'why', remedy: 'Do this.', ...(unread !== undefined && { unread }) },
];
const refused = (code: 'unsealed' | 'other-seal' | 'quota' | 'source-unreadable', unread?: ProblemKind) =>
  planned('refused', {
    refusal: { code, reason: 'Why.', remedy: 'Do this.', ...(unread !== undefined && { unread }) },
  });
const faulted = (kind: ProblemKind): Partial<Outcome> => ({
  outcome: 'faulted',
  faults: [{ problem: problem({ kind }), remedy: 'Do this.' }],
});
const pause = (kind: 'waiting' | 'blocked') => ({ kind, reason: 'Paused.', remedy: 'Lift it.' });

function judge(overrides: Partial<Outcome>, elapsedSeconds = 0, mode: Mode = 'enforce'): Verdict {
  return judgeGate([{ spec: spec({ mode }), outcome: outcome(overrides) }], elapsedSeconds);
}

describe('the gate opens', () => {
  it.each<[string, Partial<Outcome>, string, Mode?]>([
    ['on a path in sync with every serviceable target healthy and nothing left over', {}, 'no other is left'],
    [
      'whatever else the group holds on other ports',
      { foreign: [listed(OLD_1, 'healthy', { port: 80 })] },
      'no other is left',
    ],
    ['for a binding that is only observed', refused('quota'), 'only observed, so not waited for', 'observe'],
    ['for a binding that is paused', planned('waiting', { pause: pause('waiting') }), 'paused, so not waited for'],
    [
      'for a binding that is never to lose a target',
      pendingWith({ unhealthy: ours, leaving: [listed(OLD_1)] }),
      'the mode is add, so not waited for',
      'add',
    ],
  ])('%s, and says why', (_, overrides, why, mode) => {
    const opened = { kind: 'open', reason: expect.stringContaining(why) };
    expect(judge(overrides, 0, mode)).toEqual(opened);
    expect(judge(overrides, GATE_SECONDS, mode)).toEqual(opened);
  });
});

describe('the gate waits, and gives up after its time,', () => {
  it.each<[string, Partial<Outcome>, string]>([
    [
      'for a target that is not healthy',
      pendingWith({ unhealthy: [listed(IP_2)] }),
      '1 of 2 targets are healthy, not yet 10.0.2.23:443',
    ],
    [
      'for several targets, and names each',
      pendingWith({ unhealthy: ours }),
      '0 of 2 targets are healthy, not yet 10.0.1.17:443, 10.0.2.23:443',
    ],
    [
      'for a retired target that is still there',
      pendingWith({ leaving: [listed(OLD_1)] }),
      'still registered or draining: 10.0.1.50:443',
    ],
    [
      'for a target of which time will tell what became',
      planned('waiting', { hold: held('waiting') }),
      'held: 10.0.1.50:443: why',
    ],
    [
      'for several such targets, and names each',
      planned('waiting', { hold: [...held('waiting'), ...held('waiting')] }),
      'held: 10.0.1.50:443: why; 10.0.1.50:443: why',
    ],
    [
      'for a source that is not all there',
      planned('waiting', { partial: 'the endpoint is pending' }),
      'the source is partial: the endpoint is pending',
    ],
    [
      'for a source that is not all there, though nothing of it can serve yet',
      { ...planned('waiting', { partial: 'the endpoint is pending' }), ...noneServes },
      'public-api: ',
    ],
    ['for AWS to show what was written', { outcome: 'waiting' }, 'the pass is waiting'],
    ['for a pass that finds nothing left to change', { outcome: 'changed' }, 'the pass is changed'],
    [
      'for a fault that may pass',
      faulted('transient'),
      'faulted: reading vpce failed: Throttling: Rate exceeded. Do this.',
    ],
    [
      'for a source that could not be read just then',
      refused('source-unreadable', 'unreachable'),
      'refused: Why. Do this.',
    ],
    ['for a read that was throttled', planned('blocked', { hold: held('blocked', 'transient') }), 'blocked: '],
  ])('%s', (_, overrides, reason) => {
    expect(judge(overrides)).toEqual({ kind: 'wait', reason: expect.stringContaining(reason) });
    expect(judge(overrides, GATE_SECONDS - 1).kind).toBe('wait');
    expect(judge(overrides, GATE_SECONDS)).toEqual({ kind: 'fail', reason: expect.stringContaining(reason) });
    expect(judge(overrides, GATE_SECONDS).reason).toMatch(/^After 840 s the gate gives up\..*health check/);
  });
});

describe('the gate waits a minute for what spreads, then fails,', () => {
  it.each<[string, Partial<Outcome>, string]>([
    ['for a permission to read the source', refused('source-unreadable', 'denied'), 'refused: Why. Do this.'],
    ['for an endpoint just made', refused('source-unreadable', 'not-found'), 'refused: Why. Do this.'],
    ['for the seal', refused('unsealed'), 'refused: Why. Do this.'],
    ['for a seal that was changed', refused('other-seal'), 'refused: Why. Do this.'],
    ['for a permission to write', faulted('denied'), 'faulted: '],
    [
      'for a permission to learn a fate',
      planned('blocked', { hold: held('blocked', 'denied') }),
      'blocked: 10.0.1.50:443: why. Do this.',
    ],
    [
      'for a listener just made',
      pendingWith({ attached: false, serviceable: [] }),
      `nothing can serve: the group is attached to nothing, so no target can become healthy. Attach ${GROUP_ARN} to a listener.`,
    ],
    [
      'for a zone just enabled',
      pendingWith({ serviceable: [] }),
      'nothing can serve: none of the 2 desired targets lies in a zone that the load balancer enables. ' +
        'Enable one of the source’s zones on the load balancer, or take an address out of keep.',
    ],
  ])('%s', (_, overrides, reason) => {
    expect(judge(overrides, GATE_SETTLE_SECONDS - 1)).toEqual({
      kind: 'wait',
      reason: expect.stringContaining(reason),
    });
    expect(judge(overrides, GATE_SETTLE_SECONDS)).toEqual({ kind: 'fail', reason: expect.stringContaining(reason) });
  });
});

it('the gate waits a minute for a zone that both have just gained, then opens on the zones that are enabled', () => {
  const half = { outcome: 'in-sync', pending: { ...outcome().pending, serviceable: ours.slice(0, 1) } } as const;
  expect(judge(half, GATE_SETTLE_SECONDS - 1)).toEqual({
    kind: 'wait',
    reason: 'public-api: only 1 of 2 targets lie in zones that are enabled yet',
  });
  expect(judge(half, GATE_SETTLE_SECONDS).kind).toBe('open');
});

it('the gate, blocked, names what blocks and not what time resolves', () => {
  const blocked = planned('blocked', { hold: [...held('waiting'), ...held('blocked', 'denied')] });
  expect(judge(blocked)).toEqual({ kind: 'wait', reason: 'public-api: blocked: 10.0.1.50:443: why. Do this.' });
});

describe('the gate fails at once, with the remedy,', () => {
  it.each<[string, Partial<Outcome>, string, Mode?]>([
    ['on a refusal for good', refused('quota'), 'public-api: refused: Why. Do this.'],
    ['on a refusal, also where nothing is ever removed', refused('quota'), 'public-api: refused: Why. Do this.', 'add'],
    [
      'on a hold that only an operator can resolve',
      planned('blocked', { hold: held('blocked') }),
      'public-api: blocked: 10.0.1.50:443: why. Do this.',
    ],
    [
      'on a pause that cannot be obeyed',
      planned('blocked', { pause: pause('blocked') }),
      'public-api: blocked: Paused. Lift it.',
    ],
    [
      'on such a hold beside one that may settle',
      planned('blocked', { hold: [...held('blocked', 'denied'), ...held('blocked')] }),
      'public-api: blocked: 10.0.1.50:443: why. Do this. 10.0.1.50:443: why. Do this.',
    ],
  ])('%s', (_, overrides, reason, mode) => {
    expect(judge(overrides, 0, mode)).toEqual({ kind: 'fail', reason: expect.stringContaining(reason) });
  });
});

describe('of several bindings the worst counts', () => {
  const several = (...all: readonly Partial<Outcome>[]): Verdict =>
    judgeGate(
      all.map((overrides, index) => ({ spec: spec({ name: `b${index}` }), outcome: outcome(overrides) })),
      0,
    );
  const waits = pendingWith({ unhealthy: [listed(IP_2)] });

  it('open only if all are', () => {
    expect(several({}, {}).kind).toBe('open');
    expect(several({}, waits)).toMatchObject({ kind: 'wait', reason: expect.stringMatching(/^b1: /) });
  });

  it('fails for one, and names all that fail but none that wait', () => {
    expect(several(waits, refused('quota'), {}, refused('quota'))).toEqual({
      kind: 'fail',
      reason: 'b1: refused: Why. Do this.; b3: refused: Why. Do this.',
    });
  });
});
