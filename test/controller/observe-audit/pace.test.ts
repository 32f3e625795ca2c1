import { describe, expect, it } from 'vitest';
import { createPace } from '../../../controller/aws/pace.ts';
import type { Clock } from '../../../controller/model/clock.ts';
import { auditWorld, observe } from './world.ts';

/** A clock that stands until it is moved, and notes until when somebody would sleep. */
function standingClock(): { clock: Clock; turns: number[]; moveTo: (ms: number) => void } {
  const turns: number[] = [];
  let now = 0;
  const clock: Clock = {
    now: () => new Date(now),
    sleepUntil: async (at) => {
      turns.push(at.getTime());
    },
    abortAt: () => new AbortController().signal,
  };
  return {
    clock,
    turns,
    moveTo: (ms) => {
      now = ms;
    },
  };
}

describe('the pace', () => {
  it('lets five calls pass in any second, whoever asks, and not many fewer', async () => {
    const { clock, turns } = standingClock();
    const pace = createPace(clock);
    await Promise.all(Array.from({ length: 200 }, () => pace()));
    for (const [index, turn] of turns.entries()) {
      expect((turns[index + 5] ?? Number.POSITIVE_INFINITY) - turn).toBeGreaterThanOrEqual(999);
    }
    expect(turns.at(-1)).toBeLessThan(50_000);
  });

  it('lets a call pass at once after a rest', async () => {
    const { clock, turns, moveTo } = standingClock();
    const pace = createPace(clock);
    await pace();
    moveTo(60_000);
    await pace();
    expect(turns).toEqual([0, 60_000]);
  });

  it('makes nobody wait once the pass is over', async () => {
    const { clock, turns } = standingClock();
    const pass = new AbortController();
    const pace = createPace(clock, pass.signal);
    await pace();
    pass.abort();
    await pace();
    expect(turns).toEqual([0]);
  });

  it('is kept by a whole audit, over every service of Route 53 together', async () => {
    const world = auditWorld();
    await observe(world);
    const ofRoute53 = world.cloud.calls.filter(({ service }) => service.startsWith('route53'));
    const bySecond = Map.groupBy(ofRoute53, ({ at }) => at.getTime());
    expect(new Set(ofRoute53.map(({ service }) => service)).size).toBe(3);
    expect(Math.max(...[...bySecond.values()].map((calls) => calls.length))).toBeLessThanOrEqual(5);
  });
});
