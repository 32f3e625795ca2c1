import type { Evidence } from './evidence.ts';
import type { ObservedSource } from './network.ts';
import type { Reading } from './reading.ts';
import type { Spec } from './spec.ts';
import type { CrossZone, Tags, TargetGroup } from './target-group.ts';
import type { ListedTarget } from './target.ts';

/** Everything one decision rests on, as observed. */
export type Situation = {
  readonly now: Date;
  readonly spec: Spec;
  readonly group: TargetGroup;
  readonly tags: Tags;
  readonly source: Reading<ObservedSource>;
  readonly targets: readonly ListedTarget[];
  /** Read only when there is surplus to judge. */
  readonly evidence?: Evidence;
  /** Read only when something is missing or surplus and the source lies outside the group's VPC. */
  readonly crossZone?: Reading<CrossZone>;
  /** The CIDR blocks of the group's VPC; read with it. An IP in none of them lies elsewhere. */
  readonly groupBlocks?: Reading<readonly string[]>;
};
