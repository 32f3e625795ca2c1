import type { AuditedGroup } from './audit-group.ts';
import type { Attributes, Listener, LoadBalancer } from './audit-load-balancer.ts';
import type { AppListener, AuditedLoadBalancer } from './audit-source.ts';
import type { Reading } from './reading.ts';
import type { LoadBalancerSource, Spec } from './spec.ts';
import type { ListedTarget } from './target.ts';

/** What could take the place of a binding: a target group of type `alb`, or a VPC link of the second kind. */
export const WAYS = ['alb-target-group', 'vpc-link'] as const;

/** One of {@link WAYS}. */
export type Way = (typeof WAYS)[number];

/** Why a way is none, as data. A code is stable. */
export type NeedCode =
  | 'other-region'
  | 'other-account'
  | 'other-vpc'
  | 'ipv6'
  | 'group-protocol'
  | 'listener-protocol'
  | 'port-without-listener'
  | 'other-targets'
  | 'too-many-load-balancers'
  | 'internet-facing'
  | 'no-vpc-link';

/** Why a way is none; `text` is a clause. */
export type Need = { readonly code: NeedCode; readonly text: string };

/** One step of a migration: a sentence, and commands to copy where there are any. */
export type Step = { readonly words: string; readonly commands: readonly string[] };

/** What is said of one way. `instead`: it would do, and the binding is not needed. */
export type Advice = { readonly way: Way } & (
  | { readonly kind: 'instead'; readonly steps: readonly Step[]; readonly changes: readonly string[] }
  | { readonly kind: 'needed'; readonly needs: readonly Need[] }
  | { readonly kind: 'unknown'; readonly why: string }
);

/** A target group of type `alb`, and the load balancer it is attached to, if any. */
export type AlbGroup = { readonly arn: string; readonly loadBalancerArn?: string };

/** A VPC link of the first kind. */
export type VpcLink = { readonly id: string; readonly name: string };

/** What is read for an advice and for nothing else. A part is absent where what is known already makes it needless. */
export type AdviceFacts = {
  /** Those that lead to the ALB. */
  readonly albGroups?: Reading<readonly AlbGroup[]>;
  /** Those in use that lead to the load balancer in front. */
  readonly vpcLinks?: Reading<readonly VpcLink[]>;
  /** The load balancers before the groups that other bindings of the document keep true to the same ALB. */
  readonly siblings: Reading<readonly string[]>;
};

/** Everything that an advice about a binding to an Application Load Balancer rests on. */
export type AdviceGround = {
  readonly spec: Spec & { readonly source: LoadBalancerSource };
  readonly group: Reading<AuditedGroup>;
  readonly targets: Reading<readonly ListedTarget[]>;
  /** Absent while the group is unread, or attached to nothing. */
  readonly frontDoor?: {
    readonly loadBalancer: Reading<LoadBalancer>;
    readonly attributes: Reading<Attributes>;
    readonly listeners: Reading<readonly Listener[]>;
  };
  readonly source: Reading<Pick<AuditedLoadBalancer, 'loadBalancer'>>;
  readonly appListeners: Reading<readonly Pick<AppListener, 'port' | 'protocol'>[]>;
  readonly facts: AdviceFacts;
};
