import type { LoadBalancerAudit } from '../../model/audit.ts';
import type { AuditedLoadBalancer } from '../../model/audit-source.ts';
import type { AliasTarget } from '../../model/dns.ts';
import { frontDoorOf } from '../front-door.ts';
import { type Known, known } from '../known.ts';
import type { AliasVerdict } from './endpoint-alias.ts';
import { aliasText } from './record-sets.ts';

/** What a private record is held against. */
export type AlbAliasContext = {
  readonly situation: LoadBalancerAudit;
  readonly loadBalancer: AuditedLoadBalancer['loadBalancer'];
  /** The hosted zone that the record is in. */
  readonly zoneId: string;
};

const NOT_FOLLOWED = 'which is not followed, so that it is not known whether it leads here.';

/** Judges where a private alias leads: the ALB, the load balancer with the fixed IPs, a record of the same zone, elsewhere. */
export function judgeAlbAlias(
  alias: AliasTarget,
  { situation, loadBalancer: { dnsName, zoneId: aliasZoneId }, zoneId }: AlbAliasContext,
): Known<AliasVerdict> {
  if (alias.name === dnsName) {
    if (alias.zoneId === aliasZoneId) return known('right');
    return crit(`It is an alias to ${alias.name} with zone id ${alias.zoneId}, not ${aliasZoneId}.`);
  }
  if (alias.zoneId === zoneId)
    return known({ severity: 'warn', found: `It is an alias to ${alias.name} of the same zone, ${NOT_FOLLOWED}` });

  const door = frontDoorOf(situation);
  if (door.kind === 'known' && door.loadBalancer.dnsName === alias.name)
    return known({
      severity: 'info',
      found: `It is an alias to ${door.loadBalancer.name}: VPC clients go by that load balancer, which may be meant so.`,
    });
  // Without the load balancer's own name, any load balancer's may be it.
  if (door.kind === 'unknown' && alias.name.includes('.elb.')) return door;
  return crit(`It is an alias to ${aliasText(alias)}.`);
}

/** Judges where a private CNAME leads: the ALB, or a name that is not followed. */
export function judgeAlbCname(target: string, { loadBalancer: { dnsName } }: AlbAliasContext): AliasVerdict {
  if (target === dnsName)
    return { severity: 'warn', found: 'It is a CNAME to that name: one lookup more than an alias takes.' };
  return { severity: 'warn', found: `It is a CNAME to ${target}, ${NOT_FOLLOWED}` };
}

function crit(found: string): Known<AliasVerdict> {
  return known({ severity: 'crit', found });
}
