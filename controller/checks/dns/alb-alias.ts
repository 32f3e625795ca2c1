import type { LoadBalancerAudit } from '../../model/audit.ts';
import type { AuditedLoadBalancer } from '../../model/audit-source.ts';
import type { AliasTarget } from '../../model/dns.ts';
import { type Known, known } from '../known.ts';
import type { AliasVerdict } from './endpoint-alias.ts';
import { judgeOtherAlias, NOT_FOLLOWED } from './other-alias.ts';

/** What a private record is held against. */
export type AlbAliasContext = {
  readonly situation: LoadBalancerAudit;
  readonly loadBalancer: AuditedLoadBalancer['loadBalancer'];
  /** The hosted zone that the record is in. */
  readonly zoneId: string;
};

/** Judges where a private alias leads: the ALB, the load balancer with the fixed IPs, a record of the same zone, elsewhere. */
export function judgeAlbAlias(
  alias: AliasTarget,
  { situation, loadBalancer: { dnsName, zoneId: aliasZoneId }, zoneId }: AlbAliasContext,
): Known<AliasVerdict> {
  if (alias.name === dnsName) {
    if (alias.zoneId === aliasZoneId) return known('right');
    const found = `It is an alias to ${alias.name} with zone id ${alias.zoneId}, not ${aliasZoneId}.`;
    return known({ severity: 'crit', found });
  }
  return judgeOtherAlias(alias, { situation, zoneId }, 'that load balancer');
}

/** Judges where a private CNAME leads: the ALB, or a name that is not followed. */
export function judgeAlbCname(target: string, { loadBalancer: { dnsName } }: AlbAliasContext): AliasVerdict {
  if (target === dnsName)
    return { severity: 'warn', found: 'It is a CNAME to that name: one lookup more than an alias takes.' };
  return { severity: 'warn', found: `It is a CNAME to ${target}, ${NOT_FOLLOWED}` };
}
