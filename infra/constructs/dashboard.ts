import { Aws, Duration } from 'aws-cdk-lib';
import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IAlarm,
  type IMetric,
  Metric,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { MetricName } from '../../controller/metrics.ts';
import {
  AUDIT_DEADLINE_SECONDS,
  AUDIT_SCHEDULE_MINUTES,
  PASS_DEADLINE_SECONDS,
  SCHEDULE_MINUTES,
} from '../../controller/model/limits.ts';
import type { ControllerFunction } from './controller-function.ts';
import { controllerMetric } from './controller-metric.ts';
import { healthyHostCount, type MonitoredFrontDoor } from './front-door-alarms.ts';
import type { TargetSync } from './target-sync.ts';

const CONSOLE = `https://console.aws.amazon.com/cloudwatch/home?region=${Aws.REGION}`;
/** Width of a dashboard in its grid's columns. */
const FULL = 24;

export type MonitoringDashboardProps = {
  readonly name: string;
  readonly sync: TargetSync;
  readonly frontDoor: MonitoredFrontDoor | undefined;
  /** The one that pages first. */
  readonly alarms: readonly IAlarm[];
  /** The first commands: what a pass would do, what passes did, what audits found. */
  readonly commands: Readonly<Record<'plan' | 'syncLogs' | 'auditLogs', string>>;
};

/** What whoever is on call looks at first, from the top: is the path at risk, which targets serve, what changed, what was found. */
export class MonitoringDashboard extends Construct {
  readonly url: string;

  constructor(scope: Construct, id: string, props: MonitoringDashboardProps) {
    super(scope, id);
    const { name, sync, alarms } = props;
    // A dashboard's name is the account's, in all Regions.
    const dashboardName = `${name}-${Aws.REGION}`;
    new Dashboard(this, 'Resource', {
      dashboardName,
      defaultInterval: Duration.hours(3),
      widgets: [
        [new AlarmStatusWidget({ title: 'Path', alarms: [...alarms], width: FULL, height: 6 })],
        [new TextWidget({ markdown: firstSteps(props), width: FULL, height: 7 })],
        [healthyTargets(props), driftAndChanges(sync)],
        [findings(sync), durations(sync)],
      ],
    });
    this.url = `${CONSOLE}#dashboards/dashboard/${dashboardName}`;
  }
}

function firstSteps({ sync, commands }: MonitoringDashboardProps): string {
  return [
    `**What the next pass would do** (writes nothing)\n\`\`\`\n${commands.plan}\n\`\`\``,
    `**What passes did:** \`${commands.syncLogs}\``,
    `**What audits found:** \`${commands.auditLogs}\``,
    `[Log of passes](${logUrl(sync.function)}) · [log of audits](${logUrl(sync.audit.function)}) · runbook: infra/README.md`,
  ].join('\n\n');
}

function logUrl({ logGroup }: ControllerFunction): string {
  return `${CONSOLE}#logsV2:log-groups/log-group/${logGroup.logGroupName}`;
}

/** What the load balancer sees; and, of every binding, what its passes saw. */
function healthyTargets({ sync, frontDoor }: MonitoringDashboardProps): GraphWidget {
  const zones = frontDoor === undefined || frontDoor.zones.length > 0 ? frontDoor?.zones : [undefined];
  const seen = (zones ?? []).flatMap((zone) =>
    frontDoor === undefined ? [] : labelled(healthyHostCount(frontDoor, zone), zone ?? 'load balancer'),
  );
  return graph('Healthy targets, by zone', {
    left: [...seen, ...ofBindings(sync, 'HealthyDesired', SCHEDULE_MINUTES)],
  });
}

function driftAndChanges(sync: TargetSync): GraphWidget {
  const changes = controllerMetric(
    'Changes',
    { Function: sync.function.function.functionName },
    { statistic: 'Sum', period: Duration.minutes(SCHEDULE_MINUTES) },
  );
  return graph('Drift, and what was changed', {
    left: ofBindings(sync, 'Drift', SCHEDULE_MINUTES),
    right: [labelled(changes, 'changes')],
  });
}

function findings(sync: TargetSync): GraphWidget {
  const lesser = controllerMetric(
    'LesserFindings',
    { Function: sync.audit.function.function.functionName },
    { statistic: 'Maximum', period: Duration.minutes(AUDIT_SCHEDULE_MINUTES) },
  );
  return graph('Findings: crit and dark zones, and the lesser ones', {
    left: (['CriticalFindings', 'DarkZones'] as const).flatMap((name) =>
      ofBindings(sync, name, AUDIT_SCHEDULE_MINUTES),
    ),
    right: [labelled(lesser, 'lesser')],
  });
}

function durations(sync: TargetSync): GraphWidget {
  return graph('Duration of a pass, in ms', {
    left: [labelled(duration(sync.function, SCHEDULE_MINUTES), 'sync')],
    leftAnnotations: [{ value: PASS_DEADLINE_SECONDS * 1_000, label: 'sync: its deadline' }],
    right: [labelled(duration(sync.audit.function, AUDIT_SCHEDULE_MINUTES), 'audit')],
    rightAnnotations: [{ value: AUDIT_DEADLINE_SECONDS * 1_000, label: 'audit: its deadline' }],
  });
}

/** https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html */
function duration(of: ControllerFunction, minutes: number): Metric {
  return new Metric({
    namespace: 'AWS/Lambda',
    metricName: 'Duration',
    dimensionsMap: { FunctionName: of.function.functionName },
    statistic: 'Maximum',
    period: Duration.minutes(minutes),
  });
}

type BindingMetric = Extract<MetricName, 'Drift' | 'HealthyDesired' | 'DarkZones' | 'CriticalFindings'>;

function ofBindings(sync: TargetSync, metric: BindingMetric, minutes: number): readonly IMetric[] {
  return sync.bindings.map(({ name }) =>
    labelled(
      controllerMetric(metric, { Binding: name }, { statistic: 'Maximum', period: Duration.minutes(minutes) }),
      `${metric} ${name}`,
    ),
  );
}

function labelled(metric: Metric, label: string): IMetric {
  return metric.with({ label });
}

type Annotations = ConstructorParameters<typeof GraphWidget>[0]['leftAnnotations'];

function graph(
  title: string,
  axes: {
    readonly left: readonly IMetric[];
    readonly right?: readonly IMetric[];
    readonly leftAnnotations?: Annotations;
    readonly rightAnnotations?: Annotations;
  },
): GraphWidget {
  const { left, right = [], ...annotations } = axes;
  return new GraphWidget({
    title,
    left: [...left],
    right: [...right],
    leftYAxis: { min: 0 },
    rightYAxis: { min: 0 },
    ...annotations,
    width: FULL / 2,
    height: 6,
  });
}
