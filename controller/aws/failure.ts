import { type Problem, problemText, read, type Reading, unread } from '../model/reading.ts';
import { toProblem } from './problem.ts';

/** A call to AWS that failed. `problem` says what was being done and AWS's answer; `cause` is the SDK's error. */
export class AwsFailure extends Error {
  override readonly name = 'AwsFailure';
  readonly problem: Problem;

  constructor(doing: string, cause: unknown) {
    const problem = toProblem(doing, cause);
    super(problemText(problem), { cause });
    this.problem = problem;
  }
}

/** AWS refuses the whole call because of one target in it. */
const ONE_BAD_TARGET: ReadonlySet<string> = new Set([
  'InvalidTarget',
  'InvalidTargetException',
  'TooManyRegistrationsForTargetId',
  'TooManyRegistrationsForTargetIdException',
  // Of an address that is within the VPC and has the zone `all`, or outside and has none:
  // https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/561
  'ValidationError',
]);

const AT_QUOTA: ReadonlySet<string> = new Set(['TooManyTargets', 'TooManyTargetsException']);

/** True if AWS rejected a registration for a target, so that the others of the call may still be accepted. */
export function isBadTarget({ problem }: AwsFailure): boolean {
  return ONE_BAD_TARGET.has(problem.code);
}

/** True if AWS accepts no more targets: `TooManyTargets`. */
export function isAtQuota({ problem }: AwsFailure): boolean {
  return AT_QUOTA.has(problem.code);
}

/** True if a batched read may have been rejected for one id alone. */
export function isRejectedId(problem: Problem): boolean {
  return problem.kind === 'not-found' || problem.kind === 'invalid';
}

/** Runs a call; what it throws becomes an {@link AwsFailure} that says what was being done, as a gerund phrase. */
export async function doing<T>(what: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw error instanceof AwsFailure ? error : new AwsFailure(what, error);
  }
}

/** Makes a failed call to AWS a value. Anything else thrown is a defect of ours and goes on up. */
export async function attempt<T>(call: () => Promise<T>): Promise<Reading<T>> {
  try {
    return read(await call());
  } catch (error) {
    if (error instanceof AwsFailure) return unread(error.problem);
    if (error instanceof IncompleteAnswer) return unread(toProblem('understanding AWS’s answer', error));
    throw error;
  }
}

/** What AWS must answer with, be it an empty list: without it the answer was cut short, and nothing is known. */
export function given<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new IncompleteAnswer(`the answer has no ${name}`);
  return value;
}

/** AWS answered, but with less than its API promises. */
export class IncompleteAnswer extends Error {
  override readonly name = 'IncompleteAnswer';
}
