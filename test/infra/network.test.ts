import { describe, expect, it } from 'vitest';
import { subnetCidrs } from '../../infra/subnet-layout.ts';
import { resources } from './resources.ts';
import { EXISTING, INTERNAL, NEW, settingsWith } from './settings-builders.ts';
import { templateFor, trial } from './synth.ts';

const zones = ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'];

describe('the subnets of a VPC that is made', () => {
  it.each([
    ['two zones', NEW, '10.0.0.0/16', 2],
    ['three zones', settingsWith(NEW, { 'vpc.create.availabilityZones': zones }), '10.0.0.0/16', 3],
    ['another block', settingsWith(NEW, { 'vpc.create.cidr': '10.60.4.0/22' }), '10.60.4.0/22', 2],
    ['an internal front door', INTERNAL, '10.0.0.0/16', 2],
  ])('lie where the settings’ checks take them to lie: %s', (_, settings, cidr, count) => {
    const subnets = resources(templateFor(settings), 'AWS::EC2::Subnet').map(({ id, Properties }) => ({
      role: id.includes('FrontDoor') ? 'frontDoor' : 'endpoint',
      zone: Properties['AvailabilityZone'],
      cidr: Properties['CidrBlock'],
    }));
    const layout = subnetCidrs(cidr, count);
    for (const role of ['frontDoor', 'endpoint'] as const) {
      expect(subnets.filter((subnet) => subnet.role === role)).toEqual(
        layout[role].map((block, index) => ({ role, zone: zones[index], cidr: block })),
      );
    }
  });

  it('give no public address to what is put there', () => {
    for (const { Properties } of resources(trial(), 'AWS::EC2::Subnet')) {
      expect(Properties['MapPublicIpOnLaunch']).not.toBe(true);
    }
  });
});

it('a VPC that exists is used as it is', () => {
  const template = templateFor(EXISTING);
  for (const type of ['VPC', 'Subnet', 'RouteTable', 'InternetGateway']) {
    expect(resources(template, `AWS::EC2::${type}`)).toEqual([]);
  }
  const [endpoint] = resources(template, 'AWS::EC2::VPCEndpoint');
  expect(endpoint?.Properties).toMatchObject({
    VpcId: 'vpc-00000000000000001',
    SubnetIds: ['subnet-0000000000000000c', 'subnet-0000000000000000d'],
  });
});
