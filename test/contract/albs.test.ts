import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { expect, test } from 'vitest';
import { createNetwork, given, type Network } from './arrange.ts';
import { ROLE } from './our-cloud.ts';
import { onBothClouds, type World } from './world.ts';

const OTHER_ACCOUNT = '210987654321';

onBothClouds('an internal ALB', (world) => {
  test('is described with its zones and its name, and without addresses', async () => {
    const network = await createNetwork(world().aws);
    const LoadBalancerArn = await createAlb(world(), network);

    const answer = await world().aws.elbv2.send(
      new DescribeLoadBalancersCommand({ LoadBalancerArns: [LoadBalancerArn] }),
    );

    expect(answer.LoadBalancers).toMatchObject([
      { Type: 'application', Scheme: 'internal', IpAddressType: 'ipv4', VpcId: network.vpcId },
    ]);
    const [alb] = answer.LoadBalancers ?? [];
    expect(alb?.LoadBalancerArn).toMatch(/:loadbalancer\/app\/orders\/[0-9a-f]{16}$/);
    expect(alb?.AvailabilityZones?.map(({ SubnetId }) => SubnetId).toSorted()).toEqual(network.subnetIds.toSorted());
    expect(alb?.AvailabilityZones?.flatMap(({ LoadBalancerAddresses = [] }) => LoadBalancerAddresses)).toEqual([]);
  });

  test('has listeners that speak HTTP, by its ARN and by theirs', async () => {
    const LoadBalancerArn = await createAlb(world(), await createNetwork(world().aws));
    const { elbv2 } = world().aws;

    const { Listeners: ofAlb = [] } = await elbv2.send(new DescribeListenersCommand({ LoadBalancerArn }));
    const ListenerArns = ofAlb.map(({ ListenerArn }) => given(ListenerArn));
    const { Listeners: own } = await elbv2.send(new DescribeListenersCommand({ ListenerArns }));

    expect(ofAlb).toMatchObject([
      { LoadBalancerArn, Port: 80, Protocol: 'HTTP', DefaultActions: [{ Type: 'fixed-response' }] },
    ]);
    expect(own).toEqual(ofAlb);
  });

  test('is not found, nor its listeners, where there is none', async () => {
    const LoadBalancerArn = await createAlb(world(), await createNetwork(world().aws));
    const unknown = LoadBalancerArn.replace(/.{16}$/, '0123456789abcdef');
    const { elbv2 } = world().aws;
    const noLoadBalancer = { name: 'LoadBalancerNotFoundException', $metadata: { httpStatusCode: 400 } };

    await expect(elbv2.send(new DescribeLoadBalancersCommand({ LoadBalancerArns: [unknown] }))).rejects.toMatchObject(
      noLoadBalancer,
    );
    await expect(
      elbv2.send(
        new DescribeListenersCommand({
          ListenerArns: [`${unknown.replace(':loadbalancer/', ':listener/')}/0123456789abcdef`],
        }),
      ),
    ).rejects.toMatchObject({ name: 'ListenerNotFoundException' });
  });

  test('is the one target of a group of type alb, by its ARN', async () => {
    const network = await createNetwork(world().aws);
    const Id = await createAlb(world(), network);
    const { elbv2 } = world().aws;
    const created = await elbv2.send(
      new CreateTargetGroupCommand({
        Name: 'to-alb',
        TargetType: 'alb',
        Protocol: 'TCP',
        Port: 80,
        VpcId: network.vpcId,
      }),
    );
    const TargetGroupArn = given(created.TargetGroups?.[0]?.TargetGroupArn);

    await elbv2.send(new RegisterTargetsCommand({ TargetGroupArn, Targets: [{ Id }] }));

    const groups = await elbv2.send(new DescribeTargetGroupsCommand({ TargetGroupArns: [TargetGroupArn] }));
    expect(groups.TargetGroups).toMatchObject([{ TargetType: 'alb', Protocol: 'TCP', Port: 80 }]);
    const health = await elbv2.send(new DescribeTargetHealthCommand({ TargetGroupArn }));
    expect(health.TargetHealthDescriptions).toMatchObject([{ Target: { Id, Port: 80 } }]);
  });
});

onBothClouds('a role of another account', (world) => {
  test('is assumed, and then the caller is of that account', async () => {
    const sts = new STSClient({ region: world().region });

    const { Credentials: keys, AssumedRoleUser } = await sts.send(
      new AssumeRoleCommand({ RoleArn: ROLE, RoleSessionName: 'contract', DurationSeconds: 900 }),
    );

    expect(AssumedRoleUser?.Arn).toBe(`arn:aws:sts::${OTHER_ACCOUNT}:assumed-role/observer/contract`);
    expect(Math.round((given(keys?.Expiration).getTime() - Date.now()) / 60_000)).toBe(15);
    const credentials = {
      accessKeyId: given(keys?.AccessKeyId),
      secretAccessKey: given(keys?.SecretAccessKey),
      sessionToken: given(keys?.SessionToken),
    };
    const identity = await new STSClient({ region: world().region, credentials }).send(
      new GetCallerIdentityCommand({}),
    );
    expect(identity).toMatchObject({ Account: OTHER_ACCOUNT, Arn: AssumedRoleUser?.Arn });
  });

  test('is not assumed when there is no such role', async () => {
    const sts = new STSClient({ region: world().region });

    const outcome = await sts.send(new AssumeRoleCommand({ RoleArn: `${ROLE}-2`, RoleSessionName: 'contract' })).then(
      () => 'assumed',
      (error: Error) => error.name,
    );

    expect(outcome).toBe(world().expects('unknown-role-assumed', { aws: 'AccessDenied', moto: 'assumed' }));
  });
});

/** Makes an internal ALB with a listener on 80. Returns its ARN. */
async function createAlb({ aws: { elbv2 } }: World, { subnetIds }: Network): Promise<string> {
  const { LoadBalancers } = await elbv2.send(
    new CreateLoadBalancerCommand({ Name: 'orders', Type: 'application', Scheme: 'internal', Subnets: [...subnetIds] }),
  );
  const LoadBalancerArn = given(LoadBalancers?.[0]?.LoadBalancerArn);
  await elbv2.send(
    new CreateListenerCommand({
      LoadBalancerArn,
      Protocol: 'HTTP',
      Port: 80,
      DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '200' } }],
    }),
  );
  return LoadBalancerArn;
}
