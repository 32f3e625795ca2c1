import fc from 'fast-check';
import type { FaultName } from '../../cloud/wire/faults.ts';
import { minute, weighted } from './draw.ts';

/** What goes wrong with some calls for a while: with each, or with every second or third of them. */
export type Trouble = {
  readonly fault: FaultName | 'lag' | 'omit interface';
  readonly operation: string;
  readonly minute: number;
  readonly minutes: number;
  readonly every: number;
};

/** Reads and writes of a pass. */
const READS = [
  'DescribeVpcEndpoints',
  'DescribeNetworkInterfaces',
  'DescribeSubnets',
  'DescribeTargetGroups',
  'DescribeTags',
  'DescribeTargetHealth',
  'DescribeLoadBalancers',
  'DescribeTargetGroupAttributes',
  'DescribeLoadBalancerAttributes',
  'AssumeRole',
] as const;
const WRITES = ['RegisterTargets', 'DeregisterTargets'] as const;

/** Reads that every pass makes, or few; the others it makes only with a surplus. */
const OFTEN: ReadonlySet<string> = new Set([
  'AssumeRole',
  'DescribeVpcEndpoints',
  'DescribeTargetGroups',
  'DescribeTags',
]);

/** What a read of a pass may meet. */
export const READ_FAULTS = [
  'throttle',
  'deny',
  'unavailable',
  'reset',
  'hang',
  'stale',
  'empty',
  'short-page',
  'repeated-page',
  'truncated-xml',
] as const;
export const WRITE_FAULTS = [
  'throttle',
  'deny',
  'unavailable',
  'invalid-target',
  'reset',
  'hang',
  'truncated-xml',
  'lies',
  'lands-then-fails',
  'lands-then-hangs',
] as const;

/** Soon, since it is in the first minutes that most is read and written. */
const during = {
  minute: weighted([3, 0], [2, 1], [1, 2]),
  minutes: fc.integer({ min: 1, max: 3 }),
  every: weighted([4, 1], [1, 2], [1, 3]),
};

/** Troubles with reads, with writes, and with what a listing shows. */
export const trouble: fc.Arbitrary<Trouble> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      fault: fc.constantFrom<Trouble['fault']>(...READ_FAULTS, 'stale'),
      operation: weighted<string>(
        ...READS.map((operation): [number, string] => [OFTEN.has(operation) ? 1 : 2, operation]),
      ),
      ...during,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      fault: fc.constant<Trouble['fault']>('lag'),
      operation: fc.constantFrom<string>(
        ...READS.filter((operation) => !['DescribeTargetHealth', 'AssumeRole'].includes(operation)),
      ),
      ...during,
    }),
  },
  {
    weight: 7,
    arbitrary: fc.record({
      fault: fc.constantFrom<Trouble['fault']>(...WRITE_FAULTS, 'lies'),
      operation: fc.constantFrom<string>(...WRITES),
      ...during,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      fault: fc.constantFrom<Trouble['fault']>('health-unavailable', 'omit interface'),
      operation: fc.constant('DescribeTargetHealth'),
      minute,
      minutes: fc.integer({ min: 1, max: 2 }),
      every: fc.constant(1),
    }),
  },
);
