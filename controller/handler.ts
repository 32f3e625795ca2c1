import { Logger } from '@aws-lambda-powertools/logger';
import type { Aws } from './aws/clients.ts';
import { readBindingDocument } from './binding-document.ts';
import { wallClock } from './clock.ts';
import { createConnect } from './connect.ts';
import type { Clock } from './model/clock.ts';
import { NO_CHANGES, type Outcome } from './model/outcome.ts';
import { problemText } from './model/reading.ts';
import type { Spec } from './model/spec.ts';
import { refuse } from './plan/decide.ts';
import { checkFreshness } from './plan/freshness.ts';
import { type Report, toReport } from './report.ts';
import { sync as syncPass } from './sync.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What the handler stands on. Production passes AWS, the wall clock and the Powertools logger. */
export type HandlerMeans = {
  readonly connect: (region: string) => Aws;
  readonly clock: Clock;
  readonly logger: Readonly<Record<'info' | 'warn' | 'error', (message: string, fields: Fields) => void>>;
};

/** Thrown at the end of a pass in which a binding faulted, so that the invocation fails. `cause` holds each fault's error. */
export class BindingsFaulted extends Error {
  override readonly name = 'BindingsFaulted';

  /** The whole pass, bindings without a fault included. */
  readonly outcomes: readonly Report[];

  constructor(faulted: readonly Outcome[], outcomes: readonly Report[]) {
    const lines = faulted.map(
      ({ binding, fault }) => `${binding}: ${fault === undefined ? 'unknown' : problemText(fault)}`,
    );
    const errors = faulted.map(({ fault }) => fault?.cause);
    super(`${faulted.length} of ${outcomes.length} bindings faulted: ${lines.join('; ')}`, {
      cause: new AggregateError(errors),
    });
    this.outcomes = outcomes;
  }
}

/** The Lambda entry of the sync pass. Its event is a binding document whose `asOf` is the schedule's own time. */
export function createSync({
  connect,
  clock,
  logger,
}: HandlerMeans): (event: unknown) => Promise<{ outcomes: readonly Report[] }> {
  return async (event) => {
    const beganAt = performance.now();
    const { asOf, bindings } = readBindingDocument(event, 'The event');
    const stale = checkFreshness(asOf, clock.now());
    const outcomes =
      stale === undefined
        ? await syncPass(bindings, { connect, clock, write: true })
        : bindings.map((binding) => refused(binding, refuse(stale)));

    const reports = outcomes.map(toReport);
    logPass(logger, reports, Math.round(performance.now() - beganAt));
    const faulted = outcomes.filter(({ outcome }) => outcome === 'faulted');
    if (faulted.length > 0) throw new BindingsFaulted(faulted, reports);
    return { outcomes: reports };
  };
}

/** The scheduled function. */
export const sync = createSync({
  connect: createConnect(),
  clock: wallClock,
  logger: new Logger({ serviceName: 'target-sync' }),
});

function refused(spec: Spec, decision: ReturnType<typeof refuse>): Outcome {
  return { binding: spec.name, outcome: 'refused', ...decision, changes: NO_CHANGES };
}

/** One line a pass, and one more for each binding that is not in sync. */
function logPass(logger: HandlerMeans['logger'], reports: readonly Report[], durationMs: number): void {
  const byOutcome = Map.groupBy(reports, ({ outcome }) => outcome);
  const counts = Object.fromEntries([...byOutcome].map(([outcome, { length }]) => [outcome, length]));
  logger.info('sync pass', { bindings: reports.length, outcomes: counts, durationMs });
  for (const report of reports) {
    if (report.outcome === 'in-sync') continue;
    const message = `${report.binding} is ${report.outcome}`;
    if (report.outcome === 'faulted') logger.error(message, { ...report });
    else if (report.outcome === 'refused' || report.outcome === 'blocked') logger.warn(message, { ...report });
    else logger.info(message, { ...report });
  }
}
