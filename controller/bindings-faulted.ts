import type { Fault } from './model/outcome.ts';
import { problemText } from './model/reading.ts';

/** What a pass says of one binding: its name, and what failed. */
type Judged = { readonly binding: string; readonly faults: readonly Fault[] };

/** Thrown at the end of a pass in which a binding faulted, so that the invocation fails. `cause` holds each fault's error. */
export class BindingsFaulted<Report> extends Error {
  override readonly name = 'BindingsFaulted';

  /** The whole pass, bindings without a fault included. */
  readonly reports: readonly Report[];

  constructor(all: readonly Judged[], reports: readonly Report[]) {
    const faulted = all.filter(({ faults }) => faults.length > 0);
    const problems = faulted.flatMap(({ binding, faults }) => faults.map(({ problem }) => ({ binding, problem })));
    const lines = problems.map(({ binding, problem }) => `${binding}: ${problemText(problem)}`);
    super(`${faulted.length} of ${all.length} bindings faulted: ${lines.join('; ')}`, {
      cause: new AggregateError(problems.map(({ problem }) => problem.cause)),
    });
    this.reports = reports;
  }
}
