import { BindingsFaulted } from '../../controller/bindings-faulted.ts';
import { createConnect } from '../../controller/connect.ts';
import { createSync } from '../../controller/handler.ts';
import type { Measurement } from '../../controller/metrics.ts';
import { createNotify } from '../../controller/notify.ts';
import type { Report } from '../../controller/report.ts';
import { type Cloud, createCloud } from '../cloud/cloud.ts';
import type { EndpointView, LoadBalancerView, TargetGroupView } from '../cloud/verbs/views.ts';
import { promptRetries } from '../cloud/prompt-retries.ts';
import type { Call } from '../cloud/wire/calls.ts';
import type { BusEvent } from '../cloud/world/events.ts';
import type { Settings } from '../cloud/world/settings.ts';
import { type LogLine, recordLog } from './recorded-log.ts';
import type { Resolve } from '../../controller/observe/answered.ts';
import { resolveOn } from '../cloud/resolve-on.ts';

/** One invocation of the real handler: what it returned, or threw, and what it called. */
export type Pass = {
  readonly outcomes: readonly Report[];
  readonly fault?: Error;
  readonly calls: readonly Call[];
  readonly writes: readonly Call[];
  /** What was measured; the function's name is `sync`. */
  readonly measurements: readonly Measurement[];
  /** What was told of changes. */
  readonly events: readonly BusEvent[];
  readonly log: readonly LogLine[];
};

/** A front door with its source behind it, in a simulated cloud, and the handler beside it. */
export type Stage = {
  readonly cloud: Cloud;
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly loadBalancer: LoadBalancerView;
  readonly group: TargetGroupView;
  readonly endpoint: EndpointView;
  /** The binding's name. */
  readonly name: string;
  /** The binding as the schedule carries it; `bind` changes keys of it, as a deployment does. */
  readonly bind: (overrides: Readonly<Record<string, unknown>>) => void;
  /** Adds another binding to the event, behind the stage’s own. */
  readonly bindBeside: (other: Binding) => void;
  /** Seals the group for another source and binds it, as a deployment that replaces the endpoint does. */
  readonly moveTo: (endpointId: string) => void;
  /** The event that the schedule would send now. */
  readonly event: () => { readonly asOf: string; readonly bindings: readonly Binding[] };
  /** Invokes the handler now. */
  readonly pass: () => Promise<Pass>;
  /** Invokes it with any event, and as told. */
  readonly deliver: (event: unknown, as?: InvokedAs) => Promise<Pass>;
  /** Invokes it every virtual minute. */
  readonly passes: (count: number) => Promise<readonly Pass[]>;
  /** Listed targets as `ip:port state`. */
  readonly targets: () => readonly string[];
};

export type StageOptions = {
  /** The binding's name. */
  readonly name?: string;
  readonly zones?: number;
  /** Zones the endpoint has a subnet in. Default: all of them. */
  readonly endpointZones?: number;
  readonly crossZone?: boolean;
  /** Addresses pinned for the endpoint, one a zone in the same order. */
  readonly addresses?: readonly string[];
  /** The account that owns the VPC and shares it with that of the load balancer. Default: the same one. */
  readonly vpcOwner?: string;
  /** False: nothing is registered yet, as on a first deployment. */
  readonly registered?: boolean;
  /** False: no listener forwards to the group yet, so that no client comes. */
  readonly attached?: boolean;
  readonly family?: 'ipv4' | 'ipv6';
  readonly protocol?: string;
  readonly port?: number;
  readonly settings?: Partial<Settings>;
};

/** The name of the stage's binding, unless told. */
export const NAME = 'public-api';

/** Sets the plain stage: two zones, cross-zone on, TCP:443, every endpoint address registered and healthy. */
export function setStage({
  name = NAME,
  zones = 2,
  endpointZones = zones,
  crossZone = true,
  addresses = [],
  vpcOwner,
  registered = true,
  attached = true,
  family = 'ipv4',
  protocol = 'TCP',
  port = 443,
  settings = {},
}: StageOptions = {}): Stage {
  const cloud = createCloud(settings);
  const account = cloud.settings.account;
  const { id: vpcId } = cloud.createVpc({
    cidr: '10.0.0.0/16',
    ipv6Cidr: '2001:db8::/56',
    ...(vpcOwner !== undefined && { ownerId: vpcOwner, sharedWith: [account] }),
  });
  const subnetIds = Array.from({ length: zones }, (_, index) => {
    const zone = `${cloud.settings.region}${'abcdef'[index]}`;
    const ipv6Cidr = `2001:db8:0:${index + 1}::/64`;
    return cloud.createSubnet({ vpcId, zone, cidr: `10.0.${index + 1}.0/24`, ipv6Cidr }).id;
  });
  const loadBalancer = cloud.createNetworkLoadBalancer({
    subnetIds,
    crossZone,
    ipAddressType: family === 'ipv4' ? 'ipv4' : 'dualstack',
  });
  const group = cloud.createTargetGroup({ vpcId, port, protocol, family });
  if (attached) cloud.attach({ loadBalancerArn: loadBalancer.arn, targetGroupArn: group.arn });
  const endpoint = cloud.createEndpoint({
    vpcId,
    subnetIds: subnetIds.slice(0, endpointZones),
    addresses: Object.fromEntries(addresses.map((ip, index) => [subnetIds[index] ?? '', ip])),
    ipAddressType: family === 'ipv4' ? 'ipv4' : 'dualstack',
    ownerId: account,
  });
  cloud.seal(group.arn, name, endpoint.id);
  const ips = family === 'ipv4' ? endpoint.ips : endpoint.interfaces.flatMap(({ ipv6 }) => ipv6 ?? []);
  cloud.register(group.arn, registered ? ips : []);
  cloud.setHealthy(group.arn);

  const runner = runOn({
    cloud,
    group,
    binding: { name, targetGroupArn: group.arn, source: { vpcEndpointId: endpoint.id } },
  });
  return {
    ...runner,
    cloud,
    vpcId,
    subnetIds,
    loadBalancer,
    group,
    endpoint,
    name,
    moveTo: (vpcEndpointId) => {
      cloud.seal(group.arn, name, vpcEndpointId);
      runner.bind({ source: { vpcEndpointId } });
    },
  };
}

/** A binding as it stands in an event. */
type Binding = Readonly<Record<string, unknown>>;

/** What every stage can do, whatever its source. */
export type Runner = Pick<Stage, 'bind' | 'bindBeside' | 'event' | 'pass' | 'deliver' | 'passes' | 'targets'>;

/** Runs the handler on a binding of a group, now or every minute. */
export function runOn({
  cloud,
  group,
  binding: given,
  resolve = resolveOn(cloud.publicAnswer),
}: {
  readonly cloud: Cloud;
  readonly group: TargetGroupView;
  readonly binding: Binding;
  readonly resolve?: Resolve;
}): Runner {
  let binding = given;
  const others: Binding[] = [];
  const event = (): ReturnType<Stage['event']> => ({
    asOf: cloud.clock.now().toISOString(),
    bindings: [binding, ...others],
  });
  const pass = (): Promise<Pass> => invoke(cloud, event, { resolve });
  return {
    event,
    pass,
    bind: (overrides) => {
      binding = { ...binding, ...overrides };
    },
    bindBeside: (other) => {
      others.push(other);
    },
    deliver: (told, as) => invoke(cloud, () => told, { resolve, ...as }),
    passes: async (count) => {
      const all: Pass[] = [];
      for (let index = 0; index < count; index += 1) {
        const next = new Date(cloud.clock.now().getTime() + 60_000);
        // oxlint-disable-next-line no-await-in-loop -- passes follow one another
        all.push(await pass());
        // oxlint-disable-next-line no-await-in-loop -- as above
        await cloud.clock.sleepUntil(next);
      }
      return all;
    },
    targets: () => cloud.targets(group.arn).map(({ ip, port, state }) => `${ip}:${port} ${state}`),
  };
}

/** By which way an invocation reaches the cloud, and whose it is. Default: directly, and the account's own. */
type InvokedAs = Partial<Pick<Cloud, 'requestHandler' | 'credentials'>> & { readonly resolve?: Resolve };

/** Invokes the real handler with an event, against a simulated cloud. */
export async function invoke(
  cloud: Cloud,
  event: () => unknown,
  {
    requestHandler = cloud.requestHandler,
    credentials = cloud.credentials,
    resolve = resolveOn(cloud.publicAnswer),
  }: InvokedAs = {},
): Promise<Pass> {
  const { logger, lines: log } = recordLog();
  const options = { requestHandler, credentials };
  const measurements: Measurement[] = [];
  const sync = createSync({
    connect: createConnect({ ...options, retryStrategy: promptRetries() }),
    resolve,
    clock: cloud.clock,
    logger,
    meter: (measurement) => measurements.push(measurement),
    notify: createNotify(options),
  });
  const before = { calls: cloud.calls.length, events: cloud.events.length };
  const result = await settle(() => sync(event(), { functionName: 'sync' }));
  const calls = cloud.calls.slice(before.calls);
  return {
    ...result,
    calls,
    writes: calls.filter((call) => call.write),
    measurements,
    events: cloud.events.slice(before.events),
    log,
  };
}

async function settle(
  run: () => Promise<{ outcomes: readonly Report[] }>,
): Promise<{ readonly outcomes: readonly Report[]; readonly fault?: Error }> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof BindingsFaulted) return { outcomes: error.reports, fault: error };
    throw error;
  }
}
