import type { Fault } from './model/outcome.ts';

/** What a pass over one binding throws beyond failed calls is a defect of ours, and stays that binding's. */
export function defect(doing: string, cause: unknown): Fault {
  const { name, message } = cause instanceof Error ? cause : new Error(String(cause));
  return {
    problem: { kind: 'other', doing, code: name, message, cause },
    remedy: 'This is a defect of target-sync: its log line has the stack.',
  };
}
