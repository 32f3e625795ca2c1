import type { Agenda } from './agenda.ts';
import type { Ids } from './ids.ts';
import type { Settings } from './settings.ts';
import type { Tally } from './tally.ts';

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
  readonly endpoints: Map<string, Endpoint>;
  readonly interfaces: Map<string, NetworkInterface>;
  readonly loadBalancers: Map<string, LoadBalancer>;
  readonly targetGroups: Map<string, TargetGroup>;
  readonly listeners: Map<string, Listener>;
  /** Tags of load balancers, target groups and listeners, by ARN. */
  readonly tags: Map<string, Map<string, string>>;
  /** The roles behind the access keys that AssumeRole handed out. */
  readonly sessions: Map<string, string>;
  /** Ids or service names whose interfaces clients want to reach; empty: every endpoint and internal ALB. */
  readonly served: Set<string>;
  /** Stacks, by id. */
  readonly stacks: Map<string, Stack>;
  /** Functions, by ARN. */
  readonly functions: Map<string, LambdaFunction>;
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
  readonly privateDns: boolean;
  readonly securityGroupIds: readonly string[];
  readonly createdAt: number;
  state: EndpointState;
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
  readonly attached: boolean;
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
  readonly attributes: Map<string, string>;
  zones: readonly Zone[];
  /** Zones moved away by a zonal shift. */
  readonly shiftedZones: Set<string>;
};

export type HealthState = 'initial' | 'healthy' | 'unhealthy' | 'unhealthy.draining' | 'unused' | 'draining';

export type TargetGroup = {
  readonly arn: string;
  readonly name: string;
  readonly region: string;
  readonly ownerId: string;
  readonly vpc: Vpc;
  readonly protocol: string;
  readonly port: number;
  readonly family: Family;
  readonly check: HealthCheck;
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
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  readonly healthyThreshold: number;
  readonly unhealthyThreshold: number;
};

export type Target = {
  readonly key: string;
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
  readonly targetGroupArn: string;
  readonly port: number;
  readonly protocol: string;
};
