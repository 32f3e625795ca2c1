/** A hosted zone. Names are canonical ({@link canonicalName}), the id has no `/hostedzone/` before it. */
export type HostedZone = {
  readonly id: string;
  readonly name: string;
  readonly isPrivate: boolean;
  /** VPCs a private zone is associated with. Those it reaches by a Route 53 Profile are not among them. */
  readonly vpcIds: readonly string[];
  /** A public zone's delegation set, sorted. */
  readonly nameServers: readonly string[];
};

/** A hosted zone as a listing shows it. */
export type ZoneSummary = { readonly id: string; readonly name: string };

/** Routing policies: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy.html */
export type RoutingPolicy =
  | 'simple'
  | 'weighted'
  | 'failover'
  | 'latency'
  | 'geolocation'
  | 'geoproximity'
  | 'multivalue'
  | 'ip-based';

/** Where an alias leads. The name is canonical and without the `dualstack.` that CDK and the console put before it. */
export type AliasTarget = {
  readonly name: string;
  readonly zoneId: string;
  readonly evaluateTargetHealth: boolean;
};

/** A record set: an alias, or values. A wildcard's name begins with `*.`. */
export type RecordSet = {
  readonly name: string;
  /** A, AAAA, CNAME … */
  readonly type: string;
  readonly routing: RoutingPolicy;
  readonly setIdentifier?: string;
  /** Of a weighted record set. */
  readonly weight?: number;
  readonly alias?: AliasTarget;
  /** IPs are canonical, names as Route 53 has them. */
  readonly values: readonly string[];
};

/** The one spelling of a DNS name: lower case, Route 53's `\ooo` escapes decoded, no trailing dot. */
export function canonicalName(name: string): string {
  return name
    .replaceAll(/\\([0-7]{3})/g, (_, octal: string) => String.fromCodePoint(Number.parseInt(octal, 8)))
    .replace(/\.$/, '')
    .toLowerCase();
}

/** The one spelling of what an alias leads to: CDK and the console put `dualstack.` before a load balancer's name. */
export function canonicalAliasName(name: string): string {
  return canonicalName(name).replace(/^dualstack\./, '');
}

/** True if a canonical name is a zone's own, or lies in it. */
export function liesIn(name: string, zoneName: string): boolean {
  return zoneName === '' || name === zoneName || name.endsWith(`.${zoneName}`);
}
