import { Logger } from '@aws-lambda-powertools/logger';
import type { Aws } from './aws/clients.ts';
import { readBindingDocument } from './binding-document.ts';
import { BindingsFaulted } from './bindings-faulted.ts';
import { wallClock } from './clock.ts';
import { createConnect } from './connect.ts';
import type { Log } from './log.ts';
import type { Clock } from './model/clock.ts';
import { NO_CHANGES, type Outcome } from './model/outcome.ts';
import type { Refusal } from './model/plan.ts';
import { identify, type Spec } from './model/spec.ts';
import { knowNothing } from './plan/decide.ts';
import { checkFreshness } from './plan/freshness.ts';
import { type Report, toReport } from './report.ts';
import { sync as syncPass } from './sync.ts';

/** What the handler stands on. Production passes AWS, the wall clock and the Powertools logger. */
export type HandlerMeans = {
  readonly connect: (region: string) => Aws;
  readonly clock: Clock;
  readonly logger: Log;
};

/**
 * The Lambda entry of the sync pass. Its event is a binding document whose `asOf` is the schedule's own time; or
 * `{ plan: <binding document> }`, for which it plans now and writes nothing.
 */
export function createSync({
  connect,
  clock,
  logger,
}: HandlerMeans): (event: unknown) => Promise<{ outcomes: readonly Report[] }> {
  return async (event) => {
    const beganAt = performance.now();
    const rehearsal = asRehearsal(event);
    const { asOf, bindings } = readBindingDocument(rehearsal === undefined ? event : rehearsal.plan, 'The event');
    const write = rehearsal === undefined;
    const stale = write ? checkFreshness(asOf, clock.now()) : undefined;
    const outcomes =
      stale === undefined
        ? await syncPass(bindings, { connect, clock, write })
        : bindings.map((binding) => refuse(binding, stale));

    const reports = outcomes.map(toReport);
    logPass(logger, write ? 'sync pass' : 'plan', outcomes, Math.round(performance.now() - beganAt));
    if (outcomes.some(({ outcome }) => outcome === 'faulted')) throw new BindingsFaulted(outcomes, reports);
    return { outcomes: reports };
  };
}

const logger = new Logger({ serviceName: 'target-sync' });
const run = createSync({ connect: createConnect(), clock: wallClock, logger });

/** The scheduled function. */
export const sync = (event: unknown, context: Parameters<Logger['addContext']>[0]): ReturnType<typeof run> => {
  logger.addContext(context);
  return run(event);
};

/** `plan` and nothing beside it: an event that is both must not pass for either. */
function asRehearsal(event: unknown): { readonly plan: unknown } | undefined {
  if (typeof event !== 'object' || event === null || !('plan' in event)) return undefined;
  return Object.keys(event).length === 1 ? event : undefined;
}

function refuse(spec: Spec, refusal: Refusal): Outcome {
  return { ...identify(spec), ...knowNothing(refusal), outcome: 'refused', changes: NO_CHANGES, faults: [] };
}

/** One line a pass, and one more for each binding that is not in sync. Health and foreign targets stand in the first. */
function logPass(logger: Log, message: 'sync pass' | 'plan', outcomes: readonly Outcome[], durationMs: number): void {
  const byOutcome = Map.groupBy(outcomes, ({ outcome }) => outcome);
  const total = (count: (outcome: Outcome) => number): number => outcomes.reduce((sum, each) => sum + count(each), 0);
  logger.info(message, {
    bindings: outcomes.length,
    outcomes: Object.fromEntries([...byOutcome].map(([outcome, { length }]) => [outcome, length])),
    desired: total(({ health }) => health.desired),
    healthy: total(({ health }) => health.healthy),
    foreign: total(({ foreign }) => foreign.length),
    durationMs,
  });
  for (const each of outcomes) logBinding(logger, each);
}

function logBinding(logger: Log, outcome: Outcome): void {
  const message = `${outcome.binding} is ${outcome.outcome}`;
  const fields = { ...toReport(outcome) };
  switch (outcome.outcome) {
    case 'in-sync':
      break;
    case 'faulted':
      logger.error(message, { ...fields, errors: outcome.faults.map(({ problem }) => problem.cause) });
      break;
    case 'refused':
    case 'blocked':
      logger.warn(message, fields);
      break;
    case 'waiting':
    case 'changed':
    case 'planned':
      logger.info(message, fields);
      break;
  }
}
