import { AwsError } from '../world/aws-error.ts';
import type { FaultName } from './faults.ts';

/** Services that call it `Throttling`; the others call it `ThrottlingException`. */
const NAMED_THROTTLING: ReadonlySet<string> = new Set(['sts', 'cloudformation']);

/**
 * The error a service answers for a fault; undefined for faults that are no errors of AWS.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/CommonErrors.html
 */
export function faultError(fault: FaultName, service: string, operation: string): AwsError | undefined {
  if (service === 'lambda') return lambdaError(fault, operation);
  const isEc2 = service === 'ec2';
  switch (fault) {
    case 'throttle':
      return isEc2
        ? new AwsError('RequestLimitExceeded', 'Request limit exceeded.', 503)
        : new AwsError(NAMED_THROTTLING.has(service) ? 'Throttling' : 'ThrottlingException', 'Rate exceeded');
    case 'deny':
      return isEc2
        ? new AwsError('UnauthorizedOperation', 'You are not authorized to perform this operation.', 403)
        : new AwsError('AccessDenied', `The caller is not authorized to perform: ${service}:${operation}`, 403);
    case 'unavailable':
    case 'lands-then-fails':
      return isEc2
        ? new AwsError('InternalError', 'An internal error has occurred', 500)
        : new AwsError('InternalFailure', 'An internal error has occurred', 500);
    case 'health-unavailable':
      return new AwsError('HealthUnavailable', 'The health of the targets is currently unavailable', 500);
    case 'invalid-target':
      return new AwsError('InvalidTarget', 'A target of the request cannot be registered');
    case 'reset':
    case 'hang':
    case 'stale':
    case 'empty':
    case 'short-page':
    case 'lies':
    case 'not-ready':
      break;
  }
  return undefined;
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors */
function lambdaError(fault: FaultName, operation: string): AwsError | undefined {
  switch (fault) {
    case 'throttle':
      return new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429);
    case 'deny':
      return new AwsError('AccessDeniedException', `The caller is not authorized to perform: lambda:${operation}`, 403);
    case 'unavailable':
    case 'lands-then-fails':
      return new AwsError('ServiceException', 'An internal error has occurred', 500);
    case 'not-ready':
      return new AwsError(
        'ResourceConflictException',
        'The operation cannot be performed at this time. The function is currently in the following state: Pending',
        409,
      );
    case 'health-unavailable':
    case 'invalid-target':
    case 'reset':
    case 'hang':
    case 'stale':
    case 'empty':
    case 'short-page':
    case 'lies':
      break;
  }
  return undefined;
}
