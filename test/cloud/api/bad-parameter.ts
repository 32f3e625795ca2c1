import { AwsError } from '../world/aws-error.ts';

/** A parameter that is missing, or not what it must be. Each service has its own code for it. */
export class BadParameter extends Error {
  override readonly name = 'BadParameter';
  readonly problem: 'missing' | 'invalid';

  constructor(problem: 'missing' | 'invalid', message: string) {
    super(message);
    this.problem = problem;
  }
}

/** What the newer services call it; the others: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/CommonErrors.html */
const CODES = new Map([
  ['route53', 'InvalidInput'],
  ['route53resolver', 'InvalidParameterException'],
  ['route53profiles', 'ValidationException'],
  ['acm', 'ValidationException'],
  ['apigateway', 'BadRequestException'],
  ['events', 'ValidationException'],
]);

/**
 * What a service answers for a bad parameter. EC2 tells the two problems apart, the others validate as a whole.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 */
export function parameterError(service: string, { problem, message }: BadParameter): AwsError {
  if (service !== 'ec2') return new AwsError(CODES.get(service) ?? 'ValidationError', message);
  return new AwsError(problem === 'missing' ? 'MissingParameter' : 'InvalidParameterValue', message);
}
