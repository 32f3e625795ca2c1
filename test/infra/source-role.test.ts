import { readFileSync } from 'node:fs';
import type { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { createApp } from '../../infra/app.ts';
import { resource, resources } from './resources.ts';
import { FAR_ALB, NAMED_ALB, NEAR_ALB, settingsWith } from './settings-builders.ts';
import { exampleTemplate, sourceRoleFor, sourceRolesOf, templateFor } from './synth.ts';

const role = sourceRoleFor(FAR_ALB);
const trust = (template = role): unknown => resource(template, 'AWS::IAM::Role').Properties['AssumeRolePolicyDocument'];
const policy = (template = role): unknown => resource(template, 'AWS::IAM::Policy').Properties['PolicyDocument'];

describe('the role in the ALB’s account', () => {
  it('is the one that the settings name, path included', () => {
    expect(resource(role, 'AWS::IAM::Role').Properties).toMatchObject({ RoleName: 'source', Path: '/team/' });
    const plain = sourceRoleFor(settingsWith(FAR_ALB, { 'alb.roleArn': 'arn:aws:iam::444455556666:role/source' }));
    expect(resource(plain, 'AWS::IAM::Role').Properties).toMatchObject({ RoleName: 'source', Path: '/' });
  });

  it('trusts of the load balancer’s account the three roles that look at the ALB, and asks for the external id', () => {
    const names = resources(templateFor(FAR_ALB), 'AWS::IAM::Role')
      .map(({ Properties }) => Properties['RoleName'])
      .filter((name) => typeof name === 'string');
    expect(names).toHaveLength(3);
    expect(trust()).toMatchObject({
      Statement: [
        {
          Action: 'sts:AssumeRole',
          Principal: { AWS: 'arn:aws:iam::111122223333:root' },
          Condition: {
            ArnEquals: { 'aws:PrincipalArn': names.map((name) => `arn:aws:iam::111122223333:role/${name}`) },
            StringEquals: { 'sts:ExternalId': 'orders' },
          },
        },
      ],
    });
  });

  it('asks for no external id where there is none, and trusts no more for it', () => {
    const without = JSON.stringify(trust(sourceRoleFor(settingsWith(FAR_ALB, { 'alb.externalId': undefined }))));
    expect(without).toContain('aws:PrincipalArn');
    expect(without).not.toContain('ExternalId');
  });

  it('may read in the ALB’s Region alone, and write nothing', () => {
    expect(policy()).toMatchObject({
      Statement: [
        {
          Action: [
            'ec2:DescribeNetworkInterfaces',
            'ec2:DescribeSecurityGroups',
            'ec2:DescribeSubnets',
            'elasticloadbalancing:DescribeListenerCertificates',
            'elasticloadbalancing:DescribeListeners',
            'elasticloadbalancing:DescribeLoadBalancers',
          ],
          Resource: '*',
          Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
        },
        { Action: 'acm:DescribeCertificate', Resource: 'arn:aws:acm:eu-west-1:444455556666:certificate/*' },
      ],
    });
  });

  it('may read besides what answers for names in the ALB’s VPC, where clients of a private half are in it, and only there', () => {
    const named = settingsWith(settingsWith(FAR_ALB, NAMED_ALB), { 'hostname.privateZone': undefined });
    const clients = settingsWith(named, { 'hostname.clientVpcIds': ['vpc-00000000000000002'] });
    const text = (template: Template): string => JSON.stringify(policy(template));
    expect(text(sourceRoleFor(clients))).toContain('route53resolver:ListResolverRules');
    expect(policy(sourceRoleFor(clients))).toMatchObject({
      Statement: expect.arrayContaining([
        { Action: 'route53:ListHostedZonesByVPC', Effect: 'Allow', Resource: '*' },
      ]) as unknown,
    });
    expect(text(sourceRoleFor(named))).not.toContain('route53');
    expect(text(role)).not.toContain('route53');
  });

  it('lies in the ALB’s account and Region, and is protected as the other stack is', () => {
    const settings = settingsWith(FAR_ALB, {
      'alb.loadBalancerArn':
        'arn:aws:elasticloadbalancing:eu-central-1:444455556666:loadbalancer/app/orders/0123456789abcdef',
    });
    expect(JSON.stringify(policy(sourceRoleFor(settings)))).toContain('"aws:RequestedRegion":"eu-central-1"');
    const { app } = createApp({ context: { deployment: 'infra/examples/alb-other-account.jsonc' } });
    expect(sourceRolesOf(app)).toMatchObject([
      {
        stackName: 'orders-alb-source-role',
        account: '444455556666',
        region: 'eu-west-1',
        terminationProtection: true,
      },
    ]);
  });

  it.each([
    ['the ALB is of the same account', NEAR_ALB],
    [
      'the ALB is of the same account, and seen by a role',
      settingsWith(FAR_ALB, {
        'alb.loadBalancerArn':
          'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/orders/0123456789abcdef',
        'alb.roleArn': 'arn:aws:iam::111122223333:role/source',
      }),
    ],
  ])('is nobody’s where %s', (_, settings) => {
    expect(() => sourceRoleFor(settings)).toThrow('there is no stack of a role');
    expect(() => templateFor(settings)).not.toThrow();
  });
});

describe('the manual, for owners without CDK', () => {
  const manual = readFileSync(new URL('../../infra/README.md', import.meta.url), 'utf8');
  const printed = [...manual.matchAll(/^```json\n([\s\S]*?)^```$/gm)].map(([, text = '']): unknown => JSON.parse(text));

  it('prints what the example deploys: the policy, and the trust', () => {
    const example = sourceRoleFor('alb-other-account.jsonc');
    expect(printed).toEqual([policy(example), trust(example)]);
  });

  it('adds up what it costs: each product to the cent, and their sum', () => {
    const section = manual.split('### What it costs\n')[1]?.split('### ')[0] ?? '';
    const items = [...section.matchAll(/^\| ([^*|]+) \| ([0-9.× ]+) \| ([0-9.]+) \|$/gm)];
    expect(items).toHaveLength(10);
    const products = items.map(([, , arithmetic = '', stated = '']) => {
      const exact = arithmetic
        .split('×')
        .map(Number)
        .reduce((product, factor) => product * factor);
      expect((Math.round(exact * 100 + 1e-6) / 100).toFixed(2)).toBe(stated);
      return Number(stated);
    });
    expect(section).toContain(`| **Sum** | | **${products.reduce((sum, each) => sum + each).toFixed(2)}** |`);
    const alarms = resources(exampleTemplate('alb-other-account.jsonc'), 'AWS::CloudWatch::Alarm').length;
    expect(section).toContain(`| Alarms | ${alarms} × 0.10 |`);
  });
});
