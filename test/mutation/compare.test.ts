import { describe, expect, it } from 'vitest';
import { count, findProblems } from './compare.ts';
import type { Mutant } from './mutate.ts';
import type { Survivor } from './survivors.ts';

/** A mutant of the first line of this file, `describe` as `tell`. */
function mutant(status: Mutant['status'], fileName = import.meta.filename): Mutant {
  const location = { start: { line: 1, column: 10 }, end: { line: 1, column: 18 } };
  return { id: '1', fileName, location, mutatorName: 'Word', replacement: 'tell', status };
}

const survivor: Survivor = {
  file: '../test/mutation/compare.test.ts',
  line: "import { describe, expect, it } from 'vitest';",
  code: 'describe',
  mutant: 'tell',
  why: 'A word is a word.',
};
const killed = Array.from({ length: 99 }, () => mutant('Killed'));

describe('a run of the mutation lane', () => {
  it.each(['Survived', 'NoCoverage'] as const)('is as it should be where what is %s is explained', (status) => {
    expect(findProblems([...killed, mutant(status)], [survivor])).toEqual([]);
  });

  it.each<[string, readonly Mutant[], readonly Survivor[], string]>([
    ['a survivor is not explained', [mutant('Survived')], [], 'not explained: test/mutation/compare.test.ts:1:10'],
    ['another mutant is', [mutant('Survived')], [{ ...survivor, mutant: 'say' }], 'not explained'],
    ['a mutant in another line is', [mutant('Survived')], [{ ...survivor, line: '' }], 'not explained'],
    ['what is explained is killed', [mutant('Killed')], [survivor], 'Explained, but killed or gone'],
    ['what is explained is there no more', [], [survivor], 'Explained, but killed or gone'],
    ['a mutant could not be judged', [mutant('RuntimeError')], [], 'Not judged (RuntimeError)'],
  ])('fails where %s', (_, others, explained, problem) => {
    expect(findProblems([...killed, ...others], explained)).toContainEqual(expect.stringContaining(problem));
  });

  it('fails below 95 %, however well its survivors are explained', () => {
    const survived = Array.from({ length: 6 }, () => mutant('Survived'));
    expect(findProblems([...killed, ...survived], [survivor])).toEqual([
      expect.stringContaining('The score is 94.3 %'),
    ]);
    expect(findProblems([...killed, ...survived.slice(1)], [survivor])).toEqual([]);
  });

  it('counts a mutant that took too long as noticed, and one that no test reaches as not', () => {
    const mutants = (['Killed', 'Timeout', 'Survived', 'NoCoverage'] as const).map((status) => mutant(status));
    expect(count('all', mutants)).toEqual({
      file: 'all',
      killed: 1,
      survived: 1,
      uncovered: 1,
      timedOut: 1,
      score: 50,
    });
  });
});
