import type { NetworkInterface } from './network.ts';
import type { Reading } from './reading.ts';

/** AWS's attributes, by key. */
export type Attributes = ReadonlyMap<string, string>;

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
