import { AwsError } from '../world/aws-error.ts';
import type { FaultName } from './faults.ts';

/** A code and its status. */
type Answer = readonly [code: string, status: number];

/** What a service answers when it is asked too often, when the caller may not ask, and when it is broken itself. */
type Codes = { readonly throttle: Answer; readonly deny: Answer; readonly unavailable: Answer };

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/CommonErrors.html */
const COMMON: Codes = {
  throttle: ['ThrottlingException', 400],
  deny: ['AccessDenied', 403],
  unavailable: ['InternalFailure', 500],
};

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_ListResolverRules.html; Profiles alike. */
const RESOLVER: Codes = {
  throttle: ['ThrottlingException', 400],
  deny: ['AccessDeniedException', 400],
  unavailable: ['InternalServiceErrorException', 500],
};

const CODES: Readonly<Record<string, Codes>> = {
  // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
  ec2: {
    throttle: ['RequestLimitExceeded', 503],
    deny: ['UnauthorizedOperation', 403],
    unavailable: ['InternalError', 500],
  },
  sts: { ...COMMON, throttle: ['Throttling', 400] },
  cloudformation: { ...COMMON, throttle: ['Throttling', 400] },
  // https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html
  route53: { ...COMMON, throttle: ['Throttling', 400] },
  route53resolver: RESOLVER,
  route53profiles: RESOLVER,
  // https://docs.aws.amazon.com/acm/latest/APIReference/CommonErrors.html
  acm: { ...COMMON, deny: ['AccessDeniedException', 400] },
  // https://docs.aws.amazon.com/eventbridge/latest/APIReference/CommonErrors.html
  events: { ...COMMON, deny: ['AccessDeniedException', 400] },
  // https://docs.aws.amazon.com/apigateway/latest/api/API_GetRestApi.html
  apigateway: {
    throttle: ['TooManyRequestsException', 429],
    deny: ['AccessDeniedException', 403],
    unavailable: ['ServiceUnavailableException', 503],
  },
  // https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors
  lambda: {
    throttle: ['TooManyRequestsException', 429],
    deny: ['AccessDeniedException', 403],
    unavailable: ['ServiceException', 500],
  },
};

/** The error a service answers for a fault; undefined for faults that are no errors of AWS, or none of this service. */
export function faultError(fault: FaultName, service: string, operation: string): AwsError | undefined {
  const codes = CODES[service] ?? COMMON;
  switch (fault) {
    case 'throttle':
      return wordedAs(codes.throttle, 'Rate exceeded');
    case 'deny':
      return wordedAs(codes.deny, `The caller is not authorized to perform: ${service}:${operation}`);
    case 'unavailable':
    case 'lands-then-fails':
      return wordedAs(codes.unavailable, 'An internal error has occurred');
    case 'health-unavailable':
      return new AwsError('HealthUnavailable', 'The health of the targets is currently unavailable', 500);
    case 'invalid-target':
      return new AwsError('InvalidTarget', 'A target of the request cannot be registered');
    case 'not-ready':
      return service === 'lambda' ? notReady() : undefined;
    case 'reset':
    case 'hang':
    case 'stale':
    case 'empty':
    case 'short-page':
    case 'repeated-page':
    case 'truncated-xml':
    case 'lies':
    case 'lands-then-hangs':
      break;
  }
  return undefined;
}

function notReady(): AwsError {
  const message =
    'The operation cannot be performed at this time. The function is currently in the following state: Pending';
  return new AwsError('ResourceConflictException', message, 409);
}

function wordedAs([code, status]: Answer, message: string): AwsError {
  return new AwsError(code, message, status);
}
