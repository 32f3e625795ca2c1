import { DescribeNetworkInterfacesCommand, DescribeVpcEndpointsCommand } from '@aws-sdk/client-ec2';
import {
  DeregisterTargetsCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  HealthUnavailableException,
  InvalidTargetException,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { describe, expect, test } from 'vitest';
import { createCloud } from './cloud.ts';
import { buildSampleWorld } from './sample-world.ts';
import { sdk } from './sdk.ts';
import type { FaultName } from './wire/faults.ts';

function setUp(options: { maxAttempts?: number } = {}) {
  const cloud = createCloud();
  const world = buildSampleWorld(cloud, { steady: true });
  const { ec2, elbv2 } = sdk(cloud, options);
  const TargetGroupArn = world.group.arn;
  return {
    cloud,
    ...world,
    readEndpoints: () => ec2.send(new DescribeVpcEndpointsCommand({})),
    readInterfaces: () => ec2.send(new DescribeNetworkInterfacesCommand({})),
    readHealth: () => elbv2.send(new DescribeTargetHealthCommand({ TargetGroupArn })),
    readGroups: () => elbv2.send(new DescribeTargetGroupsCommand({})),
    register: (Id: string) => elbv2.send(new RegisterTargetsCommand({ TargetGroupArn, Targets: [{ Id }] })),
    deregister: (Id: string) => elbv2.send(new DeregisterTargetsCommand({ TargetGroupArn, Targets: [{ Id }] })),
    ec2,
    elbv2,
  };
}

async function failureOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => 'answered',
    (error: { name: string; code?: string; $metadata?: { httpStatusCode?: number } }) => ({
      name: error.name,
      code: error.code,
      status: error.$metadata?.httpStatusCode,
    }),
  );
}

describe('a fault', () => {
  test.each<[FaultName, object, object]>([
    ['throttle', { name: 'RequestLimitExceeded', status: 503 }, { name: 'ThrottlingException', status: 400 }],
    ['deny', { name: 'UnauthorizedOperation', status: 403 }, { name: 'AccessDenied', status: 403 }],
    ['unavailable', { name: 'InternalError', status: 500 }, { name: 'InternalFailure', status: 500 }],
    ['hang', { name: 'TimeoutError' }, { name: 'TimeoutError' }],
    ['reset', { code: 'ECONNRESET' }, { code: 'ECONNRESET' }],
  ])('%s is the error that the service answers with', async (fault, ofEc2, ofElb) => {
    const { cloud, readEndpoints, readHealth } = setUp();
    cloud.faults.add({ fault });
    expect(await failureOf(readEndpoints())).toMatchObject(ofEc2);
    expect(await failureOf(readHealth())).toMatchObject(ofElb);
  });

  test('invalid-target is the error for a whole registration', async () => {
    const { cloud, register } = setUp();
    cloud.faults.add({ operation: 'RegisterTargets', fault: 'invalid-target' });
    await expect(register('10.0.1.50')).rejects.toBeInstanceOf(InvalidTargetException);
  });

  test('empty answers without a list, where a world without targets answers with an empty one', async () => {
    const { cloud, readHealth } = setUp();
    expect((await readHealth()).TargetHealthDescriptions).toBeInstanceOf(Array);
    cloud.faults.add({ operation: 'DescribeTargetHealth', fault: 'empty' });
    expect((await readHealth()).TargetHealthDescriptions).toBeUndefined();
  });

  test('health-unavailable is an error the SDK knows', async () => {
    const { cloud, readHealth } = setUp();
    cloud.faults.add({ operation: 'DescribeTargetHealth', fault: 'health-unavailable' });
    await expect(readHealth()).rejects.toBeInstanceOf(HealthUnavailableException);
  });

  test('meets only the calls it is meant for, as often as planned', async () => {
    const { cloud, readEndpoints, readHealth, register } = setUp();
    cloud.faults.add({ operation: 'DescribeTargetHealth', fault: 'throttle', times: 1 });
    cloud.faults.add({ fault: 'deny', match: ({ Targets }) => JSON.stringify(Targets ?? []).includes('10.0.1.50') });
    await readEndpoints();
    await expect(readHealth()).rejects.toMatchObject({ name: 'ThrottlingException' });
    await readHealth();
    await register('10.0.1.51');
    await expect(register('10.0.1.50')).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  test('is left planned by a call that cannot meet it', async () => {
    const { cloud, readHealth, register } = setUp();
    cloud.faults.add({ fault: 'lands-then-fails', times: 1 });
    await readHealth();
    await expect(register('10.0.1.50')).rejects.toMatchObject({ name: 'InternalFailure' });
    cloud.faults.add({ fault: 'empty', times: 1 });
    await register('10.0.1.51');
    expect((await readHealth()).TargetHealthDescriptions).toBeUndefined();
  });

  test('ends when it is removed, or all are cleared', async () => {
    const { cloud, readHealth, readEndpoints } = setUp();
    const remove = cloud.faults.add({ fault: 'deny', service: 'elasticloadbalancing' });
    cloud.faults.add({ fault: 'deny', service: 'ec2', region: 'eu-west-1' });
    await expect(readHealth()).rejects.toMatchObject({ name: 'AccessDenied' });
    remove();
    await readHealth();
    await expect(readEndpoints()).rejects.toMatchObject({ name: 'UnauthorizedOperation' });
    cloud.faults.clear();
    await readEndpoints();
  });

  test('may depend on who calls', async () => {
    const { cloud, readHealth } = setUp();
    cloud.faults.add({ fault: 'deny', match: (_params, { account, write }) => account === '210987654321' && !write });
    await readHealth();
    const { ec2 } = sdk(cloud, { credentials: cloud.credentialsOf('210987654321') });
    await expect(ec2.send(new DescribeVpcEndpointsCommand({}))).rejects.toMatchObject({
      name: 'UnauthorizedOperation',
    });
  });

  test('that passes is retried by the SDK, and each attempt is a call', async () => {
    const { cloud, readHealth } = setUp({ maxAttempts: 3 });
    cloud.faults.add({ operation: 'DescribeTargetHealth', fault: 'throttle', times: 2 });
    await readHealth();
    expect(cloud.calls.map(({ operation, error }) => [operation, error])).toEqual([
      ['DescribeTargetHealth', 'ThrottlingException'],
      ['DescribeTargetHealth', 'ThrottlingException'],
      ['DescribeTargetHealth', undefined],
    ]);
  });

  test('hang takes its timeout of virtual time', async () => {
    const { cloud, readHealth } = setUp();
    cloud.faults.add({ fault: 'hang', times: 1 });
    const before = cloud.clock.now().getTime();
    await expect(readHealth()).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(cloud.clock.now().getTime() - before).toBe(4_000);
  });

  test('short-page loses half of a list, and no token tells', async () => {
    const { cloud, readInterfaces, readHealth } = setUp();
    cloud.faults.add({ fault: 'short-page' });
    const { NetworkInterfaces, NextToken } = await readInterfaces();
    expect([NetworkInterfaces?.length, NextToken]).toEqual([2, undefined]);
    expect((await readHealth()).TargetHealthDescriptions).toHaveLength(1);
  });

  test('repeated-page: a page leads to itself until the fault ends, and then to the rest', async () => {
    const { cloud, ec2, subnets } = setUp();
    for (let n = 0; n < 4; n += 1) cloud.takeAddress({ subnetId: subnets[0].id, listens: [] });
    const read = async (NextToken?: string) => {
      const answer = await ec2.send(new DescribeNetworkInterfacesCommand({ MaxResults: 5, NextToken }));
      return { ids: answer.NetworkInterfaces?.map((each) => each.NetworkInterfaceId) ?? [], next: answer.NextToken };
    };
    const first = await read();
    const second = await read(first.next);
    expect([first.ids.length, second.ids.length, second.next]).toEqual([5, 3, undefined]);
    const end = cloud.faults.add({ fault: 'repeated-page' });
    const repeated = await read();
    expect(repeated.ids).toEqual(first.ids);
    expect(await read(repeated.next)).toEqual(repeated);
    expect(await read(first.next)).toEqual({ ids: second.ids, next: first.next });
    end();
    const again = await read(repeated.next);
    expect([again, await read(again.next)]).toEqual([first, second]);
  });

  test('stale: a read gets the answer it got before, until the fault ends', async () => {
    const { cloud, readHealth, group } = setUp();
    const count = async () => (await readHealth()).TargetHealthDescriptions?.length;
    expect(await count()).toBe(2);
    cloud.register(group.arn, ['10.0.1.50']);
    cloud.faults.add({ operation: 'DescribeTargetHealth', fault: 'stale', times: 1 });
    expect(await count()).toBe(2);
    expect(await count()).toBe(3);
  });

  test('hang: of two calls side by side, the second ends at once when the first has used up the time of both', async () => {
    const { cloud, elbv2 } = setUp();
    cloud.faults.add({ fault: 'hang' });
    const before = cloud.clock.now().getTime();
    const abortSignal = cloud.clock.abortAt(new Date(before + 4_000));
    const call = () => elbv2.send(new DescribeTargetGroupsCommand({}), { abortSignal });
    const results = await Promise.allSettled([call(), call()]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(cloud.clock.now().getTime() - before).toBe(4_000);
  });

  test('lies: a write succeeds and changes nothing, while reads stay true', async () => {
    const { cloud, register, deregister, readHealth, endpoint, group } = setUp();
    const before = cloud.targets(group.arn);
    cloud.faults.add({ fault: 'lies' });
    await register('10.0.1.50');
    await deregister(endpoint.ips[0] ?? '');
    expect(cloud.targets(group.arn)).toEqual(before);
    expect((await readHealth()).TargetHealthDescriptions).toHaveLength(2);
  });

  test('lands-then-fails: a write answers an error and has changed the world', async () => {
    const { cloud, register, group } = setUp();
    cloud.faults.add({ operation: 'RegisterTargets', fault: 'lands-then-fails', times: 1 });
    await expect(register('10.0.1.50')).rejects.toMatchObject({ name: 'InternalFailure' });
    expect(cloud.targets(group.arn).map(({ ip }) => ip)).toContain('10.0.1.50');
  });

  test('lands-then-hangs: a write is done and unanswered, so that the SDK makes it twice', async () => {
    const { cloud, register, group } = setUp({ maxAttempts: 2 });
    cloud.faults.add({ operation: 'RegisterTargets', fault: 'lands-then-hangs', times: 1 });
    const before = cloud.clock.now().getTime();
    await register('10.0.1.50');
    expect(cloud.clock.now().getTime() - before).toBe(4_000);
    expect(cloud.calls.map(({ operation, error }) => [operation, error])).toEqual([
      ['RegisterTargets', 'lands-then-hangs'],
      ['RegisterTargets', undefined],
    ]);
    expect(cloud.targets(group.arn).filter(({ ip }) => ip === '10.0.1.50')).toHaveLength(1);
  });

  test('omitted interfaces are missing from the listing until that ends', async () => {
    const { cloud, endpoint, readInterfaces } = setUp();
    const [id = ''] = endpoint.interfaces.map((each) => each.id);
    const listed = async () =>
      (await readInterfaces()).NetworkInterfaces?.map(({ NetworkInterfaceId }) => NetworkInterfaceId);
    const end = cloud.faults.omitInterfaces([id]);
    expect(await listed()).not.toContain(id);
    end();
    expect(await listed()).toContain(id);
  });
});

test('a call whose signal has fired is aborted', async () => {
  const { elbv2, cloud } = setUp();
  const controller = new AbortController();
  controller.abort();
  await expect(
    elbv2.send(new DescribeTargetGroupsCommand({}), { abortSignal: controller.signal }),
  ).rejects.toMatchObject({ name: 'AbortError' });
  expect(cloud.calls).toEqual([]);
});
