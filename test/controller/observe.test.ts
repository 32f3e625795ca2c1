import { describe, expect, it, vi } from 'vitest';
import { type Aws, createAws } from '../../controller/aws/clients.ts';
import { attempt, doing } from '../../controller/aws/failure.ts';
import {
  describeEndpoints,
  findInterfaces,
  listEndpoints,
  listSubnetInterfaces,
  listSubnets,
} from '../../controller/aws/ec2.ts';
import {
  describeGroupAttributes,
  describeGroups,
  describeLoadBalancerAttributes,
  describeTags,
  describeTargets,
} from '../../controller/aws/elbv2.ts';
import { chunk, type Page, readAllPages } from '../../controller/aws/paging.ts';
import { observeEndpoints } from '../../controller/observe/endpoints.ts';
import type { Params } from '../cloud/wire/form.ts';
import { setStage, type Stage } from '../scenarios/stage.ts';
import { clientsOf, operations, outcome } from './staged.ts';

/** A retired target in the second zone, whose only healthy replacement is in the first. */
function retiredInSecondZone(crossZone: boolean, attributes: Readonly<Record<string, string>>): Stage {
  const stage = setStage({ crossZone });
  const { created } = stage.cloud.replaceEndpoint(stage.endpoint.id, { deleteAfterSeconds: 'never' });
  stage.moveTo(created.id);
  stage.cloud.setTargetGroupAttributes(stage.group.arn, attributes);
  stage.cloud.deregister(stage.group.arn, stage.endpoint.ips.slice(0, 1));
  stage.cloud.register(stage.group.arn, created.ips);
  stage.cloud.setHealthy(stage.group.arn, [...stage.endpoint.ips.slice(1), ...created.ips.slice(0, 1)]);
  return stage;
}

/** Calls that name their filter so. */
const filteredBy =
  (name: string) =>
  ({ Filter }: Params): boolean =>
    JSON.stringify(Filter ?? []).includes(`"${name}"`);

describe('an answer with nothing in it', () => {
  it('is none of these: with all of them read, a retired target goes', async () => {
    const pass = await retiredInSecondZone(true, {}).pass();
    expect(operations(pass.writes)).toEqual(['DeregisterTargets']);
  });

  it.each<[read: string, operation: string, word: string, match?: (params: Params) => boolean]>([
    ['of the groups', 'DescribeTargetGroups', 'faulted'],
    ['of their tags', 'DescribeTags', 'faulted'],
    ['of the targets', 'DescribeTargetHealth', 'faulted'],
    ['of the source', 'DescribeVpcEndpoints', 'refused', ({ VpcEndpointId }) => VpcEndpointId !== undefined],
    ['of its interfaces', 'DescribeNetworkInterfaces', 'refused', filteredBy('network-interface-id')],
    ['of the subnets', 'DescribeSubnets', 'waiting'],
    ['of their interfaces', 'DescribeNetworkInterfaces', 'waiting', filteredBy('subnet-id')],
    ['of the endpoints', 'DescribeVpcEndpoints', 'waiting', filteredBy('vpc-id')],
    ['of the load balancer', 'DescribeLoadBalancers', 'waiting'],
    ['of the group’s attributes', 'DescribeTargetGroupAttributes', 'waiting'],
    ['of the load balancer’s attributes', 'DescribeLoadBalancerAttributes', 'waiting'],
  ])('%s is no empty list: nothing is written', async (_, operation, word, match = () => true) => {
    const stage = retiredInSecondZone(true, {});
    stage.cloud.faults.add({ operation, fault: 'empty', match });
    const pass = await stage.pass();
    expect(outcome(pass)).toBe(word);
    expect(pass.writes).toEqual([]);
  });
});

describe('a list that AWS left out of its answer', () => {
  const reads: readonly [string, (aws: Aws, stage: Stage) => Promise<unknown>][] = [
    ['endpoints by id', (aws, { endpoint }) => describeEndpoints(aws, [endpoint.id])],
    ['endpoints', (aws, { vpcId }) => listEndpoints(aws, vpcId)],
    ['interfaces by id', (aws, { endpoint }) => findInterfaces(aws, [endpoint.interfaces[0]?.id ?? ''])],
    ['interfaces', (aws, { subnetIds }) => listSubnetInterfaces(aws, subnetIds)],
    ['subnets', (aws, { vpcId }) => listSubnets(aws, vpcId)],
    ['groups', (aws, { group }) => describeGroups(aws, [group.arn])],
    ['tags', (aws, { group }) => describeTags(aws, [group.arn])],
    ['targets', (aws, { group }) => describeTargets(aws, group.arn)],
    ['attributes of a group', (aws, { group }) => describeGroupAttributes(aws, group.arn)],
    ['attributes of a load balancer', (aws, { loadBalancer }) => describeLoadBalancerAttributes(aws, loadBalancer.arn)],
  ];

  it.each(reads)('of %s is a failed read; one that is there is read', async (_, readList) => {
    const stage = setStage();
    const aws = clientsOf(stage.cloud);
    expect(await attempt(() => readList(aws, stage))).toMatchObject({ kind: 'read' });
    stage.cloud.faults.add({ fault: 'empty' });
    expect(await attempt(() => readList(aws, stage))).toMatchObject({
      kind: 'unread',
      problem: { kind: 'transient', code: 'IncompleteAnswer' },
    });
  });
});

describe('a failed call', () => {
  const kindOf = async (error: Error): Promise<string> => {
    const fail = async (): Promise<never> => {
      throw error;
    };
    const reading = await attempt(() => doing('reading', fail));
    return reading.kind === 'unread' ? `${reading.problem.kind} ${reading.problem.code}` : 'read';
  };
  const named = (name: string, more: object = {}): Error => Object.assign(new Error('x'), { name }, more);

  it.each([
    [named('CredentialsProviderError'), 'credentials CredentialsProviderError'],
    [named('InvalidSignatureException'), 'credentials InvalidSignatureException'],
    [named('UnauthorizedOperation'), 'denied UnauthorizedOperation'],
    [named('TargetGroupNotFoundException'), 'not-found TargetGroupNotFoundException'],
    [named('InvalidVpcEndpointId.NotFound'), 'not-found InvalidVpcEndpointId.NotFound'],
    [named('NotFound'), 'other NotFound'],
    [named('InvalidVpcEndpointId.Malformed'), 'invalid InvalidVpcEndpointId.Malformed'],
    [named('RequestLimitExceeded'), 'transient RequestLimitExceeded'],
    [named('Unknown', { $metadata: { httpStatusCode: 503 } }), 'transient Unknown'],
    [Object.assign(new Error('x'), { code: 'ECONNREFUSED' }), 'unreachable ECONNREFUSED'],
    [new AggregateError([Object.assign(new Error('x'), { code: 'ECONNREFUSED' })]), 'unreachable ECONNREFUSED'],
    [named('Surprise'), 'other Surprise'],
  ])('%s is %s', async (error, kind) => {
    expect(await kindOf(error)).toBe(kind);
  });

  it('a defect of ours is none, and goes on up', async () => {
    await expect(attempt(() => Promise.reject(new TypeError('ours')))).rejects.toThrow(TypeError);
  });
});

describe('paging', () => {
  const pages =
    (...all: readonly Page<number>[]) =>
    async (token: string | undefined): Promise<Page<number>> =>
      all[token === undefined ? 0 : Number(token)] ?? { items: [] };

  it('joins every page', async () => {
    await expect(
      readAllPages(pages({ items: [1], next: '1' }, { items: [2], next: '2' }, { items: [3] })),
    ).resolves.toEqual([1, 2, 3]);
  });

  it('ends at an empty token', async () => {
    await expect(readAllPages(pages({ items: [1], next: '' }))).resolves.toEqual([1]);
  });

  it('throws at a repeated token: a listing that never ends is not a list', async () => {
    await expect(readAllPages(pages({ items: [1], next: '1' }, { items: [2], next: '1' }))).rejects.toThrow('repeated');
  });
});

it.each([
  [0, []],
  [1, [1]],
  [200, [200]],
  [201, [200, 1]],
])('a list of %d is cut into runs of %j', (length, runs) => {
  const items = Array.from({ length }, (_, index) => index);
  expect(chunk(items, 200).map((run) => run.length)).toEqual(runs);
  expect(chunk(items, 200).flat()).toEqual(items);
});

describe('interfaces', () => {
  it.each([
    ['that all are there are each counted once', [], 'in-sync'],
    ['of which one is missing are a partial source all the same', ['10.0.2.11'], 'waiting'],
  ])('listed twice, on pages that overlap, %s', async (_, missing, expected) => {
    const { cloud, endpoint, pass } = setStage();
    cloud.faults.omitInterfaces(endpoint.interfaces.filter(({ ip }) => missing.includes(ip)).map(({ id }) => id));
    cloud.faults.add({ operation: 'DescribeNetworkInterfaces', fault: 'repeated-page', times: 1 });
    expect(outcome(await pass())).toBe(expected);
  });

  it('listed twice are registered once', async () => {
    const { cloud, endpoint, pass } = setStage({ registered: false });
    cloud.faults.add({ operation: 'DescribeNetworkInterfaces', fault: 'repeated-page', times: 1 });
    const [register] = (await pass()).writes;
    expect(register?.params).toMatchObject({ Targets: endpoint.ips.map((Id) => ({ Id })) });
  });

  it.each([
    [200, 1],
    [201, 2],
  ])('by %d ids take %d calls, and all of them are found', async (count, calls) => {
    const { cloud, subnetIds } = setStage();
    const ids = Array.from(
      { length: count },
      () => cloud.takeAddress({ subnetId: subnetIds[0] ?? '', listens: [] }).id,
    );
    const found = await findInterfaces(clientsOf(cloud), ids);
    expect(found).toHaveLength(count);
    expect(new Set(found.map(({ NetworkInterfaceId }) => NetworkInterfaceId))).toEqual(new Set(ids));
    expect(operations(cloud.calls)).toEqual(Array.from({ length: calls }, () => 'DescribeNetworkInterfaces'));
  });

  it.each([
    ['none', 0, []],
    ['some', 2, ['DescribeNetworkInterfaces']],
  ])('are asked for by id, never without one: the endpoint lists %s', async (_, zones, calls) => {
    const { cloud, vpcId, subnetIds } = setStage();
    const { id } = cloud.createEndpoint({ vpcId, subnetIds: subnetIds.slice(0, zones) });
    const observed = await observeEndpoints(clientsOf(cloud), [id]);
    expect(observed.get(id)).toMatchObject({ kind: 'read', value: { endpoint: { id } } });
    expect(operations(cloud.calls)).toEqual(['DescribeVpcEndpoints', ...calls]);
  });

  it('that the account hides as managed are seen all the same', async () => {
    const stage = setStage();
    for (const { id } of stage.endpoint.interfaces) stage.cloud.hideManaged(id);
    expect(outcome(await stage.pass())).toBe('in-sync');
  });

  it('of a page that AWS cut short make the source partial, and nothing goes', async () => {
    const stage = setStage();
    stage.cloud.faults.add({ operation: 'DescribeNetworkInterfaces', fault: 'short-page' });
    const pass = await stage.pass();
    expect(outcome(pass)).toBe('waiting');
    expect(pass.writes).toEqual([]);
  });
});

describe('cross-zone', () => {
  const KEY = 'load_balancing.cross_zone.enabled';

  it.each([
    [true, 'use_load_balancer_configuration', 1],
    [false, 'use_load_balancer_configuration', 0],
    [false, 'true', 1],
    [true, 'false', 0],
  ])('of the load balancer %s and of the group %s: %d removals', async (crossZone, own, removals) => {
    const pass = await retiredInSecondZone(crossZone, { [KEY]: own }).pass();
    expect(pass.outcomes[0]?.changes.deregistered).toHaveLength(removals);
  });
});

it('every call has its budget: 1 s to connect, 4 s to answer or throw, three attempts', async () => {
  const stage = setStage();
  const server = await stage.cloud.listen();
  vi.stubEnv('AWS_ENDPOINT_URL', server.url);
  const { ec2, elbv2 } = createAws('eu-west-1', { credentials: stage.cloud.credentials });
  const aws = { region: 'eu-west-1', ec2, elbv2 };
  // The SDK settles a handler's options at its first request.
  await Promise.all([listSubnets(aws, stage.vpcId), describeTargets(aws, stage.group.arn)]);
  await server.close();
  vi.unstubAllEnvs();

  for (const { config } of [ec2, elbv2]) {
    expect(await config.maxAttempts()).toBe(3);
    expect(config.requestHandler).toMatchObject({
      config: { connectionTimeout: 1_000, requestTimeout: 4_000, throwOnRequestTimeout: true },
    });
  }
});
