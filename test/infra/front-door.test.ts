import { describe, expect, it } from 'vitest';
import { resource, resources } from './resources.ts';
import { EXISTING, INTERNAL, NAMED, NEW, settingsWith } from './settings-builders.ts';
import { templateFor, trial } from './synth.ts';

const attributes = (properties: Readonly<Record<string, unknown>>, key: string): Readonly<Record<string, string>> =>
  Object.fromEntries((properties[key] as { Key: string; Value: string }[]).map(({ Key, Value }) => [Key, Value]));

describe('the load balancer', () => {
  it('has an elastic IP a zone, which outlives the stack, but not a deployment that fails at once', () => {
    const template = templateFor(NEW);
    const eips = resources(template, 'AWS::EC2::EIP');
    const subnets = resources(template, 'AWS::EC2::Subnet').filter(({ id }) => id.includes('FrontDoor'));
    expect(eips).toHaveLength(2);
    for (const eip of eips) {
      expect(eip).toMatchObject({ DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' });
      expect(attributes(eip.Properties, 'Tags')).toMatchObject({ 'target-sync:retained': 'true' });
    }
    const { Properties } = resource(template, 'AWS::ElasticLoadBalancingV2::LoadBalancer');
    expect(Properties).toMatchObject({
      Type: 'network',
      Scheme: 'internet-facing',
      SubnetMappings: eips.map(({ id }, index) => ({
        AllocationId: { 'Fn::GetAtt': [id, 'AllocationId'] },
        SubnetId: { Ref: subnets[index]?.id },
      })),
    });
  });

  it('takes elastic IPs that are brought, and makes none', () => {
    const elasticIps = [
      { allocationId: 'eipalloc-00000001', publicIp: '203.0.113.10' },
      { allocationId: 'eipalloc-00000002', publicIp: '203.0.113.11' },
    ];
    const template = templateFor(settingsWith(EXISTING, { 'frontDoor.elasticIps': elasticIps }));
    expect(resources(template, 'AWS::EC2::EIP')).toEqual([]);
    expect(resource(template, 'AWS::ElasticLoadBalancingV2::LoadBalancer').Properties['SubnetMappings']).toEqual([
      { AllocationId: 'eipalloc-00000001', SubnetId: 'subnet-0000000000000000a' },
      { AllocationId: 'eipalloc-00000002', SubnetId: 'subnet-0000000000000000b' },
    ]);
    template.hasOutput('FixedIps', { Value: '203.0.113.10 203.0.113.11' });
  });

  it.each([
    ['a new VPC', INTERNAL],
    ['an existing VPC', settingsWith(EXISTING, { frontDoor: INTERNAL['frontDoor'] })],
  ])('is internal with fixed private IPs in %s, without a way to the internet', (_, settings) => {
    const template = templateFor(settings);
    expect(resource(template, 'AWS::ElasticLoadBalancingV2::LoadBalancer').Properties).toMatchObject({
      Scheme: 'internal',
      SubnetMappings: [{ PrivateIPv4Address: '10.0.0.10' }, { PrivateIPv4Address: '10.0.1.10' }],
    });
    for (const type of ['AWS::EC2::EIP', 'AWS::EC2::InternetGateway', 'AWS::EC2::NatGateway']) {
      expect(resources(template, type)).toEqual([]);
    }
    template.hasOutput('FixedIps', { Value: '10.0.0.10 10.0.1.10' });
  });

  it.each([
    ['protected in a deployment from settings', templateFor(NEW), 'true'],
    ['not protected in a trial', trial(), 'false'],
  ])('crosses zones, can be shifted out of one, and is %s', (_, template, protection) => {
    const { Properties } = resource(template, 'AWS::ElasticLoadBalancingV2::LoadBalancer');
    expect(attributes(Properties, 'LoadBalancerAttributes')).toMatchObject({
      'load_balancing.cross_zone.enabled': 'true',
      'zonal_shift.config.enabled': 'true',
      'deletion_protection.enabled': protection,
    });
  });
});

describe('security groups', () => {
  it('stand on load balancer and endpoint, wired both ways, and let nothing else out', () => {
    const template = templateFor(settingsWith(NEW, { 'audit.probe': false }));
    const door = resource(template, 'AWS::EC2::SecurityGroup', 'FrontDoor');
    const endpoint = resource(template, 'AWS::EC2::SecurityGroup', 'ApiEndpoint');
    expect(resource(template, 'AWS::ElasticLoadBalancingV2::LoadBalancer').Properties['SecurityGroups']).toEqual([
      { 'Fn::GetAtt': [door.id, 'GroupId'] },
    ]);
    expect(resource(template, 'AWS::EC2::VPCEndpoint').Properties['SecurityGroupIds']).toEqual([
      { 'Fn::GetAtt': [endpoint.id, 'GroupId'] },
    ]);
    expect(door.Properties).toMatchObject({
      SecurityGroupIngress: [{ CidrIp: '203.0.113.0/24', FromPort: 443, ToPort: 443, IpProtocol: 'tcp' }],
    });
    // With a rule of its own the group loses the default one, which lets everything out.
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroupegress.html
    expect(door.Properties).not.toHaveProperty('SecurityGroupEgress');
    expect(endpoint.Properties).toMatchObject({
      SecurityGroupEgress: [{ CidrIp: '255.255.255.255/32', IpProtocol: 'icmp' }],
    });
    const rule = { FromPort: 443, ToPort: 443, IpProtocol: 'tcp' };
    expect(resource(template, 'AWS::EC2::SecurityGroupEgress').Properties).toMatchObject({
      ...rule,
      GroupId: { 'Fn::GetAtt': [door.id, 'GroupId'] },
      DestinationSecurityGroupId: { 'Fn::GetAtt': [endpoint.id, 'GroupId'] },
    });
    expect(resource(template, 'AWS::EC2::SecurityGroupIngress').Properties).toMatchObject({
      ...rule,
      GroupId: { 'Fn::GetAtt': [endpoint.id, 'GroupId'] },
      SourceSecurityGroupId: { 'Fn::GetAtt': [door.id, 'GroupId'] },
    });
  });

  it('of a trial admit nobody until it is said who, and an output says how', () => {
    const closed = trial();
    const door = resource(closed, 'AWS::EC2::SecurityGroup', 'FrontDoor');
    expect(door.Properties).not.toHaveProperty('SecurityGroupIngress');
    closed.hasOutput('OpenCommand', { Value: 'npx cdk deploy -c allowedCidrs=203.0.113.7/32' });

    const open = trial('203.0.113.7/32,198.51.100.0/24');
    expect(resource(open, 'AWS::EC2::SecurityGroup', 'FrontDoor').Properties).toMatchObject({
      SecurityGroupIngress: [{ CidrIp: '203.0.113.7/32' }, { CidrIp: '198.51.100.0/24' }],
    });
    expect(open.findOutputs('OpenCommand')).toEqual({});
  });
});

describe('the target group and its listener', () => {
  it.each([
    ['pass TLS on', NEW, 'TCP', {}],
    ['terminate TLS and open it again', NAMED, 'TLS', { AlpnPolicy: ['None'] }],
  ])('%s', (_, settings, protocol, listener) => {
    const template = templateFor(settings);
    const group = resource(template, 'AWS::ElasticLoadBalancingV2::TargetGroup');
    expect(group.Properties).toMatchObject({ Protocol: protocol, Port: 443, TargetType: 'ip' });
    expect(resource(template, 'AWS::ElasticLoadBalancingV2::Listener').Properties).toMatchObject({
      Protocol: protocol,
      Port: 443,
      DefaultActions: [{ TargetGroupArn: { Ref: group.id }, Type: 'forward' }],
      ...listener,
    });
  });

  it('have a certificate and a present-day TLS policy where they terminate', () => {
    const template = templateFor(NAMED);
    const { Properties } = resource(template, 'AWS::ElasticLoadBalancingV2::Listener');
    expect(Properties['Certificates']).toEqual([
      { CertificateArn: { Ref: resource(template, 'AWS::CertificateManager::Certificate').id } },
    ]);
    expect(Properties['SslPolicy']).toMatch(/TLS13/);
    const passing = resource(templateFor(NEW), 'AWS::ElasticLoadBalancingV2::Listener').Properties;
    expect(passing).not.toHaveProperty('Certificates');
    expect(passing).not.toHaveProperty('SslPolicy');
  });

  it('check health by HTTPS, hide the client’s address, and let go of connections with their target', () => {
    const { Properties } = resource(templateFor(NEW), 'AWS::ElasticLoadBalancingV2::TargetGroup');
    expect(Properties).toMatchObject({
      HealthCheckProtocol: 'HTTPS',
      HealthCheckPath: '/ping',
      HealthCheckIntervalSeconds: 10,
      HealthyThresholdCount: 2,
      UnhealthyThresholdCount: 2,
      Matcher: { HttpCode: '200' },
    });
    expect(Properties).not.toHaveProperty('Targets');
    expect(attributes(Properties, 'TargetGroupAttributes')).toEqual({
      'preserve_client_ip.enabled': 'false',
      'proxy_protocol_v2.enabled': 'false',
      'deregistration_delay.timeout_seconds': '120',
      'deregistration_delay.connection_termination.enabled': 'true',
      'target_health_state.unhealthy.connection_termination.enabled': 'false',
    });
  });
});
