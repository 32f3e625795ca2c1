/** A network interface in EC2, in our words. IPs are canonical; prefixes are CIDR blocks. */
export type NetworkInterface = {
  readonly id: string;
  readonly ownerId: string;
  readonly subnetId: string;
  /** AWS's InterfaceType, such as `interface`, `vpc_endpoint`, `nat_gateway`. */
  readonly type: string;
  readonly description: string;
  readonly requesterManaged: boolean;
  /** The instance it is attached to, where there is one. */
  readonly instanceId?: string;
  readonly ips: readonly string[];
  readonly prefixes: readonly string[];
};

/** An interface VPC endpoint. `state` is AWS's word in lower case: the SDK's type says `Available`, the wire `available`. */
export type Endpoint = {
  readonly id: string;
  readonly type: string;
  readonly state: string;
  readonly serviceName: string;
  readonly ownerId: string;
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly interfaceIds: readonly string[];
  /** AWS's own account of what went wrong with it. */
  readonly lastError?: string;
};

/** An endpoint with the network interfaces that could be read of those it lists. */
export type ObservedEndpoint = {
  readonly endpoint: Endpoint;
  readonly interfaces: readonly NetworkInterface[];
};

/** An Application Load Balancer. `state` is AWS's word: `provisioning`, `active`, `active_impaired` or `failed`. */
export type AppLoadBalancer = {
  readonly arn: string;
  readonly type: string;
  readonly scheme: string;
  readonly state: string;
  /** AWS's own account of why it is in that state. */
  readonly stateReason?: string;
  readonly ownerId: string;
  readonly vpcId: string;
  /** Canonical. It resolves to its nodes, to eight of them at most. */
  readonly dnsName: string;
  /** One a zone. */
  readonly subnetIds: readonly string[];
};

/** A load balancer with its network interfaces that are in use. */
export type ObservedLoadBalancer = {
  readonly loadBalancer: AppLoadBalancer;
  readonly interfaces: readonly NetworkInterface[];
};

/** A source as read, whatever its state. */
export type ObservedSource = ObservedEndpoint | ObservedLoadBalancer;

/** The VPC a source lies in, its subnets there, and the interfaces that are its own. */
export function groundOf(source: ObservedSource): {
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly interfaceIds: readonly string[];
} {
  return 'endpoint' in source
    ? source.endpoint
    : { ...source.loadBalancer, interfaceIds: source.interfaces.map(({ id }) => id) };
}

/** A subnet. `ownerId` is the account that owns the VPC it lies in. */
export type Subnet = {
  readonly id: string;
  readonly vpcId: string;
  readonly ownerId: string;
  /** The zone's id (`euw1-az1`); zone names differ from account to account. */
  readonly zoneId: string;
  readonly cidrs: readonly string[];
};
