import { describe, expect, it } from 'vitest';
import { EMPTY_PLAN } from '../../../controller/model/plan.ts';
import { mayWrite } from '../../../controller/plan/mode.ts';
import {
  goes,
  IP_1,
  listed,
  OLD_1,
  OLD_2,
  planFor,
  retiredInterfaces,
  SEAL,
  spec,
  stays,
  strangerInterface,
} from '../builders.ts';

const targets = [listed(OLD_1), listed(IP_1)];
const facts = { others: [...retiredInterfaces(), strangerInterface('10.0.1.60')] };
const paused = { ...SEAL, 'target-sync:pause-until': '2026-01-01T13:00:00Z' };
const pausedWrongly = { ...SEAL, 'target-sync:pause-until': 'tomorrow' };

describe('the mode', () => {
  it.each(['observe', 'add'] as const)('%s holds every removal, a stranger’s included', (mode) => {
    const held = planFor([...targets, listed('10.0.1.60', 'unhealthy')], { facts, spec: spec({ mode }) });
    expect(held.deregister).toEqual([]);
    expect(stays(held)).toEqual([
      [`${OLD_1}:443`, 'planned'],
      ['10.0.1.60:443', 'planned'],
    ]);
    expect(held.register).toHaveLength(1);
  });

  it.each([
    ['observe', 'the mode is observe, which only plans; else it would go: '],
    ['add', 'the mode is add, which never deregisters; else it would go: '],
  ] as const)('%s says so, with why a target would go, and keeps a stranger marked as one', (mode, why) => {
    const { hold } = planFor([...targets, listed('10.0.1.60', 'unhealthy')], { facts, spec: spec({ mode }) });
    expect(hold.map(({ reason, stranger }) => [reason, stranger])).toEqual([
      [expect.stringContaining(`${why}${OLD_1} belongs to the retired`), undefined],
      [expect.stringContaining(`${why}10.0.1.60 belongs to eni-`), true],
    ]);
  });

  it.each([
    ['enforce', 'waiting'],
    ['add', 'planned'],
    ['observe', 'planned'],
  ] as const)('%s shows a hold for time as %s, and one for an operator as blocked', (mode, kind) => {
    const held = planFor([...targets, listed(OLD_2), listed('192.168.7.7')], { facts, spec: spec({ mode }) });
    expect(stays(held)).toContainEqual([`${OLD_2}:443`, kind]);
    expect(stays(held)).toContainEqual(['192.168.7.7:443', 'blocked']);
  });
});

describe('a pause', () => {
  it.each([
    ['that ends', 'enforce', paused, 'waiting'],
    ['that ends, in a mode that only plans', 'observe', paused, 'waiting'],
    ['that cannot be obeyed', 'enforce', pausedWrongly, 'blocked'],
  ] as const)('%s holds every removal for now (mode %s)', (_, mode, tags, kind) => {
    const held = planFor(targets, { facts, tags, spec: spec({ mode }) });
    expect(goes(held)).toEqual([]);
    expect(stays(held)).toEqual([[`${OLD_1}:443`, 'waiting']]);
    expect(held.hold[0]?.reason).toContain(`${held.pause?.reason}; else it would go: ${OLD_1} belongs to`);
    expect(held.pause?.kind).toBe(kind);
  });

  it('that is over holds nothing', () => {
    const tags = { ...SEAL, 'target-sync:pause-until': '2026-01-01T11:59:59Z' };
    const released = planFor(targets, { facts, tags });
    expect(goes(released)).toEqual([`${OLD_1}:443`]);
    expect(released.pause).toBeUndefined();
  });
});

describe('a pass may write', () => {
  const pause = { kind: 'waiting', reason: '', remedy: '' } as const;

  it.each([
    ['enforce', EMPTY_PLAN, true],
    ['add', EMPTY_PLAN, true],
    ['observe', EMPTY_PLAN, false],
    ['enforce', { ...EMPTY_PLAN, pause }, false],
    ['add', { ...EMPTY_PLAN, pause }, false],
    ['observe', { ...EMPTY_PLAN, pause }, false],
  ] as const)('unless it only observes or is paused: %s (%#)', (mode, plan, expected) => {
    expect(mayWrite(plan, mode)).toBe(expected);
  });
});
