import fc from 'fast-check';
import type { Family } from '../../controller/model/ip.ts';
import type { Mode } from '../../controller/model/spec.ts';
import type { FaultName } from '../cloud/wire/faults.ts';

/** A world before anything happens in it. */
export type Opening = {
  readonly zones: 2 | 3;
  /** Zones the endpoint, and those the load balancer, have a subnet in: the first ones. */
  readonly endpointZones: number;
  readonly doorZones: number;
  readonly crossZone: boolean;
  readonly protocol: 'TCP 443' | 'TLS 443' | 'TCP 80';
  readonly family: Family;
  /** Another account owns the VPC and shares it with ours. */
  readonly shared: boolean;
  readonly minHealthy: number;
  readonly mode: Mode;
  /** An IP that is tolerated: of nobody, or the source's first one. */
  readonly keep: 'nothing' | 'stray' | 'own';
  /** A target on another port stands in the group. */
  readonly foreign: boolean;
  readonly content: 'in sync' | 'empty' | 'old' | 'strangers';
  /** Seconds until DescribeTargetHealth shows a write. */
  readonly lagSeconds: number;
  /** Seconds until a registration takes effect. */
  readonly registrationSeconds: number;
};

/** What people, CloudFormation and nature do. `zone` and `nth` count from 0, over what there is. */
export type Happening =
  /** Another endpoint like the bound one is made and deployed; the old one is kept, or deleted so many seconds later. */
  | { readonly kind: 'replace'; readonly deleteAfterSeconds: number | 'never' }
  /** A deployment moves binding and seal to the endpoint that was bound before. */
  | { readonly kind: 'move back' }
  | { readonly kind: 'add subnet' }
  | { readonly kind: 'remove subnet'; readonly zone: number }
  | { readonly kind: 'readdress'; readonly zone: number; readonly to: 'a fresh address' | 'a freed one' }
  | { readonly kind: 'delete endpoint' }
  | { readonly kind: 'take a freed IP'; readonly as: 'instance' | 'prefix' | 'nameless'; readonly listens: boolean }
  | { readonly kind: 'release a taken IP' }
  | { readonly kind: 'other writer deregisters'; readonly nth: number }
  | { readonly kind: 'other writer registers'; readonly what: 'stranger' | 'freed IP' | 'foreign' | 'retired' }
  | { readonly kind: 'stops listening'; readonly zone: number }
  | { readonly kind: 'listens again' }
  | { readonly kind: 'flip cross-zone'; readonly by: 'group' | 'load balancer' }
  | { readonly kind: 'shift'; readonly zone: number }
  | { readonly kind: 'end shift' }
  | { readonly kind: 'pause'; readonly seconds: number }
  | { readonly kind: 'unpause' }
  | { readonly kind: 'unseal' }
  | { readonly kind: 'detach' }
  | { readonly kind: 'attach' }
  /** Every call under way takes so long. */
  | { readonly kind: 'stall'; readonly seconds: number };

/** When something happens: at a second of the minute, or before so many steps of its pass have been taken. */
export type Moment =
  | { readonly minute: number; readonly second: number }
  | { readonly minute: number; readonly step: number };

/** What goes wrong with some calls for a while: with each, or with every second or third of them. */
export type Trouble = {
  readonly fault: FaultName | 'lag' | 'omit interface';
  readonly operation: string;
  readonly minute: number;
  readonly minutes: number;
  readonly every: number;
};

/** The pass that the schedule starts in a minute, and perhaps a second one beside it. */
export type Minute = {
  readonly second: number;
  /** A twin of the schedule, a command line that has no `asOf`, or an invocation that comes late, with what was bound before. */
  readonly beside?: { readonly kind: 'twin' | 'command line' | 'late'; readonly afterSeconds: number };
};

/** A whole life of a world. The numbers choose among the steps that could be next; without them the first goes first. */
export type Story = {
  readonly opening: Opening;
  readonly minutes: readonly Minute[];
  readonly happenings: readonly { readonly when: Moment; readonly what: Happening }[];
  readonly troubles: readonly Trouble[];
  readonly order: readonly number[];
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
] as const;
const WRITES = ['RegisterTargets', 'DeregisterTargets'] as const;

/** Reads that every pass makes; the others it makes only with a surplus. */
const OFTEN: ReadonlySet<string> = new Set(['DescribeVpcEndpoints', 'DescribeTargetGroups', 'DescribeTags']);

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

/** Draws a value as often as its weight says; a counterexample is reduced towards the first. */
function weighted<T>(...choices: readonly (readonly [weight: number, value: T])[]): fc.Arbitrary<T> {
  return fc.constantFrom(...choices.flatMap(([weight, value]) => Array.from({ length: weight }, () => value)));
}

const opening: fc.Arbitrary<Opening> = fc.record({
  zones: weighted([3, 2], [2, 3]),
  endpointZones: weighted([1, 3], [1, 1], [1, 2]),
  doorZones: weighted([6, 3], [1, 2], [1, 1]),
  crossZone: fc.boolean(),
  protocol: weighted<Opening['protocol']>([4, 'TCP 443'], [1, 'TLS 443'], [1, 'TCP 80']),
  family: weighted<Family>([5, 'ipv4'], [1, 'ipv6']),
  shared: weighted([9, false], [1, true]),
  minHealthy: weighted([3, 1], [1, 2], [1, 3]),
  mode: weighted<Mode>([14, 'enforce'], [1, 'add'], [1, 'observe']),
  keep: weighted<Opening['keep']>([8, 'nothing'], [1, 'stray'], [1, 'own']),
  foreign: weighted([4, false], [1, true]),
  content: weighted<Opening['content']>([3, 'in sync'], [2, 'empty'], [4, 'old'], [4, 'strangers']),
  lagSeconds: weighted([6, 0], [1, 6], [1, 20]),
  registrationSeconds: weighted([4, 10], [1, 70]),
});

const zone = fc.nat(2);
const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('replace' as const),
      deleteAfterSeconds: fc.oneof(fc.constant('never' as const), fc.nat(100)),
    }),
  },
  { weight: 3, arbitrary: fc.constant<Happening>({ kind: 'move back' }) },
  { weight: 1, arbitrary: fc.constant<Happening>({ kind: 'add subnet' }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove subnet' as const), zone }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('readdress' as const),
      zone,
      to: weighted<'a fresh address' | 'a freed one'>([3, 'a fresh address'], [1, 'a freed one']),
    }),
  },
  { weight: 1, arbitrary: fc.constant<Happening>({ kind: 'delete endpoint' }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('take a freed IP' as const),
      as: weighted<'instance' | 'prefix' | 'nameless'>([3, 'instance'], [1, 'prefix'], [1, 'nameless']),
      listens: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.constant<Happening>({ kind: 'release a taken IP' }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('other writer deregisters' as const), nth: fc.nat(5) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('other writer registers' as const),
      what: fc.constantFrom('stranger' as const, 'freed IP' as const, 'foreign' as const, 'retired' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('stops listening' as const), zone }) },
  { weight: 2, arbitrary: fc.constant<Happening>({ kind: 'listens again' }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('flip cross-zone' as const),
      by: fc.constantFrom('group' as const, 'load balancer' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('shift' as const), zone }) },
  { weight: 2, arbitrary: fc.constant<Happening>({ kind: 'end shift' }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('pause' as const), seconds: fc.integer({ min: 30, max: 240 }) }),
  },
  { weight: 1, arbitrary: fc.constant<Happening>({ kind: 'unpause' }) },
  { weight: 1, arbitrary: fc.constant<Happening>({ kind: 'unseal' }) },
  { weight: 1, arbitrary: fc.constant<Happening>({ kind: 'detach' }) },
  { weight: 2, arbitrary: fc.constant<Happening>({ kind: 'attach' }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('stall' as const), seconds: fc.integer({ min: 1, max: 40 }) }),
  },
);

/** The last minute in which something new may happen. */
const LAST_MINUTE = 4;
const minute = fc.nat(LAST_MINUTE - 1);
const moment: fc.Arbitrary<Moment> = fc.oneof(
  fc.record({ minute, second: fc.nat(59) }),
  fc.record({ minute, step: fc.nat(16) }),
);

/** Soon, since it is in the first minutes that most is read and written. */
const during = {
  minute: weighted([3, 0], [2, 1], [1, 2]),
  minutes: fc.integer({ min: 1, max: 3 }),
  every: weighted([4, 1], [1, 2], [1, 3]),
};

const trouble: fc.Arbitrary<Trouble> = fc.oneof(
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
      operation: fc.constantFrom<string>(...READS.filter((operation) => operation !== 'DescribeTargetHealth')),
      ...during,
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      fault: fc.constantFrom<Trouble['fault']>(...WRITE_FAULTS),
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

const oneMinute: fc.Arbitrary<Minute> = fc.record(
  {
    second: fc.nat(20),
    beside: fc.record({
      kind: fc.constantFrom('twin' as const, 'command line' as const, 'late' as const),
      afterSeconds: weighted([4, 0], [1, 2], [1, 20]),
    }),
  },
  { requiredKeys: ['second'] },
);

/** Stories of some minutes in which things happen; the quiet minutes that follow are the player's. */
export const stories: fc.Arbitrary<Story> = fc.record({
  opening,
  minutes: fc.array(oneMinute, { minLength: 1, maxLength: LAST_MINUTE }),
  happenings: fc.array(fc.record({ when: moment, what: happening }), { maxLength: 5, size: 'max' }),
  troubles: fc.oneof(
    { weight: 2, arbitrary: fc.constant<Trouble[]>([]) },
    { weight: 3, arbitrary: fc.array(trouble, { minLength: 1, maxLength: 3, size: 'max' }) },
  ),
  order: fc.array(fc.nat(11), { maxLength: 24, size: 'max' }),
});
