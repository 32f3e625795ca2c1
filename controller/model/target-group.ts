import type { Family } from './ip.ts';

/** A target group. `accountId` and `region` come from its ARN. */
export type TargetGroup = {
  readonly arn: string;
  readonly accountId: string;
  readonly region: string;
  readonly vpcId: string;
  readonly type: string;
  readonly protocol: string;
  readonly port: number;
  readonly family: Family;
  /** The load balancer it is attached to; absent while it is attached to nothing. */
  readonly loadBalancerArn?: string;
};

/** What an ARN says of where a resource is. */
export function parseArn(arn: string): { readonly region: string; readonly accountId: string } {
  const [, , , region = '', accountId = ''] = arn.split(':');
  return { region, accountId };
}

/** The tags of a resource. */
export type Tags = Readonly<Record<string, string>>;

/**
 * Cross-zone as it is in force: the group's attribute, else the load balancer's; `undecided` where the group leaves it to a
 * load balancer that it does not have.
 */
export type CrossZone = 'on' | 'off' | 'undecided';

/** The load balancer's side of removals: its enabled zones, and whether a zone's IP may use another zone's targets. */
export type Reach = {
  /** Zone ids. */
  readonly enabledZoneIds: readonly string[];
  /** Cross-zone as it is in force: the group's attribute, else the load balancer's. */
  readonly crossZone: boolean;
};
