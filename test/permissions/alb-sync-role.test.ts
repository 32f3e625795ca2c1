import { describe, expect, it } from 'vitest';
import { loadBalancerId } from '../../controller/model/spec.ts';
import { anotherAlb, losesNode } from '../scenarios/alb-happenings.ts';
import type { AlbStage } from '../scenarios/alb-stage.ts';
import { deregistered } from '../scenarios/happenings.ts';
import { type AlbDeployed, farDeployed, nearDeployed } from './alb-deployments.ts';
import { bindTo, putUnder, setDeployed } from './alb-plays.ts';
import { without } from './plant.ts';

/** Situations in which a pass removes a target, if it may read everything. */
const SITUATIONS: Readonly<Record<string, (stage: AlbStage, deployed: AlbDeployed) => void>> = {
  'a retired target': (stage, deployed) => {
    replaced(stage, deployed, 2);
  },
  'a retired target beside a missing one': (stage, deployed) => {
    replaced(stage, deployed, 1);
  },
  'a target of the endpoint that the ALB replaces': (stage, deployed) => {
    const { cloud, vpcId, subnetIds, group, alb } = stage;
    const endpoint = cloud.createEndpoint({ vpcId, subnetIds, ownerId: cloud.settings.account });
    bindTo(stage, deployed, alb.arn, [endpoint.id]);
    cloud.register(group.arn, endpoint.ips);
    cloud.setHealthy(group.arn);
  },
  'a node that is gone': (stage) => {
    losesNode(stage);
    // Until its health checks have failed: what is healthy is not gone.
    stage.cloud.advance(30);
  },
  'a healthy stranger': (stage) => {
    taken(stage, [443]);
    stage.cloud.setHealthy(stage.group.arn);
  },
  'an unhealthy stranger': (stage) => {
    taken(stage, []);
    stage.cloud.advance(60);
  },
};

/** Another ALB is bound, and so many of its nodes are registered; the old one is kept. */
function replaced(stage: AlbStage, deployed: AlbDeployed, count: number): void {
  const { cloud, group, alb } = stage;
  const { arn, ips } = anotherAlb(stage);
  bindTo(stage, deployed, arn, [alb.arn]);
  cloud.register(
    group.arn,
    ips.slice(0, count).map((ip) => ({ ip, zone: 'all' })),
  );
  cloud.setHealthy(group.arn);
}

/** A node leaves its address to a stranger. */
function taken(stage: AlbStage, listens: readonly number[]): void {
  const { ip, subnetId } = losesNode(stage);
  stage.cloud.takeAddress({ subnetId, ip, listens });
}

async function playWithout(
  deployed: AlbDeployed,
  role: 'sync' | 'source',
  action?: string,
): Promise<readonly string[]> {
  const { roles } = deployed;
  const less = action === undefined ? roles : { ...roles, [role]: without(roles[role], action) };
  const plays = Object.values(SITUATIONS).map(async (happens) => {
    const stage = setDeployed(deployed, { nodes: 2 });
    happens(stage, deployed);
    putUnder(stage.cloud, { ...deployed, roles: less }, 'sync');
    const { outcomes } = await stage.pass();
    return `${outcomes[0]?.outcome}${deregistered(stage).length > 0 ? ', removes' : ''}`;
  });
  return Promise.all(plays);
}

type Row = readonly [role: 'sync' | 'source', action: string, expected: readonly string[]];

/** What a pass comes to that may read everything: one word a situation, in their order. Where it removes, that is said. */
const NOTHING_DENIED = [
  'waiting, removes',
  'waiting, removes',
  'waiting, removes',
  'changed, removes',
  'changed, removes',
  'changed, removes',
];

const always = (word: string): readonly string[] => NOTHING_DENIED.map(() => word);
/** Without knowing which subnets were listed, no fate is known. The sync role registers with it as well. */
const NO_FATES = ['blocked', 'faulted', 'blocked', 'blocked', 'blocked', 'blocked'];
/** Only registering needs it: where it fails nothing of the path’s own is removed. */
const NO_REGISTERING = NOTHING_DENIED.with(1, 'faulted');
/** Without knowing how zones are served, none loses a target of the path’s own; a stranger’s serves none. */
const NO_ZONES = ['blocked', 'blocked', 'blocked', 'blocked', 'changed, removes', 'changed, removes'];
/** Nor is an address outside the VPC registered unless cross-zone is known to be on. */
const NO_CROSS_ZONE = NO_ZONES.with(1, 'refused');

/** What the sync role reads of the group and its load balancer, wherever the ALB is. */
const OF_THE_DOOR: readonly Row[] = [
  ['sync', 'ec2:DescribeInstances', NO_REGISTERING],
  ['sync', 'ec2:DescribeInternetGateways', NO_REGISTERING],
  ['sync', 'ec2:DescribeSubnets', NO_FATES],
  ['sync', 'ec2:DescribeVpcs', NO_REGISTERING],
  ['sync', 'elasticloadbalancing:DescribeLoadBalancerAttributes', NO_CROSS_ZONE],
  // Without knowing the group, nothing at all.
  ['sync', 'elasticloadbalancing:DescribeTags', always('refused')],
  ['sync', 'elasticloadbalancing:DescribeTargetGroupAttributes', NO_CROSS_ZONE],
  ['sync', 'elasticloadbalancing:DescribeTargetGroups', always('refused')],
  ['sync', 'elasticloadbalancing:DescribeTargetHealth', always('refused')],
];

const FAR: readonly Row[] = [
  ...OF_THE_DOOR,
  // What lies in the ALB’s VPC, the role shows.
  ['sync', 'ec2:DescribeNetworkInterfaces', NOTHING_DENIED.with(2, 'blocked')],
  ['sync', 'elasticloadbalancing:DescribeLoadBalancers', NO_ZONES],
  ['sync', 'sts:AssumeRole', always('refused')],
  ['source', 'ec2:DescribeNetworkInterfaces', always('refused')],
  ['source', 'ec2:DescribeSubnets', always('blocked')],
  ['source', 'elasticloadbalancing:DescribeLoadBalancers', always('refused')],
];

/** One role sees both the ALB and the group. */
const NEAR: readonly Row[] = [
  ...OF_THE_DOOR,
  ['sync', 'ec2:DescribeNetworkInterfaces', always('refused')],
  ['sync', 'elasticloadbalancing:DescribeLoadBalancers', always('refused')],
];

/** What the audit alone reads with the role of the ALB’s account. */
const OF_THE_AUDIT = [
  'acm:DescribeCertificate',
  'ec2:DescribeSecurityGroups',
  'elasticloadbalancing:DescribeListenerCertificates',
  'elasticloadbalancing:DescribeListeners',
];

describe.each<[string, AlbDeployed, readonly Row[]]>([
  ['another account’s ALB, by its role', farDeployed(), FAR],
  ['an ALB of the account', nearDeployed(), NEAR],
])('a pass over %s', (_, deployed, rows) => {
  it('that may read everything removes a target in each of the situations', async () => {
    expect(await playWithout(deployed, 'sync')).toEqual(NOTHING_DENIED);
  });

  it('is denied each of its reads in turn', () => {
    const reads = (['sync', 'source'] as const).flatMap((role) => {
      const actions = deployed.roles[role].flatMap((statement) => statement.actions);
      const read = actions.filter((action) => /:(Describe|Assume)/.test(action));
      return [...new Set(read)].map((action) => `${role} ${action}`);
    });
    const ofAudit = deployed.lent === undefined ? [] : OF_THE_AUDIT.map((action) => `source ${action}`);
    expect([...rows.map(([role, action]) => `${role} ${action}`), ...ofAudit].toSorted()).toEqual(reads.toSorted());
  });

  it.each(rows)('without %s %s removes nothing that needed it', async (role, action, expected) => {
    expect(await playWithout(deployed, role, action)).toEqual(expected);
  });
});

describe('a pass without what the audit alone reads with the role', () => {
  it.each(OF_THE_AUDIT)('%s is what it is with it', async (action) => {
    expect(await playWithout(farDeployed(), 'source', action)).toEqual(NOTHING_DENIED);
  });
});

describe('a pass over a group in a VPC of which its account sees a part', () => {
  /** A third account owns that VPC; the ALB’s lies elsewhere, and has lost a node. */
  async function play(action?: string): Promise<string> {
    const stage = setDeployed(farDeployed(), { nodes: 2 });
    const { cloud, alb, albVpcId } = stage;
    const { id: vpcId } = cloud.createVpc({
      cidr: '10.3.0.0/16',
      ownerId: '333344445555',
      sharedWith: [cloud.settings.account],
    });
    cloud.peerVpcs(vpcId, albVpcId);
    const subnetId = cloud.createSubnet({ vpcId, zone: 'eu-west-1a', cidr: '10.3.1.0/24' }).id;
    const door = cloud.createNetworkLoadBalancer({ name: 'shared', subnetIds: [subnetId], crossZone: true });
    const { arn } = cloud.createTargetGroup({ vpcId, name: 'shared' });
    cloud.attach({ loadBalancerArn: door.arn, targetGroupArn: arn });
    cloud.register(
      arn,
      alb.ips.map((ip) => ({ ip, zone: 'all' })),
    );
    cloud.setHealthy(arn);
    const deployed = farDeployed(arn);
    const { sync } = deployed.roles;
    stage.bind({ targetGroupArn: arn });
    cloud.seal(arn, deployed.name, loadBalancerId(alb.arn));
    losesNode(stage);
    cloud.advance(30);
    const roles = { ...deployed.roles, sync: action === undefined ? sync : without(sync, action) };
    putUnder(cloud, { ...deployed, roles }, 'sync');
    const { outcomes } = await stage.pass();
    return `${outcomes[0]?.outcome}${deregistered(stage).length > 0 ? ', removes' : ''}`;
  }

  it('removes what is gone, since the address lies in no block of that VPC', async () => {
    expect(await play()).toBe('changed, removes');
  });

  it('without sync ec2:DescribeVpcs removes nothing: the address may lie where it does not see', async () => {
    expect(await play('ec2:DescribeVpcs')).toBe('blocked');
  });
});
