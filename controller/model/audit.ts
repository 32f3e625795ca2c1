import type { AuditedApi, AuditedDomain } from './audit-api.ts';
import type { Certificate, Handshake } from './audit-certificate.ts';
import type { ClientVpc } from './audit-client-vpc.ts';
import type { AuditedName } from './audit-dns.ts';
import type { AuditedGroup } from './audit-group.ts';
import type { Attributes, FrontDoor } from './audit-load-balancer.ts';
import type { SecurityGroup } from './audit-security.ts';
import type { AuditedSource } from './audit-source.ts';
import type { AuditSpec } from './audit-spec.ts';
import type { Subnet } from './network.ts';
import type { ProbeReport } from './probe.ts';
import type { Reading } from './reading.ts';
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
