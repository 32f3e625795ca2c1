import type { OutcomeWord } from './outcome.ts';
import type { Pause } from './plan.ts';
import type { ProblemKind } from './reading.ts';

/** What new code planned for one binding, as far as a deployment asks. */
export type Planned = {
  readonly binding: string;
  readonly outcome: OutcomeWord;
  readonly refusal?:
    | {
        readonly code: string;
        readonly reason: string;
        readonly remedy: string;
        readonly unread?: ProblemKind | undefined;
      }
    | undefined;
  readonly pause?: Pause | undefined;
  readonly blocked: readonly {
    readonly reason: string;
    readonly remedy?: string | undefined;
    readonly unread?: ProblemKind | undefined;
  }[];
};

/** What a rehearsal came to: a plan for each binding, or the error the function ended with. */
export type Rehearsal =
  | { readonly kind: 'planned'; readonly plans: readonly Planned[] }
  | { readonly kind: 'failed'; readonly message: string };
