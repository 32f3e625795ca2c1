import type { AuditSituation } from '../model/audit.ts';
import type { AuditedEndpoint, AuditedLoadBalancer } from '../model/audit-source.ts';
import type { NetworkInterface } from '../model/network.ts';
import { read, type Reading } from '../model/reading.ts';
import { sourceId } from '../model/spec.ts';
import { parseArn } from '../model/target-group.ts';
import { awsCommand } from './command.ts';

/** What both kinds of source have. */
export type SourceFacts = {
  /** An endpoint's id, or a load balancer's name. */
  readonly name: string;
  readonly vpcId: string;
  /** One a zone. */
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  readonly interfaces: readonly NetworkInterface[];
  /** True where it has interfaces that were not seen. */
  readonly isPartial: boolean;
  /** Why not all of its addresses are known, as a sentence. */
  readonly unseen: string | undefined;
};

/** The word for a source, as it follows "the". */
export type SourceNoun = 'endpoint' | 'ALB';

/** The word for the source of a binding. */
export function nounOf({ spec }: Pick<AuditSituation, 'spec'>): SourceNoun {
  return 'vpcEndpointId' in spec.source ? 'endpoint' : 'ALB';
}

/** What is known of a source of either kind. */
export function sourceOf({ source }: Pick<AuditSituation, 'source'>): Reading<SourceFacts> {
  if (source.kind === 'unread') return source;
  const { interfaces } = source.value;
  const rest = { interfaces, isPartial: isPartial(source.value), unseen: unseenText(source.value) };
  if ('endpoint' in source.value) return read({ ...source.value.endpoint, ...rest, name: source.value.endpoint.id });
  return read({ ...source.value.loadBalancer, ...rest });
}

/** True where interfaces that a source has were not seen: those an endpoint lists, and one in each subnet of an ALB. */
function isPartial(source: AuditedEndpoint | AuditedLoadBalancer): boolean {
  return 'endpoint' in source
    ? source.interfaces.length < source.endpoint.interfaceIds.length
    : bareSubnetIds(source).length > 0;
}

/** Why the addresses of a source are not all known, as a sentence; undefined where every interface was seen. */
function unseenText(source: AuditedEndpoint | AuditedLoadBalancer): string | undefined {
  const { interfaces } = source;
  if (interfaces.length > 0 && !isPartial(source)) return undefined;
  if ('endpoint' in source) {
    const { id, interfaceIds } = source.endpoint;
    return `Only ${interfaces.length} of ${interfaceIds.length} interfaces of ${id} could be read, so its addresses are not known.`;
  }
  const where = bareSubnetIds(source).toSorted().join(', ') || 'any subnet';
  return `${source.loadBalancer.name} shows no interface in ${where}, so its addresses are not known.`;
}

function bareSubnetIds({ loadBalancer, interfaces }: AuditedLoadBalancer): readonly string[] {
  return loadBalancer.subnetIds.filter((id) => !interfaces.some(({ subnetId }) => subnetId === id));
}

/** Where the source is: the account and the Region that commands about it are for. */
export function placeOf({ spec, region, accountId }: AuditSituation): {
  readonly region: string;
  readonly accountId: string;
} {
  if ('loadBalancerArn' in spec.source) return parseArn(spec.source.loadBalancerArn);
  const { roleArn } = spec.source;
  return { region, accountId: roleArn === undefined ? accountId : parseArn(roleArn).accountId };
}

/** A fix that takes credentials of the source's account; it says so where that is not the target group's. */
export function inSourceAccount(situation: AuditSituation, fix: string): string {
  const { accountId } = placeOf(situation);
  if (accountId === situation.accountId) return fix;
  return `With credentials of account ${accountId}, whose ${nounOf(situation)} it is:\n${fix}`;
}

/** The command that shows a source. */
export function describeSource(situation: AuditSituation): string {
  const { source } = situation.spec;
  const { region } = placeOf(situation);
  return 'loadBalancerArn' in source
    ? awsCommand('elbv2 describe-load-balancers', { 'load-balancer-arns': source.loadBalancerArn }, region)
    : awsCommand('ec2 describe-vpc-endpoints', { 'vpc-endpoint-ids': source.vpcEndpointId }, region);
}

/** The id of a source as results have it for their subject: `vpce-…`, or `loadbalancer/app/<name>/<hash>`. */
export function subjectOf({ spec }: Pick<AuditSituation, 'spec'>): string {
  return sourceId(spec.source);
}
