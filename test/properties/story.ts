import fc from 'fast-check';
import { LAST_MINUTE, minute, weighted } from './story/draw.ts';
import { type Happening, happening } from './story/happening.ts';
import { type Opening, opening } from './story/opening.ts';
import { type Trouble, trouble } from './story/trouble.ts';

/** When something happens: at a second of the minute, or before so many steps of its pass have been taken. */
export type Moment =
  | { readonly minute: number; readonly second: number }
  | { readonly minute: number; readonly step: number };

/** The pass that the schedule starts in a minute, and perhaps a second one beside it. */
export type Minute = {
  readonly second: number;
  /** A twin of the schedule, a command line that has no `asOf`, or an invocation that comes late, with what was bound before. */
  readonly beside?: { readonly kind: 'twin' | 'command line' | 'late'; readonly afterSeconds: number };
};

/** A whole life of a world. The numbers choose among the steps that could be next; without them the first goes first. */
export type Story = {
  readonly opening: Opening;
  readonly minutes: readonly Minute[];
  readonly happenings: readonly { readonly when: Moment; readonly what: Happening }[];
  readonly troubles: readonly Trouble[];
  readonly order: readonly number[];
};

const moment: fc.Arbitrary<Moment> = fc.oneof(
  fc.record({ minute, second: fc.nat(59) }),
  fc.record({ minute, step: fc.nat(16) }),
);

const oneMinute: fc.Arbitrary<Minute> = fc.record(
  {
    second: fc.nat(20),
    beside: fc.record({
      kind: fc.constantFrom('twin' as const, 'command line' as const, 'late' as const),
      afterSeconds: weighted([4, 0], [1, 2], [1, 20]),
    }),
  },
  { requiredKeys: ['second'] },
);

/** Stories of some minutes in which things happen; the quiet minutes that follow are the player's. */
export const stories: fc.Arbitrary<Story> = fc.record({
  opening,
  minutes: fc.array(oneMinute, { minLength: 1, maxLength: LAST_MINUTE }),
  happenings: fc.array(fc.record({ when: moment, what: happening }), { maxLength: 5, size: 'max' }),
  troubles: fc.oneof(
    { weight: 2, arbitrary: fc.constant<Trouble[]>([]) },
    { weight: 3, arbitrary: fc.array(trouble, { minLength: 1, maxLength: 3, size: 'max' }) },
  ),
  order: fc.array(fc.nat(11), { maxLength: 24, size: 'max' }),
});
