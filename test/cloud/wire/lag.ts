import { isWrite, SERVICES } from '../api/services.ts';
import { noting, type Past, rememberWorld } from '../world/past.ts';
import type { World } from '../world/state.ts';
import type { Request } from './calls.ts';

/** Reads answered by two replicas: one is current, one shows the world as it was so many seconds ago. */
export type Lag = {
  readonly seconds: number;
  /** Default: every read that can lag. */
  readonly operations?: readonly string[];
  /**
   * Which reads the replica that is behind answers, counted from 1 over all that this lag meets, whatever their
   * operation. Default: every second one.
   */
  readonly behind?: (read: number) => boolean;
};

/** The lags of a cloud. */
export type Lags = {
  /** Begins one; the result ends it. */
  readonly begin: (lag: Lag) => () => void;
  /** Ends all. */
  readonly end: () => void;
  /** The world that a request sees. */
  readonly worldOf: (request: Request) => World;
};

/**
 * The reads that can lag: of EC2, which says so of its whole API,
 * https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html; and of Elastic Load Balancing, of which AWS
 * documents nothing and others met it: https://github.com/hashicorp/terraform-provider-aws/issues/15214,
 * https://github.com/hashicorp/terraform-provider-aws/issues/16860. Health lags by a setting of its own,
 * `listingLagSeconds`: it moves on by itself.
 * Of the other services AWS documents no lag, or the contrary: Route 53 lists records as last written, pending or not,
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_ListResourceRecordSets.html
 */
const READS: ReadonlySet<string> = new Set(
  [SERVICES['ec2'], SERVICES['elasticloadbalancing']]
    .flatMap((service) => Object.keys(service?.operations ?? {}))
    .filter((operation) => !isWrite(operation) && operation !== 'DescribeTargetHealth'),
);

type Running = { readonly past: Past; readonly lag: Lag; reads: number };

export function createLags(world: World): Lags {
  const running = new Set<Running>();
  const worked = noting(world);
  const end = (each: Running): void => {
    running.delete(each);
    world.pasts.delete(each.past);
  };
  return {
    begin: (lag) => {
      const unable = lag.operations?.find((operation) => !READS.has(operation));
      if (unable !== undefined) throw new Error(`a lag of ${unable}: only ${[...READS].join(', ')} can lag`);
      const each: Running = { past: rememberWorld(world, lag.seconds), lag, reads: 0 };
      running.add(each);
      world.pasts.add(each.past);
      return () => {
        end(each);
      };
    },
    end: () => {
      for (const each of running) end(each);
    },
    worldOf: (request) => {
      if (request.write) return worked;
      if (running.size === 0 || !READS.has(request.operation)) return world;
      const found = [...running].find(({ lag }) => lag.operations?.includes(request.operation) ?? true);
      if (found === undefined) return world;
      found.reads += 1;
      const { behind = isEven } = found.lag;
      return behind(found.reads) ? found.past.show() : world;
    },
  };
}

function isEven(read: number): boolean {
  return read % 2 === 0;
}
