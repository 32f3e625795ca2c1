import type { Fault } from './model/outcome.ts';

/**
 * The names and stacks of the errors behind faults, for a log line. Their messages stay out: to a signature that does not
 * match AWS answers with the request as it was signed, session token included.
 */
export function tracesOf(faults: readonly Fault[]): readonly string[] {
  return faults.flatMap(({ problem: { cause } }) => (cause === undefined ? [] : [traceOf(cause)]));
}

function traceOf(cause: unknown): string {
  if (!(cause instanceof Error)) return typeof cause;
  const frames = (cause.stack ?? '').split('\n').filter((each) => /^\s+at /.test(each));
  return [cause.name, ...frames].join('\n');
}
