import { describe, expect, it } from 'vitest';
import { DETAIL_TYPES, EVENT_SOURCE } from '../../controller/change-event.ts';
import { all, type Resource, resource, resources } from './resources.ts';
import { NEW, settingsWith } from './settings-builders.ts';
import { exampleTemplate, templateFor } from './synth.ts';

const everyone = templateFor({
  ...NEW,
  monitoring: {
    pages: { emails: ['a@example.com', 'b@example.com'] },
    tickets: { emails: ['a@example.com'] },
    changes: { emails: ['c@example.com'] },
  },
});

type Statement = Readonly<Record<'Effect' | 'Principal' | 'Action' | 'Condition', unknown>>;

function statementsOf(topic: Resource): readonly Statement[] {
  const policies = resources(everyone, 'AWS::SNS::TopicPolicy').map(
    ({ Properties }) => Properties,
  ) as unknown as readonly {
    PolicyDocument: { Statement: readonly Statement[] };
    Topics: unknown;
  }[];
  return policies
    .filter(({ Topics }) => JSON.stringify(Topics).includes(topic.id))
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
}

describe('a topic that is made here', () => {
  it.each([
    ['Pages', 'cloudwatch.amazonaws.com', { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } }],
    ['Tickets', 'cloudwatch.amazonaws.com', { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } }],
    ['Changes', 'events.amazonaws.com', undefined],
  ])('%s: lets %s publish and nobody else, and nobody without TLS', (part, Service, Condition) => {
    const statements = statementsOf(resource(everyone, 'AWS::SNS::Topic', part));
    expect(statements.filter(({ Effect }) => Effect === 'Allow')).toEqual([
      {
        Sid: expect.any(String),
        Effect: 'Allow',
        Principal: { Service },
        Action: 'sns:Publish',
        Resource: { Ref: resource(everyone, 'AWS::SNS::Topic', part).id },
        ...(Condition !== undefined && { Condition }),
      },
    ]);
    expect(statements.filter(({ Effect }) => Effect === 'Deny')).toMatchObject([
      { Principal: '*', Action: 'sns:Publish', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
    ]);
  });

  it('writes to each address', () => {
    const subscriptions = resources(everyone, 'AWS::SNS::Subscription').map(({ Properties }) => Properties);
    expect(subscriptions.map(({ Protocol, Endpoint }) => [Protocol, Endpoint])).toEqual([
      ['email', 'a@example.com'],
      ['email', 'b@example.com'],
      ['email', 'a@example.com'],
      ['email', 'c@example.com'],
    ]);
  });
});

describe('changes', () => {
  it('are told by a rule on the default bus: those of the bindings of this stack, registered or deregistered', () => {
    const { EventPattern, EventBusName, Targets } = resource(everyone, 'AWS::Events::Rule').Properties;
    expect(EventBusName).toBeUndefined();
    expect(EventPattern).toEqual({
      source: [EVENT_SOURCE],
      'detail-type': Object.values(DETAIL_TYPES),
      detail: { binding: ['static-ip-private-api/TargetSync'] },
    });
    expect(Targets).toMatchObject([{ Arn: { Ref: resource(everyone, 'AWS::SNS::Topic', 'Changes').id } }]);
  });

  it('are told in words, of fields that the event has', () => {
    const { Targets } = resource(everyone, 'AWS::Events::Rule').Properties as {
      Targets: [{ InputTransformer: { InputPathsMap: Record<string, string>; InputTemplate: string } }];
    };
    const { InputPathsMap, InputTemplate } = Targets[0].InputTransformer;
    expect(Object.values(InputPathsMap)).toEqual([
      '$.detail-type',
      ...['target', 'binding', 'reason', 'confirmed', 'targetGroupArn'].map((field) => `$.detail.${field}`),
    ]);
    expect(InputTemplate).toMatch(/^"<.+>: <.+> of <.+>, because <.+>\. Confirmed: <.+>\. <.+>"$/);
  });

  it('are told to nobody where only alarms are', () => {
    const template = templateFor(settingsWith(NEW, { 'monitoring.pages.emails': ['a@example.com'] }));
    expect(resources(template, 'AWS::Events::Rule')).toEqual([]);
    expect(resources(template, 'AWS::SNS::Topic')).toHaveLength(1);
  });
});

describe('topics that exist', () => {
  const template = exampleTemplate('existing-vpc.jsonc');
  const topic = (name: string): string => `arn:aws:sns:eu-central-1:111122223333:${name}`;

  it('are used, and not touched', () => {
    expect(all(template).filter(({ Type }) => Type.startsWith('AWS::SNS::'))).toEqual([]);
    expect(resource(template, 'AWS::CloudWatch::CompositeAlarm').Properties['AlarmActions']).toEqual([
      topic('on-call'),
    ]);
    expect(resource(template, 'AWS::CloudWatch::Alarm', 'Drift').Properties['AlarmActions']).toEqual([
      topic('tickets'),
    ]);
    expect(resource(template, 'AWS::Events::Rule').Properties['Targets']).toMatchObject([{ Arn: topic('changes') }]);
  });
});
