import type { Cloud } from '../cloud/cloud.ts';

/** A way to the cloud on which one call stands still until it is let go. */
export type Held = {
  readonly requestHandler: Cloud['requestHandler'];
  /** Settles when the call has come. */
  readonly reached: Promise<void>;
  readonly release: () => void;
};

/**
 * Holds the n-th call of an operation of EC2 or ELB before AWS gets it, as when the process that makes it is stopped there
 * for a while. Calls beside it go on, and so does the clock.
 */
export function holdAt(cloud: Cloud, operation: string, nth = 1): Held {
  const reached = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  let seen = 0;
  return {
    requestHandler: {
      ...cloud.requestHandler,
      handle: async (request, options) => {
        if (operationOf(request.body) === operation) {
          seen += 1;
          if (seen === nth) {
            reached.resolve();
            await released.promise;
          }
        }
        return cloud.requestHandler.handle(request, options);
      },
    },
    reached: reached.promise,
    release: () => {
      released.resolve();
    },
  };
}

/** Both services take forms, which name the operation: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html */
function operationOf(body: unknown): string | null {
  return typeof body === 'string' ? new URLSearchParams(body).get('Action') : null;
}
