import type { World } from '../world/state.ts';
import type { Request } from './calls.ts';
import type { Params } from './form.ts';
import { createLags, type Lag } from './lag.ts';

/** What a call may meet, by name, so that a scenario can go through them all. */
export const FAULT_NAMES = [
  /** AWS's error for too many calls. */
  'throttle',
  /** AWS's error for a caller who may not. */
  'deny',
  /** AWS's error for trouble of its own. */
  'unavailable',
  /** DescribeTargetHealth answers AWS's error for health that it cannot tell now. */
  'health-unavailable',
  /** AWS rejects a registration or deregistration for one of its targets; `match` says for which. */
  'invalid-target',
  /** Lambda answers that the function is still being made. */
  'not-ready',
  /** The connection breaks before the call arrives. */
  'reset',
  /** The call does not arrive, and no answer comes. */
  'hang',
  /** A read gets the answer that the same request got before, as from a replica that stands still. */
  'stale',
  /** A read answers 200 and nothing in it, not even an empty list. */
  'empty',
  /** A list loses the second half of its items, and no token says so. */
  'short-page',
  /** A read that pages answers a token that leads to the same page, and so on for as long as the fault meets it. */
  'repeated-page',
  /** The call is carried out and answers 200, and its document breaks off in the middle, be it XML or JSON. */
  'truncated-xml',
  /** A write answers success and changes nothing. */
  'lies',
  /** A write changes the world, then answers AWS's error for trouble of its own. */
  'lands-then-fails',
  /** A write changes the world, and no answer comes: what a client that retries then repeats. */
  'lands-then-hangs',
] as const;

export type FaultName = (typeof FAULT_NAMES)[number];

/** The calls that a fault can meet where it cannot meet any. All others pass it by and leave it planned. */
const MEETS: Partial<Readonly<Record<FaultName, 'reads' | 'writes' | readonly string[]>>> = {
  'health-unavailable': ['DescribeTargetHealth'],
  'invalid-target': ['RegisterTargets', 'DeregisterTargets'],
  'not-ready': ['Invoke'],
  stale: 'reads',
  empty: 'reads',
  'short-page': 'reads',
  'repeated-page': 'reads',
  lies: 'writes',
  'lands-then-fails': 'writes',
  'lands-then-hangs': 'writes',
};

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
  /** Has a replica that is behind answer reads, every second one unless told; the result ends it. The first that fits decides. */
  readonly lag: (lag: Lag) => () => void;
  /** Leaves interfaces out of DescribeNetworkInterfaces, as a replica that lags does; the result ends it. */
  readonly omitInterfaces: (ids: readonly string[]) => () => void;
  readonly clear: () => void;
};

/** The side of the faults that the wire asks. */
export type FaultPlan = {
  readonly faults: Faults;
  /** The fault a call meets, used up by one. */
  readonly take: (request: Request) => FaultName | undefined;
  /** The world that a call sees: as it is, or as it was. */
  readonly worldOf: (request: Request) => World;
  readonly isOmitted: (interfaceId: string) => boolean;
};

/** True if a call can meet a fault at all. */
export function canMeet(fault: FaultName, { operation, write }: Pick<Request, 'operation' | 'write'>): boolean {
  const meets = MEETS[fault];
  if (meets === undefined) return true;
  return typeof meets === 'string' ? write === (meets === 'writes') : meets.includes(operation);
}

export function createFaultPlan(world: World): FaultPlan {
  const planned = new Map<Fault, number>();
  const omissions = new Set<readonly string[]>();
  const lags = createLags(world);
  return {
    faults: {
      add: (fault) => {
        // A copy, so that one description planned twice counts twice.
        const entry = { ...fault };
        planned.set(entry, fault.times ?? Number.POSITIVE_INFINITY);
        return () => planned.delete(entry);
      },
      lag: lags.begin,
      omitInterfaces: (ids) => {
        const entry = [...ids];
        omissions.add(entry);
        return () => omissions.delete(entry);
      },
      clear: () => {
        planned.clear();
        omissions.clear();
        lags.end();
      },
    },
    take: (call) => {
      const [found] = [...planned].find(([fault, left]) => left > 0 && fits(fault, call)) ?? [];
      if (found !== undefined) planned.set(found, (planned.get(found) ?? 0) - 1);
      return found?.fault;
    },
    worldOf: lags.worldOf,
    isOmitted: (interfaceId) => [...omissions].some((ids) => ids.includes(interfaceId)),
  };
}

function fits(fault: Fault, call: Request): boolean {
  return (
    (fault.operation ?? call.operation) === call.operation &&
    (fault.service ?? call.service) === call.service &&
    (fault.region ?? call.region) === call.region &&
    canMeet(fault.fault, call) &&
    (fault.match === undefined || fault.match(call.params, call))
  );
}
