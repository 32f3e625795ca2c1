import { describe, expect, it, vi } from 'vitest';
import { createAws } from '../../controller/aws/clients.ts';
import { attempt, doing } from '../../controller/aws/failure.ts';
import { listSubnets } from '../../controller/aws/ec2.ts';
import { describeTargets } from '../../controller/aws/elbv2.ts';
import { type Page, readAllPages } from '../../controller/aws/paging.ts';
import { type Pass, setStage, type Stage } from '../scenarios/stage.ts';

const outcome = ({ outcomes }: Pass): string | undefined => outcomes[0]?.outcome;

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
describe('an answer that is no list', () => {
  it.each([
    ['DescribeTargetHealth', 'faulted'],
    ['DescribeTargetGroups', 'faulted'],
    ['DescribeTags', 'faulted'],
    ['DescribeVpcEndpoints', 'refused'],
    ['DescribeNetworkInterfaces', 'refused'],
  ])('of %s is not an empty one: %s, and nothing is written', async (operation, word) => {
    const stage = setStage();
    stage.cloud.faults.add({ operation, fault: 'empty' });
    const pass = await stage.pass();
    expect(outcome(pass)).toBe(word);
    expect(pass.writes).toEqual([]);
  });
});

it.each(['DescribeTargetGroupAttributes', 'DescribeLoadBalancerAttributes'])(
  'an empty answer of %s is no setting: a retired target waits',
  async (operation) => {
    const stage = retiredInSecondZone(true, {});
    stage.cloud.faults.add({ operation, fault: 'empty' });
    const pass = await stage.pass();
    expect(outcome(pass)).toBe('waiting');
    expect(pass.writes).toEqual([]);
  },
);

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

describe('interfaces', () => {
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
