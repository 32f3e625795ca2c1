import type { CheckResult, FindingCode } from '../model/finding.ts';

/** It cannot be told from here, however right everything is; `why` is a sentence. */
export function untold(code: FindingCode, subject: string, why: string): CheckResult {
  return { code, subject, kind: 'unknown', why, outOfReach: true };
}
