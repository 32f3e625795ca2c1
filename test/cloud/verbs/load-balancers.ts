import { setAlbState } from '../world/albs.ts';
import { changeListener, createListener, type ListenerChange } from '../world/listeners.ts';
import { createLoadBalancer, CROSS_ZONE, disableZone } from '../world/load-balancers.ts';
import type { LoadBalancer, LoadBalancerState, Subnet, World } from '../world/state.ts';
import { setAttributes } from '../world/zonal-shift.ts';
import { type LoadBalancerView, lookUp, viewLoadBalancer } from './views.ts';

/** Network Load Balancers, and what both kinds of load balancer have. */
export type LoadBalancerVerbs = {
  readonly createNetworkLoadBalancer: (options: {
    readonly subnetIds: readonly string[];
    readonly name?: string;
    /** Cross-zone load balancing. Default off, as in AWS. */
    readonly crossZone?: boolean;
    /** `dualstack` takes target groups of either family. Default `ipv4`. */
    readonly ipAddressType?: LoadBalancer['ipAddressType'];
    /** Default: one with elastic IPs. */
    readonly scheme?: LoadBalancer['scheme'];
    /** Default: none, and then there can never be any. */
    readonly securityGroupIds?: readonly string[];
    readonly ownerId?: string;
  }) => LoadBalancerView;
  /**
   * Adds a listener that forwards to a group, so that the group is in use. Returns its ARN. `forwards` is for several
   * groups, or for weights; port and protocol are still those of the group unless given.
   */
  readonly attach: (
    options: ListenerChange & { readonly loadBalancerArn: string; readonly targetGroupArn: string },
  ) => string;
  /** Changes a listener: its certificates (the default one first), ALPN, where it leads and with which weights. */
  readonly setListener: (listenerArn: string, change: ListenerChange) => void;
  readonly detach: (listenerArn: string) => void;
  /** Moves a zone away, or back. */
  readonly zonalShift: (arn: string, zone: string) => void;
  readonly endZonalShift: (arn: string, zone: string) => void;
  /** Takes a zone off the load balancer: its fixed IP is gone and targets there are unused. */
  readonly disableZone: (arn: string, zone: string) => LoadBalancerView;
  /** Refused where they do not go with its target groups. */
  readonly setLoadBalancerAttributes: (arn: string, attributes: Readonly<Record<string, string>>) => void;
  /** Changes what AWS says of it. Traffic goes on, but for that of an ALB which is neither active nor impaired. */
  readonly setLoadBalancerState: (arn: string, state: LoadBalancerState) => void;
};

export function createLoadBalancerVerbs(world: World): LoadBalancerVerbs {
  const find = (arn: string): LoadBalancer => lookUp(world.loadBalancers, arn);
  const view = (arn: string): LoadBalancerView => viewLoadBalancer(world, find(arn));
  const subnetsOf = (ids: readonly string[]): readonly [Subnet, ...Subnet[]] => {
    const [first, ...rest] = ids.map((id) => lookUp(world.subnets, id));
    if (first === undefined) throw new Error('creating a load balancer: it needs a subnet');
    return [first, ...rest];
  };
  const account = world.settings.account;
  return {
    createNetworkLoadBalancer: ({
      subnetIds,
      name = 'front-door',
      crossZone = false,
      ipAddressType = 'ipv4',
      scheme = 'internet-facing',
      securityGroupIds = [],
      ownerId = account,
    }) => {
      const subnets = subnetsOf(subnetIds);
      const { arn } = createLoadBalancer(world, {
        name,
        type: 'network',
        scheme,
        securityGroupIds,
        vpc: subnets[0].vpc,
        ownerId,
        ipAddressType,
        zones: subnets.map((subnet) => ({ subnet })),
        attributes: { [CROSS_ZONE]: String(crossZone) },
      });
      return view(arn);
    },
    attach: ({ loadBalancerArn, targetGroupArn, ...options }) => {
      const { port, protocol } = lookUp(world.targetGroups, targetGroupArn);
      return createListener(world, {
        port,
        protocol,
        forwards: [{ targetGroupArn }],
        ...options,
        loadBalancer: find(loadBalancerArn),
      }).arn;
    },
    setListener: (listenerArn, change) => {
      changeListener(world, lookUp(world.listeners, listenerArn), change);
    },
    detach: (listenerArn) => {
      world.listeners.delete(lookUp(world.listeners, listenerArn).arn);
    },
    zonalShift: (arn, zone) => {
      find(arn).shiftedZones.add(zone);
    },
    endZonalShift: (arn, zone) => {
      find(arn).shiftedZones.delete(zone);
    },
    disableZone: (arn, zone) => {
      disableZone(world, find(arn), zone);
      return view(arn);
    },
    setLoadBalancerAttributes: (arn, attributes) => {
      setAttributes(world, find(arn), attributes);
    },
    setLoadBalancerState: (arn, state) => {
      const loadBalancer = find(arn);
      if (loadBalancer.type === 'application') setAlbState(world, loadBalancer, state);
      else loadBalancer.state = state;
    },
  };
}
