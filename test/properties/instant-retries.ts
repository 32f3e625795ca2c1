import type { AwsOptions } from '../../controller/aws/clients.ts';

type Strategy = Extract<NonNullable<AwsOptions['retryStrategy']>, { readonly acquireInitialRetryToken: unknown }>;
type Token = Awaited<ReturnType<Strategy['acquireInitialRetryToken']>>;

/** As production: https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html */
const ATTEMPTS = 3;

/**
 * Retries what the SDK finds worth retrying, as often as production does, and at once. Not even a timer of no length runs
 * between attempts: what is in flight then stands still whenever nothing of this process is left to do.
 */
export function instantRetries(): Strategy {
  return {
    acquireInitialRetryToken: async () => tokenOf(0),
    refreshRetryTokenForRetry: async (token, { errorType }) => {
      const retries = token.getRetryCount() + 1;
      const worthIt = errorType === 'THROTTLING' || errorType === 'TRANSIENT';
      if (!worthIt || retries >= ATTEMPTS) throw new Error('no attempt is left');
      return tokenOf(retries);
    },
    recordSuccess: () => undefined,
  };
}

function tokenOf(retries: number): Token {
  return { getRetryCount: () => retries, getRetryDelay: () => 0 };
}
