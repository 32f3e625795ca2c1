/** What differs between accounts, Regions and days; a test sets what its story needs. */
export type Settings = {
  readonly region: string;
  readonly account: string;
  readonly startsAt: Date;
  /** Seconds from registration until health checks count. With two checks ten seconds apart a target takes 90 s. */
  readonly registrationSeconds: number;
  /** Seconds after deregistration in which an NLB still sends new connections to a target. */
  readonly stragglingSeconds: number;
  /** Share of new connections that still go to deregistered targets, 0 to 1. */
  readonly stragglingShare: number;
  /** Seconds from deleting an endpoint or an ALB until its interfaces are gone and their IPs free. */
  readonly interfaceRemovalSeconds: number;
  /** Seconds for which a deleted endpoint stays listed as `deleted`, before its id is unknown. */
  readonly deletedEndpointSeconds: number;
  /** Seconds for which a re-addressed endpoint does not answer in the subnet. */
  readonly readdressSeconds: number;
  /** Seconds until DescribeTargetHealth shows a registration or deregistration. */
  readonly listingLagSeconds: number;
  /** Seconds from the moment EC2 lists a new ALB node until it answers, and until the ALB's name leads to it. */
  readonly albNodeStartSeconds: number;
  readonly albDnsJoinSeconds: number;
  /** Seconds for which an ALB node that left the name goes on serving; then for which it is listed, no longer in use. */
  readonly albNodeGraceSeconds: number;
  readonly albNodeDetachSeconds: number;
  /** Addresses in one DNS answer for an ALB's name, and in one for its `all.` name. */
  readonly albDnsAnswerLimit: number;
  readonly albAllDnsAnswerLimit: number;
  readonly targetsPerGroup: number;
  /** Of a load balancer with cross-zone on, whatever its zones. */
  readonly targetsPerCrossZoneLoadBalancer: number;
  /** Of a load balancer with cross-zone off: in all, and in each zone. */
  readonly targetsPerLoadBalancer: number;
  readonly targetsPerZone: number;
};

/**
 * - Registration takes minutes: https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/1834
 * - Deregistered targets go on receiving: https://github.com/aws/containers-roadmap/issues/470
 * - Quotas: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-limits.html
 * - Re-addressing "temporarily disconnects the subnet": SubnetConfigurations of
 *   https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcEndpoint.html
 * - An ALB's name is "updated" as it scales, its answers live 60 s:
 *   https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html; how long
 *   after a node serves is documented nowhere. Eight addresses to an answer: https://github.com/heroku/elbping/issues/10,
 *   and all of them, 99 once, to that for `all.`: https://github.com/heroku/elbping/pull/19, /30
 * - That a listing lags behind its writes is not documented for it: the default is none
 * The remaining durations are documented nowhere: plausible, and made to be set.
 */
export const defaultSettings: Settings = {
  region: 'eu-west-1',
  account: '123456789012',
  startsAt: new Date('2026-01-01T00:00:00Z'),
  registrationSeconds: 70,
  stragglingSeconds: 120,
  stragglingShare: 0.1,
  interfaceRemovalSeconds: 60,
  deletedEndpointSeconds: 300,
  readdressSeconds: 20,
  listingLagSeconds: 0,
  albNodeStartSeconds: 0,
  albDnsJoinSeconds: 60,
  albNodeGraceSeconds: 0,
  albNodeDetachSeconds: 0,
  albDnsAnswerLimit: 8,
  albAllDnsAnswerLimit: Number.POSITIVE_INFINITY,
  targetsPerGroup: 1_000,
  targetsPerCrossZoneLoadBalancer: 500,
  targetsPerLoadBalancer: 3_000,
  targetsPerZone: 500,
};
