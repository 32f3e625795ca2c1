import type { AuditedSource, AuditSituation } from '../../model/audit.ts';
import type { AliasTarget } from '../../model/dns.ts';
import type { Finding } from '../../model/finding.ts';
import { frontDoorOf } from '../front-door.ts';
import { type Known, known } from '../known.ts';
import { aliasText } from './record-sets.ts';
import { type DnsEntry, isZonal } from './regional-entry.ts';

/** What is wrong with a private record, or that nothing is. */
export type AliasVerdict = 'right' | Pick<Finding, 'severity' | 'found'>;

/** What a private record is held against. */
export type AliasContext = {
  readonly situation: AuditSituation;
  readonly source: AuditedSource;
  readonly regional: DnsEntry;
};

const ENDPOINT_ID = /vpce-[0-9a-f]{8,}/;

/** Judges where a private alias leads: the endpoint as a whole, one zone of it, another endpoint, the load balancer, elsewhere. */
export function judgeEndpointAlias(alias: AliasTarget, context: AliasContext): Known<AliasVerdict> {
  const { endpoint } = context.source;
  const entry = endpoint.dnsEntries.find(({ name }) => name === alias.name);
  if (entry !== undefined) return known(judgeEntry(alias, { entry, context }));

  const named = ENDPOINT_ID.exec(alias.name)?.[0];
  if (named === endpoint.id)
    return crit(`It is an alias to ${alias.name}, a name that ${named} does not have (any more).`);
  if (named !== undefined) return crit(`It is an alias to ${alias.name}, so to ${named} and not to ${endpoint.id}.`);

  const door = frontDoorOf(context.situation);
  if (door.kind === 'known' && door.loadBalancer.dnsName === alias.name)
    return known({
      severity: 'info',
      found: `It is an alias to ${door.loadBalancer.name}: VPC clients go by the load balancer, which may be meant so.`,
    });
  // Without the load balancer's own name, any load balancer's may be it.
  if (door.kind === 'unknown' && alias.name.includes('.elb.')) return door;
  return crit(`It is an alias to ${aliasText(alias)}.`);
}

/** An alias to one of the endpoint's own names. */
function judgeEntry(
  alias: AliasTarget,
  { entry, context: { regional, source } }: { readonly entry: DnsEntry; readonly context: AliasContext },
): AliasVerdict {
  if (entry !== regional && !isZonal(entry))
    return {
      severity: 'crit',
      found: `It is an alias to ${alias.name}, a private name in a hidden zone: no alias can lead there.`,
    };
  if (alias.zoneId !== entry.zoneId)
    return {
      severity: 'crit',
      found: `It is an alias to ${alias.name} with zone id ${alias.zoneId}, not ${entry.zoneId}.`,
    };
  if (entry === regional) return 'right';
  return { severity: 'warn', found: `It is an alias to ${alias.name}: to one zone of ${source.endpoint.id} alone.` };
}

function crit(found: string): Known<AliasVerdict> {
  return known({ severity: 'crit', found });
}
