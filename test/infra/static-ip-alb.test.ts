import { describe, expect, it } from 'vitest';
import { readBindingDocument } from '../../controller/binding-document.ts';
import { payloadOf } from './payloads.ts';
import { all, render, resource, resources } from './resources.ts';
import { FAR_ALB, NAMED_ALB, NEAR_ALB, settingsWith } from './settings-builders.ts';
import { saidOf, templateFor } from './synth.ts';

const ARN = 'arn:aws:elasticloadbalancing:eu-west-1:444455556666:loadbalancer/app/orders/0123456789abcdef';
const NEAR_ARN = ARN.replace('444455556666', '111122223333');
const ROLE = 'arn:aws:iam::444455556666:role/team/source';
const far = templateFor(settingsWith(FAR_ALB, NAMED_ALB));
const near = templateFor(settingsWith(NEAR_ALB, NAMED_ALB));

type Template = typeof far;
type Pairs = readonly { readonly Key: string; readonly Value: unknown }[];

const attributes = (of: unknown): object => Object.fromEntries((of as Pairs).map(({ Key, Value }) => [Key, Value]));
const group = (template: Template) => resource(template, 'AWS::ElasticLoadBalancingV2::TargetGroup').Properties;
const door = (template: Template) => resource(template, 'AWS::ElasticLoadBalancingV2::LoadBalancer').Properties;
const output = (template: Template, name: string): string =>
  render(template.toJSON()['Outputs'][name].Value, (id, attribute) =>
    attribute === undefined ? id : `<${attribute}>`,
  );
const policyOf = (template: Template, role: string): readonly object[] => {
  const { PolicyDocument } = resource(template, 'AWS::IAM::Policy', role).Properties as {
    PolicyDocument: { Statement: object[] };
  };
  return PolicyDocument.Statement;
};

describe('in front of an ALB of another account', () => {
  it('the group holds addresses on the listener’s port, checked as the listener speaks, and is sealed for the ALB', () => {
    expect(group(far)).toMatchObject({
      TargetType: 'ip',
      Protocol: 'TCP',
      Port: 8443,
      HealthCheckProtocol: 'HTTPS',
      HealthCheckPath: '/health',
      Matcher: { HttpCode: '200' },
      Tags: [
        { Key: 'target-sync:binding', Value: 'static-ip-alb/TargetSync' },
        { Key: 'target-sync:source', Value: 'loadbalancer/app/orders/0123456789abcdef' },
      ],
    });
    expect(attributes(group(far)['TargetGroupAttributes'])).toMatchObject({ 'preserve_client_ip.enabled': 'false' });
    expect(group(far)).not.toHaveProperty('Targets');
  });

  it('TLS is passed on, on the same port, and partners alone may connect', () => {
    expect(resource(far, 'AWS::ElasticLoadBalancingV2::Listener').Properties).toMatchObject({
      Port: 8443,
      Protocol: 'TCP',
    });
    expect(resources(far, 'AWS::CertificateManager::Certificate')).toEqual([]);
    expect(resource(far, 'AWS::EC2::SecurityGroup').Properties).toMatchObject({
      SecurityGroupIngress: [{ CidrIp: '203.0.113.0/24', FromPort: 8443, ToPort: 8443, IpProtocol: 'tcp' }],
      // Without one AWS adds a rule that lets out everything: this lets out nothing.
      SecurityGroupEgress: [{ CidrIp: '255.255.255.255/32', IpProtocol: 'icmp' }],
    });
    expect(resources(far, 'AWS::EC2::SecurityGroupEgress').map(({ Properties }) => Properties)).toMatchObject(
      ['10.80.1.0/24', '10.80.2.0/24'].map((CidrIp) => ({
        GroupId: { 'Fn::GetAtt': [resource(far, 'AWS::EC2::SecurityGroup').id, 'GroupId'] },
        CidrIp,
        FromPort: 8443,
        ToPort: 8443,
        IpProtocol: 'tcp',
      })),
    );
  });

  it('addresses of another VPC are for all zones at once: cross-zone is on', () => {
    expect(attributes(door(far)['LoadBalancerAttributes'])).toMatchObject({
      'load_balancing.cross_zone.enabled': 'true',
      'zonal_shift.config.enabled': 'true',
    });
    const inside = settingsWith(FAR_ALB, { 'alb.vpcId': 'vpc-00000000000000001', 'alb.crossZone': false });
    expect(attributes(door(templateFor(inside))['LoadBalancerAttributes'])).toMatchObject({
      'load_balancing.cross_zone.enabled': 'false',
    });
  });

  it.each([
    ['HTTP', { 'alb.listener.protocol': 'HTTP', accept: ['clear-text'] }, { HealthCheckProtocol: 'HTTP' }],
    ['TCP', { 'alb.healthCheck': { protocol: 'TCP' } }, { HealthCheckProtocol: 'TCP' }],
    ['other statuses', { 'alb.healthCheck.matcher': '200-299' }, { Matcher: { HttpCode: '200-299' } }],
  ])('the check is by %s where that is so', (_, changes, check) => {
    expect(group(templateFor(settingsWith(FAR_ALB, changes)))).toMatchObject(check);
  });

  it('the schedule carries the ALB and the role to see it with, as the function accepts them', () => {
    const document = readBindingDocument(JSON.parse(payloadOf(far)), 'The payload');
    expect(document.bindings).toMatchObject([
      {
        name: 'static-ip-alb/TargetSync',
        source: { loadBalancerArn: ARN, roleArn: ROLE, externalId: 'orders', previous: [] },
        mode: 'enforce',
        hostnames: [{ name: 'orders.example.com', publicZoneId: 'Z0PUBLIC', privateZoneId: 'Z0MADE' }],
      },
    ]);
  });

  it('the audit is told of the front door, and of no API', () => {
    const document = readBindingDocument(JSON.parse(payloadOf(far, 'AuditSchedule')), 'The payload');
    expect(document.bindings[0]?.audit).toEqual({
      clientVpcIds: ['vpc-00000000000000001'],
      publicPort: 8443,
      expectedAddresses: ['192.0.2.1', '192.0.2.1'],
      allowedCidrs: ['203.0.113.0/24'],
    });
  });

  it.each(['TargetSyncRole', 'TargetSyncGateJudgeRole', 'TargetSyncAuditRole'])(
    '%s may assume that one role, under a name that can be known beforehand',
    (role) => {
      const assumed = { Action: 'sts:AssumeRole', Effect: 'Allow', Resource: ROLE };
      expect(policyOf(far, role)).toContainEqual(assumed);
      expect(JSON.stringify(far.toJSON()).split('"sts:AssumeRole","Effect":"Allow","Resource"')).toHaveLength(4);
      const name = { TargetSyncRole: 'sync', TargetSyncGateJudgeRole: 'gate', TargetSyncAuditRole: 'audit' }[role];
      expect(resource(far, 'AWS::IAM::Role', role).Properties['RoleName']).toBe(`static-ip-alb-eu-west-1-${name}`);
    },
  );

  it('where the ALB is of the same account no role is assumed, and nothing is bound to one', () => {
    const changes = { 'alb.loadBalancerArn': NEAR_ARN, 'alb.roleArn': undefined, 'alb.externalId': undefined };
    const peered = templateFor(settingsWith(FAR_ALB, changes));
    expect(JSON.stringify(policyOf(peered, 'TargetSyncRole'))).not.toContain('sts:');
    expect(payloadOf(peered)).not.toMatch(/roleArn|externalId/);
  });

  it('a role of the owner of a shared VPC goes to the binding, and sync and gate alone may assume it', () => {
    const owner = 'arn:aws:iam::777788889999:role/owner';
    const shared = templateFor(settingsWith(FAR_ALB, { 'alb.ownerRoleArn': owner }));
    expect(payloadOf(shared)).toContain(owner);
    const both = { Action: 'sts:AssumeRole', Effect: 'Allow', Resource: [ROLE, owner] };
    expect(policyOf(shared, 'TargetSyncRole')).toContainEqual(both);
    expect(policyOf(shared, 'TargetSyncGateJudgeRole')).toContainEqual(both);
    expect(JSON.stringify(policyOf(shared, 'TargetSyncAuditRole'))).not.toContain(owner);
    expect(payloadOf(far)).not.toContain('ownerRoleArn');
  });

  it('the audit may read certificates where the ALB is, if that is another Region of the account', () => {
    const changes = {
      'alb.loadBalancerArn': NEAR_ARN.replace('eu-west-1', 'eu-central-1'),
      'alb.roleArn': undefined,
      'alb.externalId': undefined,
    };
    const certificates = (template: Template): string =>
      JSON.stringify(policyOf(template, 'AuditRole').filter((each) => JSON.stringify(each).includes('acm:')));
    expect(certificates(templateFor(settingsWith(FAR_ALB, changes)))).toContain(':acm:eu-central-1:');
    expect(certificates(far)).not.toContain('eu-central-1');
  });

  it('no probe stands there, unless it is asked for: then in the front door’s subnets, calling the listener’s port', () => {
    expect(all(far).filter(({ id }) => id.startsWith('Probe'))).toEqual([]);
    const asked = templateFor(settingsWith(FAR_ALB, { ...NAMED_ALB, 'audit.probe': {} }));
    expect(resource(asked, 'AWS::Lambda::Function', 'Probe').Properties).toMatchObject({
      VpcConfig: { SubnetIds: ['subnet-0000000000000000a', 'subnet-0000000000000000b'] },
    });
    const { SecurityGroupEgress } = resource(asked, 'AWS::EC2::SecurityGroup', 'Probe').Properties;
    expect(SecurityGroupEgress).toMatchObject([
      { CidrIp: '10.80.1.0/24', FromPort: 8443 },
      { CidrIp: '10.80.2.0/24', FromPort: 8443 },
    ]);
    expect(payloadOf(asked, 'AuditSchedule')).toContain('"path":"/health","expectStatus":[200]');
  });

  it('the private half is an alias of the ALB itself, the public one of the load balancer', () => {
    expect(resource(far, 'AWS::Route53::RecordSet', 'DnsPrivate').Properties).toMatchObject({
      AliasTarget: { DNSName: NAMED_ALB['alb.dnsName'], HostedZoneId: 'Z0ALB' },
    });
    const { id } = resource(far, 'AWS::ElasticLoadBalancingV2::LoadBalancer');
    expect(resource(far, 'AWS::Route53::RecordSet', 'DnsPublic').Properties).toMatchObject({
      AliasTarget: { HostedZoneId: { 'Fn::GetAtt': [id, 'CanonicalHostedZoneID'] } },
    });
  });

  it('there are alarms and a dashboard, as in front of an API; healthy hosts are counted as one', () => {
    const names = resources(far, 'AWS::CloudWatch::Alarm').map(({ Properties }) => Properties['AlarmName']);
    expect(names).toContain('static-ip-alb-healthy-hosts-too-few');
    expect(names).toContain('static-ip-alb-drift-too-high');
    far.resourceCountIs('AWS::CloudWatch::CompositeAlarm', 1);
    far.resourceCountIs('AWS::CloudWatch::Dashboard', 1);
  });
});

describe('in front of an ALB of the same VPC and account', () => {
  it('the ALB itself is the target, on the port of its listener', () => {
    expect(group(near)).toMatchObject({
      TargetType: 'alb',
      Protocol: 'TCP',
      Port: 8443,
      HealthCheckProtocol: 'HTTPS',
      Targets: [{ Id: NEAR_ARN, Port: 8443 }],
    });
    // AWS fixes them, and refuses to be told.
    expect(group(near)).not.toHaveProperty('TargetGroupAttributes');
    expect(group(near)).not.toHaveProperty('Tags');
  });

  it('nothing is deployed to keep it true', () => {
    const services = new Set(all(near).map(({ Type }) => Type.split('::')[1]));
    expect([...services].toSorted()).toEqual(['CloudWatch', 'EC2', 'ElasticLoadBalancingV2', 'Route53']);
  });

  it('zonal shift is off while cross-zone is on, which AWS does not allow together with it', () => {
    const both = (template: Template): readonly unknown[] => {
      const of = attributes(door(template)['LoadBalancerAttributes']) as Record<string, unknown>;
      return [of['load_balancing.cross_zone.enabled'], of['zonal_shift.config.enabled']];
    };
    expect(both(near)).toEqual(['true', 'false']);
    expect(both(templateFor(settingsWith(NEAR_ALB, { 'alb.crossZone': false })))).toEqual(['false', 'true']);
  });

  it('one alarm is left, which pages by itself', () => {
    const paged = templateFor(settingsWith(NEAR_ALB, { 'monitoring.pages.emails': ['a@example.com'] }));
    const alarm = resource(paged, 'AWS::CloudWatch::Alarm').Properties;
    const topic = { Ref: resource(paged, 'AWS::SNS::Topic').id };
    expect(alarm).toMatchObject({
      AlarmName: 'static-ip-alb-healthy-hosts-too-few',
      MetricName: 'HealthyHostCount',
      TreatMissingData: 'breaching',
      AlarmActions: [topic],
      OKActions: [topic],
    });
    expect(resource(near, 'AWS::CloudWatch::Alarm').Properties).not.toHaveProperty('AlarmActions');
  });

  it('the two security groups are wired both ways', () => {
    const own = { 'Fn::GetAtt': [resource(near, 'AWS::EC2::SecurityGroup').id, 'GroupId'] };
    const rule = { IpProtocol: 'tcp', FromPort: 8443, ToPort: 8443 };
    expect(resource(near, 'AWS::EC2::SecurityGroupIngress').Properties).toMatchObject({
      ...rule,
      GroupId: 'sg-00000000000000002',
      SourceSecurityGroupId: own,
    });
    expect(resource(near, 'AWS::EC2::SecurityGroupEgress').Properties).toMatchObject({
      ...rule,
      GroupId: own,
      DestinationSecurityGroupId: 'sg-00000000000000002',
    });
  });

  it.each([
    ['the addresses are asked for', { 'alb.targetType': 'ip' }],
    ['two others have it as a target', { 'alb.networkLoadBalancers': 2 }],
  ])('the addresses are synced all the same where %s', (_, changes) => {
    const template = templateFor(settingsWith(NEAR_ALB, changes));
    expect(group(template)).toMatchObject({ TargetType: 'ip' });
    template.resourceCountIs('Custom::TargetSyncGate', 1);
  });
});

describe('what is said of it', () => {
  it.each([
    [FAR_ALB, 'ip: the ALB is of another account, 444455556666'],
    [NEAR_ALB, 'alb: the ALB is in the same VPC and account, so that AWS keeps the target true'],
    [
      settingsWith(FAR_ALB, { 'alb.vpcId': 'vpc-00000000000000001' }),
      'ip: the ALB is in a shared VPC, of another participant',
    ],
  ])('is the type of the target group, with its reason, at synthesis and as an output', (settings, type) => {
    expect(output(templateFor(settings), 'TargetType')).toContain(type);
    expect(saidOf(settings).join()).toContain(`The target type is ${type}`);
  });

  it.each<[string, object, RegExp]>([
    [
      'of another account: a command that prints those of its owner',
      FAR_ALB,
      /^for cidr in \$\(aws ec2 describe-subnets --region eu-west-1 --subnet-ids subnet-0{16}a subnet-0{16}b .*; do echo "aws ec2 authorize-security-group-ingress --region eu-west-1 --group-id \\\$\(aws elbv2 describe-load-balancers .* --protocol tcp --port 8443 --cidr \$cidr"; done$/,
    ],
    [
      'the same, with the group that the settings name',
      settingsWith(FAR_ALB, { 'alb.securityGroupId': 'sg-00000001' }),
      /--group-id sg-00000001 --protocol tcp --port 8443 --cidr \$cidr"; done$/,
    ],
    [
      'that is the target, its group unknown: the command that admits the load balancer’s',
      settingsWith(NEAR_ALB, { 'alb.securityGroupId': undefined, 'alb.cidrs': ['10.0.0.0/16'] }),
      /^aws ec2 authorize-security-group-ingress --region eu-west-1 --group-id \$\(aws elbv2 .*\) --protocol tcp --port 8443 --source-group <GroupId>$/,
    ],
    [
      'whose group the stack has opened: how to see that',
      NEAR_ALB,
      /^aws ec2 describe-security-group-rules --region eu-west-1 --filters Name=group-id,Values=sg-00000000000000002$/,
    ],
  ])('is what the owner of an ALB has to admit, %s', (_, settings, command) => {
    expect(output(templateFor(settings), 'AdmitCommand')).toMatch(command);
  });

  it('is a warning where the VPC is shared: nobody may see there that an address is free', () => {
    const shared = settingsWith(FAR_ALB, { 'alb.vpcId': 'vpc-00000000000000001' });
    const warned = (settings: unknown): string => saidOf(settings, 'warning').join();
    expect(warned(shared)).toContain('vpc-00000000000000001 is a shared VPC: the ALB is of account 444455556666');
    expect([warned(FAR_ALB), warned(NEAR_ALB)]).toEqual(['', '']);
  });

  it('is that before the deployment, where the gate waits for it', () => {
    expect(saidOf(FAR_ALB).join()).toContain(
      `Before the deployment. Prints the commands that account 444455556666 must run`,
    );
    expect(saidOf(NEAR_ALB).join()).not.toContain('Before the deployment');
  });

  it('names the partners’ blocks where the ALB sees them', () => {
    const settings = settingsWith(NEAR_ALB, { 'alb.securityGroupId': undefined, 'alb.cidrs': ['10.0.0.0/16'] });
    const { Description } = templateFor(settings).toJSON()['Outputs']['AdmitCommand'];
    expect(Description).toContain('the ALB sees them: 203.0.113.0/24');
  });

  it('is how to try it, on the listener’s port', () => {
    expect(output(far, 'SmokeTest')).toContain(
      '--connect-to orders.example.com:8443:$ip:8443 https://orders.example.com:8443/health',
    );
    expect(templateFor(FAR_ALB).toJSON()['Outputs']).not.toHaveProperty('SmokeTest');
  });

  it('is what there is to sync only where there is something', () => {
    const names = (template: Template): readonly string[] => Object.keys(template.toJSON()['Outputs']);
    expect(names(far)).toEqual(
      expect.arrayContaining(['PlanCommand', 'AuditCommand', 'ScheduleCommand', 'LogsCommand', 'DashboardUrl']),
    );
    expect(names(near).filter((name) => !name.startsWith('HostnameNameServers'))).toEqual([
      'FixedIps',
      'TargetType',
      'AdmitCommand',
      'SmokeTest',
    ]);
  });
});
