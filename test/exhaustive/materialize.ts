import { createLoadBalancerVerbs } from '../cloud/verbs/load-balancers.ts';
import { createTargetGroupVerbs } from '../cloud/verbs/target-groups.ts';
import { createFaultPlan, type Faults } from '../cloud/wire/faults.ts';
import { createReplica } from '../cloud/wire/replica.ts';
import { createRequestHandler, type InProcessHandler } from '../cloud/wire/request-handler.ts';
import { accessKeyOf } from '../cloud/wire/scope.ts';
import { createWorld } from '../cloud/world/create-world.ts';
import { createSubnet, createVpc } from '../cloud/world/networks.ts';
import { defaultSettings } from '../cloud/world/settings.ts';
import type { Subnet, TargetGroup, World } from '../cloud/world/state.ts';
import { ALB_IDS, makeAlbs } from './albs.ts';
import { carrierOf, ENDPOINT_IDS, placeCarriers, sideOf } from './carriers.ts';
import { subnetIn } from './subnets.ts';
import {
  carriersKey,
  type Four,
  IPS,
  type Listing,
  PLACES,
  PORT,
  type Setting,
  type TinyWorld,
  zoneOf,
} from './tiny-world.ts';

/** The binding's name. */
export const BINDING = 'tiny';

/** The group's deregistration delay. */
export const DRAIN_SECONDS = 300;

/** A simulated AWS, below its façade, that can be put into the state of any tiny world of a setting. */
export type Stage = {
  readonly world: World;
  readonly group: TargetGroup;
  readonly faults: Faults;
  readonly requestHandler: InProcessHandler;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly put: (tiny: TinyWorld) => void;
  /** The tiny world that its state amounts to. */
  readonly project: () => TinyWorld;
};

/** Builds what never changes: two zones, a load balancer, a group behind it. What DNS answers is no matter of the stage. */
export function createStage({ source, crossZone, protocol, enabledZones }: Setting): Stage {
  const world = createWorld(defaultSettings);
  const { region, account: ownerId } = defaultSettings;
  const vpc = createVpc(world, { cidr: '10.0.0.0/16', region, ownerId, sharedWith: new Set() });
  const subnets = ([1, 2] as const).map((zone) =>
    createSubnet(world, { vpc, zone: `${region}${' ab'[zone]}`, cidr: `10.0.${zone}.0/24` }),
  );
  const subnetIds = enabledZones.map((zone) => subnetIn(subnets, zone).id);
  const loadBalancers = createLoadBalancerVerbs(world);
  const groups = createTargetGroupVerbs(world);
  const loadBalancer = loadBalancers.createNetworkLoadBalancer({ subnetIds, crossZone });
  const { arn } = groups.createTargetGroup({ vpcId: vpc.id, name: BINDING, port: PORT, protocol });
  loadBalancers.attach({ loadBalancerArn: loadBalancer.arn, targetGroupArn: arn });
  const group = world.targetGroups.get(arn);
  if (group === undefined) throw new Error('the group was not made');

  const albs = source === 'ALB' ? makeAlbs(world, subnets) : undefined;
  const ids = source === 'ALB' ? ALB_IDS : ENDPOINT_IDS;
  const plan = createFaultPlan(world);
  const backstage = { world, plan, replica: createReplica(), record: () => undefined };
  let placed = '';
  return {
    world,
    group,
    faults: plan.faults,
    requestHandler: createRequestHandler(backstage, () => undefined),
    credentials: { accessKeyId: accessKeyOf(ownerId), secretAccessKey: 'secret' },
    put: ({ carriers, listing, seal }) => {
      const healthy = PLACES.map((place) => (listing[place] === 'healthy' ? 'H' : '-')).join('');
      if (placed !== `${carriersKey(carriers)} ${healthy}`) {
        placeCarriers(world, subnets, { carriers, listing, albs });
      }
      placed = `${carriersKey(carriers)} ${healthy}`;
      group.targets.clear();
      for (const place of PLACES) list(world, group, { place, state: listing[place], subnets });
      groups.seal(arn, BINDING, ids[seal]);
    },
    project: () => ({
      carriers: eachPlace((place) => carrierOf(world, IPS[place])),
      listing: eachPlace((place) => listingOf(group.targets.get(`${IPS[place]}:${PORT}`)?.state)),
      seal: sideOf(groups.tags(arn)['target-sync:source']) ?? 'new',
      dns: { old: 0, new: 0 },
    }),
  };
}

type Listed = { readonly place: (typeof PLACES)[number]; readonly state: Listing; readonly subnets: readonly Subnet[] };

function list(world: World, group: TargetGroup, { place, state, subnets }: Listed): void {
  if (state === 'absent') return;
  const ip = IPS[place];
  const key = `${ip}:${PORT}`;
  const { zone } = subnetIn(subnets, zoneOf(place));
  const drainedAt = state === 'draining' ? { drainedAt: world.now + DRAIN_SECONDS * 1_000 } : {};
  const target = { key, ip, port: PORT, zone, state, usedSince: world.now, passed: 0, failed: 0, ...drainedAt };
  group.targets.set(key, target);
}

function listingOf(state: string | undefined): Listing {
  switch (state) {
    case undefined:
      return 'absent';
    case 'initial':
    case 'healthy':
    case 'unhealthy':
    case 'draining':
    case 'unused':
      return state;
    default:
      throw new Error(`${state} is no state of the tiny world`);
  }
}

function eachPlace<T>(of: (place: (typeof PLACES)[number]) => T): Four<T> {
  return [of(0), of(1), of(2), of(3)];
}
