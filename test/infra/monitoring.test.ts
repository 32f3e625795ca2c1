import { readFileSync } from 'node:fs';
import { Stack } from 'aws-cdk-lib';
import { NetworkTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { type MetricName, METRICS, NAMESPACE } from '../../controller/metrics.ts';
import { Monitoring } from '../../infra/constructs/monitoring.ts';
import { TargetSync } from '../../infra/constructs/target-sync.ts';
import { type AlarmResource, alarmsOf, AWS_METRICS, dimensionsOf } from './alarms.ts';
import { IMPORTED_ARN } from './payloads.ts';
import { render, resource, resources } from './resources.ts';
import { IMPORTED, NEW } from './settings-builders.ts';
import { newApp, templateFor, trial } from './synth.ts';

const template = templateFor(NEW);
const alarms = alarmsOf(template);
const kindOf = ({ name }: AlarmResource): string => name.replace(/^static-ip-private-api-/, '');
const byKind = new Map(alarms.map((alarm) => [kindOf(alarm), alarm]));

const README = readFileSync(new URL('../../infra/README.md', import.meta.url), 'utf8');
const runbook = README.split(/^## /m).find((text) => text.startsWith('Runbook\n')) ?? '';
const sections = new Map(
  runbook
    .split(/^### /m)
    .slice(1)
    .map((text): [string, string] => [text.slice(0, text.indexOf('\n')), text]),
);

describe('an alarm is written out in full', () => {
  it.each([
    // [kind, metric, statistic, breaching, period in seconds, M, N, missing]
    ['completed-sync-passes-too-few', 'CompletedPasses', 'Sum', '< 1', 60, 5, 5, 'breaching'],
    ['completed-audit-passes-too-few', 'CompletedPasses', 'Sum', '< 1', 300, 3, 3, 'missing'],
    ['healthy-hosts-too-few-in-eu-west-1a', 'HealthyHostCount', 'Maximum', '< 1', 60, 5, 5, 'breaching'],
    ['healthy-hosts-too-few-in-eu-west-1b', 'HealthyHostCount', 'Maximum', '< 1', 60, 5, 5, 'breaching'],
    ['serving-strangers-too-many', 'StrangersServing', 'Maximum', '>= 1', 60, 3, 3, 'notBreaching'],
    ['dark-zones-too-many', 'DarkZones', 'Maximum', '>= 1', 300, 2, 2, 'notBreaching'],
    ['critical-findings-too-many', 'CriticalFindings', 'Maximum', '>= 1', 300, 2, 2, 'notBreaching'],
    ['drift-too-high', 'Drift', 'Maximum', '>= 1', 60, 8, 10, 'notBreaching'],
    ['blocked-passes-too-many', 'Blocked', 'Maximum', '>= 1', 60, 5, 6, 'notBreaching'],
    ['changes-too-many', 'Changes', 'Sum', '>= 1', 60, 6, 10, 'notBreaching'],
    ['slow-changes-too-many', 'Changes', 'Sum', '>= 1', 900, 4, 4, 'notBreaching'],
    ['failed-notifications-too-many', 'FailedNotifications', 'Sum', '>= 1', 300, 1, 1, 'notBreaching'],
    ['sync-faults-too-many', 'Faults', 'Sum', '>= 1', 60, 3, 5, 'notBreaching'],
    ['audit-faults-too-many', 'Faults', 'Sum', '>= 1', 300, 2, 3, 'notBreaching'],
    ['sync-errors-too-many', 'Errors', 'Sum', '>= 1', 60, 3, 5, 'notBreaching'],
    ['audit-errors-too-many', 'Errors', 'Sum', '>= 1', 300, 2, 3, 'notBreaching'],
    ['sync-throttles-too-many', 'Throttles', 'Sum', '>= 1', 60, 3, 5, 'notBreaching'],
    ['audit-throttles-too-many', 'Throttles', 'Sum', '>= 1', 300, 2, 3, 'notBreaching'],
    ['dropped-invocations-too-many', 'InvocationDroppedCount', 'Sum', '>= 1', 60, 3, 5, 'notBreaching'],
    ['target-errors-too-many', 'TargetErrorCount', 'Sum', '>= 1', 60, 3, 5, 'notBreaching'],
    ['dead-letters-too-many', 'ApproximateNumberOfMessagesVisible', 'Maximum', '>= 1', 300, 1, 1, 'notBreaching'],
    ['port-allocation-errors-too-many', 'PortAllocationErrorCount', 'Sum', '>= 1', 60, 1, 1, 'notBreaching'],
  ])('%s: %s, %s %s over %i s, %i of %i, missing %s', (kind, ...expected) => {
    const operators: Readonly<Record<string, string>> = {
      LessThanThreshold: '<',
      GreaterThanOrEqualToThreshold: '>=',
    };
    const found = byKind.get(kind)?.Properties;
    expect([
      found?.MetricName,
      found?.Statistic,
      `${operators[found?.ComparisonOperator ?? '']} ${found?.Threshold}`,
      found?.Period,
      found?.DatapointsToAlarm,
      found?.EvaluationPeriods,
      found?.TreatMissingData,
    ]).toEqual(expected);
  });

  it('and there is no other', () => {
    expect(alarms).toHaveLength(22);
    template.resourceCountIs('AWS::CloudWatch::CompositeAlarm', 1);
  });
});

describe.each(alarms)('$name', ({ name, description, Properties }) => {
  it('says its direction: few where low is bad, many or high where high is', () => {
    const few = Properties.ComparisonOperator === 'LessThanThreshold';
    expect(name).toMatch(few ? /-too-few(-in-.+)?$/ : /-too-(many|high)$/);
  });

  it('says what it means, what to run first, and the section of the runbook, within what CloudWatch takes', () => {
    expect(description).toMatch(/^[A-Z].{30,}[.] First: aws .+ Then: infra\/README\.md#[a-z-]+$/);
    expect(description).toContain(' --region eu-west-1');
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
    expect(description.length).toBeLessThan(1_024 - 200);
    const [, anchor = ''] = description.split('#');
    expect(name).toContain(anchor);
    expect([...sections.keys()]).toContain(anchor);
  });

  it('watches a metric that is emitted, under exactly the dimensions that it has', () => {
    const { Namespace, MetricName: metric } = Properties;
    const known =
      Namespace === NAMESPACE ? [METRICS[metric as MetricName].dimension] : AWS_METRICS[Namespace]?.[metric];
    expect(Object.keys(dimensionsOf(Properties)).toSorted()).toEqual(known);
  });
});

describe('what pages', () => {
  const rule = render(resource(template, 'AWS::CloudWatch::CompositeAlarm').Properties['AlarmRule'], (id) => id);
  const joined = [...rule.matchAll(/ALARM\("(.+?)"\)/g)].map(([, id]) => id);

  it('is one alarm: that partners fail or soon may', () => {
    expect(rule).toMatch(/^\((ALARM\("\w+"\)( OR )?)+\)$/);
    expect(alarms.filter(({ id }) => joined.includes(id)).map(kindOf)).toEqual([
      'completed-sync-passes-too-few',
      'serving-strangers-too-many',
      'dark-zones-too-many',
      'critical-findings-too-many',
      'healthy-hosts-too-few-in-eu-west-1a',
      'healthy-hosts-too-few-in-eu-west-1b',
    ]);
  });

  it('tells of itself, that it is over too; what it joins tells nobody; all others are tickets', () => {
    const told = templateFor({
      ...NEW,
      monitoring: { pages: { emails: ['a@example.com'] }, tickets: { emails: ['b@example.com'] } },
    });
    const page = [{ Ref: resource(told, 'AWS::SNS::Topic', 'Pages').id }];
    const ticket = [{ Ref: resource(told, 'AWS::SNS::Topic', 'Tickets').id }];
    expect(resource(told, 'AWS::CloudWatch::CompositeAlarm').Properties).toMatchObject({
      AlarmActions: page,
      OKActions: page,
    });
    for (const { id, Properties } of alarmsOf(told)) {
      const { AlarmActions, OKActions, InsufficientDataActions, TreatMissingData } = Properties;
      const expected = joined.includes(id) ? undefined : ticket;
      // Where silence is no alarm by itself, it is told as what it is.
      const silence = TreatMissingData === 'missing' ? ticket : undefined;
      expect([id, AlarmActions, OKActions, InsufficientDataActions]).toEqual([id, expected, expected, silence]);
    }
  });

  it('tells nobody where nobody is named', () => {
    expect(JSON.stringify(template.toJSON())).not.toContain('AlarmActions');
    template.resourceCountIs('AWS::SNS::Topic', 0);
    template.resourceCountIs('AWS::Events::Rule', 0);
  });
});

describe('the runbook', () => {
  it('has a section for every kind of alarm, and for no other', () => {
    const kinds = alarms.map(({ description }) => description.split('#')[1]);
    expect([...sections.keys()].toSorted()).toEqual([...new Set([...kinds, 'path-at-risk'])].toSorted());
  });

  it.each([...sections])('says of %s: symptom, first command, causes, what not to do, how to pause', (_, text) => {
    for (const part of ['Symptom', 'First', 'Causes', 'Do not', 'Pause']) expect(text).toContain(`**${part}.**`);
  });
});

describe('healthy hosts', () => {
  it('are counted together where the zones of the targets are not known here', () => {
    const found = alarmsOf(templateFor(IMPORTED)).filter(({ name }) => name.includes('healthy-hosts'));
    expect(found.map(({ name }) => name)).toEqual(['static-ip-private-api-healthy-hosts-too-few']);
    expect(Object.keys(dimensionsOf(found[0]?.Properties))).toEqual(['LoadBalancer', 'TargetGroup']);
  });

  it('are counted in the zones that CloudFormation takes where the settings name none', () => {
    const found = alarmsOf(trial()).filter(({ name }) => name.includes('healthy-hosts'));
    expect(found.map(({ Properties }) => dimensionsOf(Properties)['AvailabilityZone'])).toEqual([
      { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] },
      { 'Fn::Select': [1, { 'Fn::GetAZs': '' }] },
    ]);
  });
});

describe('beside a TargetSync of somebody else’s', () => {
  const withBindings = (count: number): Template => {
    const stack = new Stack(newApp(), 'mine');
    const targetGroup = NetworkTargetGroup.fromTargetGroupAttributes(stack, 'Old', { targetGroupArn: IMPORTED_ARN });
    const bindings = Array.from({ length: count }, (_, index) => ({
      targetGroup: NetworkTargetGroup.fromTargetGroupAttributes(stack, `Old${index}`, {
        targetGroupArn: targetGroup.targetGroupArn.replace('/old/', `/old-${index}/`),
      }),
      source: { vpcEndpointId: 'vpce-00000000000000001' },
    }));
    const sync = new TargetSync(stack, 'Sync', { bindings });
    new Monitoring(stack, 'Monitoring', { sync, name: 'mine' });
    return Template.fromStack(stack);
  };

  it('there are alarms of each binding under its own name, and none of a load balancer that is not known', () => {
    const names = alarmsOf(withBindings(2)).map(({ name }) => name);
    expect(names.filter((name) => name.includes('drift'))).toEqual([
      'mine-mine-Sync-drift-too-high',
      'mine-mine-Sync-2-drift-too-high',
    ]);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => /healthy-hosts|port-allocation/.test(name))).toEqual([]);
  });

  it('more bindings than CloudWatch joins alarms of are refused', () => {
    const refused =
      /would join \d+ alarms in a rule of \d+ characters, and CloudWatch joins 100 in 10240; share the bindings out/;
    expect(() => withBindings(34)).toThrow(refused);
    expect(() => withBindings(30)).toThrow(refused);
    expect(resources(withBindings(20), 'AWS::CloudWatch::CompositeAlarm')).toHaveLength(1);
  });
});
