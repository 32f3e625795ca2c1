/** `observe` only plans, `add` never deregisters, `enforce` does both. */
export type Mode = 'observe' | 'add' | 'enforce';

/** What every source may say beside what it is. */
type SourceOptions = {
  /** Endpoint ids and load balancer ARNs of sources being replaced: their addresses are `retired`. */
  readonly previous: readonly string[];
  /** A role of the source's account, to see the source with. Default: it is looked at as the group is. */
  readonly roleArn?: string | undefined;
  /** A role of the account that owns the VPC, where a source lies in one that is shared with its account. */
  readonly ownerRoleArn?: string | undefined;
  /** What the trust policies of these roles ask for as `sts:ExternalId`. */
  readonly externalId?: string | undefined;
};

/** An interface VPC endpoint. */
export type EndpointSource = SourceOptions & {
  readonly vpcEndpointId: string;
  /** Refuse unless the endpoint is of this service. */
  readonly serviceName?: string | undefined;
};

/** An internal Application Load Balancer. */
export type LoadBalancerSource = SourceOptions & { readonly loadBalancerArn: string };

/** Whose addresses a group must hold. */
export type SourceSpec = EndpointSource | LoadBalancerSource;

/** What a decision needs to know of a binding. */
export type Spec = {
  readonly name: string;
  readonly targetGroupArn: string;
  readonly source: SourceSpec;
  /** Default: the target group's port. */
  readonly port?: number | undefined;
  readonly mode: Mode;
  /** Replacements that must be healthy before a retired target goes. */
  readonly minHealthy: number;
  /** IPs tolerated in the group: neither missing nor surplus. */
  readonly keep: readonly string[];
};

/** What a report on a binding is about. */
export type Identity = {
  readonly binding: string;
  readonly targetGroupArn: string;
  /** The id of the source. */
  readonly source: string;
};

/** Names the binding, its group and its source. */
export function identify({ name, targetGroupArn, source }: Spec): Identity {
  return { binding: name, targetGroupArn, source: sourceId(source) };
}

/** The id of a source as seals and reports have it: `vpce-…`, or `loadbalancer/app/<name>/<hash>`. */
export function sourceId(source: SourceSpec): string {
  return 'vpcEndpointId' in source ? source.vpcEndpointId : loadBalancerId(source.loadBalancerArn);
}

/** The part of a load balancer's ARN that is its own: `loadbalancer/app/<name>/<hash>`. */
export function loadBalancerId(arn: string): string {
  return arn.split(':').slice(5).join(':');
}
