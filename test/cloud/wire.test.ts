import { DescribeKeyPairsCommand, DescribeVpcEndpointsCommand, DescribeVpcsCommand } from '@aws-sdk/client-ec2';
import {
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  RegisterTargetsCommand,
  SetIpAddressTypeCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createCloud } from './cloud.ts';
import { buildSampleWorld } from './sample-world.ts';
import { sdk } from './sdk.ts';
import { parseForm } from './wire/form.ts';
import type { Listening } from './wire/listen.ts';

describe('a request', () => {
  test('is recorded with its time, caller, parameters and error', async () => {
    const cloud = createCloud();
    const { group } = buildSampleWorld(cloud);
    const { ec2, elbv2 } = sdk(cloud);
    cloud.advance(5);
    const Filters = [{ Name: 'vpc-id', Values: ['vpc-1', 'vpc-2'] }];
    await ec2.send(new DescribeVpcEndpointsCommand({ Filters, MaxResults: 10 }));
    const Targets = [{ Id: '8.8.8.8', Port: 443 }];
    await expect(elbv2.send(new RegisterTargetsCommand({ TargetGroupArn: group.arn, Targets }))).rejects.toThrow(
      '8.8.8.8',
    );
    const common = {
      at: new Date('2026-01-01T00:00:05Z'),
      region: 'eu-west-1',
      account: '123456789012',
      accessKeyId: 'AKIA123456789012',
    };
    expect(cloud.calls).toEqual([
      {
        ...common,
        service: 'ec2',
        operation: 'DescribeVpcEndpoints',
        params: { Filter: [{ Name: 'vpc-id', Value: ['vpc-1', 'vpc-2'] }], MaxResults: '10' },
        write: false,
      },
      {
        ...common,
        service: 'elasticloadbalancing',
        operation: 'RegisterTargets',
        params: { TargetGroupArn: group.arn, Targets: [{ Id: '8.8.8.8', Port: '443' }] },
        write: true,
        error: 'InvalidTarget',
      },
    ]);
    cloud.forgetCalls();
    expect(cloud.calls).toEqual([]);
  });

  test('gets an id that the SDK reads', async () => {
    const { $metadata } = await sdk(createCloud()).ec2.send(new DescribeVpcsCommand({}));
    expect($metadata.requestId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
  });

  test('for an operation this cloud lacks is an invalid action, and the message names those it has', async () => {
    const { ec2, elbv2 } = sdk(createCloud());
    await expect(ec2.send(new DescribeKeyPairsCommand({}))).rejects.toMatchObject({
      name: 'InvalidAction',
      message: expect.stringMatching(/no ec2:DescribeKeyPairs\. It has CreateVpc/),
    });
    await expect(
      elbv2.send(new SetIpAddressTypeCommand({ LoadBalancerArn: 'arn', IpAddressType: 'ipv4' })),
    ).rejects.toMatchObject({ name: 'InvalidAction', $metadata: { httpStatusCode: 400 } });
  });

  test('lists are read from numbers and members, in numeric order, and empty ones are absent', () => {
    const numbers = Array.from({ length: 11 }, (_, index) => `Id.${index + 1}=v${index + 1}`).toReversed();
    expect(parseForm(numbers.join('&'))).toEqual({ Id: Array.from({ length: 11 }, (_, index) => `v${index + 1}`) });
    expect(parseForm('Targets.member.1.Id=a&Targets.member.2.Id=b&Tags=&Name=x%20y')).toEqual({
      Targets: [{ Id: 'a' }, { Id: 'b' }],
      Tags: '',
      Name: 'x y',
    });
  });
});

describe('the caller', () => {
  test('is the account of its access key, or of the role it assumed', async () => {
    const cloud = createCloud();
    const { sts } = sdk(cloud);
    const RoleArn = cloud.createRole({ name: 'observer', account: '210987654321', trusts: ['123456789012'] });
    expect((await sts.send(new GetCallerIdentityCommand({}))).Account).toBe('123456789012');
    const { Credentials, AssumedRoleUser } = await sts.send(
      new AssumeRoleCommand({ RoleArn, RoleSessionName: 'sync' }),
    );
    expect(AssumedRoleUser?.Arn).toBe('arn:aws:sts::210987654321:assumed-role/observer/sync');
    expect(Credentials?.Expiration?.getTime()).toBeGreaterThan(Date.now());
    const credentials = {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    };
    const assumed = await sdk(cloud, { credentials }).sts.send(new GetCallerIdentityCommand({}));
    expect(assumed).toMatchObject({ Account: '210987654321', Arn: AssumedRoleUser?.Arn });
  });
});

describe('over a port', () => {
  let listening: Listening | undefined;
  afterEach(async () => listening?.close());

  test('the SDK talks to the same world with its own HTTP handler', async () => {
    const cloud = createCloud();
    const { group, endpoint } = buildSampleWorld(cloud, { steady: true });
    listening = await cloud.listen();
    expect(listening.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const { elbv2, ec2 } = sdk(cloud, { endpoint: listening.url });
    const { VpcEndpoints } = await ec2.send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: [endpoint.id] }));
    expect(VpcEndpoints?.[0]?.State).toBe('available');
    const { TargetHealthDescriptions } = await elbv2.send(
      new DescribeTargetHealthCommand({ TargetGroupArn: group.arn }),
    );
    expect(TargetHealthDescriptions?.map(({ TargetHealth }) => TargetHealth?.State)).toEqual(['healthy', 'healthy']);
    expect(cloud.calls).toHaveLength(2);
  });

  test('a reset breaks the connection, and a call that hangs ends when its signal fires', async () => {
    const cloud = createCloud();
    listening = await cloud.listen();
    const { elbv2 } = sdk(cloud, { endpoint: listening.url });
    const call = (abortSignal?: AbortSignal) =>
      elbv2.send(new DescribeTargetGroupsCommand({}), abortSignal === undefined ? {} : { abortSignal });
    cloud.faults.add({ fault: 'reset', times: 1 });
    await expect(call()).rejects.toMatchObject({ code: 'ECONNRESET' });
    cloud.faults.add({ fault: 'hang', times: 1 });
    const controller = new AbortController();
    const hanging = call(controller.signal).catch((error: Error) => error);
    // Not before it hangs: a slow machine would abort a call that has not arrived, and leave the fault to the next.
    await vi.waitUntil(() => cloud.calls.at(-1)?.error === 'hang', 10_000);
    controller.abort();
    expect(await hanging).toMatchObject({ name: 'AbortError' });
    await call();
  });

  test('an unsigned request is refused', async () => {
    listening = await createCloud().listen();
    const response = await fetch(listening.url, { method: 'POST', body: 'Action=DescribeVpcs' });
    expect(response.status).toBe(403);
    expect(await response.text()).toContain('<Code>MissingAuthenticationToken</Code>');
  });
});
