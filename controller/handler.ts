import { Logger } from '@aws-lambda-powertools/logger';
import { readBindingDocument } from './binding-document.ts';
import { BindingsFaulted } from './bindings-faulted.ts';
import { wallClock } from './clock.ts';
import { type Connect, createConnect } from './connect.ts';
import { createMeter } from './emf.ts';
import { tracesOf } from './error-trace.ts';
import type { Invocation } from './invocation.ts';
import type { Log } from './log.ts';
import { measureSync } from './measure.ts';
import type { Meter } from './metrics.ts';
import type { Clock } from './model/clock.ts';
import { NO_CHANGES, type Outcome, type OutcomeWord } from './model/outcome.ts';
import type { Refusal } from './model/plan.ts';
import { identify, type Spec } from './model/spec.ts';
import type { Resolve } from './observe/answered.ts';
import { createNotify, type Notify, tellOfChanges } from './notify.ts';
import { knowNothing } from './plan/decide.ts';
import { ownResolver } from './own-resolver.ts';
import { checkFreshness } from './plan/freshness.ts';
import { type Report, toReport } from './report.ts';
import { sync as syncPass } from './sync.ts';

/** What the handler stands on. Production passes AWS, the wall clock, and Powertools' logger and metrics. */
export type HandlerMeans = {
  readonly connect: Connect;
  readonly resolve: Resolve;
  readonly clock: Clock;
  readonly logger: Log;
  readonly meter: Meter;
  readonly notify: Notify;
};

/** What a sync pass came to, or what is planned. */
export type SyncAnswer = { readonly outcomes: readonly Report[] };

/**
 * The Lambda entry of the sync pass. Its event is a binding document whose `asOf` is the schedule's own time; or
 * `{ plan: <binding document> }`, for which it plans now, writes nothing, measures nothing and tells nobody.
 */
export function createSync({
  connect,
  resolve,
  clock,
  logger,
  meter,
  notify,
}: HandlerMeans): (event: unknown, invocation: Invocation) => Promise<SyncAnswer> {
  return async (event, { functionName }) => {
    const beganAt = performance.now();
    const passStartedAt = clock.now();
    const rehearsal = asRehearsal(event);
    const { asOf, bindings } = readBindingDocument(rehearsal === undefined ? event : rehearsal.plan, 'The event');
    const write = rehearsal === undefined;
    const stale = write ? checkFreshness(asOf, passStartedAt) : undefined;
    const outcomes =
      stale === undefined
        ? await syncPass(bindings, { connect, resolve, clock, write })
        : bindings.map((binding) => refuse(binding, stale));

    const reports = outcomes.map(toReport);
    logPass(logger, write ? 'sync pass' : 'plan', outcomes, Math.round(performance.now() - beganAt));
    if (write) {
      const failedNotifications = await tellOfChanges(outcomes, { notify, logger, passStartedAt });
      measureSync(outcomes, { functionName, failedNotifications }).forEach(meter);
    }
    if (outcomes.some(({ outcome }) => outcome === 'faulted')) throw new BindingsFaulted(outcomes, reports);
    return { outcomes: reports };
  };
}

const logger = new Logger({ serviceName: 'target-sync' });
const run = createSync({
  connect: createConnect(),
  resolve: ownResolver,
  clock: wallClock,
  logger,
  meter: createMeter(),
  notify: createNotify(),
});

/** The scheduled function. */
export const sync = (event: unknown, context: Parameters<Logger['addContext']>[0]): ReturnType<typeof run> => {
  logger.addContext(context);
  return run(event, context);
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

const LEVELS: Readonly<Record<Exclude<OutcomeWord, 'in-sync'>, keyof Log>> = {
  faulted: 'error',
  refused: 'warn',
  blocked: 'warn',
  waiting: 'info',
  changed: 'info',
  planned: 'info',
};

function logBinding(logger: Log, outcome: Outcome): void {
  if (outcome.outcome === 'in-sync') return;
  const errors = tracesOf(outcome.faults);
  logger[LEVELS[outcome.outcome]]('binding', { ...toReport(outcome), ...(errors.length > 0 && { errors }) });
}
