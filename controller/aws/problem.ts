import type { Problem, ProblemKind } from '../model/reading.ts';

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

/** What a thrown error says of a call, in our words. `what` is a gerund phrase. */
export function toProblem(what: string, cause: unknown): Problem {
  // Several addresses that all refused come as one error without a word.
  const first = cause instanceof AggregateError ? (cause.errors[0] as unknown) : cause;
  const error = first instanceof Error ? first : new Error(String(first));
  const code = 'code' in error && typeof error.code === 'string' && error.name === 'Error' ? error.code : error.name;
  // Below the first line of SignatureDoesNotMatch stands the request as it was signed, session token included.
  const [firstLine = ''] = error.message.split('\n');
  const message = code === 'AbortError' ? 'it ran out of time, its own or the pass’s' : firstLine;
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
