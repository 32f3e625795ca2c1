import { AwsError } from '../world/aws-error.ts';
import type { Operation } from './operation.ts';

/**
 * What Elastic Load Balancing calls trouble with a network, which EC2 has other codes for. Documented are those of
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html; that the rest is
 * `ValidationError` is inferred.
 */
const CODES = new Map([
  ['InvalidSubnetID.NotFound', 'SubnetNotFound'],
  ['InsufficientFreeAddressesInSubnet', 'InvalidSubnet'],
  ['InvalidGroup.NotFound', 'InvalidSecurityGroup'],
  ['InvalidVpcID.NotFound', 'ValidationError'],
  ['InvalidParameterValue', 'ValidationError'],
  ['InvalidIPAddress.InUse', 'ValidationError'],
]);

/** An operation whose errors have the codes of Elastic Load Balancing. */
export function withElbCodes(operation: Operation): Operation {
  return (world, caller, params) => {
    try {
      return operation(world, caller, params);
    } catch (error) {
      const code = error instanceof AwsError ? CODES.get(error.code) : undefined;
      throw error instanceof AwsError && code !== undefined ? new AwsError(code, error.message) : error;
    }
  };
}
