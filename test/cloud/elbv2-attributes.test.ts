import {
  CreateTargetGroupCommand,
  DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancersCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { describe, expect, test } from 'vitest';
import { type Cloud, createCloud } from './cloud.ts';
import { buildSampleWorld } from './sample-world.ts';
import { sdk } from './sdk.ts';

async function check(cloud: Cloud, arn: string) {
  const answer = await sdk(cloud).elbv2.send(new DescribeTargetGroupsCommand({ TargetGroupArns: [arn] }));
  const { HealthCheckEnabled, HealthCheckProtocol, HealthCheckPort, HealthCheckPath, Matcher } =
    answer.TargetGroups?.[0] ?? {};
  return [HealthCheckEnabled, HealthCheckProtocol, HealthCheckPort, HealthCheckPath, Matcher?.HttpCode];
}

describe('a load balancer', () => {
  test('has AWS’s default attributes, whether asked before or after one is set', async () => {
    const cloud = createCloud();
    const { loadBalancer } = buildSampleWorld(cloud);
    const { elbv2 } = sdk(cloud);
    const read = async () => {
      const command = new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn: loadBalancer.arn });
      return Object.fromEntries((await elbv2.send(command)).Attributes?.map(({ Key, Value }) => [Key, Value]) ?? []);
    };
    expect(await read()).toMatchObject({
      'deletion_protection.enabled': 'false',
      'zonal_shift.config.enabled': 'false',
      'load_balancing.cross_zone.enabled': 'true',
    });
    cloud.setLoadBalancerAttributes(loadBalancer.arn, { 'deletion_protection.enabled': 'true' });
    expect(await read()).toMatchObject({
      'deletion_protection.enabled': 'true',
      'zonal_shift.config.enabled': 'false',
    });
  });

  test('is in the state it was put in, and carries traffic all the same', async () => {
    const cloud = createCloud();
    const { loadBalancer } = buildSampleWorld(cloud, { steady: true });
    const state = async () =>
      (await sdk(cloud).elbv2.send(new DescribeLoadBalancersCommand({}))).LoadBalancers?.[0]?.State?.Code;
    expect(await state()).toBe('active');
    cloud.setLoadBalancerState(loadBalancer.arn, 'provisioning');
    expect(await state()).toBe('provisioning');
    cloud.advance(10);
    expect(cloud.traffic.totals()).toEqual({ served: 20, failed: 0, stranger: 0 });
  });
});

describe('a target group', () => {
  test('has AWS’s default attributes', async () => {
    const cloud = createCloud();
    const { group } = buildSampleWorld(cloud);
    const { Attributes } = await sdk(cloud).elbv2.send(
      new DescribeTargetGroupAttributesCommand({ TargetGroupArn: group.arn }),
    );
    expect(Object.fromEntries(Attributes?.map(({ Key, Value }) => [Key, Value]) ?? [])).toMatchObject({
      'preserve_client_ip.enabled': 'false',
      'proxy_protocol_v2.enabled': 'false',
      'target_health_state.unhealthy.connection_termination.enabled': 'true',
    });
  });

  test('has a health check as chosen, with path and matcher only where it speaks HTTP', async () => {
    const cloud = createCloud();
    const { group } = buildSampleWorld(cloud);
    expect(await check(cloud, group.arn)).toEqual([true, 'TCP', 'traffic-port', undefined, undefined]);
    cloud.setHealthCheck(group.arn, { protocol: 'HTTPS', path: '/ping', matcher: '200' });
    expect(await check(cloud, group.arn)).toEqual([true, 'HTTPS', 'traffic-port', '/ping', '200']);
    cloud.setHealthCheck(group.arn, { port: '8443', enabled: false });
    expect(await check(cloud, group.arn)).toEqual([false, 'HTTPS', '8443', '/ping', '200']);
    cloud.setHealthCheck(group.arn, { protocol: 'TCP' });
    expect(await check(cloud, group.arn)).toEqual([false, 'TCP', '8443', undefined, undefined]);
  });

  test('has a health check as made over the wire, with AWS’s defaults for HTTP', async () => {
    const cloud = createCloud();
    const { vpc } = buildSampleWorld(cloud);
    const base = { TargetType: 'ip', Protocol: 'TLS', Port: 443, VpcId: vpc.id } as const;
    const create = async (Name: string, Matcher?: { HttpCode: string }) => {
      const command = new CreateTargetGroupCommand({ ...base, Name, HealthCheckProtocol: 'HTTP', Matcher });
      return (await sdk(cloud).elbv2.send(command)).TargetGroups?.[0];
    };
    expect(await create('plain')).toMatchObject({
      HealthCheckPath: '/',
      HealthCheckTimeoutSeconds: 6,
      Matcher: { HttpCode: '200-399' },
    });
    expect(await create('strict', { HttpCode: '200,403' })).toMatchObject({ Matcher: { HttpCode: '200,403' } });
  });

  test('with a changed check judges its targets by it', () => {
    const cloud = createCloud();
    const { group } = buildSampleWorld(cloud, { steady: true });
    cloud.setHealthCheck(group.arn, { port: '8443' });
    cloud.advance(30);
    expect(cloud.targets(group.arn).map(({ state }) => state)).toEqual(['unhealthy', 'unhealthy']);
    cloud.setHealthCheck(group.arn, { port: 'traffic-port' });
    cloud.advance(30);
    expect(cloud.targets(group.arn).map(({ state }) => state)).toEqual(['healthy', 'healthy']);
  });
});
