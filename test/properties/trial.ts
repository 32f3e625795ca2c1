import fc from 'fast-check';
import { LAWS } from './laws.ts';
import type { Law } from './laws/law.ts';
import { type Life, live, type Plant } from './life.ts';
import { type Story, stories } from './story.ts';
import { tell } from './tell.ts';

/** Where laws are broken in a life. */
type Broken = { readonly law: Law; readonly where: readonly string[] };

/** A broken law: the smallest story that breaks it, how to have it again, and all of it in words. */
export type Counterexample = {
  readonly seed: number;
  readonly path: string;
  readonly laws: readonly string[];
  readonly words: string;
};

/** Which stories, and what is done with each life. */
export type Trial = {
  readonly seed: number;
  readonly runs: number;
  /** Of a counterexample, so that it alone is lived again. */
  readonly path?: string;
  readonly laws?: readonly Law[];
  readonly plant?: Plant;
  /** Lives no other stories than these. */
  readonly among?: (story: Story) => boolean;
  readonly seen?: (life: Life, broken: readonly Broken[]) => void;
  /** False: lives go on after a broken law, which `seen` is told of. */
  readonly stops?: boolean;
  /** False: the first story that breaks a law will do, however long it is. */
  readonly shrinks?: boolean;
};

/** The laws that a life breaks. */
function brokenIn(life: Life, laws: readonly Law[] = LAWS): readonly Broken[] {
  return laws.map((law) => ({ law, where: law.broken(life) })).filter(({ where }) => where.length > 0);
}

/** Lives stories and holds each to the laws; one that breaks a law is reduced to the smallest that does. */
export async function tryOut({
  seed,
  runs,
  path,
  laws = LAWS,
  plant,
  among = () => true,
  seen,
  stops = true,
  shrinks = true,
}: Trial): Promise<Counterexample | undefined> {
  /** What kept a story from being told to its end: a mistake in the telling, and no broken law. */
  let mistake: Error | undefined;
  const obeys = async (story: Story): Promise<boolean> => {
    const life = await live(story, plant).catch((error: unknown) => {
      mistake = error instanceof Error ? error : new Error(String(error));
      throw error;
    });
    const broken = brokenIn(life, laws);
    seen?.(life, broken);
    return broken.length === 0 || !stops;
  };
  const property = fc.asyncProperty(stories.filter(among), obeys);
  const details = await fc.check(property, {
    seed,
    numRuns: runs,
    endOnFailure: !shrinks,
    ...(path !== undefined && { path }),
  });
  if (!details.failed) return undefined;
  if (mistake !== undefined) throw mistake;
  const [story] = details.counterexample ?? [];
  if (story === undefined) throw new Error('a trial failed without a story');
  const life = await live(story, plant);
  const broken = brokenIn(life, laws);
  return {
    seed: details.seed,
    path: details.counterexamplePath ?? '',
    laws: broken.map(({ law }) => law.name),
    words: tell(life, broken),
  };
}
