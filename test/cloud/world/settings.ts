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
  /** Seconds from deleting an endpoint until its interfaces are gone and their IPs free. */
  readonly interfaceRemovalSeconds: number;
  /** Seconds for which a deleted endpoint stays listed as `deleted`, before its id is unknown. */
  readonly deletedEndpointSeconds: number;
  /** Seconds for which a re-addressed endpoint does not answer in the subnet. */
  readonly readdressSeconds: number;
  /** Seconds until DescribeTargetHealth shows a registration or deregistration. */
  readonly listingLagSeconds: number;
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
  targetsPerGroup: 1_000,
  targetsPerCrossZoneLoadBalancer: 500,
  targetsPerLoadBalancer: 3_000,
  targetsPerZone: 500,
};
