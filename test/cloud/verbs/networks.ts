import { createInterface, deleteInterface, nextAddress } from '../world/interfaces.ts';
import { createSubnet, createVpc } from '../world/networks.ts';
import { peer, unpeer } from '../world/peerings.ts';
import type { Listens, Subnet, Vpc, World } from '../world/state.ts';
import { setZoneNames } from '../world/zone-names.ts';
import { type InterfaceView, lookUp, viewInterface } from './views.ts';

/** VPCs, subnets and the interfaces of others. */
export type NetworkVerbs = {
  readonly createVpc: (options?: {
    /** Of a VPC elsewhere that this one stands for. Default: a new one; so with every id and ARN that may be given. */
    readonly id?: string;
    readonly cidr?: string;
    readonly ipv6Cidr?: string;
    readonly region?: string;
    readonly ownerId?: string;
    /** Accounts that take part in it: a participant sees its own interfaces there and nobody else's. */
    readonly sharedWith?: readonly string[];
    /** Its two DNS attributes. Defaults as in AWS: support on, hostnames off; private DNS needs both. */
    readonly dnsSupport?: boolean;
    readonly dnsHostnames?: boolean;
  }) => Vpc;
  readonly setVpcDns: (vpcId: string, change: { readonly support?: boolean; readonly hostnames?: boolean }) => void;
  /**
   * Connects two VPCs, also of other Regions and accounts. With the first call connections between VPCs go by peerings
   * alone; until then every VPC reaches all others of its Region.
   */
  readonly peerVpcs: (vpcId: string, otherId: string) => void;
  readonly unpeerVpcs: (vpcId: string, otherId: string) => void;
  /**
   * Gives an account names of its own for the zones: those of this cloud, to those of the account. Its calls speak them;
   * verbs, views and ids do not.
   */
  readonly zoneNamesOf: (account: string, names: Readonly<Record<string, string>>) => void;
  /** `zone` is a name such as `eu-west-1a`; its id follows from it (`euw1-az1`). */
  readonly createSubnet: (options: {
    readonly id?: string;
    readonly vpcId: string;
    readonly zone: string;
    readonly cidr: string;
    readonly ipv6Cidr?: string;
  }) => Subnet;
  /** Gives a free address to somebody else: by default an instance, which answers where it `listens`. */
  readonly takeAddress: (options: {
    readonly subnetId: string;
    readonly ip?: string;
    readonly ipv6?: string;
    /** A prefix delegated to the interface, as container hosts have: every IP in it is taken. */
    readonly prefix?: string;
    readonly listens: Listens;
    readonly description?: string;
    /** False: an interface attached to nothing. */
    readonly instance?: boolean;
    readonly ownerId?: string;
  }) => InterfaceView;
  /** Deletes an interface; its addresses are free at once. */
  readonly releaseAddress: (interfaceId: string) => void;
  /** Changes what answers at an interface, as when a host stops or starts. */
  readonly setListening: (interfaceId: string, listens: Listens) => void;
  /** Makes an interface a managed resource that listings omit unless `IncludeManagedResources` is true. */
  readonly hideManaged: (interfaceId: string) => void;
  /** Replaces the tags of an elastic IP. */
  readonly setAddressTags: (allocationId: string, tags: Readonly<Record<string, string>>) => void;
};

export function createNetworkVerbs(world: World): NetworkVerbs {
  const { account, region } = world.settings;
  return {
    createVpc: ({ sharedWith = [], ...options } = {}) =>
      createVpc(world, {
        cidr: '10.0.0.0/16',
        region,
        ownerId: account,
        sharedWith: new Set(sharedWith),
        ...options,
      }),
    setVpcDns: (vpcId, { support, hostnames }) => {
      const vpc = lookUp(world.vpcs, vpcId);
      vpc.dnsSupport = support ?? vpc.dnsSupport;
      vpc.dnsHostnames = hostnames ?? vpc.dnsHostnames;
    },
    peerVpcs: (vpcId, otherId) => {
      peer(world, lookUp(world.vpcs, vpcId), lookUp(world.vpcs, otherId));
    },
    unpeerVpcs: (vpcId, otherId) => {
      unpeer(world, lookUp(world.vpcs, vpcId), lookUp(world.vpcs, otherId));
    },
    zoneNamesOf: (owner, names) => {
      setZoneNames(world, owner, names);
    },
    createSubnet: ({ vpcId, ...options }) => createSubnet(world, { vpc: lookUp(world.vpcs, vpcId), ...options }),
    takeAddress: ({ subnetId, ip, ipv6, prefix, listens, description = 'somebody else', instance = true, ownerId }) => {
      const subnet = lookUp(world.subnets, subnetId);
      const first = ip ?? (ipv6 === undefined ? nextAddress(world, subnet, 'ipv4') : undefined);
      return viewInterface(
        createInterface(world, {
          subnet,
          ownerId: ownerId ?? account,
          description,
          type: 'interface',
          attached: instance,
          listens,
          prefixes: prefix === undefined ? [] : [prefix],
          ...(instance && { instanceId: world.ids.ec2('i') }),
          ...(first !== undefined && { ip: first }),
          ...(ipv6 !== undefined && { ipv6 }),
        }),
      );
    },
    releaseAddress: (interfaceId) => {
      deleteInterface(world, lookUp(world.interfaces, interfaceId).id);
    },
    setListening: (interfaceId, listens) => {
      lookUp(world.interfaces, interfaceId).listens = listens;
    },
    hideManaged: (interfaceId) => {
      lookUp(world.interfaces, interfaceId).managedHidden = true;
    },
    setAddressTags: (allocationId, tags) => {
      lookUp(world.addresses, allocationId).tags = tags;
    },
  };
}
