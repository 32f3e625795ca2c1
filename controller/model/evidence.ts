import type { Endpoint, NetworkInterface, Subnet } from './network.ts';
import type { Reading } from './reading.ts';
import type { Reach } from './target-group.ts';

/** What is read only when there is surplus to judge. Each part may be unread by itself. */
export type Evidence = {
  /** The identities of the targets it was read for; of any other it says nothing. */
  readonly about: readonly string[];
  /** Every subnet of the group's VPC. */
  readonly subnets: Reading<readonly Subnet[]>;
  /** Every interface of the subnets in question, from one paged listing. */
  readonly listing: Reading<{
    readonly subnetIds: readonly string[];
    readonly interfaces: readonly NetworkInterface[];
  }>;
  /** Every endpoint of the group's VPC. */
  readonly endpoints: Reading<readonly Endpoint[]>;
  /** Absent while the group is attached to nothing. */
  readonly reach?: Reading<Reach>;
};
