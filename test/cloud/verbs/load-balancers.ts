import { deleteInterface, interfacesOf } from '../world/interfaces.ts';
import { changeListener, createListener, type ListenerChange } from '../world/listeners.ts';
import { addNode, createLoadBalancer, CROSS_ZONE, disableZone } from '../world/load-balancers.ts';
import type { LoadBalancer, LoadBalancerState, Subnet, World } from '../world/state.ts';
import { type LoadBalancerView, lookUp, viewLoadBalancer } from './views.ts';

/** Network Load Balancers, and internal Application Load Balancers as sources. */
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
  /** An internal ALB: interfaces described `ELB app/<name>/<hash>` that answer where it `listens` (default 443). */
  readonly createInternalAlb: (options: {
    readonly subnetIds: readonly string[];
    readonly name?: string;
    readonly listens?: readonly number[];
    readonly ownerId?: string;
  }) => LoadBalancerView;
  /** Adds a node to an ALB in a subnet, or removes one by its IP, as scaling does. */
  readonly scaleAlbOut: (arn: string, subnetId: string) => LoadBalancerView;
  readonly scaleAlbIn: (arn: string, ip: string) => LoadBalancerView;
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
  readonly setLoadBalancerAttributes: (arn: string, attributes: Readonly<Record<string, string>>) => void;
  /** Changes what AWS says of it; traffic goes on. */
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
    createInternalAlb: ({ subnetIds, name = 'internal-alb', listens = [443], ownerId = account }) => {
      const subnets = subnetsOf(subnetIds);
      const { arn } = createLoadBalancer(world, {
        name,
        type: 'application',
        scheme: 'internal',
        vpc: subnets[0].vpc,
        ownerId,
        ipAddressType: 'ipv4',
        zones: subnets.map((subnet) => ({ subnet })),
        listens,
      });
      return view(arn);
    },
    scaleAlbOut: (arn, subnetId) => {
      const listens = [...interfacesOf(world, arn)].flatMap((each) => (each.listens === 'all' ? [] : each.listens));
      const subnet = lookUp(world.subnets, subnetId);
      addNode(world, find(arn), { subnet, elastic: false, listens: [...new Set(listens)] });
      return view(arn);
    },
    scaleAlbIn: (arn, ip) => {
      for (const each of interfacesOf(world, arn)) if (each.ip === ip) deleteInterface(world, each.id);
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
      for (const [key, value] of Object.entries(attributes)) find(arn).attributes.set(key, value);
    },
    setLoadBalancerState: (arn, state) => {
      find(arn).state = state;
    },
  };
}
