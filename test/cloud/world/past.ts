import type { TargetGroup, World } from './state.ts';

/** A world's recent past: what a replica shows that is some seconds behind. */
export type Past = {
  /** Keeps the world as a second leaves it that may have changed it. */
  readonly keep: () => void;
  /** The world as it was, or as it was when remembering began. */
  readonly show: () => World;
};

/** Remembers a world, beginning with what it is now. A change shows exactly `seconds` after it was made. */
export function rememberWorld(world: World, seconds: number): Past {
  if (!Number.isInteger(seconds) || seconds < 1) throw new Error(`a lag of ${seconds} s: it must be whole seconds`);
  const images = [{ from: Number.NEGATIVE_INFINITY, image: imageOf(world) }];
  return {
    keep: () => {
      images.push({ from: world.now + seconds * 1_000, image: imageOf(world) });
      while ((images[1]?.from ?? Number.POSITIVE_INFINITY) <= world.now) images.shift();
    },
    show: () => images.findLast(({ from }) => from <= world.now)?.image ?? world,
  };
}

/** The same world, which notes that it is worked on: for whatever may change it. */
export function noting(world: World): World {
  return new Proxy(world, {
    get: (target, name: keyof World) => {
      target.changed = true;
      return target[name];
    },
  });
}

/** A copy of all that the reads of EC2 and Elastic Load Balancing show, but for targets. */
function imageOf(world: World): World {
  // In one piece: what is one object in the world, such as the VPC of two subnets, is one in the copy.
  const copy = structuredClone({
    vpcs: world.vpcs,
    subnets: world.subnets,
    securityGroups: world.securityGroups,
    endpoints: world.endpoints,
    interfaces: world.interfaces,
    loadBalancers: world.loadBalancers,
    targetGroups: new Map([...world.targetGroups].map(([arn, group]) => [arn, withoutTargets(group)])),
    listeners: world.listeners,
    addresses: world.addresses,
    tags: world.tags,
  });
  return { ...world, ...copy };
}

/** Targets change every second, and their listing lags by itself. */
function withoutTargets(group: TargetGroup): TargetGroup {
  return { ...group, targets: new Map(), stragglers: [], earlierListings: [] };
}
