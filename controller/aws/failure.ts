import { type Problem, type ProblemKind, problemText, read, type Reading, unread } from '../model/reading.ts';

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

// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/CommonErrors.html
const CODES: Readonly<Record<'credentials' | 'denied' | 'unreachable' | 'transient', ReadonlySet<string>>> = {
  credentials: new Set([
    'CredentialsProviderError',
    'TokenProviderError',
    'AuthFailure',
    'ExpiredToken',
    'ExpiredTokenException',
    'RequestExpired',
    'InvalidClientTokenId',
    'MissingAuthenticationToken',
    'SignatureDoesNotMatch',
    'IncompleteSignature',
    'UnrecognizedClientException',
    'InvalidSignatureException',
  ]),
  denied: new Set([
    'AccessDenied',
    'AccessDeniedException',
    'UnauthorizedOperation',
    'OptInRequired',
    'OperationNotPermitted',
  ]),
  unreachable: new Set([
    'ECONNREFUSED',
    'ECONNRESET',
    'EPIPE',
    'ETIMEDOUT',
    'ENOTFOUND',
    'EAI_AGAIN',
    'EHOSTUNREACH',
    'ENETUNREACH',
  ]),
  transient: new Set([
    'Throttling',
    'ThrottlingException',
    'ThrottledException',
    'RequestLimitExceeded',
    'RequestThrottled',
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
  ]),
};
// A code of AWS names what it did not find, but for API Gateway's and Route 53's own; a bare NotFound is a web server's,
// and says nothing.
const NOT_FOUND = /(.NotFound(Exception)?|^NotFoundException|^NoSuchHostedZone)$/;
const INVALID = /^(Invalid|Malformed|ValidationError|ValidationException|MissingParameter)/;

/** AWS refuses the whole call because of one target in it. */
const ONE_BAD_TARGET: ReadonlySet<string> = new Set([
  'InvalidTarget',
  'InvalidTargetException',
  'TooManyRegistrationsForTargetId',
  'TooManyRegistrationsForTargetIdException',
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

function toProblem(what: string, cause: unknown): Problem {
  // Several addresses that all refused come as one error without a word.
  const first = cause instanceof AggregateError ? (cause.errors[0] as unknown) : cause;
  const error = first instanceof Error ? first : new Error(String(first));
  const code = 'code' in error && typeof error.code === 'string' && error.name === 'Error' ? error.code : error.name;
  const message = code === 'AbortError' ? 'it ran out of time, its own or the pass’s' : error.message;
  return { kind: kindOf(code, error), doing: what, code, message, cause };
}

function kindOf(code: string, error: Error): ProblemKind {
  if (CODES.credentials.has(code)) return 'credentials';
  if (CODES.denied.has(code)) return 'denied';
  if (NOT_FOUND.test(code)) return 'not-found';
  if (CODES.unreachable.has(code)) return 'unreachable';
  if (CODES.transient.has(code) || isServerError(error)) return 'transient';
  return INVALID.test(code) ? 'invalid' : 'other';
}

/** True for what the SDK calls retryable, and for any answer of 5xx, whatever its code. */
function isServerError(error: Error): boolean {
  if ('$retryable' in error && error.$retryable !== undefined) return true;
  const metadata = '$metadata' in error ? error.$metadata : undefined;
  const status =
    typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata ? metadata.httpStatusCode : 0;
  return typeof status === 'number' && status >= 500;
}
