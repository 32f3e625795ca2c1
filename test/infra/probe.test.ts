import type { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { isBefore, type Resource, resource, resources } from './resources.ts';
import { EXISTING, IMPORTED, INTERNAL, NEW, settingsWith } from './settings-builders.ts';
import { templateFor, trial } from './synth.ts';

const probeOf = (template: Template): Resource => resource(template, 'AWS::Lambda::Function', 'Probe');

/** The subnets that the probe stands in, by id or by their logical id. */
function subnetsOf(template: Template): readonly string[] {
  const { VpcConfig } = probeOf(template).Properties as { VpcConfig: { SubnetIds: (string | { Ref: string })[] } };
  return VpcConfig.SubnetIds.map((subnet) => (typeof subnet === 'string' ? subnet : subnet.Ref));
}

describe('the probe', () => {
  const template = templateFor(NEW);
  const probe = probeOf(template);
  const groupOf = (part: string): unknown => ({
    'Fn::GetAtt': [resource(template, 'AWS::EC2::SecurityGroup', part).id, 'GroupId'],
  });

  it.each([
    ['the endpoint’s subnets', NEW, [/^NetworkVpcEndpointSubnet1/, /^NetworkVpcEndpointSubnet2/]],
    ['those of an internal front door’s endpoint', INTERNAL, [/EndpointSubnet1/, /EndpointSubnet2/]],
    ['those of an existing VPC', EXISTING, [/^subnet-0+c$/, /^subnet-0+d$/]],
    ['the front door’s where the endpoint exists', IMPORTED, [/^subnet-0+a$/, /^subnet-0+b$/]],
  ])('stands in %s', (_, settings, subnets) => {
    expect(subnetsOf(templateFor(settings))).toEqual(subnets.map((subnet) => expect.stringMatching(subnet)));
  });

  it('can reach the endpoint and the load balancer on 443 and nothing else, and both admit it', () => {
    const own = groupOf('Probe');
    const rule = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443 };
    const out = resources(template, 'AWS::EC2::SecurityGroupEgress').filter(
      ({ Properties }) => JSON.stringify(Properties['GroupId']) === JSON.stringify(own),
    );
    const into = resources(template, 'AWS::EC2::SecurityGroupIngress').filter(
      ({ Properties }) => JSON.stringify(Properties['SourceSecurityGroupId']) === JSON.stringify(own),
    );
    expect(probe.Properties['VpcConfig']).toMatchObject({ SecurityGroupIds: [own] });
    expect(out.map(({ Properties }) => Properties)).toEqual([
      expect.objectContaining({ ...rule, DestinationSecurityGroupId: groupOf('ApiEndpoint') }),
      expect.objectContaining({ ...rule, DestinationSecurityGroupId: groupOf('FrontDoor') }),
    ]);
    expect(into.map(({ Properties }) => Properties)).toEqual([
      expect.objectContaining({ ...rule, GroupId: groupOf('ApiEndpoint') }),
      expect.objectContaining({ ...rule, GroupId: groupOf('FrontDoor') }),
    ]);
    expect(resource(template, 'AWS::EC2::SecurityGroup', 'Probe').Properties).not.toHaveProperty('SecurityGroupEgress');
  });

  it('is admitted by the security group of an endpoint that exists', () => {
    const rules = resources(templateFor(IMPORTED), 'AWS::EC2::SecurityGroupIngress').filter(
      ({ Properties }) => Properties['GroupId'] === 'sg-00000000000000001',
    );
    expect(rules).toHaveLength(2);
  });

  it('has a role by which Lambda can put it into the VPC, and which is no use to its code', () => {
    const { PolicyDocument } = resource(template, 'AWS::IAM::Policy', 'ProbeRole').Properties as {
      PolicyDocument: { Statement: { Effect: string; Action: unknown; Resource: unknown; Condition?: unknown }[] };
    };
    const [allow, deny, ...more] = PolicyDocument.Statement;
    expect(more).toEqual([]);
    expect(allow).toMatchObject({ Effect: 'Allow', Action: expect.arrayContaining(['ec2:CreateNetworkInterface']) });
    expect(deny).toEqual({
      ...allow,
      Effect: 'Deny',
      Condition: { Null: { 'lambda:SourceFunctionArn': 'false' } },
    });
  });

  it('answers within the time that the audit gives it', () => {
    expect(probe.Properties).toMatchObject({ Handler: 'handler.probe', Timeout: 30, Runtime: 'nodejs24.x' });
  });

  it('is taken down before its security group and its role, which Lambda needs for that', () => {
    const group = resource(template, 'AWS::EC2::SecurityGroup', 'Probe');
    for (const first of [group, resource(template, 'AWS::IAM::Policy', 'ProbeRole')]) {
      expect(isBefore(template, first, probe)).toBe(true);
    }
  });

  it.each([
    ['in a trial', trial()],
    ['where the settings say so', templateFor(settingsWith(NEW, { 'audit.probe': false }))],
  ])('is not there %s, and nothing of it', (_, without) => {
    expect(JSON.stringify(without.toJSON())).not.toMatch(/Probe|VpcConfig|SourceFunctionArn/);
  });
});
