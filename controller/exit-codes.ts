import type { AuditReport } from './audit-report.ts';
import type { Drill } from './model/drill.ts';
import type { OutcomeWord } from './model/outcome.ts';

/** 0: all is well. 2: there is something to do. 1: it could not be done. */
export type ExitCode = 0 | 1 | 2;

/** Of a pass, by its outcome. */
export const PASS_EXIT_CODES: Readonly<Record<OutcomeWord, ExitCode>> = {
  faulted: 1,
  refused: 1,
  blocked: 2,
  waiting: 2,
  planned: 2,
  changed: 0,
  'in-sync': 0,
};

/** Of an audit, by its verdict. */
export const AUDIT_EXIT_CODES: Readonly<Record<AuditReport['verdict'], ExitCode>> = {
  faulted: 1,
  findings: 2,
  clean: 0,
};

/** Of a drill, by its outcome. */
export const DRILL_EXIT_CODES: Readonly<Record<Drill['outcome'], ExitCode>> = {
  refused: 1,
  'not-healed': 1,
  declined: 2,
  healed: 0,
};

/** The highest concern wins: 1 over 2 over 0. */
export function worst(codes: readonly ExitCode[]): ExitCode {
  return codes.includes(1) ? 1 : codes.includes(2) ? 2 : 0;
}
