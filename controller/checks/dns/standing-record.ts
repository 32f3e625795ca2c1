import type { ZoneView } from '../../model/audit-dns.ts';
import { type CheckResult, type Finding, type FindingCode, finding, ok, unknown } from '../../model/finding.ts';
import { fromReading, type Known, known } from '../known.ts';
import { recordText, zoneText } from './record-sets.ts';

/** What is said where a name has no record that answers for it. */
type Wanted = { readonly code: FindingCode; readonly name: string } & Pick<Finding, 'expected' | 'fix'>;

/** What a half's check says of the record that it must have: crit where there is none. */
export function standingResult(view: ZoneView, { code, name, expected, fix }: Wanted): CheckResult {
  const standing = standingRecord(view);
  if (standing.kind === 'unknown') return unknown(code, name, standing.why);
  const { stands, found } = standing.value;
  return stands ? ok(code, name, found) : finding(code, name, { severity: 'crit', expected, found, fix });
}

/**
 * Whether exactly this name has an A record, or a CNAME that answers for one, and what there is. A wildcard does not
 * count: it answers for anything, so it says nothing of this name.
 */
function standingRecord(view: ZoneView): Known<{ readonly stands: boolean; readonly found: string }> {
  const reading = fromReading(view.records);
  if (reading.kind === 'unknown') return reading;
  const records = reading.value;
  const standing = records.filter(({ type }) => type === 'A' || type === 'CNAME');
  if (standing.length > 0) return known({ stands: true, found: `${standing.map(recordText).join('; ')}.` });
  const types = [...new Set(records.map(({ type }) => type))].toSorted();
  const there = types.length === 0 ? `no record of this name${coveredBy(view)}` : `${types.join(', ')} but no A`;
  return known({ stands: false, found: `Zone ${zoneText(view)} has ${there}.` });
}

function coveredBy({ wildcards }: ZoneView): string {
  if (wildcards.kind === 'unread') return '; whether a wildcard covers it could not be read';
  if (wildcards.value.length === 0) return '';
  return `; the wildcard ${wildcards.value.map((record) => `${record.name} (${recordText(record)})`).join(', ')} answers instead`;
}
