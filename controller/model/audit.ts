import type { AuditSpec } from './audit-spec.ts';
import type { HostedZone, RecordSet, ZoneSummary } from './dns.ts';
import type { Endpoint, NetworkInterface, Subnet } from './network.ts';
import type { ProbeReport } from './probe.ts';
import type { Reading } from './reading.ts';
import type { TargetGroup } from './target-group.ts';
import type { ListedTarget } from './target.ts';

/** Everything the checks of one binding rest on, as observed. A part that is absent was not configured. */
export type AuditSituation = {
  readonly now: Date;
  readonly spec: AuditSpec;
  /** Where the target group is, from its ARN. */
  readonly region: string;
  readonly accountId: string;
  /** One for each hostname of the binding, in its order. */
  readonly names: readonly AuditedName[];
  readonly group: Reading<AuditedGroup>;
  readonly groupAttributes: Reading<Attributes>;
  readonly targets: Reading<readonly ListedTarget[]>;
  readonly source: Reading<AuditedSource>;
  /** Absent while the group is unread, or attached to nothing. */
  readonly frontDoor?: FrontDoor;
  /** Every subnet of the group's VPC. */
  readonly subnets: Reading<readonly Subnet[]>;
  /** The VPCs of `audit.clientVpcIds`; without that setting the endpoint's own, if the endpoint could be read. */
  readonly clientVpcs: readonly ClientVpc[];
  /** The security groups of load balancer and endpoint. */
  readonly securityGroups: Reading<readonly SecurityGroup[]>;
  /** The API of `audit.restApiId`. */
  readonly api?: AuditedApi;
  /** The domain of `audit.customDomain`. */
  readonly domain?: AuditedDomain;
  /** Certificates by ARN, of listeners and of the custom domain. */
  readonly certificates: ReadonlyMap<string, Reading<Certificate>>;
  /** One for each fixed IP and hostname, where `audit.publicPort` is configured. */
  readonly handshakes: readonly Handshake[];
  /** What the probe of `audit.probe` saw. */
  readonly probe?: Reading<ProbeReport>;
};

/** AWS's attributes, by key. */
export type Attributes = ReadonlyMap<string, string>;

/** A hostname with its two halves; a half is absent where the binding names no zone for it. The name is canonical. */
export type AuditedName = {
  readonly name: string;
  readonly publicHalf?: PublicHalf;
  readonly privateHalf?: PrivateHalf;
};

/** A hosted zone as far as one name is concerned. */
export type ZoneView = {
  readonly zoneId: string;
  readonly zone: Reading<HostedZone>;
  /** The record sets of exactly this name, of every type. */
  readonly records: Reading<readonly RecordSet[]>;
  /** The record sets of wildcards that cover the name. */
  readonly wildcards: Reading<readonly RecordSet[]>;
};

/** The public half of a name. */
export type PublicHalf = ZoneView & {
  /** Public zones of the same account whose name is a longer suffix of the hostname than the zone's own. */
  readonly moreSpecific: Reading<readonly ZoneSummary[]>;
  /** The name servers that the world is sent to for the zone, by recursive query: canonical and sorted. */
  readonly delegation: Reading<readonly string[]>;
  /** What public resolvers answer for the name, addresses of both families. An empty answer is an answer. */
  readonly answers: readonly { readonly resolver: string; readonly ips: Reading<readonly string[]> }[];
};

/** The private half of a name. */
export type PrivateHalf = ZoneView & {
  /** Absent where the zone's name is the hostname's own, so that it can hide no other name. */
  readonly collateral?: Reading<Collateral>;
};

/** The names of a wide private zone, and of the public zone of the same name; both canonical, without that name itself. */
export type Collateral = {
  /** Absent where the account has no public zone of that name. */
  readonly publicZone?: ZoneSummary;
  readonly publicNames: readonly string[];
  readonly privateNames: readonly string[];
  /** False where a zone has more records than an audit reads: what was seen is then not everything. */
  readonly complete: boolean;
};

/** A VPC with clients of the private half, as far as DNS and routing to the endpoint go. */
export type ClientVpc = {
  readonly id: string;
  readonly cidrs: Reading<readonly string[]>;
  readonly dnsSupport: Reading<boolean>;
  readonly dnsHostnames: Reading<boolean>;
  /** Private zones associated with it, of every owner. */
  readonly zones: Reading<readonly ZoneSummary[]>;
  /** Resolver rules associated with it. */
  readonly rules: Reading<readonly ResolverRule[]>;
  /** What Route 53 Profiles bring it, which neither of the two listings shows. */
  readonly profiles: Reading<{ readonly zones: readonly ZoneSummary[]; readonly rules: readonly ResolverRule[] }>;
};

/** A Resolver rule. https://docs.aws.amazon.com/Route53/latest/APIReference/API_route53resolver_ResolverRule.html */
export type ResolverRule = {
  readonly id: string;
  /** FORWARD, SYSTEM, RECURSIVE or DELEGATE. */
  readonly type: string;
  /** Canonical; empty for the root. */
  readonly domainName: string;
};

/** A target group with its health check. */
export type AuditedGroup = TargetGroup & { readonly name: string; readonly healthCheck: HealthCheck };

/** A target group's health check, in AWS's words. */
export type HealthCheck = {
  readonly enabled: boolean;
  readonly protocol: string;
  /** `traffic-port`, or a number. */
  readonly port: string;
  readonly path?: string;
  /** Status codes: `200`, `200,202` or `200-299`. */
  readonly matcher?: string;
};

/** An endpoint with what only an audit asks of it, and its interfaces. */
export type AuditedSource = {
  readonly endpoint: Endpoint & {
    /** Names that resolve to it, with the zones an alias needs: the regional one, one a zone, and private ones. Canonical. */
    readonly dnsEntries: readonly { readonly name: string; readonly zoneId: string }[];
    readonly privateDns: boolean;
    /** Its policy as JSON text. */
    readonly policy: string;
    readonly securityGroupIds: readonly string[];
  };
  readonly interfaces: readonly NetworkInterface[];
};

/** A load balancer and what belongs to it. */
export type FrontDoor = {
  readonly loadBalancer: Reading<LoadBalancer>;
  readonly attributes: Reading<Attributes>;
  readonly listeners: Reading<readonly Listener[]>;
  /** Its own interfaces: the private addresses that VPC clients reach it by. */
  readonly interfaces: Reading<readonly NetworkInterface[]>;
  /** Those it uses. */
  readonly elasticIps: Reading<readonly ElasticIp[]>;
};

/** A Network Load Balancer. The DNS name is canonical; `zoneId` is what an alias to it needs. */
export type LoadBalancer = {
  readonly arn: string;
  readonly name: string;
  readonly dnsName: string;
  readonly zoneId: string;
  readonly state: string;
  readonly scheme: string;
  readonly ipAddressType: string;
  readonly vpcId: string;
  readonly securityGroupIds: readonly string[];
  readonly zones: readonly {
    readonly subnetId: string;
    readonly zoneName: string;
    /** Its fixed addresses there: elastic ones of an internet-facing load balancer, private ones of an internal one. */
    readonly addresses: readonly { readonly ip: string; readonly allocationId?: string }[];
  }[];
};

/** A listener. `alpn` is AWS's one word, such as `None` or `HTTP2Optional`; absent where none is set. */
export type Listener = {
  readonly arn: string;
  readonly port: number;
  readonly protocol: string;
  readonly alpn?: string;
  /** Where it forwards to. A group without a weight of its own has 1. */
  readonly forwards: readonly { readonly groupArn: string; readonly weight: number }[];
  /** Of a TLS listener: the default one first, then those chosen by SNI. */
  readonly certificateArns: readonly string[];
};

/** An elastic IP with its tags. */
export type ElasticIp = {
  readonly allocationId: string;
  readonly ip: string;
  readonly tags: Readonly<Record<string, string>>;
};

/** A security group. */
export type SecurityGroup = {
  readonly id: string;
  readonly ingress: readonly SecurityGroupRule[];
  readonly egress: readonly SecurityGroupRule[];
};

/** A rule of a security group. Protocol `-1` is all traffic; ports are absent where the protocol has none. */
export type SecurityGroupRule = {
  readonly protocol: string;
  readonly fromPort?: number;
  readonly toPort?: number;
  readonly cidrs: readonly string[];
  readonly groupIds: readonly string[];
  readonly prefixListIds: readonly string[];
};

/** A REST API and its stage. */
export type AuditedApi = {
  readonly restApi: Reading<{
    readonly id: string;
    readonly name: string;
    /** PRIVATE, REGIONAL, EDGE. */
    readonly endpointTypes: readonly string[];
    /** Endpoints it is associated with by name. */
    readonly endpointIds: readonly string[];
    /** Its resource policy as JSON text; absent where it has none. */
    readonly policy?: string;
  }>;
  /** Absent where `audit.stage` is not configured. */
  readonly stage?: Reading<{ readonly name: string; readonly deploymentId?: string }>;
  /** Of the endpoint and VPC ids that its policy names, those that this account can see. */
  readonly existing: Reading<readonly string[]>;
};

/** A custom domain name of API Gateway. */
export type AuditedDomain = {
  readonly domain: Reading<{
    readonly name: string;
    /** Of a private one: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-custom-domains.html */
    readonly id?: string;
    readonly arn?: string;
    /** PRIVATE, REGIONAL, EDGE. */
    readonly endpointTypes: readonly string[];
    /** AVAILABLE, UPDATING, PENDING … */
    readonly status: string;
    readonly certificateArn?: string;
    /** BASIC or STRICT; absent where AWS says nothing. */
    readonly accessMode?: string;
  }>;
  readonly mappings: Reading<readonly { readonly path: string; readonly restApiId: string; readonly stage: string }[]>;
  /** Endpoints by which a private domain may be called. Empty for any other. */
  readonly associations: Reading<readonly { readonly endpointId: string }[]>;
};

/** A certificate of ACM. Names are canonical, and may be wildcards. */
export type Certificate = {
  readonly arn: string;
  readonly names: readonly string[];
  readonly status: string;
  readonly notAfter?: Date;
};

/** A TLS handshake with one fixed IP, SNI being the hostname: the certificate it showed, or the step that failed. */
export type Handshake = {
  readonly hostname: string;
  readonly ip: string;
  readonly port: number;
} & HandshakeResult;

/** What became of a handshake. `untrusted` says why the certificate's chain is not trusted, if it is not. */
export type HandshakeResult =
  | { readonly kind: 'shown'; readonly names: readonly string[]; readonly notAfter: Date; readonly untrusted?: string }
  | {
      readonly kind: 'failed';
      readonly step: 'connect' | 'tls';
      readonly timedOut: boolean;
      readonly code: string;
      readonly message: string;
    };
