import { type AlbListener, setListeners } from '../world/alb-listeners.ts';
import { type Leave, scaleIn, scaleOut } from '../world/alb-nodes.ts';
import { createAlb, deleteAlb, setSubnets } from '../world/albs.ts';
import { interfacesOf } from '../world/interfaces.ts';
import type { LoadBalancer, NetworkInterface, World } from '../world/state.ts';
import { type LoadBalancerView, lookUp, viewLoadBalancer } from './views.ts';

/** Internal Application Load Balancers as sources, and how they change size. */
export type AlbVerbs = {
  /**
   * An internal ALB with a node a zone, each an interface described `ELB app/<name>/<hash>`. Its nodes answer where it
   * `listens`: by default at its listeners, which are by default one on each port it listens on, or HTTPS on 443.
   */
  readonly createInternalAlb: (options: {
    readonly subnetIds: readonly string[];
    readonly name?: string;
    readonly listeners?: readonly AlbListener[];
    readonly listens?: readonly number[];
    /** Default: the account of this cloud, also in a VPC that somebody else shares. */
    readonly ownerId?: string;
    /** `dualstack` gives its nodes an IPv6 address too. Default `ipv4`. */
    readonly ipAddressType?: LoadBalancer['ipAddressType'];
    readonly securityGroupIds?: readonly string[];
    /** `provisioning` until `setLoadBalancerState` says otherwise: its nodes do not answer, its name leads nowhere. */
    readonly state?: 'provisioning';
  }) => LoadBalancerView;
  /** Adds a node in a subnet: in EC2 at once, in service and in the ALB's name later, by the settings. */
  readonly scaleAlbOut: (arn: string, subnetId: string) => LoadBalancerView;
  /** Removes the node that has an IP: from the name at once, from EC2 after its grace, which is none by default. */
  readonly scaleAlbIn: (arn: string, ip: string, leave?: Leave) => LoadBalancerView;
  /** Replaces the subnets, as SetSubnets does: nodes come in new ones, and those of the others leave. */
  readonly setAlbZones: (arn: string, subnetIds: readonly string[], leave?: Leave) => LoadBalancerView;
  /** Replaces the listeners; the nodes answer there and nowhere else, unless they are to answer elsewhere. */
  readonly setAlbListeners: (
    arn: string,
    listeners: readonly AlbListener[],
    options?: { readonly listens?: readonly number[] },
  ) => void;
  /** It is unknown and silent at once; its interfaces vanish after `interfaceRemovalSeconds`, or as many as are given. */
  readonly deleteAlb: (arn: string, options?: { readonly removalSeconds?: number }) => void;
};

export function createAlbVerbs(world: World): AlbVerbs {
  const find = (arn: string): LoadBalancer => lookUp(world.loadBalancers, arn);
  const view = (arn: string): LoadBalancerView => viewLoadBalancer(world, find(arn));
  const subnetsOf = (ids: readonly string[]) => ids.map((id) => lookUp(world.subnets, id));
  return {
    createInternalAlb: ({ subnetIds, listeners, listens, ...options }) => {
      const subnets = subnetsOf(subnetIds);
      const [first] = subnets;
      if (first === undefined) throw new Error('creating an ALB: it needs a subnet');
      const alb = createAlb(world, {
        name: 'internal-alb',
        ownerId: world.settings.account,
        ipAddressType: 'ipv4',
        securityGroupIds: [],
        state: 'active',
        ...options,
        vpc: first.vpc,
        subnets,
      });
      setListeners(world, alb, listeners ?? (listens ?? [443]).map(listenerOn), listens);
      return view(alb.arn);
    },
    scaleAlbOut: (arn, subnetId) => {
      scaleOut(world, find(arn), lookUp(world.subnets, subnetId));
      return view(arn);
    },
    scaleAlbIn: (arn, ip, leave) => {
      scaleIn(world, find(arn), nodeAt(world, arn, ip), leave);
      return view(arn);
    },
    setAlbZones: (arn, subnetIds, leave) => {
      setSubnets(world, find(arn), subnetsOf(subnetIds), leave);
      return view(arn);
    },
    setAlbListeners: (arn, listeners, { listens } = {}) => {
      setListeners(world, find(arn), listeners, listens);
    },
    deleteAlb: (arn, { removalSeconds } = {}) => {
      deleteAlb(world, find(arn), removalSeconds);
    },
  };
}

function listenerOn(port: number): AlbListener {
  return { port, protocol: port === 443 ? 'HTTPS' : 'HTTP' };
}

function nodeAt(world: World, arn: string, ip: string): NetworkInterface {
  const node = interfacesOf(world, arn).find((each) => each.ip === ip || each.ipv6 === ip);
  if (node === undefined) throw new Error(`scaling in ${arn}: it has no node at ${ip}`);
  return node;
}
