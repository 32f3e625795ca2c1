import { RegisterTargetsCommand, TooManyTargetsException } from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect, test } from 'vitest';
import { type Cloud, createCloud } from './cloud.ts';
import { buildSampleWorld } from './sample-world.ts';
import { sdk } from './sdk.ts';
import { defaultSettings } from './world/settings.ts';

const CROSS_ZONE = 'load_balancing.cross_zone.enabled';

function register(cloud: Cloud, TargetGroupArn: string, ...ips: string[]) {
  const Targets = ips.map((Id) => ({ Id }));
  return sdk(cloud).elbv2.send(new RegisterTargetsCommand({ TargetGroupArn, Targets }));
}

test('the quotas are those that AWS documents, unless set', () => {
  expect(defaultSettings).toMatchObject({
    targetsPerGroup: 1_000,
    targetsPerLoadBalancer: 3_000,
    targetsPerZone: 500,
    targetsPerCrossZoneLoadBalancer: 500,
  });
});

test('a group takes targets up to its quota, and none of a call that goes beyond', async () => {
  const cloud = createCloud({ targetsPerGroup: 2 });
  const { group } = buildSampleWorld(cloud);
  await register(cloud, group.arn, '10.0.1.50');
  await expect(register(cloud, group.arn, '10.0.1.51', '10.0.1.52')).rejects.toBeInstanceOf(TooManyTargetsException);
  expect(cloud.targets(group.arn)).toHaveLength(1);
  await register(cloud, group.arn, '10.0.1.50', '10.0.1.51', '10.0.1.51');
  cloud.deregister(group.arn, ['10.0.1.50']);
  await register(cloud, group.arn, '10.0.1.52');
  expect(cloud.targets(group.arn).map(({ ip }) => ip)).toEqual(['10.0.1.50', '10.0.1.51', '10.0.1.52']);
});

test.each([
  ['with cross-zone on 2 in all', { targetsPerCrossZoneLoadBalancer: 2 }, 'true', '10.0.2.50'],
  ['with cross-zone off 2 in all', { targetsPerLoadBalancer: 2 }, 'false', '10.0.2.50'],
  ['with cross-zone off 2 a zone', { targetsPerZone: 2 }, 'false', '10.0.1.50'],
])('the groups of a load balancer share a quota: %s', async (_title, quota, crossZone, oneTooMany) => {
  const cloud = createCloud(quota);
  const { group, loadBalancer, vpc } = buildSampleWorld(cloud);
  cloud.setLoadBalancerAttributes(loadBalancer.arn, { [CROSS_ZONE]: crossZone });
  const sibling = cloud.createTargetGroup({ vpcId: vpc.id, name: 'sibling' });
  cloud.attach({ loadBalancerArn: loadBalancer.arn, targetGroupArn: sibling.arn, port: 8443 });
  cloud.register(sibling.arn, ['10.0.1.60', '10.0.1.61']);
  await expect(register(cloud, group.arn, oneTooMany)).rejects.toBeInstanceOf(TooManyTargetsException);
  const idle = cloud.createTargetGroup({ vpcId: vpc.id, name: 'idle' });
  await register(cloud, idle.arn, oneTooMany);
});

test.each([
  ['the quota of a zone leaves another zone alone', { targetsPerZone: 1 }, 'false'],
  ['the quota of a zone does not count with cross-zone on', { targetsPerZone: 0 }, 'true'],
  ['the quota without cross-zone does not count with it', { targetsPerLoadBalancer: 0 }, 'true'],
  ['the quota with cross-zone does not count without it', { targetsPerCrossZoneLoadBalancer: 0 }, 'false'],
])('%s', async (_title, quota, crossZone) => {
  const cloud = createCloud(quota);
  const { group, loadBalancer } = buildSampleWorld(cloud);
  cloud.setLoadBalancerAttributes(loadBalancer.arn, { [CROSS_ZONE]: crossZone });
  await register(cloud, group.arn, '10.0.1.50');
  await register(cloud, group.arn, '10.0.2.50');
  expect(cloud.targets(group.arn)).toHaveLength(2);
});

test('a group beyond its quota still takes the targets it has', async () => {
  const cloud = createCloud({ targetsPerCrossZoneLoadBalancer: 1 });
  const { group, loadBalancer } = buildSampleWorld(cloud, { crossZone: false });
  await register(cloud, group.arn, '10.0.1.50', '10.0.1.51');
  cloud.setLoadBalancerAttributes(loadBalancer.arn, { [CROSS_ZONE]: 'true' });
  await register(cloud, group.arn, '10.0.1.50', '10.0.1.51');
  await expect(register(cloud, group.arn, '10.0.1.52')).rejects.toBeInstanceOf(TooManyTargetsException);
});
