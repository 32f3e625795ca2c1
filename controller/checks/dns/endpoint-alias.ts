import type { EndpointAudit } from '../../model/audit.ts';
import type { AuditedEndpoint } from '../../model/audit-source.ts';
import type { AliasTarget } from '../../model/dns.ts';
import type { Finding } from '../../model/finding.ts';
import { type Known, known } from '../known.ts';
import { judgeOtherAlias, NOT_FOLLOWED } from './other-alias.ts';
import { type DnsEntry, isZonal } from './regional-entry.ts';

/** What is wrong with a private record, or that nothing is. */
export type AliasVerdict = 'right' | Pick<Finding, 'severity' | 'found'>;

/** What a private record is held against. */
export type AliasContext = {
  readonly situation: EndpointAudit;
  readonly source: AuditedEndpoint;
  readonly regional: DnsEntry;
  /** The hosted zone that the record is in. */
  readonly zoneId: string;
};

const ENDPOINT_ID = /vpce-[0-9a-f]{8,}/;

/** Judges where a private alias leads: the endpoint as a whole, one zone of it, another endpoint, the load balancer, elsewhere. */
export function judgeEndpointAlias(alias: AliasTarget, context: AliasContext): Known<AliasVerdict> {
  const { endpoint } = context.source;
  const entry = endpoint.dnsEntries.find(({ name }) => name === alias.name);
  if (entry !== undefined) return known(judgeEntry(alias, { entry, context }));

  const stale = judgeStrangeName(alias.name, { how: 'an alias', endpointId: endpoint.id });
  if (stale !== undefined) return known(stale);
  return judgeOtherAlias(alias, context, 'the load balancer');
}

/** Judges where a private CNAME leads: the endpoint as a whole, one zone of it, another endpoint, or a name that is not followed. */
export function judgeEndpointCname(target: string, { source: { endpoint }, regional }: AliasContext): AliasVerdict {
  if (target === regional.name)
    return { severity: 'warn', found: 'It is a CNAME to that name: one lookup more than an alias takes.' };
  const entry = endpoint.dnsEntries.find(({ name }) => name === target);
  if (entry !== undefined && isZonal(entry))
    return { severity: 'warn', found: `It is a CNAME to ${target}: to one zone of ${endpoint.id} alone.` };
  // `<api-id>-<vpce-id>.execute-api.<region>.amazonaws.com` leads to an associated endpoint, and is not among its own names.
  const isOfApi = target.includes(`-${endpoint.id}.`);
  const stale = isOfApi ? undefined : judgeStrangeName(target, { how: 'a CNAME', endpointId: endpoint.id });
  return stale ?? { severity: 'warn', found: `It is a CNAME to ${target}, ${NOT_FOLLOWED}` };
}

/** What is wrong with a name that has an endpoint's id in it, and is none of the source's own. */
function judgeStrangeName(
  name: string,
  { how, endpointId }: { readonly how: string; readonly endpointId: string },
): AliasVerdict | undefined {
  const named = ENDPOINT_ID.exec(name)?.[0];
  if (named === undefined) return undefined;
  return {
    severity: 'crit',
    found:
      named === endpointId
        ? `It is ${how} to ${name}, a name that ${named} does not have (any more).`
        : `It is ${how} to ${name}, so to ${named} and not to ${endpointId}.`,
  };
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
