import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import type { ObservedLoadBalancer } from '../../controller/model/network.ts';
import type { Reading } from '../../controller/model/reading.ts';
import { observeAppLoadBalancers } from '../../controller/observe/app-load-balancers.ts';
import { type Cloud, createCloud } from '../cloud/cloud.ts';
import type { LoadBalancerView } from '../cloud/verbs/views.ts';
import { clientsOf, operations } from './staged.ts';

type World = { readonly cloud: Cloud; readonly subnetIds: readonly string[] };

function setWorld(): World {
  const cloud = createCloud();
  const vpcId = cloud.createVpc({ cidr: '10.0.0.0/16', ipv6Cidr: '2001:db8::/56' }).id;
  const subnetIds = ['a', 'b'].map(
    (zone, index) =>
      cloud.createSubnet({
        vpcId,
        zone: `eu-west-1${zone}`,
        cidr: `10.0.${index + 1}.0/24`,
        ipv6Cidr: `2001:db8:0:${index + 1}::/64`,
      }).id,
  );
  return { cloud, subnetIds };
}

const createAlbs = ({ cloud, subnetIds }: World, count: number): readonly LoadBalancerView[] =>
  Array.from({ length: count }, (_, index) => cloud.createInternalAlb({ subnetIds, name: `alb-${index}` }));

const arnsOf = (albs: readonly LoadBalancerView[]): readonly string[] => albs.map(({ arn }) => arn);

const ipsOf = (reading: Reading<ObservedLoadBalancer> | undefined): readonly string[] | undefined =>
  reading?.kind === 'read' ? reading.value.interfaces.flatMap(({ ips }) => ips) : undefined;

describe('load balancers as sources', () => {
  it('are read with their own nodes each, in one call for each twenty, and one for all nodes', async () => {
    const world = setWorld();
    const albs = createAlbs(world, 21);
    const observed = await observeAppLoadBalancers(clientsOf(world.cloud), arnsOf(albs));
    expect(albs.map(({ arn }) => ipsOf(observed.get(arn))?.toSorted())).toEqual(albs.map(({ ips }) => ips.toSorted()));
    expect(operations(world.cloud.calls)).toEqual([
      'DescribeLoadBalancers',
      'DescribeLoadBalancers',
      'DescribeNetworkInterfaces',
    ]);
  });

  it('are read but for the one of twenty-five that does not exist', async () => {
    const world = setWorld();
    const arns = arnsOf(createAlbs(world, 25));
    const gone = arns[13] ?? '';
    world.cloud.deleteAlb(gone, { removalSeconds: 3_600 });
    const observed = await observeAppLoadBalancers(clientsOf(world.cloud), arns);
    expect(arns.filter((arn) => observed.get(arn)?.kind === 'unread')).toEqual([gone]);
    expect(observed.get(gone)).toMatchObject({
      problem: { kind: 'not-found', code: expect.stringContaining('LoadBalancerNotFound') },
    });
  });

  it('that none is known of cost no call for nodes', async () => {
    const world = setWorld();
    const [arn = ''] = arnsOf(createAlbs(world, 1));
    world.cloud.deleteAlb(arn);
    expect((await observeAppLoadBalancers(clientsOf(world.cloud), [arn])).get(arn)?.kind).toBe('unread');
    expect(operations(world.cloud.calls)).toEqual(['DescribeLoadBalancers']);
  });

  it('say what they are: type, scheme, state, account, VPC, name and subnets', async () => {
    const world = setWorld();
    const alb = world.cloud.createInternalAlb({ subnetIds: world.subnetIds, state: 'provisioning' });
    const reading = (await observeAppLoadBalancers(clientsOf(world.cloud), [alb.arn])).get(alb.arn);
    expect(reading).toMatchObject({
      value: {
        loadBalancer: {
          arn: alb.arn,
          type: 'application',
          scheme: 'internal',
          state: 'provisioning',
          ownerId: world.cloud.settings.account,
          dnsName: alb.dnsName.toLowerCase(),
          subnetIds: world.subnetIds,
        },
      },
    });
  });

  it('that are dualstack show both addresses of each node', async () => {
    const world = setWorld();
    const alb = world.cloud.createInternalAlb({ subnetIds: world.subnetIds, ipAddressType: 'dualstack' });
    const observed = await observeAppLoadBalancers(clientsOf(world.cloud), [alb.arn]);
    const expected = alb.interfaces.flatMap(({ ip, ipv6 }) => [ip, ipv6 ?? '']);
    expect(ipsOf(observed.get(alb.arn))?.toSorted()).toEqual(expected.toSorted());
  });
});

describe('the nodes of a load balancer', () => {
  it('are its interfaces in use: one that only leaves is none any more', async () => {
    const world = setWorld();
    const { cloud, subnetIds } = world;
    const [alb] = createAlbs(world, 1);
    if (alb === undefined) throw new Error('no ALB');
    const grown = cloud.scaleAlbOut(alb.arn, subnetIds[0] ?? '');
    const seen = async (): Promise<readonly string[]> => {
      const observed = await observeAppLoadBalancers(clientsOf(cloud), [alb.arn]);
      return (ipsOf(observed.get(alb.arn)) ?? []).toSorted();
    };
    expect(await seen()).toEqual(grown.ips.toSorted());
    const [leaving = ''] = alb.ips;
    cloud.scaleAlbIn(alb.arn, leaving, { graceSeconds: 60, detachSeconds: 60 });
    expect(await seen()).toContain(leaving);
    cloud.advance(61);
    expect(await seen()).toEqual(grown.ips.filter((ip) => ip !== leaving).toSorted());
  });

  it.each([
    ['that says it in its description', {}],
    ['of an instance that says so', { instance: true }],
  ])('are none of an interface %s: no service manages it', async (_, options) => {
    const world = setWorld();
    const [alb] = createAlbs(world, 1);
    const description = `ELB ${alb?.arn.split(':loadbalancer/')[1]}`;
    const forged = world.cloud.takeAddress({
      subnetId: world.subnetIds[0] ?? '',
      listens: [],
      description,
      instance: false,
      ...options,
    });
    const observed = await observeAppLoadBalancers(clientsOf(world.cloud), [alb?.arn ?? '']);
    expect(ipsOf(observed.get(alb?.arn ?? ''))?.toSorted()).toEqual(alb?.ips.toSorted());
    expect(ipsOf(observed.get(alb?.arn ?? ''))).not.toContain(forged.ip);
  });

  it('listed twice, on pages that overlap, are counted once', async () => {
    const world = setWorld();
    const [alb] = createAlbs(world, 1);
    world.cloud.faults.add({ operation: 'DescribeNetworkInterfaces', fault: 'repeated-page', times: 1 });
    const observed = await observeAppLoadBalancers(clientsOf(world.cloud), [alb?.arn ?? '']);
    expect(ipsOf(observed.get(alb?.arn ?? ''))).toHaveLength(2);
  });

  it.each(['deny', 'throttle', 'empty'] as const)(
    'that cannot be read (%s) leave each load balancer unread, and none without nodes',
    async (fault) => {
      const world = setWorld();
      const arns = arnsOf(createAlbs(world, 2));
      world.cloud.faults.add({ operation: 'DescribeNetworkInterfaces', fault });
      const observed = await observeAppLoadBalancers(clientsOf(world.cloud), arns);
      expect(arns.map((arn) => observed.get(arn)?.kind)).toEqual(['unread', 'unread']);
    },
  );

  it('that the account hides as managed are seen all the same', async () => {
    const world = setWorld();
    const [alb] = createAlbs(world, 1);
    for (const { id } of alb?.interfaces ?? []) world.cloud.hideManaged(id);
    const observed = await observeAppLoadBalancers(clientsOf(world.cloud), [alb?.arn ?? '']);
    expect(ipsOf(observed.get(alb?.arn ?? ''))).toHaveLength(2);
  });
});

describe('an answer that lacks something of one load balancer', () => {
  it.each(['VpcId', 'DNSName', 'State', 'Scheme', 'AvailabilityZones'])(
    'leaves it unread, and no other of its call: %s',
    async (field) => {
      const world = setWorld();
      const arns = arnsOf(createAlbs(world, 20));
      const maimed = arns[7] ?? '';
      const aws = clientsOf({ ...world.cloud, requestHandler: leavingOut(world.cloud.requestHandler, maimed, field) });
      const observed = await observeAppLoadBalancers(aws, arns);
      expect(operations(world.cloud.calls)).toEqual(['DescribeLoadBalancers', 'DescribeNetworkInterfaces']);
      expect(arns.filter((arn) => observed.get(arn)?.kind === 'unread')).toEqual([maimed]);
      expect(observed.get(maimed)).toMatchObject({
        problem: { code: 'IncompleteAnswer', message: expect.stringContaining(field) },
      });
      expect(arns.filter((arn) => ipsOf(observed.get(arn))?.length === 2)).toHaveLength(19);
    },
  );
});

/** The cloud's answers, without a field of the load balancer that has an ARN. */
function leavingOut(handler: Cloud['requestHandler'], arn: string, field: string): Cloud['requestHandler'] {
  const tag = '<LoadBalancerArn>';
  const element = new RegExp(`<${field}>.*?</${field}>`, 's');
  const maim = (body: string): string =>
    body
      .split(tag)
      .map((part) => (part.startsWith(`${arn}<`) ? part.replace(element, '') : part))
      .join(tag);
  return {
    ...handler,
    handle: async (...call) => {
      const { response } = await handler.handle(...call);
      return { response: { ...response, body: Readable.from([Buffer.from(maim(await text(response.body)))]) } };
    },
  };
}

it('a list of load balancers that AWS left out of its answer is a failed read', async () => {
  const world = setWorld();
  const arns = arnsOf(createAlbs(world, 2));
  world.cloud.faults.add({ operation: 'DescribeLoadBalancers', fault: 'empty' });
  const observed = await observeAppLoadBalancers(clientsOf(world.cloud), arns);
  expect(arns.map((arn) => observed.get(arn))).toEqual(
    arns.map(() =>
      expect.objectContaining({ kind: 'unread', problem: expect.objectContaining({ kind: 'transient' }) }),
    ),
  );
});
