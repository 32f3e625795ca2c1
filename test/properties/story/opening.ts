import fc from 'fast-check';
import type { Family } from '../../../controller/model/ip.ts';
import type { Mode } from '../../../controller/model/spec.ts';
import { weighted } from './draw.ts';

/** What a source is, and where it lies and whose it is: of another account it is seen with a role. */
export type SourceDraw = {
  readonly kind: 'endpoint' | 'ALB';
  readonly place: 'the VPC' | 'another VPC' | 'another account' | 'our VPC, shared with another account';
};

/** A world before anything happens in it. */
export type Opening = {
  readonly source: SourceDraw;
  readonly zones: 2 | 3;
  /** Zones the source, and those the load balancer in front, have a subnet in: the first ones. */
  readonly sourceZones: number;
  readonly doorZones: number;
  /** How many nodes an ALB begins with in each of its zones. */
  readonly nodesPerZone: 1 | 2;
  readonly crossZone: boolean;
  readonly protocol: 'TCP 443' | 'TLS 443' | 'TCP 80';
  readonly family: Family;
  /** A third account owns the VPC that the source lies in, and shares it. */
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
  /** Seconds until the name of an ALB leads to a new node, and for which the resolver keeps an answer. */
  readonly joinSeconds: number;
  readonly ttlSeconds: number;
};

/** Half of the lives have an endpoint, most of them in the group's VPC; of the other half most lie elsewhere. */
const SOURCES: readonly (readonly [weight: number, kind: SourceDraw['kind'], place: SourceDraw['place']])[] = [
  [8, 'endpoint', 'the VPC'],
  [1, 'endpoint', 'another VPC'],
  [1, 'endpoint', 'another account'],
  [4, 'ALB', 'the VPC'],
  [2, 'ALB', 'another VPC'],
  [3, 'ALB', 'another account'],
  [1, 'ALB', 'our VPC, shared with another account'],
];

/** Worlds to begin with: mostly plain ones. */
export const opening: fc.Arbitrary<Opening> = fc.record({
  source: weighted(...SOURCES.map(([weight, kind, place]): [number, SourceDraw] => [weight, { kind, place }])),
  zones: weighted([3, 2], [2, 3]),
  sourceZones: weighted([1, 3], [1, 1], [1, 2]),
  doorZones: weighted([6, 3], [1, 2], [1, 1]),
  nodesPerZone: weighted<1 | 2>([1, 1], [1, 2]),
  crossZone: weighted([4, true], [3, false]),
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
  joinSeconds: weighted([3, 60], [1, 0], [1, 150]),
  ttlSeconds: weighted([3, 60], [1, 0]),
});
