import { Fn } from 'aws-cdk-lib';
import type { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { bindingDocument } from '../../controller/binding.ts';
import { readBindingDocument } from '../../controller/binding-document.ts';
import { auditedWith } from './bound.ts';
import { payloadOf } from './payloads.ts';
import { all, resource, resources } from './resources.ts';
import { EXISTING, INTERNAL, NAMED, NEW, settingsWith } from './settings-builders.ts';
import { exampleTemplate, templateFor, trial } from './synth.ts';

const named = templateFor(NAMED);

/** What the audit of the only binding is told, as its handler accepts it. */
function toldTo(template: Template): object {
  const payload: unknown = JSON.parse(payloadOf(template, 'AuditSchedule'));
  return readBindingDocument(payload, 'The payload').bindings[0]?.audit ?? {};
}

describe('the audit function', () => {
  const lambda = resource(named, 'AWS::Lambda::Function', 'Audit');

  it('is invoked every five minutes, and drops what comes late', () => {
    expect(resource(named, 'AWS::Scheduler::Schedule', 'Audit').Properties).toMatchObject({
      ScheduleExpression: 'rate(5 minutes)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      State: 'ENABLED',
      Target: {
        Arn: { 'Fn::GetAtt': [lambda.id, 'Arn'] },
        RetryPolicy: { MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 0 },
        DeadLetterConfig: { Arn: { 'Fn::GetAtt': [resource(named, 'AWS::SQS::Queue').id, 'Arn'] } },
      },
    });
    expect(resource(named, 'AWS::Lambda::EventInvokeConfig', 'Audit').Properties).toEqual({
      FunctionName: { Ref: lambda.id },
      Qualifier: '$LATEST',
      MaximumEventAgeInSeconds: 60,
      MaximumRetryAttempts: 0,
    });
  });

  it('is all that its schedule may invoke', () => {
    const { Properties } = resource(named, 'AWS::IAM::Policy', 'AuditScheduleRole');
    expect(Properties['PolicyDocument']).toMatchObject({
      Statement: [
        { Action: 'lambda:InvokeFunction', Resource: { 'Fn::GetAtt': [lambda.id, 'Arn'] } },
        { Action: 'sqs:SendMessage' },
      ],
    });
  });

  it('shares neither role nor log with any other function', () => {
    const others = resources(named, 'AWS::Lambda::Function').filter(({ id }) => id !== lambda.id);
    for (const key of ['Role', 'LoggingConfig']) {
      expect(others.map(({ Properties }) => Properties[key])).not.toContainEqual(lambda.Properties[key]);
    }
  });

  it('keeps its log, and that of the probe, with the protection, and stays within a boundary', () => {
    const logs = resources(named, 'AWS::Logs::LogGroup').filter(({ id }) => /Audit|Probe/.test(id));
    expect(logs.map(({ DeletionPolicy }) => DeletionPolicy)).toEqual(['Retain', 'Retain']);
    expect(resource(trial(), 'AWS::Logs::LogGroup', 'Audit').DeletionPolicy).toBe('Delete');
    const bounded = resources(exampleTemplate('existing-vpc.jsonc'), 'AWS::IAM::Role');
    expect(bounded.map(({ id }) => id)).toContainEqual(expect.stringContaining('AuditRole'));
    for (const { Properties } of bounded) {
      expect(Properties['PermissionsBoundary']).toBe('arn:aws:iam::111122223333:policy/workload-boundary');
    }
  });
});

describe('what the audit is told', () => {
  it('is everything that there is to tell, so that no check lacks a setting', () => {
    const known = Object.keys(bindingDocument.shape.bindings.element.shape.audit.unwrap().shape);
    // The stack writes its records itself, so that its zones are of its own account.
    expect(Object.keys(toldTo(named))).toEqual(known.filter((key) => key !== 'zoneRoleArns'));
  });

  it.each<[string, unknown, object]>([
    [
      'a hostname, and who asks for it',
      settingsWith(NAMED, { 'hostname.clientVpcIds': ['vpc-00000002'], 'api.stageName': 'v1' }),
      {
        clientVpcIds: ['vpc-00000000000000001', 'vpc-00000002'],
        publicPort: 443,
        expectedAddresses: ['192.0.2.1', '192.0.2.1'],
        allowedCidrs: ['203.0.113.0/24'],
        restApiId: 'a1b2c3d4e5',
        stage: 'v1',
        customDomain: 'api.example.com',
        probe: { path: '/', expectStatus: [200] },
      },
    ],
    ['no hostname', NEW, { probe: { path: '/live/', expectStatus: [200] } }],
    ['fixed private IPs', INTERNAL, { expectedAddresses: ['10.0.0.10', '10.0.1.10'] }],
    [
      'another path to probe',
      settingsWith(EXISTING, { 'audit.probe': { path: '/orders', expectStatus: [204, 404] } }),
      { probe: { path: '/orders', expectStatus: [204, 404] } },
    ],
  ])('with %s', (_, settings, told) => {
    expect(toldTo(templateFor(settings))).toMatchObject(told);
  });

  it('of a trial has no hostname and no probe', () => {
    expect(Object.keys(toldTo(trial()))).toEqual([
      'clientVpcIds',
      'publicPort',
      'expectedAddresses',
      'allowedCidrs',
      'restApiId',
      'stage',
    ]);
  });

  it('stands beside what a sync pass gets, which has none of it', () => {
    const { bindings } = JSON.parse(payloadOf(named, 'AuditSchedule')) as { bindings: { audit?: object }[] };
    for (const binding of bindings) delete binding.audit;
    expect(JSON.parse(payloadOf(named))).toEqual({ asOf: '<aws.scheduler.scheduled-time>', bindings });
  });

  it('is not told to the gate or the rehearsal either', () => {
    for (const type of ['Custom::TargetSyncGate', 'Custom::TargetSyncRehearsal']) {
      const document = JSON.stringify(resource(named, type).Properties['document']);
      expect(document).toContain('bindings');
      expect(document).not.toMatch(/audit|publicPort/);
    }
  });

  it('changes nothing of the sync pass, and asks no gate, when it changes', () => {
    const changed = templateFor(settingsWith(NAMED, { 'audit.probe.path': '/other' }));
    const before = new Map(all(named).map((each) => [each.id, each]));
    const differing = all(changed).filter((each) => JSON.stringify(each) !== JSON.stringify(before.get(each.id)));
    expect(differing.map(({ id }) => id)).toEqual([expect.stringMatching(/^TargetSyncAuditSchedule[0-9A-F]{8}$/)]);
  });
});

describe('a binding of an app of one’s own', () => {
  it('is audited without being told anything', () => {
    expect(payloadOf(auditedWith(undefined), 'AuditSchedule')).not.toContain('"audit"');
  });

  it('may have tokens wherever an id stands', () => {
    const token = (id: string): string => Fn.importValue(id);
    const { Target } = resource(
      auditedWith({
        clientVpcIds: [token('vpc')],
        expectedAddresses: [token('ip')],
        restApiId: token('api'),
        stage: token('stage'),
        zoneRoleArns: { Z0OTHER: token('role') },
        probe: { functionArn: token('function'), path: '/', expectStatus: [200] },
      }),
      'AWS::Scheduler::Schedule',
      'Audit',
    ).Properties as { Target: unknown };
    for (const id of ['vpc', 'ip', 'api', 'stage', 'role', 'function']) {
      expect(JSON.stringify(Target)).toContain(`{"Fn::ImportValue":"${id}"}`);
    }
  });

  it('is refused at synthesis for what the audit would refuse', () => {
    expect(() => auditedWith({ publicPort: 0 })).toThrow(/bindings\[0\]\.audit\.publicPort: must be a whole number/);
  });
});
