import { CreateTargetGroupCommand, DescribeTargetHealthCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { describe, expect, test } from 'vitest';
import { createCloud } from './cloud.ts';
import { buildSampleWorld } from './sample-world.ts';
import { sdk } from './sdk.ts';

describe('health of a target', () => {
  test('a registered target is initial until its registration took effect and its checks passed: 90 s', () => {
    const cloud = createCloud();
    const { group, endpoint } = buildSampleWorld(cloud);
    cloud.register(group.arn, endpoint.ips);
    const reasonsAfter = (seconds: number) => {
      cloud.advance(seconds);
      return cloud.targets(group.arn).map(({ state, reason }) => (reason === undefined ? state : `${state} ${reason}`));
    };
    expect(reasonsAfter(70)[0]).toBe('initial Elb.RegistrationInProgress');
    expect(reasonsAfter(1)[0]).toBe('initial Elb.InitialHealthChecking');
    expect(reasonsAfter(18)).toEqual(['initial Elb.InitialHealthChecking', 'initial Elb.InitialHealthChecking']);
    expect(reasonsAfter(1)).toEqual(['healthy', 'healthy']);
  });

  test('the pace follows the health check of the group', () => {
    const cloud = createCloud({ registrationSeconds: 0 });
    const { vpc, loadBalancer, endpoint } = buildSampleWorld(cloud);
    const check = { intervalSeconds: 30, healthyThreshold: 5 };
    const { arn } = cloud.createTargetGroup({ vpcId: vpc.id, name: 'slow', check });
    cloud.attach({ loadBalancerArn: loadBalancer.arn, targetGroupArn: arn, port: 8443 });
    cloud.register(arn, endpoint.ips);
    cloud.advance(149);
    expect(cloud.targets(arn)[0]?.state).toBe('initial');
    cloud.advance(1);
    expect(cloud.targets(arn)[0]?.state).toBe('healthy');
  });

  test('a target where nothing answers becomes unhealthy, and healthy once something does', () => {
    const cloud = createCloud({ registrationSeconds: 0 });
    const { group, subnets } = buildSampleWorld(cloud);
    cloud.register(group.arn, ['10.0.1.50']);
    cloud.advance(20);
    expect(cloud.targets(group.arn)).toMatchObject([{ state: 'unhealthy', reason: 'Target.FailedHealthChecks' }]);
    cloud.takeAddress({ subnetId: subnets[0].id, ip: '10.0.1.50', listens: [443] });
    cloud.advance(20);
    expect(cloud.targets(group.arn)).toMatchObject([{ state: 'healthy' }]);
  });

  test('a healthy target turns unhealthy after its failed checks, when what was there stops', () => {
    const cloud = createCloud();
    const { group, endpoint } = buildSampleWorld(cloud, { steady: true });
    cloud.deleteEndpoint(endpoint.id);
    cloud.advance(19);
    expect(cloud.targets(group.arn).map(({ state }) => state)).toEqual(['healthy', 'healthy']);
    cloud.advance(1);
    expect(cloud.targets(group.arn).map(({ state }) => state)).toEqual(['unhealthy', 'unhealthy']);
  });

  test('an unhealthy target drains first where its connections are kept', () => {
    const cloud = createCloud();
    const { group, endpoint } = buildSampleWorld(cloud, { steady: true });
    cloud.setTargetGroupAttributes(group.arn, {
      'target_health_state.unhealthy.connection_termination.enabled': 'false',
      'target_health_state.unhealthy.draining_interval_seconds': '60',
    });
    cloud.deleteEndpoint(endpoint.id);
    cloud.advance(79);
    expect(cloud.targets(group.arn)[0]?.state).toBe('unhealthy.draining');
    cloud.advance(1);
    expect(cloud.targets(group.arn)[0]?.state).toBe('unhealthy');
  });

  test('a target that never was healthy has nothing to drain: it is unhealthy and stays so', () => {
    const cloud = createCloud({ registrationSeconds: 0 });
    const { group } = buildSampleWorld(cloud);
    cloud.setTargetGroupAttributes(group.arn, {
      'target_health_state.unhealthy.connection_termination.enabled': 'false',
      'target_health_state.unhealthy.draining_interval_seconds': '60',
    });
    cloud.register(group.arn, ['10.0.1.50']);
    for (const seconds of [20, 10, 60]) {
      cloud.advance(seconds);
      expect(cloud.targets(group.arn)).toMatchObject([{ state: 'unhealthy' }]);
    }
  });

  test('a check on a port of its own does not ask the traffic port', async () => {
    const cloud = createCloud({ registrationSeconds: 0 });
    const { vpc, subnets, loadBalancer } = buildSampleWorld(cloud);
    const { elbv2 } = sdk(cloud);
    const { TargetGroups } = await elbv2.send(
      new CreateTargetGroupCommand({
        Name: 'checked',
        TargetType: 'ip',
        Protocol: 'TCP',
        Port: 443,
        VpcId: vpc.id,
        HealthCheckPort: '8080',
      }),
    );
    const TargetGroupArn = TargetGroups?.[0]?.TargetGroupArn ?? '';
    cloud.attach({ loadBalancerArn: loadBalancer.arn, targetGroupArn: TargetGroupArn, port: 8443 });
    cloud.takeAddress({ subnetId: subnets[0].id, ip: '10.0.1.50', listens: [443] });
    cloud.takeAddress({ subnetId: subnets[0].id, ip: '10.0.1.51', listens: [8080] });
    cloud.register(TargetGroupArn, ['10.0.1.50', '10.0.1.51']);
    cloud.advance(150);
    const { TargetHealthDescriptions } = await elbv2.send(new DescribeTargetHealthCommand({ TargetGroupArn }));
    expect(TargetHealthDescriptions).toMatchObject([
      { HealthCheckPort: '8080', TargetHealth: { State: 'unhealthy' } },
      { HealthCheckPort: '8080', TargetHealth: { State: 'healthy' } },
    ]);
  });

  test('a stranger passes the check on the port it listens on, and no other', () => {
    const cloud = createCloud({ registrationSeconds: 0 });
    const { group, subnets } = buildSampleWorld(cloud);
    cloud.takeAddress({ subnetId: subnets[0].id, ip: '10.0.1.50', listens: [443] });
    cloud.takeAddress({ subnetId: subnets[0].id, prefix: '10.0.1.64/28', ip: '10.0.1.51', listens: 'all' });
    cloud.register(group.arn, ['10.0.1.50', { ip: '10.0.1.50', port: 80 }, '10.0.1.70']);
    cloud.advance(20);
    expect(cloud.targets(group.arn).map(({ ip, port, state }) => `${ip}:${port} ${state}`)).toEqual([
      '10.0.1.50:443 healthy',
      '10.0.1.50:80 unhealthy',
      '10.0.1.70:443 healthy',
    ]);
  });

  test('the targets of a group attached to nothing are unused, and start over once it is attached', () => {
    const cloud = createCloud();
    const { vpc, loadBalancer, endpoint } = buildSampleWorld(cloud);
    const { arn } = cloud.createTargetGroup({ vpcId: vpc.id, name: 'idle' });
    cloud.register(arn, endpoint.ips);
    const states = () => cloud.targets(arn).map(({ state, reason }) => `${state} ${reason}`);
    expect(states()[0]).toBe('unused Target.NotInUse');
    cloud.advance(300);
    const listener = cloud.attach({ loadBalancerArn: loadBalancer.arn, targetGroupArn: arn, port: 8443 });
    expect(states()[0]).toBe('initial Elb.RegistrationInProgress');
    cloud.detach(listener);
    expect(states()[0]).toBe('unused Target.NotInUse');
  });

  test('a target that drains goes on draining when its group is detached', () => {
    const cloud = createCloud();
    const { vpc, loadBalancer, endpoint } = buildSampleWorld(cloud);
    const { arn } = cloud.createTargetGroup({ vpcId: vpc.id, name: 'second' });
    const listener = cloud.attach({ loadBalancerArn: loadBalancer.arn, targetGroupArn: arn, port: 8443 });
    cloud.register(arn, endpoint.ips);
    cloud.deregister(arn, endpoint.ips.slice(0, 1));
    cloud.detach(listener);
    expect(cloud.targets(arn).map(({ state }) => state)).toEqual(['draining', 'unused']);
  });

  test.each([true, false])('a target in a zone that is not enabled is unused, cross-zone %s', (crossZone) => {
    const cloud = createCloud();
    const { group, loadBalancer } = buildSampleWorld(cloud, { steady: true, crossZone });
    const left = cloud.disableZone(loadBalancer.arn, 'eu-west-1b');
    expect(left.fixedIps).toEqual(loadBalancer.fixedIps.slice(0, 1));
    expect(left.interfaces).toEqual(loadBalancer.interfaces.slice(0, 1));
    expect(cloud.targets(group.arn)).toMatchObject([
      { zone: 'eu-west-1a', state: 'healthy' },
      { zone: 'eu-west-1b', state: 'unused', reason: 'Target.NotInUse' },
    ]);
  });

  test('an address of a load balancer is unusable as a target', () => {
    const cloud = createCloud();
    const { group, loadBalancer } = buildSampleWorld(cloud);
    cloud.register(group.arn, loadBalancer.ips.slice(0, 1));
    expect(cloud.targets(group.arn)).toMatchObject([{ state: 'unused', reason: 'Target.IpUnusable' }]);
  });

  test('a deregistered target drains for the deregistration delay, then is gone from the listing', () => {
    const cloud = createCloud();
    const { group, endpoint } = buildSampleWorld(cloud, { steady: true });
    cloud.setTargetGroupAttributes(group.arn, { 'deregistration_delay.timeout_seconds': '120' });
    cloud.deregister(group.arn, endpoint.ips.slice(0, 1));
    cloud.advance(119);
    expect(cloud.targets(group.arn)).toMatchObject([
      { state: 'draining', reason: 'Target.DeregistrationInProgress' },
      { state: 'healthy' },
    ]);
    cloud.advance(1);
    expect(cloud.targets(group.arn)).toHaveLength(1);
  });

  test('a target that serves nothing leaves without draining', () => {
    const cloud = createCloud();
    const { vpc, endpoint } = buildSampleWorld(cloud);
    const { arn } = cloud.createTargetGroup({ vpcId: vpc.id, name: 'idle' });
    cloud.register(arn, endpoint.ips);
    cloud.deregister(arn, endpoint.ips);
    expect(cloud.targets(arn)).toEqual([]);
  });

  test('a re-addressed endpoint does not answer in that subnet for a while', () => {
    const cloud = createCloud({ registrationSeconds: 0, readdressSeconds: 25 });
    const { group, endpoint, subnets } = buildSampleWorld(cloud);
    cloud.readdress(endpoint.id, subnets[0].id, '10.0.1.200');
    cloud.register(group.arn, ['10.0.1.200']);
    cloud.advance(20);
    expect(cloud.targets(group.arn)[0]?.state).toBe('unhealthy');
    cloud.advance(20);
    expect(cloud.targets(group.arn)[0]?.state).toBe('healthy');
  });

  test('an endpoint deleted while it is re-addressed never answers', () => {
    const cloud = createCloud({ readdressSeconds: 20, interfaceRemovalSeconds: 600 });
    const { group, endpoint, subnets } = buildSampleWorld(cloud);
    cloud.readdress(endpoint.id, subnets[0].id, '10.0.1.200');
    cloud.advance(10);
    cloud.deleteEndpoint(endpoint.id);
    cloud.register(group.arn, ['10.0.1.200']);
    cloud.advance(200);
    expect(cloud.targets(group.arn)).toMatchObject([{ state: 'unhealthy' }]);
  });
});
