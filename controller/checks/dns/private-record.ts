import type { AuditSituation } from '../../model/audit.ts';
import type { CheckResult } from '../../model/finding.ts';
import { aliasToSource } from './alias-fix.ts';
import { eachPrivateHalf } from './each-half.ts';
import { zoneText } from './record-sets.ts';
import { standingResult } from './standing-record.ts';

/** The private zone has an A record of exactly this name: without it VPC clients get nothing, the public answer included. */
export function privRecordMissing(situation: AuditSituation): readonly CheckResult[] {
  const code = 'PRIV_RECORD_MISSING';
  return eachPrivateHalf({ situation, code }, ({ name }, half) =>
    standingResult(half, {
      code,
      name,
      expected: `Zone ${zoneText(half)} has an A record named exactly ${name}: VPC clients do not fall through to the public one.`,
      fix: aliasToSource(situation, { zoneId: half.zoneId, name, type: 'A' }),
    }),
  );
}
