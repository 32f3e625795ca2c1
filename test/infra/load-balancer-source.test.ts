import { Fn, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { NetworkTargetGroup, Protocol, TargetType } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { describe, expect, it } from 'vitest';
import { type BindingProps, TargetSync, type TargetSyncProps } from '../../infra/constructs/target-sync.ts';
import { IMPORTED_ARN } from './payloads.ts';
import { resource, resources } from './resources.ts';
import { newApp } from './synth.ts';

const ARN = 'arn:aws:elasticloadbalancing:eu-west-1:444455556666:loadbalancer/app/orders/0123456789abcdef';
const ROLE = 'arn:aws:iam::444455556666:role/source';
const OWN = ARN.replace('444455556666', '111122223333');

type Options = Omit<TargetSyncProps, 'bindings'> & { readonly account?: string; readonly mode?: BindingProps['mode'] };

/** A stack of somebody else's with one binding to this source, of a group of its own or an imported one. */
function bound(source: BindingProps['source'], group: 'own' | 'imported' = 'own', options: Options = {}): Template {
  const { account, mode, ...props } = options;
  const env = account === undefined ? {} : { env: { account, region: 'eu-west-1' } };
  const stack = new Stack(newApp(), 'api', env);
  const vpc = Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-00000001', availabilityZones: ['eu-west-1a'] });
  const targetGroup =
    group === 'imported'
      ? NetworkTargetGroup.fromTargetGroupAttributes(stack, 'Old', { targetGroupArn: IMPORTED_ARN })
      : new NetworkTargetGroup(stack, 'Group', { vpc, port: 443, protocol: Protocol.TCP, targetType: TargetType.IP });
  new TargetSync(stack, 'Sync', { ...props, bindings: [{ targetGroup, source, ...(mode !== undefined && { mode }) }] });
  return Template.fromStack(stack);
}

const sealOf = (template: Template): unknown =>
  resource(template, 'AWS::ElasticLoadBalancingV2::TargetGroup').Properties['Tags'];
const assumable = (template: Template): readonly string[] =>
  resources(template, 'AWS::IAM::Policy')
    .filter(({ Properties }) => JSON.stringify(Properties).includes('"sts:AssumeRole"'))
    .map(({ id }) => id.replace(/DefaultPolicy.*/, ''));

describe('a binding of an app of one’s own to a load balancer', () => {
  it('is sealed with the load balancer’s id, without its account', () => {
    expect(sealOf(bound({ loadBalancerArn: OWN }))).toContainEqual({
      Key: 'target-sync:source',
      Value: 'loadbalancer/app/orders/0123456789abcdef',
    });
  });

  it('is sealed with the same part of an ARN that CloudFormation fills in', () => {
    expect(sealOf(bound({ loadBalancerArn: Fn.importValue('alb') }))).toContainEqual({
      Key: 'target-sync:source',
      Value: { 'Fn::Select': [5, { 'Fn::Split': [':', { 'Fn::ImportValue': 'alb' }] }] },
    });
  });

  it('of an imported group is sealed by a command that says that id', () => {
    const outputs = JSON.stringify(bound({ loadBalancerArn: OWN }, 'imported').findOutputs('*'));
    expect(outputs).toContain('Key=target-sync:source,Value=loadbalancer/app/orders/0123456789abcdef');
  });

  it.each([
    ['a load balancer of another account', { loadBalancerArn: ARN, roleArn: ROLE }],
    ['an endpoint that another account sees', { vpcEndpointId: 'vpce-00000001', roleArn: ROLE, externalId: 'orders' }],
  ])('lets sync, gate and audit assume the role of %s, also where nothing is written', (_, source) => {
    const roles = ['SyncRole', 'SyncGateJudgeRole', 'SyncAuditRole'];
    expect(assumable(bound(source)).map((id) => id.replace(/[0-9A-F]{8}$/, ''))).toEqual(
      roles.map((role) => expect.stringContaining(role)),
    );
    expect(assumable(bound(source, 'imported', { mode: 'observe' }))).toHaveLength(3);
  });

  it('lets nobody assume a role where none is named', () => {
    expect(assumable(bound({ loadBalancerArn: OWN }))).toEqual([]);
  });

  it('says of its function what is followed', () => {
    const described = JSON.stringify(bound({ loadBalancerArn: OWN }).toJSON());
    expect(described).toContain('Keeps target groups true to the load balancers behind them, every minute');
  });

  it('names its roles only where it is told to', () => {
    const names = (template: Template): readonly unknown[] =>
      resources(template, 'AWS::IAM::Role').flatMap(({ Properties }) => Properties['RoleName'] ?? []);
    expect(names(bound({ loadBalancerArn: OWN }, 'own', { roleNamePrefix: 'orders' }))).toEqual([
      'orders-sync',
      'orders-gate',
      'orders-audit',
    ]);
    expect(names(bound({ loadBalancerArn: OWN }))).toEqual([]);
  });
});

describe('whose a resource is whose ARN is a token', () => {
  const token = (name: string): string => Fn.importValue(name);

  it.each<[situation: string, source: BindingProps['source'], group: 'own' | 'imported', account: string | undefined]>([
    ['the stack’s account, which is the load balancer’s', { loadBalancerArn: OWN }, 'own', '111122223333'],
    ['nobody knows, and the load balancer’s is as good as any', { loadBalancerArn: ARN }, 'own', undefined],
    ['the imported group’s', { loadBalancerArn: token('alb') }, 'imported', undefined],
    ['the role’s', { loadBalancerArn: token('alb'), roleArn: ROLE }, 'own', '111122223333'],
    ['the load balancer’s, of its role', { loadBalancerArn: ARN, roleArn: token('role') }, 'own', '111122223333'],
    ['all of them', { loadBalancerArn: token('alb'), roleArn: token('role') }, 'own', undefined],
    ['the VPC’s owner’s', { loadBalancerArn: OWN, ownerRoleArn: token('owner') }, 'own', '111122223333'],
  ])('is not held against a binding: %s', (_, source, group, account) => {
    expect(() => bound(source, group, { ...(account !== undefined && { account }) })).not.toThrow();
  });

  it.each<[situation: string, source: BindingProps['source'], problem: RegExp]>([
    ['another account without a role', { loadBalancerArn: ARN }, /source\.roleArn: is missing/],
    [
      'a role of a third',
      { loadBalancerArn: ARN, roleArn: ROLE.replace('444455556666', '111122223333') },
      /source\.roleArn: is a role of account 111122223333/,
    ],
    [
      'no load balancer of applications',
      { loadBalancerArn: ARN.replace('/app/', '/net/'), roleArn: ROLE },
      /Application Load/,
    ],
  ])('but where it is known it is: %s', (_, source, problem) => {
    expect(() => bound(source, 'own', { account: '111122223333' })).toThrow(problem);
  });
});
