import type { CheckResult } from '../../../controller/model/finding.ts';

/** Results in short and in their order: a finding by its severity, anything else by its kind. */
export function verdicts(results: readonly CheckResult[]): readonly string[] {
  return results.map((result) => (result.kind === 'finding' ? result.severity : result.kind));
}
