import { beforeAll, describe, expect, it } from 'vitest';
import { LAWS } from './laws.ts';
import { sightsOf, SIGHTS } from './tally.ts';
import { tryOut } from './trial.ts';

/** One seed, so that every run lives the same lives; `npm run soak` lives others. */
const SEED = 1;
const RUNS = 2_000;
/** Of 2,000 lives, at least so many show each thing that a law speaks of. */
const ENOUGH = 8;

const broken = new Map<string, number>();
const sights = new Map<string, number>();
let lives = 0;

beforeAll(async () => {
  await tryOut({
    seed: SEED,
    runs: RUNS,
    stops: false,
    seen: (life, found) => {
      lives += 1;
      for (const { law } of found) broken.set(law.name, (broken.get(law.name) ?? 0) + 1);
      for (const sight of sightsOf(life)) sights.set(sight, (sights.get(sight) ?? 0) + 1);
    },
  });
}, 600_000);

describe('in 2,000 lives of small worlds, with happenings, faults and passes that overlap,', () => {
  it.each(LAWS)('$sentence', async (law) => {
    expect(lives).toBe(RUNS);
    if (!broken.has(law.name)) return;
    const found = await tryOut({ seed: SEED, runs: RUNS, laws: [law] });
    expect.fail(`npm run soak -- --seed ${SEED} --path ${found?.path}\n${found?.words}`);
  });
});

describe('the lives that the laws are held to', () => {
  it.each(SIGHTS)('show often enough: %s', (sight) => {
    expect(sights.get(sight) ?? 0).toBeGreaterThanOrEqual(ENOUGH);
  });
});
