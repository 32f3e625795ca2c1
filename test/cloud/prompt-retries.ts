import { ConfiguredRetryStrategy } from '@smithy/core/retry';

/** Retries as often as production does, without the backoff between attempts: it is real time, and proves nothing here. */
export function promptRetries(): ConfiguredRetryStrategy {
  return new ConfiguredRetryStrategy(3, 0);
}
