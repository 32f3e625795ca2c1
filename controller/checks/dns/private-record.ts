import type { AuditSituation } from '../../model/audit.ts';
import { type CheckResult, finding, ok, unknown } from '../../model/finding.ts';
import { aliasToEndpoint } from './alias-fix.ts';
import { eachPrivateHalf } from './each-half.ts';
import { standingRecord, zoneText } from './record-sets.ts';

/** The private zone has an A record of exactly this name: without it VPC clients get nothing, the public answer included. */
export function privRecordMissing(situation: AuditSituation): readonly CheckResult[] {
  const code = 'PRIV_RECORD_MISSING';
  return eachPrivateHalf({ situation, code }, ({ name }, half) => {
    const standing = standingRecord(half);
    if (standing.kind === 'unknown') return unknown(code, name, standing.why);
    const { stands, found } = standing.value;
    if (stands) return ok(code, name, found);
    return finding(code, name, {
      severity: 'crit',
      expected: `Zone ${zoneText(half)} has an A record named exactly ${name}: VPC clients do not fall through to the public one.`,
      found,
      fix: aliasToEndpoint(situation, { zoneId: half.zoneId, name, type: 'A' }),
    });
  });
}
