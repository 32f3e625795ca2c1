import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCloud } from '../cloud/cloud.ts';
import { createConductor, type Player } from './interleave.ts';
import { live } from './life.ts';
import { stories } from './story.ts';

describe('a story', () => {
  it('is the same life whenever it is lived: every call, in the same order, at the same second, to the same end', async () => {
    const told = fc.sample(stories, { seed: 7, numRuns: 25 });
    for (const story of told) {
      // oxlint-disable-next-line no-await-in-loop -- lives are lived one after the other
      const [one, other] = [await live(story), await live(story)];
      expect(JSON.stringify(other.land.cloud.calls)).toBe(JSON.stringify(one.land.cloud.calls));
      expect(other.lines).toEqual(one.lines);
      expect(other.passes.map(({ report }) => report)).toEqual(one.passes.map(({ report }) => report));
    }
  });
});

describe('a conductor', () => {
  /** Two passes that each call three times. */
  const play = async (choose: (among: number) => number): Promise<readonly string[]> => {
    const order: string[] = [];
    const conductor = createConductor(createCloud(), choose);
    const player = (name: string): Player => ({
      name,
      before: () => undefined,
      carry: async ({ body }) => {
        order.push(String(body));
        return { statusCode: 200, headers: {}, body: new Uint8Array() };
      },
      run: async ({ carry }) => {
        for (const step of [1, 2, 3]) {
          // oxlint-disable-next-line no-await-in-loop -- a pass calls in order
          await carry({ method: 'POST', headers: {}, path: '/', body: `${name}${step}` });
        }
      },
    });
    conductor.start(player('a'));
    conductor.start(player('b'));
    await conductor.conduct(0);
    return order;
  };

  it('lets passes follow one another where the first step always goes first', async () => {
    expect(await play(() => 0)).toEqual(['a1', 'a2', 'a3', 'b1', 'b2', 'b3']);
  });

  it('lets their steps alternate where the choices do', async () => {
    let turn = 0;
    const alternate = (): number => turn++ % 2;
    expect(await play(alternate)).toEqual(['a1', 'b1', 'a2', 'b2', 'a3', 'b3']);
  });

  it('wakes who sleeps in the order of time, and begins what is due meanwhile', async () => {
    const cloud = createCloud();
    const order: string[] = [];
    const conductor = createConductor(cloud, () => 0);
    const at = (seconds: number): Date => new Date(cloud.settings.startsAt.getTime() + seconds * 1_000);
    for (const seconds of [20, 10]) {
      conductor.start({
        name: '',
        before: () => undefined,
        carry: () => Promise.reject(new Error('nothing is asked')),
        run: async ({ clock }) => {
          await clock.sleepUntil(at(seconds));
          order.push(`${seconds}`);
        },
      });
    }
    conductor.cue({ at: at(15).getTime(), run: () => order.push('cue') });
    await conductor.conduct(at(60).getTime());
    expect(order).toEqual(['10', 'cue', '20']);
  });
});
