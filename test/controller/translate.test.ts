import { describe, expect, it } from 'vitest';
import type * as ec2 from '../../controller/aws/ec2.ts';
import { IncompleteAnswer } from '../../controller/aws/failure.ts';
import { toEndpoint, toInterface, toSubnet } from '../../controller/observe/network.ts';

const OWNER = '123456789012';

describe('an endpoint', () => {
  const raw: ec2.VpcEndpoint = {
    VpcEndpointId: 'vpce-1',
    VpcEndpointType: 'Interface',
    OwnerId: OWNER,
    VpcId: 'vpc-1',
    State: 'Available',
  };

  it.each(['Available', 'available', 'AVAILABLE'])('in state %s is available, however AWS writes it', (written) => {
    // The SDK types the first spelling; the wire carries the second.
    const spelt: ec2.VpcEndpoint = { ...raw, ...JSON.parse(`{ "State": "${written}" }`) };
    expect(toEndpoint(spelt).state).toBe('available');
  });

  it('has what AWS says of it', () => {
    const full = { ServiceName: 'com.example', SubnetIds: ['subnet-1'], NetworkInterfaceIds: ['eni-1', 'eni-2'] };
    expect(toEndpoint({ ...raw, ...full })).toEqual({
      id: 'vpce-1',
      type: 'Interface',
      state: 'available',
      serviceName: 'com.example',
      ownerId: OWNER,
      vpcId: 'vpc-1',
      subnetIds: ['subnet-1'],
      interfaceIds: ['eni-1', 'eni-2'],
    });
  });

  it('may have no service, no subnet and no interface', () => {
    expect(toEndpoint(raw)).toMatchObject({ serviceName: '', subnetIds: [], interfaceIds: [] });
  });

  it.each<[string, Partial<ec2.VpcEndpoint>, string | undefined]>([
    ['its last error', { LastError: { Message: 'quota' }, FailureReason: 'other' }, 'quota'],
    ['else the reason of its failure', { LastError: { Code: 'x' }, FailureReason: 'other' }, 'other'],
    ['or nothing', {}, undefined],
  ])('tells what went wrong: %s', (_, more, lastError) => {
    expect(toEndpoint({ ...raw, ...more }).lastError).toBe(lastError);
  });

  it.each(['VpcEndpointId', 'VpcEndpointType', 'OwnerId', 'VpcId', 'State'])(
    'without %s is an answer cut short',
    (field) => {
      expect(() => toEndpoint({ ...raw, [field]: undefined })).toThrow(IncompleteAnswer);
    },
  );
});

describe('a network interface', () => {
  const raw: ec2.NetworkInterface = { NetworkInterfaceId: 'eni-1', OwnerId: OWNER, SubnetId: 'subnet-1' };

  it.each<[string, Partial<ec2.NetworkInterface>, readonly string[]]>([
    ['its first IPv4', { PrivateIpAddress: '10.0.1.9' }, ['10.0.1.9']],
    [
      'every further IPv4',
      { PrivateIpAddresses: [{ PrivateIpAddress: '10.0.1.9' }, { PrivateIpAddress: '10.0.1.8' }] },
      ['10.0.1.9', '10.0.1.8'],
    ],
    ['its first IPv6', { Ipv6Address: '2001:db8::9' }, ['2001:db8::9']],
    [
      'every further IPv6',
      { Ipv6Addresses: [{ Ipv6Address: '2001:db8::9' }, { Ipv6Address: '2001:db8::8' }] },
      ['2001:db8::9', '2001:db8::8'],
    ],
    [
      'what AWS says twice, once',
      { PrivateIpAddress: '10.0.1.9', PrivateIpAddresses: [{ PrivateIpAddress: '10.0.1.9' }] },
      ['10.0.1.9'],
    ],
    [
      'IPv6 in its one spelling',
      { Ipv6Address: '2001:DB8:0:0::9', Ipv6Addresses: [{ Ipv6Address: '2001:db8::9' }] },
      ['2001:db8::9'],
    ],
    ['no empty text', { PrivateIpAddress: '', Ipv6Address: '', PrivateIpAddresses: [{}] }, []],
  ])('carries %s', (_, more, ips) => {
    expect(toInterface({ ...raw, ...more }).ips).toEqual(ips);
  });

  it.each<[string, Partial<ec2.NetworkInterface>, readonly string[]]>([
    ['of IPv4', { Ipv4Prefixes: [{ Ipv4Prefix: '10.0.1.16/28' }] }, ['10.0.1.16/28']],
    ['of IPv6', { Ipv6Prefixes: [{ Ipv6Prefix: '2001:db8::/80' }] }, ['2001:db8::/80']],
    ['but no empty text', { Ipv4Prefixes: [{ Ipv4Prefix: '' }, {}] }, []],
  ])('has the prefixes delegated to it, %s', (_, more, prefixes) => {
    expect(toInterface({ ...raw, ...more }).prefixes).toEqual(prefixes);
  });

  it.each<[string, Partial<ec2.NetworkInterface>, object]>([
    ['nothing, it is nobody’s in particular', {}, { type: '', description: '', requesterManaged: false }],
    [
      'its type and description, those',
      { InterfaceType: 'interface', Description: 'primary' },
      { type: 'interface', description: 'primary' },
    ],
    ['that a service manages it, that', { RequesterManaged: true }, { requesterManaged: true }],
    ['the instance it is attached to, that one', { Attachment: { InstanceId: 'i-1' } }, { instanceId: 'i-1' }],
  ])('is what AWS says: %s', (_, more, expected) => {
    expect(toInterface({ ...raw, ...more })).toMatchObject(expected);
  });

  it('attached to no instance names none', () => {
    expect(toInterface({ ...raw, Attachment: { AttachmentId: 'eni-attach-1' } })).not.toHaveProperty('instanceId');
  });

  it.each(['NetworkInterfaceId', 'OwnerId', 'SubnetId'])('without %s is an answer cut short', (field) => {
    expect(() => toInterface({ ...raw, [field]: undefined })).toThrow(IncompleteAnswer);
  });
});

describe('a subnet', () => {
  const raw: ec2.Subnet = {
    SubnetId: 'subnet-1',
    VpcId: 'vpc-1',
    OwnerId: OWNER,
    AvailabilityZoneId: 'euw1-az1',
    CidrBlock: '10.0.1.0/24',
  };
  const block = (State: 'associated' | 'associating' | 'disassociated'): ec2.Subnet => ({
    ...raw,
    Ipv6CidrBlockAssociationSet: [{ Ipv6CidrBlock: '2001:db8::/64', Ipv6CidrBlockState: { State } }],
  });

  it.each([
    ['associated', ['10.0.1.0/24', '2001:db8::/64']],
    ['associating', ['10.0.1.0/24']],
    ['disassociated', ['10.0.1.0/24']],
  ] as const)('has an IPv6 block that is %s in %j', (state, cidrs) => {
    expect(toSubnet(block(state))).toEqual({
      id: 'subnet-1',
      vpcId: 'vpc-1',
      ownerId: OWNER,
      zoneId: 'euw1-az1',
      cidrs,
    });
  });

  it('of IPv6 alone has that block alone', () => {
    expect(toSubnet({ ...block('associated'), CidrBlock: '' }).cidrs).toEqual(['2001:db8::/64']);
  });

  it.each(['SubnetId', 'VpcId', 'OwnerId', 'AvailabilityZoneId'])('without %s is an answer cut short', (field) => {
    expect(() => toSubnet({ ...raw, [field]: undefined })).toThrow(IncompleteAnswer);
  });
});
