import type { SourceSpec, Spec } from './spec.ts';

/** What an audit needs to know beyond the binding itself. A check whose setting is absent says so. */
export type AuditSettings = {
  /** VPCs whose clients use the private half. Default: the source's own. */
  readonly clientVpcIds?: readonly string[] | undefined;
  /** The port that partners connect to. */
  readonly publicPort?: number | undefined;
  /** The fixed IPs that partners have in their firewalls. */
  readonly expectedAddresses?: readonly string[] | undefined;
  /** Who may connect to the load balancer: CIDR blocks. */
  readonly allowedCidrs?: readonly string[] | undefined;
  readonly restApiId?: string | undefined;
  readonly stage?: string | undefined;
  readonly customDomain?: string | undefined;
  /** Roles to read hosted zones of other accounts with, by zone id. */
  readonly zoneRoleArns?: Readonly<Record<string, string>> | undefined;
  readonly probe?: ProbeSettings | undefined;
};

/** The probe inside the VPC: its function, the path it asks for, and the statuses that are right. */
export type ProbeSettings = {
  readonly functionArn: string;
  readonly path: string;
  readonly expectStatus: readonly number[];
};

/** A split-horizon name and the two zones that answer for it. */
export type Hostname = {
  readonly name: string;
  readonly publicZoneId?: string | undefined;
  readonly privateZoneId?: string | undefined;
};

/** A binding as an audit takes it, with a source of either kind or of one. */
export type AuditSpec<Source extends SourceSpec = SourceSpec> = Omit<Spec, 'source'> & {
  readonly source: Source;
  readonly hostnames: readonly Hostname[];
  readonly audit?: AuditSettings | undefined;
};
