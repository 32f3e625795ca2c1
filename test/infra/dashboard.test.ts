import { describe, expect, it } from 'vitest';
import { type MetricName, METRICS, NAMESPACE } from '../../controller/metrics.ts';
import { alarmsOf, AWS_METRICS } from './alarms.ts';
import { render, resource } from './resources.ts';
import { IMPORTED, NEW } from './settings-builders.ts';
import { templateFor } from './synth.ts';

type Widget = {
  readonly type: string;
  readonly properties: {
    readonly title?: string;
    readonly alarms?: readonly string[];
    readonly markdown?: string;
    readonly metrics?: readonly (readonly unknown[])[];
  };
};

function widgetsOf(settings: object): readonly Widget[] {
  const body = resource(templateFor(settings), 'AWS::CloudWatch::Dashboard').Properties['DashboardBody'];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- CDK writes it
  return (JSON.parse(render(body, (id) => (id === 'AWS::Region' ? 'eu-west-1' : id))) as { widgets: Widget[] }).widgets;
}

type Line = {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly axis: string;
};

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html#Metrics-Array-Format */
function linesOf({ properties: { metrics = [] } }: Widget): readonly Line[] {
  return metrics.map((entry) => {
    const texts = entry.filter((each) => typeof each === 'string');
    const [namespace = '', name = '', ...rest] = texts;
    const options = Object(entry.at(-1));
    const dimensions = rest.flatMap((key, index) => (index % 2 === 0 ? [[key, rest[index + 1] ?? '']] : []));
    return { namespace, name, dimensions: Object.fromEntries(dimensions), axis: options.yAxis ?? 'left' };
  });
}

describe('the dashboard shows from the top', () => {
  const widgets = widgetsOf(NEW);

  it('whether the path is at risk, first commands, healthy targets, drift and changes, findings, how long passes take', () => {
    expect(widgets.map(({ type, properties }) => properties.title ?? type)).toEqual([
      'Path',
      'text',
      'Healthy targets, by zone',
      'Drift, and what was changed',
      'Findings: crit and dark zones, and the lesser ones',
      'Duration of a pass, in ms',
    ]);
  });

  it('every alarm, the one that pages first', () => {
    const shown = widgets[0]?.properties.alarms ?? [];
    expect(shown[0]).toContain('PathAtRisk');
    expect(shown.slice(1).toSorted()).toEqual(
      alarmsOf(templateFor(NEW))
        .map(({ id }) => id)
        .toSorted(),
    );
  });

  it('commands that can be pasted, and links', () => {
    const text = widgets[1]?.properties.markdown ?? '';
    expect(text).toMatch(/^aws scheduler get-schedule .+ \| npx target-sync plan \/dev\/stdin$/m);
    expect(text).toMatch(/`aws logs tail TargetSyncLogs\w+ --region eu-west-1 --since 15m`/);
    expect(text).toMatch(/`aws logs tail TargetSyncAuditLogs\w+ --region eu-west-1 --since 15m`/);
    expect(text).toMatch(
      /\(https:\/\/console\.aws\.amazon\.com\/cloudwatch\/home\?region=eu-west-1#logsV2:log-groups\/log-group\/TargetSyncLogs\w+\)/,
    );
  });

  it.each(widgets.flatMap(linesOf))(
    'a line of $name, which is emitted under $dimensions',
    ({ namespace, name, dimensions }) => {
      const known = namespace === NAMESPACE ? [METRICS[name as MetricName].dimension] : AWS_METRICS[namespace]?.[name];
      expect(Object.keys(dimensions).toSorted()).toEqual(known);
    },
  );

  it.each([
    [2, ['HealthyHostCount', 'HealthyHostCount', 'HealthyDesired'], []],
    [3, ['Drift'], ['Changes']],
    [4, ['CriticalFindings', 'DarkZones'], ['LesserFindings']],
    [5, ['Duration'], ['Duration']],
  ])('in widget %i %j, and on the other axis %j', (index, left, right) => {
    const lines = widgets.slice(index, index + 1).flatMap(linesOf);
    const on = (side: string): readonly string[] => lines.filter(({ axis }) => axis === side).map(({ name }) => name);
    expect([on('left'), on('right')]).toEqual([left, right]);
  });

  it('healthy targets of the whole group where the zones are not known here', () => {
    const [host] = widgetsOf(IMPORTED).slice(2, 3).flatMap(linesOf);
    expect(Object.keys(host?.dimensions ?? {})).toEqual(['LoadBalancer', 'TargetGroup']);
  });
});
