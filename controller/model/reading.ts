/** The kinds of {@link Problem}. */
export const PROBLEM_KINDS = [
  'credentials',
  'denied',
  'not-found',
  'invalid',
  'unreachable',
  'transient',
  'other',
] as const;

/** Why a call failed. `transient` and `unreachable` may pass by themselves; the rest but `other` need an operator. */
export type ProblemKind = (typeof PROBLEM_KINDS)[number];

/** A call that failed: what was being done, AWS's own code, and AWS's message. */
export type Problem = {
  readonly kind: ProblemKind;
  readonly doing: string;
  readonly code: string;
  readonly message: string;
  /** The error as thrown, for the stack in a log. */
  readonly cause?: unknown;
};

/** What a read yielded. A read that failed is `unread` and never an empty value. */
export type Reading<T> =
  | { readonly kind: 'read'; readonly value: T }
  | { readonly kind: 'unread'; readonly problem: Problem };

/** A reading that succeeded. */
export function read<T>(value: T): Reading<T> {
  return { kind: 'read', value };
}

/** A reading that failed, with why. */
export function unread(problem: Problem): { readonly kind: 'unread'; readonly problem: Problem } {
  return { kind: 'unread', problem };
}

/** True for a problem that stays until somebody does something. */
export function isLasting({ kind }: Pick<Problem, 'kind'>): boolean {
  return kind === 'credentials' || kind === 'denied' || kind === 'not-found' || kind === 'invalid';
}

/** One sentence for a log line or a table: what was being done, and AWS's answer. */
export function problemText(problem: Problem): string {
  return `${problem.doing} failed: ${problem.code}: ${problem.message}`;
}
