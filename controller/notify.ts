import type { AwsOptions } from './aws/clients.ts';
import { createEventBridge, ENTRIES_PER_CALL, putEvents, type Entry } from './aws/events.ts';
import { attempt } from './aws/failure.ts';
import { chunk } from './aws/paging.ts';
import { type ChangeEvent, EVENT_SOURCE, toChangeEvents } from './change-event.ts';
import type { Log } from './log.ts';
import { once } from './model/once.ts';
import type { Outcome } from './model/outcome.ts';
import { problemText } from './model/reading.ts';
import { parseArn } from './model/target-group.ts';

/** Time for all events of a pass together: little beside the pass's own, and its function has no more. */
const TIMEOUT_MS = 3_000;

/** Events of which nobody could be told, and why. */
export type Untold = { readonly events: number; readonly reason: string };

/** Tells of changes on the event bus; what could not be told comes back. It never throws. */
export type Notify = (events: readonly ChangeEvent[]) => Promise<readonly Untold[]>;

/** Makes what tells of changes: each on the default bus of its target group's Region. */
export function createNotify(options: AwsOptions = {}): Notify {
  const connect = once((region) => createEventBridge(region, options));
  return async (events) => {
    const time = { abortSignal: AbortSignal.timeout(TIMEOUT_MS), requestTimeout: TIMEOUT_MS };
    const byRegion = Map.groupBy(events, ({ detail }) => parseArn(detail.targetGroupArn).region);
    const told = [...byRegion].flatMap(([region, regional]) =>
      chunk(regional.map(toEntry), ENTRIES_PER_CALL).map(async (entries): Promise<readonly Untold[]> => {
        const sent = await attempt(() => putEvents(connect(region), entries, time));
        if (sent.kind === 'unread') return [{ events: entries.length, reason: problemText(sent.problem) }];
        return sent.value.map(({ code, message }) => ({ events: 1, reason: `${code}: ${message}` }));
      }),
    );
    return (await Promise.all(told)).flat();
  };
}

/** Where a pass tells of its changes, and where it says that it could not. */
export type Telling = {
  readonly notify: Notify;
  readonly logger: Pick<Log, 'warn'>;
  readonly passStartedAt: Date;
};

/** Tells of the changes of a pass, if there are any, and counts those of which nobody could be told. Never a fault. */
export async function tellOfChanges(
  outcomes: readonly Outcome[],
  { notify, logger, passStartedAt }: Telling,
): Promise<number> {
  const events = outcomes.flatMap((outcome) => toChangeEvents(outcome, passStartedAt));
  if (events.length === 0) return 0;
  // A defect in telling is told like any other failure of it: the changes are made, and the pass is measured after this.
  const untold = await notify(events).catch((error: unknown): readonly Untold[] => [
    { events: events.length, reason: error instanceof Error ? `${error.name}: ${error.message}` : String(error) },
  ]);
  for (const each of untold) logger.warn('notification failed', each);
  return untold.reduce((sum, each) => sum + each.events, 0);
}

function toEntry({ detailType, detail }: ChangeEvent): Entry {
  return { Source: EVENT_SOURCE, DetailType: detailType, Detail: JSON.stringify(detail) };
}
