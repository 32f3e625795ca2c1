import type { Agenda } from './agenda.ts';
import type { AccessAssociation, Domain, RestApi } from './apis.ts';
import type { Certificate } from './certificates.ts';
import type { BusEvent } from './events.ts';
import type { HostedZone } from './hosted-zones.ts';
import type { Ids } from './ids.ts';
import type { Past } from './past.ts';
import type { Profile, ResolverRule } from './resolver.ts';
import type { Role, Session } from './roles.ts';
import type { Settings } from './settings.ts';
import type { Tally } from './tally.ts';
import type { VpcLink } from './vpc-links.ts';
import type { ZoneNames } from './zone-names.ts';

/**
 * Everything there is, at one virtual second. Where a rule of AWS has to hold, only the modules beside this one change
 * it; operations and verbs stand on them.
 */
export type World = {
  readonly settings: Settings;
  readonly ids: Ids;
  readonly agenda: Agenda;
  /** Milliseconds since 1970, always a whole second after the start. */
  now: number;
  readonly vpcs: Map<string, Vpc>;
  readonly subnets: Map<string, Subnet>;
  readonly securityGroups: Map<string, SecurityGroup>;
  readonly endpoints: Map<string, Endpoint>;
  readonly interfaces: Map<string, NetworkInterface>;
  readonly loadBalancers: Map<string, LoadBalancer>;
  readonly targetGroups: Map<string, TargetGroup>;
  readonly listeners: Map<string, Listener>;
  /** Elastic IPs, by allocation id. */
  readonly addresses: Map<string, Address>;
  /** Tags of load balancers, target groups and listeners, by ARN. */
  readonly tags: Map<string, Map<string, string>>;
  /** VPCs that each VPC is peered with, by id. Empty: nobody ever peered any, and every VPC reaches its Region. */
  readonly peerings: Map<string, Set<string>>;
  /** Of accounts whose names of zones are not those of this world. */
  readonly zoneNames: Map<string, ZoneNames>;
  /** Roles, by ARN, and the sessions behind the access keys that AssumeRole handed out. */
  readonly roles: Map<string, Role>;
  readonly sessions: Map<string, Session>;
  /** Ids or service names whose interfaces clients want to reach; empty: every endpoint and internal ALB. */
  readonly served: Set<string>;
  /** Stacks, by id. */
  readonly stacks: Map<string, Stack>;
  /** Functions, by ARN. */
  readonly functions: Map<string, LambdaFunction>;
  /** By id, without `/hostedzone/`. */
  readonly hostedZones: Map<string, HostedZone>;
  /** The name servers that the parent of a public zone sends the world to, by the saved name of the zone. */
  readonly delegations: Map<string, readonly string[]>;
  readonly resolverRules: Map<string, ResolverRule>;
  readonly profiles: Map<string, Profile>;
  /** By ARN; so with domains and their access associations. */
  readonly certificates: Map<string, Certificate>;
  readonly restApis: Map<string, RestApi>;
  readonly domains: Map<string, Domain>;
  readonly accessAssociations: Map<string, AccessAssociation>;
  readonly vpcLinks: Map<string, VpcLink>;
  /** What was put on event buses, oldest first, and what none of them takes. */
  readonly events: BusEvent[];
  rejectsEvent: (event: BusEvent) => boolean;
  /** What replicas remember that are behind; empty while none is. */
  readonly pasts: Set<Past>;
  /** Whether anything but targets and time may have changed in this second. */
  changed: boolean;
  /** What clients experienced, by fixed IP. */
  readonly traffic: Map<string, Tally>;
};

/** A CloudFormation stack, as far as its status goes. */
export type Stack = {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly createdAt: number;
};

/** A Lambda function: payload in, answer or error out. */
export type LambdaFunction = (payload: unknown) => Promise<unknown>;

export type Family = 'ipv4' | 'ipv6';

export type Vpc = {
  readonly id: string;
  readonly region: string;
  readonly ownerId: string;
  /** Accounts the subnets are shared with. */
  readonly sharedWith: ReadonlySet<string>;
  readonly cidr: string;
  readonly ipv6Cidr?: string;
  dnsSupport: boolean;
  dnsHostnames: boolean;
};

export type Subnet = {
  readonly id: string;
  readonly vpc: Vpc;
  readonly zone: string;
  readonly zoneId: string;
  readonly cidr: string;
  readonly ipv6Cidr?: string;
  /** Addresses are handed out in order, so that a freed one stays free until a test gives it away. */
  nextHost: number;
};

export type SecurityGroup = {
  readonly id: string;
  readonly name: string;
  readonly vpc: Vpc;
  readonly ownerId: string;
  ingress: readonly Rule[];
  egress: readonly Rule[];
};

/** A rule of a security group, for one peer: a CIDR block of either family, or the id of a group or prefix list. */
export type Rule = {
  /** `tcp`, `udp`, `icmp`, or `-1` for everything, which has no ports. */
  readonly protocol: string;
  readonly fromPort?: number;
  readonly toPort?: number;
  readonly peer: string;
};

/** An elastic IP. What holds it follows from the zones of load balancers. */
export type Address = {
  readonly allocationId: string;
  readonly ip: string;
  readonly region: string;
  readonly ownerId: string;
  tags: Readonly<Record<string, string>>;
};

/**
 * Of https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcEndpoint.html, camelCase as on the wire. What `partial`
 * and `expired` mean is not documented for interface endpoints; here they do not answer.
 */
export type EndpointState =
  | 'pendingAcceptance'
  | 'pending'
  | 'available'
  | 'partial'
  | 'expired'
  | 'rejected'
  | 'failed'
  | 'deleting'
  | 'deleted';

export type Endpoint = {
  readonly id: string;
  readonly vpc: Vpc;
  readonly ownerId: string;
  readonly serviceName: string;
  readonly ipAddressType: 'ipv4' | 'ipv6' | 'dualstack';
  readonly createdAt: number;
  privateDns: boolean;
  securityGroupIds: readonly string[];
  /** JSON. */
  policyDocument: string;
  state: EndpointState;
  /** AWS's account of what went wrong with it. */
  lastError?: { readonly code: string; readonly message: string } | undefined;
  /** Its subnets in the order they were added. The list may outlive the interfaces while the endpoint is deleted. */
  subnetIds: readonly string[];
};

/** Ports on which a connection is answered. */
export type Listens = readonly number[] | 'all';

export type NetworkInterface = {
  readonly id: string;
  readonly subnet: Subnet;
  readonly ownerId: string;
  readonly description: string;
  readonly type: string;
  /** Set on interfaces that a service made: who asked for them. */
  readonly requesterId?: string;
  /** The endpoint or load balancer it belongs to. */
  readonly holder?: string;
  readonly instanceId?: string;
  /** False: listed as `available`. `detaching` while a service lets go of it. */
  attached: boolean | 'detaching';
  readonly ip?: string;
  readonly ipv6?: string;
  /** Prefixes delegated to it: every IP in them is its own. */
  readonly prefixes: readonly string[];
  readonly createdAt: number;
  listens: Listens;
  /** A managed resource that listings omit unless asked to include it. */
  managedHidden: boolean;
};

export type Zone = {
  readonly subnet: Subnet;
  readonly interfaceId: string;
  readonly privateIp?: string;
  /** Of a dualstack load balancer. */
  readonly ipv6?: string;
  readonly allocationId?: string;
  readonly elasticIp?: string;
};

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerState.html */
export type LoadBalancerState = 'active' | 'provisioning' | 'active_impaired' | 'failed';

/** A node of an ALB, by the times from when it answers, and from when the ALB's name leads to it. */
export type AlbNode = { readonly answersFrom: number; readonly inDnsFrom: number };

export type LoadBalancer = {
  readonly arn: string;
  readonly name: string;
  readonly type: 'network' | 'application';
  readonly scheme: 'internet-facing' | 'internal';
  readonly vpc: Vpc;
  readonly ownerId: string;
  readonly dnsName: string;
  readonly hostedZoneId: string;
  readonly createdAt: number;
  readonly ipAddressType: 'ipv4' | 'dualstack';
  /** Given to it when it is created, or never. */
  readonly securityGroupIds: readonly string[];
  readonly attributes: Map<string, string>;
  state: LoadBalancerState;
  zones: readonly Zone[];
  /** Zones moved away by a zonal shift. */
  readonly shiftedZones: Set<string>;
  /** Of an ALB: the ports where its nodes answer, and its nodes by their interface, but for those on their way out. */
  listens: readonly number[];
  readonly nodes: Map<string, AlbNode>;
  /** How often its name was asked for: an answer that cannot hold every node shows others each time. */
  questions: number;
};

export type HealthState = 'initial' | 'healthy' | 'unhealthy' | 'unhealthy.draining' | 'unused' | 'draining';

/** What a group's targets are: addresses, or one ALB. */
export type TargetType = 'ip' | 'alb';

export type TargetGroup = {
  readonly arn: string;
  readonly name: string;
  readonly region: string;
  readonly ownerId: string;
  readonly vpc: Vpc;
  readonly protocol: string;
  readonly port: number;
  readonly family: Family;
  readonly targetType: TargetType;
  check: HealthCheck;
  readonly attributes: Map<string, string>;
  /** By `ip:port`, which is a target's identity; the zone is not part of it. */
  readonly targets: Map<string, Target>;
  /** Deregistered targets that the data plane still uses. */
  stragglers: readonly Straggler[];
  /** The listing before each recent write, oldest first, where a listing lags. */
  earlierListings: readonly { readonly until: number; readonly targets: ReadonlyMap<string, Target> }[];
};

export type HealthCheck = {
  readonly protocol: string;
  readonly port: string;
  readonly path?: string;
  /** Status codes that pass, as in `200-399`. */
  readonly matcher?: string;
  readonly enabled: boolean;
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  readonly healthyThreshold: number;
  readonly unhealthyThreshold: number;
};

export type Target = {
  readonly key: string;
  /** Of an `alb` group: the ALB's ARN. */
  readonly ip: string;
  readonly port: number;
  /** A zone name, or `all`. */
  readonly zone: string;
  state: HealthState;
  reason?: string | undefined;
  /** When it came into use: registration takes effect a while after. */
  usedSince: number;
  passed: number;
  failed: number;
  /** When draining ends: of a deregistered target, or of an unhealthy one. */
  drainedAt?: number | undefined;
};

type Straggler = Pick<Target, 'ip' | 'port' | 'zone'> & { readonly until: number };

export type Listener = {
  readonly arn: string;
  readonly loadBalancerArn: string;
  readonly port: number;
  readonly protocol: string;
  readonly forwards: readonly Forward[];
  /** The default certificate first, then those chosen by SNI. */
  readonly certificateArns: readonly string[];
  readonly sslPolicy?: string;
  /** AWS's one word, such as `None` or `HTTP2Optional`. */
  readonly alpn?: string;
};

/** A group that a listener forwards to. Without a weight of its own it has 1. */
export type Forward = { readonly targetGroupArn: string; readonly weight?: number };
