import type { Fault } from './model/outcome.ts';
import { problemText } from './model/reading.ts';

/** A fault as people and pipelines read it. */
export type FaultReport = { readonly reason: string; readonly remedy: string };

/** Writes faults as {@link FaultReport}s. */
export function toFaultReports(faults: readonly Fault[]): readonly FaultReport[] {
  return faults.map(({ problem, remedy }) => ({ reason: problemText(problem), remedy }));
}
