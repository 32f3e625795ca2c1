import type { AuditSituation } from '../../model/audit.ts';
import type { AliasTarget } from '../../model/dns.ts';
import { frontDoorOf } from '../front-door.ts';
import { type Known, known } from '../known.ts';
import type { AliasVerdict } from './endpoint-alias.ts';
import { aliasText } from './record-sets.ts';

/** Why a name that another record answers for says nothing here. */
export const NOT_FOLLOWED = 'which is not followed, so that it is not known whether it leads here.';

type Context = {
  readonly situation: AuditSituation;
  /** The hosted zone that the record is in. */
  readonly zoneId: string;
};

/**
 * Judges a private alias that leads to nothing of the source: a record of the same zone, the load balancer with the fixed
 * IPs, elsewhere. `called` is what that load balancer is called beside the source.
 */
export function judgeOtherAlias(
  alias: AliasTarget,
  { situation, zoneId }: Context,
  called: string,
): Known<AliasVerdict> {
  if (alias.zoneId === zoneId) {
    const found = `It is an alias to ${alias.name} of the same zone, ${NOT_FOLLOWED}`;
    return known({ severity: 'warn', found });
  }
  const door = frontDoorOf(situation);
  if (door.kind === 'known' && door.loadBalancer.dnsName === alias.name) {
    const found = `It is an alias to ${door.loadBalancer.name}: VPC clients go by ${called}, which may be meant so.`;
    return known({ severity: 'info', found });
  }
  // Without the load balancer's own name, any load balancer's may be it.
  if (door.kind === 'unknown' && alias.name.includes('.elb.')) return door;
  return known({ severity: 'crit', found: `It is an alias to ${aliasText(alias)}.` });
}
