import type { Endpoint, NetworkInterface, Subnet } from './network.ts';
import type { Reading } from './reading.ts';
import type { Reach } from './target-group.ts';

/** What one account sees of the VPCs in question. Each part may be unread by itself. */
export type View = {
  /** Every subnet of those VPCs that the account sees. */
  readonly subnets: Reading<readonly Subnet[]>;
  /** Every interface of the subnets in question, from one paged listing. */
  readonly listing: Reading<{
    readonly subnetIds: readonly string[];
    readonly interfaces: readonly NetworkInterface[];
  }>;
  /** Every endpoint of those VPCs; none where the source is a load balancer. */
  readonly endpoints: Reading<readonly Endpoint[]>;
};

/** What is read only when there is surplus to judge: what the group's account sees, and more. */
export type Evidence = View & {
  /** The identities of the targets it was read for; of any other it says nothing. */
  readonly about: readonly string[];
  /** Absent while the group is attached to nothing. */
  readonly reach?: Reading<Reach>;
  /** What the source's account sees of its VPC, where the source is read with a role or in another Region. */
  readonly sourceView?: View & { readonly accountId: string };
  /** What the owner of the source's VPC sees of it, where the binding names a role of his. */
  readonly ownerView?: View & { readonly accountId: string };
  /** What DNS answers for a load balancer as source: for its name, and for the form of it that names every node. */
  readonly answered?: Reading<Answered>;
};

/** The addresses, of both families, that DNS has for a load balancer's name and for its `all.` form. */
export type Answered = { readonly name: readonly string[]; readonly all: readonly string[] };

/** Every subnet that a view shows, whoever's it is. */
export function subnetsSeen({ subnets, sourceView, ownerView }: Evidence): readonly Subnet[] {
  return [subnets, sourceView?.subnets, ownerView?.subnets].flatMap((reading) =>
    reading?.kind === 'read' ? reading.value : [],
  );
}
