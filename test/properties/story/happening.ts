import fc from 'fast-check';
import { weighted } from './draw.ts';

/** What people, CloudFormation and nature do. `zone` and `nth` count from 0, over what there is. */
export type Happening =
  /** Another source is made and deployed, like the bound one or not; the old one is kept, or deleted so many seconds later. */
  | {
      readonly kind: 'replace';
      readonly by: 'one like it' | 'one of the other kind';
      readonly deleteAfterSeconds: number | 'never';
    }
  /** A deployment moves binding and seal to the source that was bound before. */
  | { readonly kind: 'move back' }
  | { readonly kind: 'add subnet' }
  | { readonly kind: 'remove subnet'; readonly zone: number }
  /** Of an ALB: a zone's last node goes, and another comes. */
  | { readonly kind: 'readdress'; readonly zone: number; readonly to: 'a fresh address' | 'a freed one' }
  /** An ALB gets another node in a zone; an endpoint, which has one a zone, a subnet. */
  | { readonly kind: 'scale out'; readonly zone: number }
  /** An ALB loses a node of several in a zone; its IP may soon be somebody else's. An endpoint is re-addressed. */
  | {
      readonly kind: 'scale in';
      readonly nth: number;
      readonly graceSeconds: number;
      readonly detachSeconds: number;
      readonly thenTaken: 'no' | 'by one that listens' | 'by one that does not';
    }
  | { readonly kind: 'delete source' }
  /** The role cannot be assumed, or may not read, for a while. */
  | { readonly kind: 'role is denied'; readonly what: 'assuming' | 'reading'; readonly seconds: number }
  | { readonly kind: 'DNS fails'; readonly how: 'SERVFAIL' | 'silence'; readonly seconds: number }
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

const zone = fc.nat(2);

/** Happenings, the ones that matter most often. */
export const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('replace' as const),
      by: weighted<'one like it' | 'one of the other kind'>([5, 'one like it'], [1, 'one of the other kind']),
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
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('scale out' as const), zone }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('scale in' as const),
      nth: fc.nat(3),
      graceSeconds: weighted([2, 0], [1, 20], [1, 70]),
      detachSeconds: weighted([2, 0], [1, 20], [1, 50]),
      thenTaken: weighted<'no' | 'by one that listens' | 'by one that does not'>(
        [2, 'no'],
        [1, 'by one that listens'],
        [1, 'by one that does not'],
      ),
    }),
  },
  { weight: 1, arbitrary: fc.constant<Happening>({ kind: 'delete source' }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('role is denied' as const),
      what: fc.constantFrom('assuming' as const, 'reading' as const),
      seconds: fc.integer({ min: 20, max: 150 }),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('DNS fails' as const),
      how: fc.constantFrom('SERVFAIL' as const, 'silence' as const),
      seconds: fc.integer({ min: 20, max: 150 }),
    }),
  },
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
