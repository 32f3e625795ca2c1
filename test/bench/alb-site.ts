import { createCloud } from '../cloud/cloud.ts';
import { resolveOn } from '../cloud/resolve-on.ts';
import type { InterfaceView, LoadBalancerView } from '../cloud/verbs/views.ts';
import type { Settings } from '../cloud/world/settings.ts';
import { invoke, NAME } from '../scenarios/stage.ts';
import { createGround, createTools, type Ground } from './ground.ts';
import { interfaceIps } from './source-calls.ts';

/** A ground whose source is an internal ALB. */
export type AlbSite = Ground & {
  /** Subnets of the ALB, one a zone. */
  readonly albSubnetIds: readonly string[];
  /** A new ALB, bound in the same second as a deployment does, with the one before as `previous`. */
  readonly replace: () => void;
  /** Deletes the ALB that was bound first. */
  readonly deleteFirst: () => void;
  /** Its nodes but for those on their way out. */
  readonly nodes: () => readonly InterfaceView[];
  readonly scaleOut: (subnetId: string) => void;
  /** The oldest node of a subnet goes: out of DNS at once, silent and free after its grace. The result is its IP. */
  readonly scaleIn: (subnetId: string, graceSeconds: number) => string;
  /** What the authoritative servers answer for the ALB's name, eight addresses at most; throws where they cannot be found. */
  readonly askServers: () => readonly string[];
  /** What a resolver answers for the name, from its cache for a minute; throws where it fails. */
  readonly lookUpName: () => readonly string[];
  /** Makes that resolver fail; the result ends it. */
  readonly failResolver: () => () => void;
};

export type AlbSiteOptions = {
  /** Nodes in each of two zones. */
  readonly nodes?: number;
  readonly port?: number;
  /** True: the ALB stands in another VPC, peered with that of the group. */
  readonly outside?: boolean;
  readonly settings?: Partial<Settings>;
};

/** A node serves half a minute after EC2 lists it, and is in DNS a minute after that listing. */
const SETTINGS: Partial<Settings> = { albNodeStartSeconds: 30, albDnsJoinSeconds: 60 };

/** Sets a site: two zones, cross-zone on, every node registered and healthy. Every policy gets one like it. */
export function setAlbSite({
  nodes: perZone = 1,
  port = 443,
  outside = false,
  settings = {},
}: AlbSiteOptions = {}): AlbSite {
  const cloud = createCloud({ ...SETTINGS, ...settings });
  const { vpcId, subnetIds } = createGround(cloud, '10.0');
  const away = outside ? createGround(cloud, '10.1') : { vpcId, subnetIds };
  if (outside) cloud.peerVpcs(vpcId, away.vpcId);
  const loadBalancer = cloud.createNetworkLoadBalancer({ subnetIds, crossZone: true });
  const group = cloud.createTargetGroup({ vpcId, port, protocol: 'TCP' });
  cloud.attach({ loadBalancerArn: loadBalancer.arn, targetGroupArn: group.arn });

  const createAlb = (name: string): LoadBalancerView => {
    let view = cloud.createInternalAlb({ subnetIds: away.subnetIds, name, listens: [port] });
    for (let node = 1; node < perZone; node += 1) {
      for (const subnetId of away.subnetIds) view = cloud.scaleAlbOut(view.arn, subnetId);
    }
    return view;
  };
  /** The ALB of the spec, as of the last node that came. */
  let alb = createAlb('orders');
  const first = alb.arn;
  cloud.advance(cloud.settings.albDnsJoinSeconds);
  const placement = outside ? { AvailabilityZone: 'all' as const } : {};
  const zone = outside ? { zone: 'all' } : {};
  cloud.register(
    group.arn,
    alb.ips.map((ip) => ({ ip, ...zone })),
  );
  cloud.setHealthy(group.arn);

  const seal = (): void => {
    cloud.seal(group.arn, NAME, idOf(alb.arn));
  };
  seal();
  let previous: readonly string[] = [];
  const tools = createTools(cloud, port);
  const resolver = cloud.createCachingResolver();
  /** Nodes that left the name, by interface: their IP, and when they fall silent. */
  const leaving = new Map<string, { readonly ip: string; readonly until: number }>();
  const nodes = (): readonly InterfaceView[] => alb.interfaces.filter(({ id }) => !leaving.has(id));
  const event = (): unknown => ({
    asOf: cloud.clock.now().toISOString(),
    bindings: [{ name: NAME, targetGroupArn: group.arn, source: { loadBalancerArn: alb.arn, previous } }],
  });
  const description = (): string => `ELB ${idOf(alb.arn).replace('loadbalancer/', '')}`;
  return {
    ...tools,
    stage: {
      cloud,
      group,
      vpcId,
      subnetIds,
      pass: () => invoke(cloud, event, { resolve: resolveOn(resolver.ask) }),
      targets: () => cloud.targets(group.arn).map(({ ip, port: at, state }) => `${ip}:${at} ${state}`),
    },
    bound: () => alb.arn,
    description,
    placement,
    lookUp: () => interfaceIps(tools, 'description', [description()]),
    albSubnetIds: away.subnetIds,
    nodes,
    addresses: () => nodes().map(({ ip }) => ip),
    leaving: () =>
      [...leaving.values()].filter(({ until }) => until >= cloud.clock.now().getTime()).map(({ ip }) => ip),
    replace: () => {
      previous = [alb.arn];
      alb = createAlb('orders-2');
      seal();
    },
    deleteFirst: () => {
      cloud.deleteAlb(first);
    },
    scaleOut: (subnetId) => {
      alb = cloud.scaleAlbOut(alb.arn, subnetId);
    },
    scaleIn: (subnetId, graceSeconds) => {
      const node = nodes().find((each) => each.subnetId === subnetId);
      if (node === undefined) throw new Error(`${subnetId} has no node to take away`);
      cloud.scaleAlbIn(alb.arn, node.ip, { graceSeconds });
      leaving.set(node.id, { ip: node.ip, until: cloud.clock.now().getTime() + graceSeconds * 1_000 });
      return node.ip;
    },
    askServers: () => {
      // The servers' own names are asked of the resolver first.
      answered(resolver.ask(alb.dnsName.replace(/^[^.]+\./, ''), 'A'), 'NXDOMAIN');
      return answered(cloud.publicAnswer(alb.dnsName, 'A'));
    },
    lookUpName: () => answered(resolver.ask(alb.dnsName, 'A')),
    failResolver: () => {
      resolver.setMode('SERVFAIL');
      return () => {
        resolver.setMode('answers');
      };
    },
  };
}

function idOf(arn: string): string {
  return arn.split(':').slice(5).join(':');
}

/** The addresses of an answer. No name at all is a failure, unless that is all the same here. */
function answered(answer: readonly string[] | string, unless?: string): readonly string[] {
  if (typeof answer !== 'string') return answer;
  if (answer === unless) return [];
  throw new Error(`DNS answers ${answer}`);
}
