import { readFileSync } from 'node:fs';
import { type App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { NetworkTargetGroup, Protocol, TargetType } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { describe, expect, it } from 'vitest';
import { readBindingDocument } from '../../controller/binding-document.ts';
import { type BindingProps, TargetSync } from '../../infra/constructs/target-sync.ts';
import { IMPORTED_ARN, payloadOf } from './payloads.ts';
import { resource, resources } from './resources.ts';
import { newApp, templateFor, trial } from './synth.ts';
import { NAMED } from './settings-builders.ts';

const ENDPOINT = 'vpce-00000000000000001';

type Bindings = (stack: Stack) => readonly BindingProps[];

function synth(bindings: Bindings, app: App = newApp()): Template {
  const stack = new Stack(app, 'api');
  new TargetSync(stack, 'Sync', { bindings: bindings(stack) });
  return Template.fromStack(stack);
}

const own = (stack: Stack, id = 'Group'): NetworkTargetGroup => {
  const vpc = Vpc.fromVpcAttributes(stack, `${id}Vpc`, { vpcId: 'vpc-00000001', availabilityZones: ['eu-west-1a'] });
  return new NetworkTargetGroup(stack, id, { vpc, port: 443, protocol: Protocol.TCP, targetType: TargetType.IP });
};
const imported: Bindings = (stack) => [
  {
    targetGroup: NetworkTargetGroup.fromTargetGroupAttributes(stack, 'Old', { targetGroupArn: IMPORTED_ARN }),
    source: { vpcEndpointId: ENDPOINT },
    name: 'old-api',
  },
];

describe('a group of this stack', () => {
  const template = trial();
  const group = resource(template, 'AWS::ElasticLoadBalancingV2::TargetGroup');

  it('is sealed with the name and the source that the payload says', () => {
    const endpoint = resource(template, 'AWS::EC2::VPCEndpoint');
    expect(group.Properties['Tags']).toEqual([
      { Key: 'target-sync:binding', Value: 'static-ip-private-api/TargetSync' },
      { Key: 'target-sync:source', Value: { Ref: endpoint.id } },
    ]);
  });

  it('is written to by two roles, each only while the seal is on it', () => {
    const writers = resources(template, 'AWS::IAM::Policy').filter(({ Properties }) =>
      JSON.stringify(Properties).includes('RegisterTargets'),
    );
    expect(writers.map(({ id }) => id)).toEqual([
      expect.stringContaining('TargetSyncRole'),
      expect.stringContaining('TargetSyncGateJudgeRole'),
    ]);
    for (const { Properties } of writers) {
      expect(Properties).toMatchObject({
        PolicyDocument: {
          Statement: expect.arrayContaining([
            {
              Effect: 'Allow',
              Action: ['elasticloadbalancing:DeregisterTargets', 'elasticloadbalancing:RegisterTargets'],
              Resource: { Ref: group.id },
              Condition: {
                StringEquals: { 'aws:ResourceTag/target-sync:binding': 'static-ip-private-api/TargetSync' },
              },
            },
          ]),
        },
      });
    }
  });
});

/** What RegisterTargets reads for its caller: https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/elb-api-permissions.html */
const READ_BY_REGISTERING = ['Instances', 'InternetGateways', 'Subnets', 'Vpcs'].map((what) => `ec2:Describe${what}`);

describe('what the sync function may do', () => {
  it('is what the controller calls, and what those calls need besides: nothing missing, nothing spare', () => {
    const calls = Object.entries({ ec2: 'ec2.ts', elasticloadbalancing: 'elbv2.ts', events: 'events.ts' }).flatMap(
      ([service, file]) => {
        const text = readFileSync(new URL(`../../controller/aws/${file}`, import.meta.url), 'utf8');
        return [...text.matchAll(/new (\w+)Command\(/g)].map(([, operation]) => `${service}:${operation}`);
      },
    );
    const { PolicyDocument } = resource(trial(), 'AWS::IAM::Policy', 'TargetSyncRole').Properties as {
      PolicyDocument: { Statement: { Action: string | string[] }[] };
    };
    const granted = PolicyDocument.Statement.flatMap(({ Action }) => Action);
    expect(calls.length).toBeGreaterThan(10);
    expect(granted.toSorted()).toEqual([...new Set([...calls, ...READ_BY_REGISTERING])].toSorted());
  });
});

describe('an imported group', () => {
  const template = synth(imported);

  it('starts in observe, and nobody may write to it', () => {
    expect(payloadOf(template)).toContain('"mode":"observe"');
    expect(JSON.stringify(template.toJSON())).not.toContain('RegisterTargets');
  });

  it('is not sealed: an output says the command that does', () => {
    const command = `aws elbv2 add-tags --resource-arns ${IMPORTED_ARN} --tags Key=target-sync:binding,Value=old-api Key=target-sync:source,Value=${ENDPOINT}`;
    expect(Object.values(template.findOutputs('*', { Value: command }))).toHaveLength(1);
  });

  it('may be written to once it is put into enforce', () => {
    const enforced = synth((stack) => imported(stack).map((binding) => ({ ...binding, mode: 'enforce' })));
    expect(payloadOf(enforced)).toContain('"mode":"enforce"');
    enforced.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Resource: IMPORTED_ARN,
            Condition: { StringEquals: { 'aws:ResourceTag/target-sync:binding': 'old-api' } },
          }),
        ]),
      },
    });
  });
});

describe('the schedule', () => {
  it('carries the binding document with its own time, and drops what comes late', () => {
    const template = trial();
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: 'rate(1 minute)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      State: 'ENABLED',
      Target: {
        RetryPolicy: { MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 0 },
        DeadLetterConfig: Match.anyValue(),
        Arn: { Ref: resource(template, 'AWS::Lambda::Alias').id },
      },
    });
    expect(resource(template, 'AWS::Lambda::EventInvokeConfig', 'Live').Properties).toMatchObject({
      MaximumEventAgeInSeconds: 60,
      MaximumRetryAttempts: 0,
    });
    expect(payloadOf(template)).toContain('"asOf":"<aws.scheduler.scheduled-time>"');
  });

  it('carries what the function accepts, once CloudFormation has put in the ids', () => {
    const payload = payloadOf(templateFor({ ...NAMED, sync: { keep: ['10.0.9.9'], previous: ['vpce-00000002'] } }));
    const document = readBindingDocument(JSON.parse(payload), 'The payload');
    expect(document.bindings).toMatchObject([
      {
        name: 'static-ip-private-api/TargetSync',
        mode: 'enforce',
        keep: ['10.0.9.9'],
        source: { serviceName: 'com.amazonaws.eu-west-1.execute-api', previous: ['vpce-00000002'] },
        hostnames: [{ name: 'api.example.com', publicZoneId: 'Z0PUBLIC' }],
      },
    ]);
  });

  it('may invoke the alias and keep dead letters, for this account’s schedules alone', () => {
    const template = trial();
    const role = resource(template, 'AWS::IAM::Role', 'SyncScheduleRole');
    expect(role.Properties['AssumeRolePolicyDocument']).toMatchObject({
      Statement: [{ Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } } }],
    });
    const { Properties } = resource(template, 'AWS::IAM::Policy', 'SyncScheduleRole');
    const queue = resource(template, 'AWS::SQS::Queue');
    expect(Properties['PolicyDocument']).toMatchObject({
      Statement: [
        { Action: 'lambda:InvokeFunction', Resource: { Ref: resource(template, 'AWS::Lambda::Alias').id } },
        { Action: 'sqs:SendMessage', Resource: { 'Fn::GetAtt': [queue.id, 'Arn'] } },
      ],
    });
  });
});

describe('the functions', () => {
  const functions = resources(trial(), 'AWS::Lambda::Function').filter(({ Properties }) =>
    String(Properties['Handler']).startsWith('handler.'),
  );

  it('are four, on the newest Node.js and arm64, outside any VPC, without reserved concurrency', () => {
    expect(functions.map(({ Properties }) => [Properties['Handler'], Properties['Timeout']])).toEqual([
      ['handler.sync', 60],
      ['handler.onEvent', 60],
      ['handler.isComplete', 75],
      ['handler.audit', 240],
    ]);
    for (const { Properties } of functions) {
      expect(Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'], MemorySize: 512 });
      expect(Properties).not.toHaveProperty('VpcConfig');
      expect(Properties).not.toHaveProperty('ReservedConcurrentExecutions');
      expect(Properties).not.toHaveProperty('Environment');
    }
  });

  it('have a role and a log each', () => {
    for (const key of ['Role', 'LoggingConfig']) {
      expect(new Set(functions.map(({ Properties }) => JSON.stringify(Properties[key]))).size).toBe(4);
    }
  });

  it('may write their own log, and nobody else’s', () => {
    for (const role of resources(trial(), 'AWS::IAM::Role').filter(({ id }) =>
      /Sync(Gate(Begin|Judge)|Audit)?Role/.test(id),
    )) {
      expect(role.Properties['ManagedPolicyArns']).toBeUndefined();
      expect(JSON.stringify(role.Properties['Policies'])).toMatch(
        /\["logs:CreateLogStream","logs:PutLogEvents"\],"Effect":"Allow","Resource":\{"Fn::GetAtt":\["[A-Za-z0-9]+","Arn"\]\}/,
      );
    }
  });
});

describe('bindings that cannot be used are refused at synthesis, all problems at once', () => {
  it.each<[string, Bindings, RegExp]>([
    ['none', () => [], /must hold at least one binding/],
    [
      'a bad port',
      (stack) => imported(stack).map((each) => ({ ...each, port: 0 })),
      /bindings\[0\]\.port: must be a whole/,
    ],
    [
      'a bad endpoint',
      (stack) => imported(stack).map((each) => ({ ...each, source: { vpcEndpointId: 'x' } })),
      /vpcEndpointId/,
    ],
    [
      'one group bound twice',
      (stack) => {
        const targetGroup = own(stack);
        return [ENDPOINT, 'vpce-00000000000000002'].map((vpcEndpointId) => ({
          targetGroup,
          source: { vpcEndpointId },
        }));
      },
      /targetGroupArn/,
    ],
    [
      'two of one name',
      (stack) =>
        ['A', 'B'].map((id) => ({ name: 'same', targetGroup: own(stack, id), source: { vpcEndpointId: ENDPOINT } })),
      /name/,
    ],
    ['101', (stack) => many(stack, 101), /at most 100 bindings/],
  ])('%s', (_, bindings, problem) => {
    expect(() => synth(bindings)).toThrow(problem);
  });

  it('while 100 pass, within the limits of a role and of a payload', () => {
    const template = synth((stack) => many(stack, 100));
    const size = (value: unknown): number => JSON.stringify(value).length;
    for (const { Properties } of resources(template, 'AWS::IAM::ManagedPolicy')) {
      expect(size(Properties['PolicyDocument'])).toBeLessThan(6_144);
    }
    for (const role of resources(template, 'AWS::IAM::Role')) {
      expect(((role.Properties['ManagedPolicyArns'] ?? []) as unknown[]).length).toBeLessThanOrEqual(10);
    }
    for (const { Properties } of resources(template, 'AWS::IAM::Policy')) {
      expect(size(Properties['PolicyDocument'])).toBeLessThan(10_240);
    }
    expect(payloadOf(template).length).toBeLessThan(256 * 1024);
  });

  it('and two groups of this stack get names of their own', () => {
    const template = synth((stack) =>
      ['A', 'B'].map((id) => ({ targetGroup: own(stack, id), source: { vpcEndpointId: ENDPOINT } })),
    );
    expect(payloadOf(template)).toMatch(/"name":"api\/Sync".*"name":"api\/Sync-2"/);
  });
});

function many(stack: Stack, count: number): readonly BindingProps[] {
  return Array.from({ length: count }, (_, index) => ({
    targetGroup: own(stack, `Group${index}`),
    source: { vpcEndpointId: `vpce-0${index.toString(16).padStart(16, '0')}` },
  }));
}
