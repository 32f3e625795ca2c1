import { describe, expect, test } from 'vitest';
import { type Cloud, createCloud } from './cloud.ts';
import { buildSampleWorld } from './sample-world.ts';

/** What clients experience in the next ten seconds; two fixed IPs make twenty client-seconds. */
function nextTenSeconds(cloud: Cloud) {
  const mark = cloud.traffic.mark();
  cloud.advance(10);
  return cloud.traffic.since(mark);
}

const ALL_SERVED = { served: 20, failed: 0, stranger: 0 };

describe('clients', () => {
  test('are served by healthy targets, at every fixed IP', () => {
    const cloud = createCloud();
    const { loadBalancer } = buildSampleWorld(cloud, { steady: true });
    expect(nextTenSeconds(cloud)).toEqual(ALL_SERVED);
    expect([...cloud.traffic.byFixedIp()]).toEqual(
      loadBalancer.fixedIps.map((ip) => [ip, { served: 10, failed: 0, stranger: 0 }]),
    );
    expect(cloud.traffic.totals()).toEqual(ALL_SERVED);
  });

  test('are refused by an empty group', () => {
    const cloud = createCloud();
    buildSampleWorld(cloud);
    expect(nextTenSeconds(cloud)).toEqual({ served: 0, failed: 20, stranger: 0 });
  });

  test('do not reach a target that is not healthy while another one is', () => {
    const cloud = createCloud();
    const { group } = buildSampleWorld(cloud, { steady: true });
    cloud.register(group.arn, ['10.0.1.200']);
    expect(nextTenSeconds(cloud)).toEqual(ALL_SERVED);
  });

  test('are spread over all registered targets when none is healthy: fail open', () => {
    const cloud = createCloud();
    const { group, endpoint } = buildSampleWorld(cloud);
    cloud.register(group.arn, [...endpoint.ips, '10.0.1.200', '10.0.1.201']);
    expect(nextTenSeconds(cloud)).toEqual({ served: 10, failed: 10, stranger: 0 });
  });

  test('reach no draining and no unused target, even when none is healthy', () => {
    const cloud = createCloud({ stragglingShare: 0 });
    const { group, endpoint, loadBalancer } = buildSampleWorld(cloud);
    const [first = '', second = ''] = endpoint.ips;
    cloud.register(group.arn, ['10.0.1.200', first]);
    cloud.deregister(group.arn, ['10.0.1.200']);
    expect(nextTenSeconds(cloud)).toEqual(ALL_SERVED);
    cloud.register(group.arn, [second]);
    cloud.setListening(endpoint.interfaces[1]?.id ?? '', []);
    cloud.disableZone(loadBalancer.arn, 'eu-west-1b');
    expect(cloud.targets(group.arn).map(({ state }) => state)).toEqual(['initial', 'draining', 'unused']);
    expect(nextTenSeconds(cloud)).toEqual({ served: 10, failed: 0, stranger: 0 });
  });

  test('reach a stranger where one has taken the address of a target', () => {
    const cloud = createCloud();
    const { group, endpoint, subnets } = buildSampleWorld(cloud, { steady: true });
    const [ip = ''] = endpoint.ips;
    cloud.deleteEndpoint(endpoint.id);
    cloud.advance(60);
    cloud.takeAddress({ subnetId: subnets[0].id, ip, listens: [443] });
    cloud.advance(20);
    expect(cloud.targets(group.arn).map(({ state }) => state)).toEqual(['healthy', 'unhealthy']);
    expect(nextTenSeconds(cloud)).toEqual({ served: 0, failed: 0, stranger: 20 });
  });

  test('fail at a target that is still called healthy when nothing answers there', () => {
    const cloud = createCloud();
    const { endpoint } = buildSampleWorld(cloud, { steady: true });
    cloud.deleteEndpoint(endpoint.id);
    expect(nextTenSeconds(cloud)).toEqual({ served: 0, failed: 20, stranger: 0 });
  });

  test('want what the test says they want', () => {
    const cloud = createCloud();
    const { endpoint } = buildSampleWorld(cloud, { steady: true });
    cloud.serve('com.amazonaws.eu-west-1.sqs');
    expect(nextTenSeconds(cloud)).toEqual({ served: 0, failed: 0, stranger: 20 });
    cloud.serve(endpoint.id);
    expect(nextTenSeconds(cloud)).toEqual(ALL_SERVED);
  });

  test('are served by an internal ALB as by an endpoint', () => {
    const cloud = createCloud();
    const { group, subnets } = buildSampleWorld(cloud);
    const alb = cloud.createInternalAlb({ subnetIds: subnets.map(({ id }) => id) });
    cloud.register(group.arn, alb.ips);
    cloud.setHealthy(group.arn);
    expect(nextTenSeconds(cloud)).toEqual(ALL_SERVED);
  });
});

describe('cross-zone load balancing', () => {
  test('off: a fixed IP in a zone without healthy targets is dark while another zone has some', () => {
    const cloud = createCloud();
    const { group, endpoint, loadBalancer } = buildSampleWorld(cloud, { crossZone: false });
    cloud.register(group.arn, endpoint.ips);
    cloud.setHealthy(group.arn, endpoint.ips.slice(0, 1));
    const mark = cloud.traffic.mark();
    cloud.advance(10);
    expect([...cloud.traffic.byFixedIpSince(mark)]).toEqual([
      [loadBalancer.fixedIps[0], { served: 10, failed: 0, stranger: 0 }],
      [loadBalancer.fixedIps[1], { served: 0, failed: 10, stranger: 0 }],
    ]);
  });

  test('off: when no zone has a healthy target each fixed IP fails open to its own zone', () => {
    const cloud = createCloud();
    const { group, endpoint } = buildSampleWorld(cloud, { crossZone: false });
    cloud.register(group.arn, endpoint.ips);
    expect(nextTenSeconds(cloud)).toEqual(ALL_SERVED);
  });

  test('on: every fixed IP reaches the targets of all zones', () => {
    const cloud = createCloud();
    const { group, endpoint } = buildSampleWorld(cloud, { crossZone: true });
    cloud.register(group.arn, endpoint.ips);
    cloud.setHealthy(group.arn, endpoint.ips.slice(0, 1));
    expect(nextTenSeconds(cloud)).toEqual(ALL_SERVED);
  });

  test('is the setting of the group where it has one, else that of the load balancer', () => {
    const cloud = createCloud();
    const { group, endpoint } = buildSampleWorld(cloud, { crossZone: false });
    cloud.register(group.arn, endpoint.ips.slice(0, 1));
    cloud.setHealthy(group.arn);
    expect(nextTenSeconds(cloud)).toEqual({ served: 10, failed: 10, stranger: 0 });
    cloud.setTargetGroupAttributes(group.arn, { 'load_balancing.cross_zone.enabled': 'true' });
    expect(nextTenSeconds(cloud)).toEqual(ALL_SERVED);
  });
});

describe('a zonal shift', () => {
  test.each([
    [true, { served: 0, failed: 20, stranger: 0 }],
    [false, { served: 10, failed: 10, stranger: 0 }],
  ])('keeps connections from the targets of the zone only where cross-zone is on (%s)', (crossZone, expected) => {
    const cloud = createCloud();
    const { group, loadBalancer, endpoint, subnets } = buildSampleWorld(cloud, { crossZone, steady: true });
    cloud.zonalShift(loadBalancer.arn, 'eu-west-1a');
    // The other zone's target is dead but not yet found out, so what is served comes from the shifted zone.
    cloud.setListening(endpoint.interfaces[1]?.id ?? '', []);
    expect(subnets[1].zone).toBe('eu-west-1b');
    cloud.setHealthy(group.arn);
    expect(nextTenSeconds(cloud)).toEqual(expected);
  });
});

describe('a deregistered target', () => {
  test('still gets a share of new connections for two minutes, whatever the deregistration delay', () => {
    const cloud = createCloud({ stragglingShare: 0.1 });
    const { group, endpoint } = buildSampleWorld(cloud, { steady: true });
    cloud.setTargetGroupAttributes(group.arn, { 'deregistration_delay.timeout_seconds': '0' });
    cloud.setListening(endpoint.interfaces[0]?.id ?? '', []);
    cloud.deregister(group.arn, endpoint.ips.slice(0, 1));
    expect(cloud.targets(group.arn)).toHaveLength(1);
    expect(nextTenSeconds(cloud)).toEqual({ served: 18, failed: 2, stranger: 0 });
    cloud.advance(100);
    expect(nextTenSeconds(cloud)).toEqual({ served: 18, failed: 2, stranger: 0 });
    expect(nextTenSeconds(cloud)).toEqual(ALL_SERVED);
  });

  test('gets no such share once it is registered again', () => {
    const cloud = createCloud({ stragglingShare: 0.5 });
    const { group, endpoint } = buildSampleWorld(cloud, { steady: true });
    const [ip = ''] = endpoint.ips;
    cloud.setListening(endpoint.interfaces[0]?.id ?? '', []);
    cloud.deregister(group.arn, [ip]);
    expect(nextTenSeconds(cloud)).toEqual({ served: 10, failed: 10, stranger: 0 });
    cloud.register(group.arn, [ip]);
    expect(nextTenSeconds(cloud)).toEqual(ALL_SERVED);
  });

  test('gets nothing if it was not in rotation', () => {
    const cloud = createCloud();
    const { group } = buildSampleWorld(cloud, { steady: true });
    cloud.register(group.arn, ['10.0.1.200']);
    cloud.deregister(group.arn, ['10.0.1.200']);
    expect(nextTenSeconds(cloud)).toEqual(ALL_SERVED);
  });
});
