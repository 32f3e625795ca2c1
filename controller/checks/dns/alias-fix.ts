import { type AuditSituation, isEndpointAudit } from '../../model/audit.ts';
import type { RecordSet } from '../../model/dns.ts';
import { awsCommand, upsertAlias } from '../command.ts';
import { frontDoorOf } from '../front-door.ts';
import { describeSource, inSourceAccount } from '../source.ts';
import { type DnsEntry, regionalEntry } from './regional-entry.ts';

/** A record that is to be an alias. */
type Place = { readonly zoneId: string; readonly name: string; readonly type: 'A' | 'AAAA' };

/** The command that makes a record an alias of the load balancer; where that is unread, the one that shows what to alias. */
export function aliasToLoadBalancer(situation: AuditSituation, { zoneId, name, type }: Place): string {
  const { region, group } = situation;
  const door = frontDoorOf(situation);
  if (door.kind === 'known') {
    const { dnsName, zoneId: aliasZoneId } = door.loadBalancer;
    return upsertAlias(zoneId, {
      name,
      type,
      target: { name: dnsName, zoneId: aliasZoneId, evaluateTargetHealth: false },
    });
  }
  const arn = group.kind === 'read' ? group.value.loadBalancerArn : undefined;
  const command = awsCommand(
    'elbv2 describe-load-balancers',
    arn === undefined ? {} : { 'load-balancer-arns': arn },
    region,
  );
  return `Make it an alias of the load balancer, by the DNSName and CanonicalHostedZoneId that this shows:\n${command}`;
}

/** The command that makes a record an alias of the source; where that is unread, the one that shows what to alias. */
export function aliasToSource(situation: AuditSituation, { zoneId, name, type }: Place): string {
  const entry = aliasOf(situation);
  if (entry !== undefined)
    return upsertAlias(zoneId, { name, type, target: { ...entry, evaluateTargetHealth: false } });
  const [what, names] = isEndpointAudit(situation)
    ? ['endpoint', 'first DnsName and HostedZoneId']
    : ['ALB', 'DNSName and CanonicalHostedZoneId'];
  const words = `Make it an alias of the ${what}, by the ${names} that this shows:`;
  return inSourceAccount(situation, `${words}\n${describeSource(situation)}`);
}

/** The name that stands for the source in all its zones, with the zone that an alias to it needs. */
function aliasOf(situation: AuditSituation): DnsEntry | undefined {
  if (isEndpointAudit(situation)) {
    const { source } = situation;
    return source.kind === 'read' ? regionalEntry(source.value.endpoint.dnsEntries) : undefined;
  }
  const { source } = situation;
  if (source.kind === 'unread') return undefined;
  const { dnsName: name, zoneId } = source.value.loadBalancer;
  return { name, zoneId };
}

/** The command that lists what a zone has of a name, for what no single command can mend. */
export function listRecords(zoneId: string, name: string): string {
  return awsCommand('route53 list-resource-record-sets', {
    'hosted-zone-id': zoneId,
    'start-record-name': name,
    'max-items': '20',
  });
}

/**
 * How an upsert can be made to succeed: Route 53 takes it neither beside a CNAME of the same name nor beside record sets
 * with another routing policy.
 */
export function inPlaceOf(
  records: readonly RecordSet[],
  { list, upsert }: { readonly list: string; readonly upsert: string },
): string {
  if (records.some(({ routing }) => routing !== 'simple'))
    return `Decide which record set is meant, and change or delete the others:\n${list}`;
  if (records.some(({ type }) => type === 'CNAME'))
    return `First delete the CNAME that this shows:\n${list}\nThen:\n${upsert}`;
  return upsert;
}
