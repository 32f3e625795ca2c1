import { type Problem, type ProblemKind, read, type Reading, unread } from '../model/reading.ts';

/** A call to AWS that failed. `problem` says what was being done and AWS's answer; `cause` is the SDK's error. */
export class AwsFailure extends Error {
  override readonly name = 'AwsFailure';
  readonly problem: Problem;

  constructor(doing: string, cause: unknown) {
    const problem = toProblem(doing, cause);
    super(`${problem.doing} failed: ${problem.code}: ${problem.message}`, { cause });
    this.problem = problem;
  }
}

// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/CommonErrors.html
const DENIED: ReadonlySet<string> = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'UnauthorizedOperation',
  'AuthFailure',
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidClientTokenId',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
  'CredentialsProviderError',
  'OptInRequired',
]);
const NOT_FOUND = /NotFound(Exception)?$/;
const INVALID = /^(Invalid|Malformed|ValidationError|ValidationException|MissingParameter)/;
const TRANSIENT: ReadonlySet<string> = new Set([
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'RequestLimitExceeded',
  'TooManyRequestsException',
  'HealthUnavailable',
  'HealthUnavailableException',
  'ServiceUnavailable',
  'Unavailable',
  'InternalFailure',
  'InternalError',
  'TimeoutError',
  'AbortError',
  'IncompleteAnswer',
  'RequestTimeout',
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
]);

/** AWS refuses the whole call because of one target in it. */
const ONE_BAD_TARGET: ReadonlySet<string> = new Set([
  'InvalidTarget',
  'InvalidTargetException',
  'TooManyRegistrationsForTargetId',
  'TooManyRegistrationsForTargetIdException',
]);

const AT_QUOTA: ReadonlySet<string> = new Set(['TooManyTargets', 'TooManyTargetsException']);

/** True if AWS rejected a registration for a target, so that the others of the call may still be accepted. */
export function isBadTarget(error: unknown): boolean {
  return error instanceof AwsFailure && ONE_BAD_TARGET.has(error.problem.code);
}

/** True if AWS accepts no more targets: `TooManyTargets`. */
export function isAtQuota(error: unknown): boolean {
  return error instanceof AwsFailure && AT_QUOTA.has(error.problem.code);
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
    throw error;
  }
}

/** A list that AWS must answer with, even when it is empty: an answer without it was cut short and is not a list. */
export function listed<T>(items: readonly T[] | undefined, name: string): readonly T[] {
  if (items === undefined) throw new IncompleteAnswer(`the answer has no ${name}`);
  return items;
}

/** AWS answered, but with less than its API promises. */
export class IncompleteAnswer extends Error {
  override readonly name = 'IncompleteAnswer';
}

function toProblem(what: string, cause: unknown): Problem {
  const error = cause instanceof Error ? cause : new Error(String(cause));
  const code = 'code' in error && typeof error.code === 'string' && error.name === 'Error' ? error.code : error.name;
  const message = code === 'AbortError' ? 'the pass ran out of time' : error.message;
  return { kind: kindOf(code, error), doing: what, code, message, cause };
}

function kindOf(code: string, error: Error): ProblemKind {
  if (DENIED.has(code)) return 'denied';
  if (NOT_FOUND.test(code)) return 'not-found';
  if (TRANSIENT.has(code) || ('$retryable' in error && error.$retryable !== undefined)) return 'transient';
  return INVALID.test(code) ? 'invalid' : 'other';
}
