import type { Request } from './calls.ts';
import type { Params } from './form.ts';

/**
 * What a call may meet:
 * - `throttle`, `deny`, `unavailable`, `health-unavailable`: AWS's error for it
 * - `invalid-target`: AWS rejects a registration for one of its targets; `match` says for which
 * - `reset`: the connection breaks; `hang`: no answer comes
 * - `stale`: a read gets the answer that the same request got before, as from a replica that lags
 * - `empty`: a read answers 200 and nothing in it, not even an empty list
 * - `short-page`: a list loses the second half of its items, and no token says so
 * - `lies`: a write answers success and changes nothing
 * - `lands-then-fails`: a write changes the world, then answers an error
 * - `not-ready`: Lambda answers that the function is still being made; other services pass it by
 */
export type FaultName =
  | 'throttle'
  | 'deny'
  | 'unavailable'
  | 'health-unavailable'
  | 'invalid-target'
  | 'reset'
  | 'hang'
  | 'stale'
  | 'empty'
  | 'short-page'
  | 'lies'
  | 'lands-then-fails'
  | 'not-ready';

/** A planned fault. Without `operation`, `match` or `times` it meets every call until removed. */
type Fault = {
  readonly fault: FaultName;
  readonly operation?: string;
  readonly service?: string;
  readonly region?: string;
  /** What else a call must be; with the caller in it, a test can evaluate policies. */
  readonly match?: (params: Params, request: Request) => boolean;
  /** How many calls it meets. The SDK retries most faults: three attempts use up three times. */
  readonly times?: number;
};

/** Plans what goes wrong. */
export type Faults = {
  /** Plans a fault; the result removes it. The first that fits a call meets it. */
  readonly add: (fault: Fault) => () => void;
  /** Leaves interfaces out of DescribeNetworkInterfaces, as a replica that lags does; the result ends it. */
  readonly omitInterfaces: (ids: readonly string[]) => () => void;
  readonly clear: () => void;
};

/** The side of the faults that the wire asks. */
export type FaultPlan = {
  readonly faults: Faults;
  /** The fault a call meets, used up by one. */
  readonly take: (request: Request) => FaultName | undefined;
  readonly isOmitted: (interfaceId: string) => boolean;
};

/** Faults that only a write, or only a read, can meet; the other passes them by and leaves them planned. */
const WRITES_ONLY: ReadonlySet<FaultName> = new Set<FaultName>(['lies', 'lands-then-fails']);
const READS_ONLY: ReadonlySet<FaultName> = new Set<FaultName>(['stale', 'empty', 'short-page']);

export function createFaultPlan(): FaultPlan {
  const planned = new Map<Fault, number>();
  const omissions = new Set<readonly string[]>();
  return {
    faults: {
      add: (fault) => {
        // A copy, so that one description planned twice counts twice.
        const entry = { ...fault };
        planned.set(entry, fault.times ?? Number.POSITIVE_INFINITY);
        return () => planned.delete(entry);
      },
      omitInterfaces: (ids) => {
        const entry = [...ids];
        omissions.add(entry);
        return () => omissions.delete(entry);
      },
      clear: () => {
        planned.clear();
        omissions.clear();
      },
    },
    take: (call) => {
      const [found] = [...planned].find(([fault, left]) => left > 0 && fits(fault, call)) ?? [];
      if (found !== undefined) planned.set(found, (planned.get(found) ?? 0) - 1);
      return found?.fault;
    },
    isOmitted: (interfaceId) => [...omissions].some((ids) => ids.includes(interfaceId)),
  };
}

function fits(fault: Fault, call: Request): boolean {
  return (
    (fault.operation ?? call.operation) === call.operation &&
    (fault.service ?? call.service) === call.service &&
    (fault.region ?? call.region) === call.region &&
    !(call.write ? READS_ONLY : WRITES_ONLY).has(fault.fault) &&
    (fault.match === undefined || fault.match(call.params, call))
  );
}
