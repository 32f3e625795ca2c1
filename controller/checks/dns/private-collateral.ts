import type { AuditSituation } from '../../model/audit.ts';
import type { AuditedName, Collateral, PrivateHalf } from '../../model/audit-dns.ts';
import { type CheckResult, finding, ok, unread } from '../../model/finding.ts';
import { awsCommand } from '../command.ts';
import { eachPrivateHalf } from './each-half.ts';
import { zoneText } from './record-sets.ts';
import { untold } from '../untold.ts';
import { vpcOption } from './vpc-zones.ts';

const CODE = 'PRIV_COLLATERAL';

/** More hidden names than these are counted, not listed. */
const LISTED = 10;

/** A private zone wider than the name hides no other name of the public zone from VPC clients. */
export function privCollateral(situation: AuditSituation): readonly CheckResult[] {
  return eachPrivateHalf({ situation, code: CODE }, (audited, half) => {
    const { name } = audited;
    const { collateral, zone } = half;
    if (collateral === undefined)
      return zone.kind === 'unread'
        ? unread(CODE, name, zone.problem)
        : ok(CODE, name, `Zone ${zoneText(half)} is named as the host, so it hides no other name.`);
    if (collateral.kind === 'unread') return unread(CODE, name, collateral.problem);

    const { publicZone, complete } = collateral.value;
    if (publicZone === undefined)
      return isPublicElsewhere(audited, half)
        ? untold(CODE, name, `The public zone of the same name as ${zoneText(half)} belongs to another account.`)
        : ok(CODE, name, `The account has no public zone of the same name as ${zoneText(half)}.`);
    const hidden = hiddenNames(name, collateral.value);
    if (hidden.length > 0)
      return finding(CODE, name, {
        severity: 'warn',
        expected: `Zone ${zoneText(half)} has every name of the public zone ${publicZone.name} (${publicZone.id}).`,
        found: `It lacks ${listText(hidden)}${complete ? '' : ', as far as the zones were read'}: VPC clients get NXDOMAIN for them.`,
        fix: `Have a private zone of exactly the host’s name, with its record, in place of this one:\n${createZone(situation, name)}`,
      });
    if (!complete)
      return untold(CODE, name, 'The zones have more records than an audit reads; of those read none is hidden.');
    return ok(
      CODE,
      name,
      `Zone ${zoneText(half)} has every name of the public zone ${publicZone.name} (${publicZone.id}).`,
    );
  });
}

/** True where the binding itself names a public zone of the private one's name, which this account does not list. */
function isPublicElsewhere({ publicHalf }: AuditedName, { zone }: PrivateHalf): boolean {
  return publicHalf?.zone.kind === 'read' && zone.kind === 'read' && publicHalf.zone.value.name === zone.value.name;
}

/** Of the name itself PRIV_RECORD_MISSING speaks. */
function hiddenNames(name: string, { publicNames, privateNames }: Collateral): readonly string[] {
  return [...new Set(publicNames)]
    .filter((other) => other !== name && !privateNames.some((own) => own === other || answersFor(own, other)))
    .toSorted();
}

/**
 * A wildcard is taken to answer for every name below it. It does not for one below another existing name (RFC 4592,
 * section 3.3.1): such a name goes unreported.
 */
function answersFor(wildcard: string, name: string): boolean {
  return wildcard.startsWith('*.') && name.endsWith(wildcard.slice(1));
}

function listText(names: readonly string[]): string {
  const more = names.length - LISTED;
  return `${names.slice(0, LISTED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Without a VPC Route 53 makes a zone public, so a placeholder that it rejects stands for one that is not known. */
function createZone(situation: AuditSituation, name: string): string {
  const vpcId = situation.clientVpcs[0]?.id ?? '<vpc-id>';
  return awsCommand('route53 create-hosted-zone', {
    name,
    'caller-reference': `${name}-in-${vpcId}`,
    vpc: vpcOption(situation, vpcId),
    'hosted-zone-config': { PrivateZone: true },
  });
}
