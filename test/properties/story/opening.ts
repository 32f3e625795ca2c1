import fc from 'fast-check';
import type { Family } from '../../../controller/model/ip.ts';
import type { Mode } from '../../../controller/model/spec.ts';
import { weighted } from './draw.ts';

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

/** Worlds to begin with: mostly plain ones. */
export const opening: fc.Arbitrary<Opening> = fc.record({
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
