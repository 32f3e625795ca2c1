import type { AdviceFacts } from './advice.ts';
import type { AuditedApi, AuditedDomain } from './audit-api.ts';
import type { Certificate, Handshake } from './audit-certificate.ts';
import type { ClientVpc } from './audit-client-vpc.ts';
import type { AuditedName } from './audit-dns.ts';
import type { AuditedGroup } from './audit-group.ts';
import type { Attributes, FrontDoor } from './audit-load-balancer.ts';
import type { SecurityGroup } from './audit-security.ts';
import type { AppListener, AuditedEndpoint, AuditedLoadBalancer } from './audit-source.ts';
import type { AuditSpec } from './audit-spec.ts';
import type { Subnet } from './network.ts';
import type { ProbeReport } from './probe.ts';
import type { Reading } from './reading.ts';
import type { EndpointSource, LoadBalancerSource } from './spec.ts';
import type { ListedTarget } from './target.ts';

/** What an audit observes whatever the source. A part that is absent was not configured. */
type AuditGround = {
  readonly now: Date;
  /** Where the target group is, from its ARN. */
  readonly region: string;
  readonly accountId: string;
  /** One for each hostname of the binding, in its order. */
  readonly names: readonly AuditedName[];
  readonly group: Reading<AuditedGroup>;
  readonly groupAttributes: Reading<Attributes>;
  readonly targets: Reading<readonly ListedTarget[]>;
  /** Absent while the group is unread, or attached to nothing. */
  readonly frontDoor?: FrontDoor;
  /** Every subnet of the group's VPC. */
  readonly subnets: Reading<readonly Subnet[]>;
  /** Every subnet of the source's VPC, as the source's account sees it. */
  readonly sourceSubnets: Reading<readonly Subnet[]>;
  /** The VPCs of `audit.clientVpcIds`; without that setting the source's own, if the source could be read. */
  readonly clientVpcs: readonly ClientVpc[];
  /** The security groups of load balancer and source. */
  readonly securityGroups: Reading<readonly SecurityGroup[]>;
  /** The source's, where they are seen with other credentials, or in another Region, than the load balancer's. */
  readonly sourceSecurityGroups?: Reading<readonly SecurityGroup[]>;
  /** Certificates by ARN, of listeners and of the custom domain. */
  readonly certificates: ReadonlyMap<string, Reading<Certificate>>;
  /** One for each fixed IP and hostname, where `audit.publicPort` is configured. */
  readonly handshakes: readonly Handshake[];
  /** What the probe of `audit.probe` saw. */
  readonly probe?: Reading<ProbeReport>;
};

/** Everything the checks of a binding to an endpoint rest on. */
export type EndpointAudit = AuditGround & {
  readonly spec: AuditSpec<EndpointSource>;
  readonly source: Reading<AuditedEndpoint>;
  /** The API of `audit.restApiId`. */
  readonly api?: AuditedApi;
  /** The domain of `audit.customDomain`. */
  readonly domain?: AuditedDomain;
};

/** Everything the checks of a binding to an Application Load Balancer rest on. */
export type LoadBalancerAudit = AuditGround & {
  readonly spec: AuditSpec<LoadBalancerSource>;
  readonly source: Reading<AuditedLoadBalancer>;
  /** Its listeners; certificates of those alone that targets or VPC clients are sent to. */
  readonly appListeners: Reading<readonly AppListener[]>;
  /** What is read to tell whether the binding is needed. */
  readonly advice: AdviceFacts;
};

/** Everything the checks of one binding rest on, as observed. */
export type AuditSituation = EndpointAudit | LoadBalancerAudit;

/** True for a situation whose source is an endpoint. */
export function isEndpointAudit(situation: AuditSituation): situation is EndpointAudit {
  return 'vpcEndpointId' in situation.spec.source;
}
