import { describe, expect, it } from 'vitest';
import { advise } from '../../controller/advise.ts';
import { createAuditConnect } from '../../controller/audit-connect.ts';
import type { BindingAdvice } from '../../controller/binding-advice.ts';
import type { Way } from '../../controller/model/advice.ts';
import type { Spec } from '../../controller/model/spec.ts';
import { type Cloud, createCloud } from '../cloud/cloud.ts';
import { promptRetries } from '../cloud/prompt-retries.ts';
import { spec } from './builders.ts';

const OTHER_ACCOUNT = '210987654321';
const SUBNETS = { a: '10.0.1.0/24', b: '10.0.2.0/24' } as const;

type World = ReturnType<typeof setUp>;

/** An internal NLB before an internal ALB of its own VPC, by a group of addresses. */
function setUp({
  scheme = 'internal' as const,
  owner,
}: {
  scheme?: 'internal' | 'internet-facing';
  owner?: string;
} = {}) {
  const cloud = createCloud();
  const { id: vpcId } = cloud.createVpc({ sharedWith: [OTHER_ACCOUNT] });
  const subnetIds = Object.entries(SUBNETS).map(
    ([zone, cidr]) => cloud.createSubnet({ vpcId, zone: `eu-west-1${zone}`, cidr }).id,
  );
  const alb = cloud.createInternalAlb({ subnetIds, ...(owner !== undefined && { ownerId: owner }) });
  const front = bindFrontDoor({ cloud, vpcId, subnetIds, alb: alb.arn }, { name: 'orders', scheme });
  return { cloud, vpcId, subnetIds, alb, ...front };
}

/** One more front door before the ALB, with the binding that keeps its group. */
function bindFrontDoor(
  { cloud, vpcId, subnetIds, alb }: { cloud: Cloud; vpcId: string; subnetIds: readonly string[]; alb: string },
  { name, scheme }: { name: string; scheme: 'internal' | 'internet-facing' },
) {
  const nlb = cloud.createNetworkLoadBalancer({ subnetIds, name, scheme });
  const group = cloud.createTargetGroup({ vpcId, name });
  const listenerArn = cloud.attach({ loadBalancerArn: nlb.arn, targetGroupArn: group.arn });
  const binding = spec({ name, targetGroupArn: group.arn, source: { loadBalancerArn: alb, previous: [] } });
  return { nlb, group, listenerArn, binding };
}

function adviseIn({ cloud }: Pick<World, 'cloud'>, specs: readonly Spec[], document = specs) {
  const connect = createAuditConnect({
    requestHandler: cloud.requestHandler,
    credentials: cloud.credentials,
    retryStrategy: promptRetries(),
  });
  return advise(specs, document, { connect, clock: cloud.clock });
}

/** What is said of one way in a word, with the reasons. */
function brief(advice: BindingAdvice | undefined, way: Way): string {
  const said = advice?.ways.find((each) => each.way === way);
  return said?.kind === 'needed' ? said.needs.map(({ code }) => code).join(' ') : (said?.kind ?? 'nothing');
}

async function ofFirst(world: World, way: Way, document?: readonly Spec[]): Promise<string> {
  return brief((await adviseIn(world, [world.binding], document))[0], way);
}

const toAlb = (world: World, name: string): void => {
  const nlb = world.cloud.createNetworkLoadBalancer({ subnetIds: world.subnetIds, name });
  const group = world.cloud.createTargetGroup({ vpcId: world.vpcId, name, targetType: 'alb' });
  world.cloud.attach({ loadBalancerArn: nlb.arn, targetGroupArn: group.arn });
  world.cloud.register(group.arn, [world.alb.arn]);
};

describe('a target group of type alb', () => {
  it('would do for an ALB of the group’s VPC and account, and the steps name what is there', async () => {
    const world = setUp();
    const [advice] = await adviseIn(world, [world.binding]);
    expect(advice).toMatchObject({
      binding: 'orders',
      targetGroupArn: world.group.arn,
      source: world.alb.arn.split(':').at(-1),
    });
    const way = advice?.ways[0];
    const commands = way?.kind === 'instead' ? way.steps.flatMap((step) => step.commands).join('\n') : '';
    for (const id of [world.vpcId, world.alb.arn, world.listenerArn, world.group.arn]) expect(commands).toContain(id);
  });

  it.each<[string, (world: World) => void, string]>([
    ['nothing else', () => {}, 'instead'],
    [
      'another load balancer by a group of the type',
      (world) => {
        toAlb(world, 'b');
      },
      'instead',
    ],
    [
      'two of them',
      (world) => {
        toAlb(world, 'b');
        toAlb(world, 'c');
      },
      'too-many-load-balancers',
    ],
  ])('is judged by what else stands before the ALB: %s', async (_name, arrange, expected) => {
    const world = setUp();
    arrange(world);
    expect(await ofFirst(world, 'alb-target-group')).toBe(expected);
  });

  it('does not count groups of the type that lead to another ALB', async () => {
    const world = setUp();
    const other = world.cloud.createInternalAlb({ subnetIds: world.subnetIds, name: 'other' });
    for (const name of ['b', 'c']) toAlb({ ...world, alb: other }, name);
    expect(await ofFirst(world, 'alb-target-group')).toBe('instead');
  });

  it('counts the groups of the document’s other bindings to the ALB, chosen or not', async () => {
    const world = setUp();
    const at = { ...world, alb: world.alb.arn };
    const others = ['b', 'c'].map((name) => bindFrontDoor(at, { name, scheme: 'internal' }).binding);
    expect(await ofFirst(world, 'alb-target-group', [world.binding, ...others.slice(1)])).toBe('instead');
    expect(await ofFirst(world, 'alb-target-group', [world.binding, ...others])).toBe('too-many-load-balancers');
  });

  it('would not do for an ALB of another account or of another VPC', async () => {
    expect(await ofFirst(setUp({ owner: OTHER_ACCOUNT }), 'alb-target-group')).toBe('other-account');
    const world = setUp();
    const { id } = world.cloud.createVpc({ cidr: '10.1.0.0/16' });
    const subnetId = world.cloud.createSubnet({ vpcId: id, zone: 'eu-west-1a', cidr: '10.1.1.0/24' }).id;
    const far = world.cloud.createInternalAlb({ subnetIds: [subnetId], name: 'far' });
    const binding = { ...world.binding, source: { loadBalancerArn: far.arn, previous: [] } };
    expect(await ofFirst({ ...world, binding }, 'alb-target-group')).toBe('other-vpc');
  });

  it('would not do on a port without a listener', async () => {
    const world = setUp();
    world.cloud.setAlbListeners(world.alb.arn, [{ port: 8443, protocol: 'HTTPS' }]);
    expect(await ofFirst(world, 'alb-target-group')).toBe('port-without-listener');
  });
});

describe('a VPC link to the ALB', () => {
  it.each<[string, (world: World) => void, string]>([
    [
      'leads to the load balancer',
      ({ cloud, nlb }) => {
        cloud.createVpcLink({ name: 'orders', loadBalancerArn: nlb.arn });
      },
      'instead',
    ],
    [
      'leads nowhere near it',
      ({ cloud, subnetIds }) => {
        const other = cloud.createNetworkLoadBalancer({ subnetIds, name: 'other', scheme: 'internal' });
        cloud.createVpcLink({ name: 'other', loadBalancerArn: other.arn });
      },
      'no-vpc-link',
    ],
    [
      'failed',
      ({ cloud, nlb }) => {
        cloud.createVpcLink({ name: 'orders', loadBalancerArn: nlb.arn, status: 'FAILED' });
      },
      'no-vpc-link',
    ],
    [
      'is being deleted',
      ({ cloud, nlb }) => {
        cloud.createVpcLink({ name: 'orders', loadBalancerArn: nlb.arn, status: 'DELETING' });
      },
      'no-vpc-link',
    ],
    [
      'is being made',
      ({ cloud, nlb }) => {
        cloud.createVpcLink({ name: 'orders', loadBalancerArn: nlb.arn, status: 'PENDING' });
      },
      'instead',
    ],
  ])('is advised by one that %s', async (_name, arrange, expected) => {
    const world = setUp();
    arrange(world);
    expect(await ofFirst(world, 'vpc-link')).toBe(expected);
  });

  it('is found on whatever page it is listed', async () => {
    const world = setUp();
    const { cloud, subnetIds, nlb } = world;
    const other = cloud.createNetworkLoadBalancer({ subnetIds, name: 'other', scheme: 'internal' });
    for (let index = 0; index < 501; index += 1) {
      cloud.createVpcLink({ name: `link-${index}`, loadBalancerArn: other.arn });
    }
    cloud.createVpcLink({ name: 'orders', loadBalancerArn: nlb.arn });
    expect(await ofFirst(world, 'vpc-link')).toBe('instead');
    expect(cloud.calls.filter(({ operation }) => operation === 'GetVpcLinks')).toHaveLength(2);
  });

  it('is not asked about before an internet-facing load balancer', async () => {
    const world = setUp({ scheme: 'internet-facing' });
    expect(await ofFirst(world, 'vpc-link')).toBe('internet-facing');
    expect(world.cloud.calls.map(({ operation }) => operation)).not.toContain('GetVpcLinks');
  });
});

describe('what cannot be read', () => {
  it.each<[string, string, string]>([
    ['DescribeTargetGroups', 'unknown', 'unknown'],
    ['DescribeListeners', 'unknown', 'unknown'],
    ['DescribeLoadBalancers', 'unknown', 'unknown'],
    ['DescribeTargetHealth', 'unknown', 'unknown'],
    ['DescribeLoadBalancerAttributes', 'unknown', 'instead'],
    ['GetVpcLinks', 'instead', 'unknown'],
  ])('leaves the advice unknown, and only that which rests on it: %s', async (operation, alb, link) => {
    const world = setUp();
    world.cloud.createVpcLink({ name: 'orders', loadBalancerArn: world.nlb.arn });
    world.cloud.faults.add({ operation, fault: 'deny' });
    const [advice] = await adviseIn(world, [world.binding]);
    expect([brief(advice, 'alb-target-group'), brief(advice, 'vpc-link')]).toEqual([alb, link]);
  });

  it('is said with the call that failed', async () => {
    const world = setUp();
    world.cloud.faults.add({ operation: 'DescribeListeners', fault: 'deny' });
    const [advice] = await adviseIn(world, [world.binding]);
    expect(advice?.ways[0]).toMatchObject({
      kind: 'unknown',
      why: expect.stringContaining('reading the listeners of'),
    });
  });

  it('hides nothing of another binding', async () => {
    const world = setUp();
    const other = bindFrontDoor({ ...world, alb: world.alb.arn }, { name: 'b', scheme: 'internal' });
    world.cloud.faults.add({
      operation: 'DescribeTargetHealth',
      fault: 'deny',
      match: (params) => params['TargetGroupArn'] === world.group.arn,
    });
    const advices = await adviseIn(world, [world.binding, other.binding]);
    expect(advices.map((advice) => brief(advice, 'alb-target-group'))).toEqual(['unknown', 'instead']);
  });

  it('counts a defect of ours among it', async () => {
    const world = setUp();
    const connect = createAuditConnect({
      requestHandler: world.cloud.requestHandler,
      credentials: world.cloud.credentials,
    });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what no caller can do is what it stands for
    const broken = (region: string) => ({ ...connect(region), elbv2: null as never });
    const [advice] = await advise([world.binding], [world.binding], { connect: broken, clock: world.cloud.clock });
    expect(brief(advice, 'vpc-link')).toBe('unknown');
  });
});

it('there is no advice about a binding to an endpoint, and nothing is asked for one', async () => {
  const cloud = createCloud();
  expect(await adviseIn({ cloud }, [spec()])).toEqual([]);
  expect(cloud.calls).toEqual([]);
});

it('an advice writes nothing, and asks little', async () => {
  const world = setUp();
  await adviseIn(world, [world.binding]);
  expect(world.cloud.calls.filter(({ write }) => write)).toEqual([]);
  expect(world.cloud.calls.map(({ operation }) => operation).toSorted()).toEqual([
    'DescribeListeners',
    'DescribeListeners',
    'DescribeLoadBalancerAttributes',
    'DescribeLoadBalancers',
    'DescribeLoadBalancers',
    'DescribeNetworkInterfaces',
    'DescribeTargetGroups',
    'DescribeTargetGroups',
    'DescribeTargetHealth',
    'GetVpcLinks',
  ]);
});

it('an ALB of another account is seen with the binding’s role', async () => {
  const world = setUp({ owner: OTHER_ACCOUNT });
  const roleArn = world.cloud.createRole({
    arn: `arn:aws:iam::${OTHER_ACCOUNT}:role/observe`,
    trusts: [world.cloud.settings.account],
  });
  world.cloud.setAlbListeners(world.alb.arn, [{ port: 80, protocol: 'HTTP' }]);
  const source = { loadBalancerArn: world.alb.arn, previous: [], roleArn };
  expect(await ofFirst({ ...world, binding: { ...world.binding, source } }, 'alb-target-group')).toBe(
    'other-account port-without-listener',
  );
});
