import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { type AwsOptions, clientConfig } from './clients.ts';
import { doing, given, IncompleteAnswer } from './failure.ts';

/** Entries one PutEvents accepts: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
export const ENTRIES_PER_CALL = 10;

/** An event for the default bus. */
export type Entry = Readonly<Record<'Source' | 'DetailType' | 'Detail', string>>;

/** An entry that EventBridge did not take: AWS's code and message. */
export type RejectedEntry = { readonly code: string; readonly message: string };

/**
 * Makes the client of a Region. A second attempt, since the connection that the last pass left may be closed by now; no
 * more, since telling must not prolong what it tells of.
 */
export function createEventBridge(region: string, options: AwsOptions): EventBridgeClient {
  return new EventBridgeClient({ ...clientConfig(region, options), maxAttempts: 2 });
}

/** Puts up to {@link ENTRIES_PER_CALL} events on the default bus. AWS may take some and reject others, which come back. */
export function putEvents(
  client: EventBridgeClient,
  entries: readonly Entry[],
  time: { readonly abortSignal: AbortSignal; readonly requestTimeout: number },
): Promise<readonly RejectedEntry[]> {
  return doing(`sending ${entries.length} events`, async () => {
    const put: PutEventsRequestEntry[] = [...entries];
    const answer = await client.send(new PutEventsCommand({ Entries: put }), time);
    const results = given(answer.Entries, 'Entries');
    if (results.length < put.length) throw new IncompleteAnswer(`${results.length} results for ${put.length} events`);
    return results.flatMap(({ EventId, ErrorCode, ErrorMessage }) =>
      EventId === undefined ? [{ code: ErrorCode ?? 'no code', message: ErrorMessage ?? 'no message' }] : [],
    );
  });
}
