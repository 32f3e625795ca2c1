import { expect, test } from 'vitest';
import { type Cloud, createCloud } from './cloud.ts';
import { buildSampleWorld } from './sample-world.ts';

/** A host in a VPC of its own that answers at an IP. */
function hostElsewhere(
  cloud: Cloud,
  { region = 'eu-west-1', block, ip }: { region?: string; block: string; ip: string },
) {
  const vpc = cloud.createVpc({ region, cidr: `${block}.0.0/16` });
  const subnet = cloud.createSubnet({ vpcId: vpc.id, zone: `${region}a`, cidr: `${block}.1.0/24` });
  cloud.takeAddress({ subnetId: subnet.id, ip, listens: [443] });
}

test('an address outside the VPC is reached in the networks of its Region, and in no other', () => {
  const cloud = createCloud({ registrationSeconds: 0 });
  const { group } = buildSampleWorld(cloud);
  hostElsewhere(cloud, { block: '192.168', ip: '192.168.1.50' });
  hostElsewhere(cloud, { block: '172.16', ip: '172.16.1.50', region: 'us-east-1' });
  cloud.register(group.arn, [
    { ip: '172.16.1.50', zone: 'all' },
    { ip: '192.168.1.50', zone: 'all' },
  ]);
  cloud.advance(20);
  expect(cloud.targets(group.arn).map(({ ip, state }) => `${ip} ${state}`)).toEqual([
    '172.16.1.50 unhealthy',
    '192.168.1.50 healthy',
  ]);
});

test('an address of the VPC that nobody has reaches nobody, not even who has it elsewhere', () => {
  const cloud = createCloud({ registrationSeconds: 0 });
  const { group } = buildSampleWorld(cloud);
  hostElsewhere(cloud, { block: '10.0', ip: '10.0.1.200' });
  cloud.register(group.arn, ['10.0.1.200']);
  cloud.advance(20);
  expect(cloud.targets(group.arn)).toMatchObject([{ state: 'unhealthy' }]);
});
