import { Duration } from 'aws-cdk-lib';
import { type Alarm, AlarmRule, AlarmState, CfnAlarm, CompositeAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Construct } from 'constructs';
import { AUDIT_SCHEDULE_MINUTES, SCHEDULE_MINUTES } from '../../controller/model/limits.ts';
import type { Settings } from '../settings.ts';
import { describeAlarm } from './alarms.ts';
import { bindingAlarms } from './binding-alarms.ts';
import { changeAlarms } from './change-alarms.ts';
import { showSchedule, showTargets, tailLogs } from './commands.ts';
import { MonitoringDashboard } from './dashboard.ts';
import { deliveryAlarms } from './delivery-alarms.ts';
import { type FrontDoorAlarms, frontDoorAlarms, type MonitoredFrontDoor } from './front-door-alarms.ts';
import { functionAlarms } from './function-alarms.ts';
import { Notifications } from './notifications.ts';
import type { TargetSync } from './target-sync.ts';

/** Alarms and characters that the rule of a composite can have: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html */
const MAX_CHILDREN = 100;
const MAX_RULE_LENGTH = 10_240;
/** `ALARM("arn:aws-us-gov:cloudwatch:<region>:<account>:alarm:<name>") OR `, without the name. */
const RULE_LENGTH_WITHOUT_NAME = 85;

export type MonitoringProps = {
  readonly sync: TargetSync;
  /** What the names of alarms and dashboard begin with: unique in account and Region. */
  readonly name: string;
  /** The load balancer in front of the bindings' group, where it is known: its own metrics need no controller. */
  readonly frontDoor?: MonitoredFrontDoor;
  /** Who hears of what. Default: nobody; alarms then change their colour, and no more. */
  readonly audiences?: Settings['monitoring'];
};

/**
 * Alarms, a dashboard and notifications of a {@link TargetSync}. One alarm pages: that the path is at risk, made of those
 * that mean that partners fail or soon may. All others are tickets. Throws at synthesis for more bindings than it can join.
 */
export class Monitoring extends Construct {
  readonly pathAtRisk: CompositeAlarm;
  readonly dashboard: MonitoringDashboard;

  constructor(scope: Construct, id: string, { sync, name, frontDoor, audiences = {} }: MonitoringProps) {
    super(scope, id);
    const { pages, tickets } = new Notifications(this, 'Notifications', {
      audiences,
      bindings: sync.bindings.map((binding) => binding.name),
    });
    const alarms = new Construct(this, 'Alarms');
    // Before the gate a silence is no failure, and before the first audit neither.
    alarms.node.addDependency(sync.gate, sync.audit.schedule);

    const syncFunction = functionAlarms(alarms, 'Sync', {
      pass: 'sync',
      of: sync.function,
      prefix: name,
      every: Duration.minutes(SCHEDULE_MINUTES),
      silence: 5,
      // Passes run while the gate waits: when it lets go there is data. In observe it waits for nothing.
      silent: 'ALARM',
      wrong: { breaching: 3, of: 5 },
    });
    const auditFunction = functionAlarms(alarms, 'Audit', {
      pass: 'audit',
      of: sync.audit.function,
      prefix: name,
      every: Duration.minutes(AUDIT_SCHEDULE_MINUTES),
      silence: 3,
      // The first audit begins when all else is there, and takes up to four minutes.
      silent: 'INSUFFICIENT_DATA',
      wrong: { breaching: 2, of: 3 },
    });
    const show = showSchedule(sync.schedule, sync.schedules);
    const commands = {
      plan: `${show} --query Target.Input --output text | npx target-sync plan /dev/stdin`,
      syncLogs: tailLogs(sync.function.logGroup),
      auditLogs: tailLogs(sync.audit.function.logGroup),
    };
    const ofBindings = sync.bindings.map((binding, index) =>
      bindingAlarms(alarms, `Binding${index + 1}`, {
        binding: binding.name,
        prefix: sync.bindings.length === 1 ? name : `${name}-${binding.name.replaceAll(/[^A-Za-z0-9]+/g, '-')}`,
        commands: { ...commands, targets: showTargets(binding.targetGroupArn) },
      }),
    );
    const ofFrontDoor: FrontDoorAlarms =
      frontDoor === undefined ? { healthyHosts: [], others: [] } : frontDoorAlarms(alarms, frontDoor, name);

    const atRisk = [
      // Nothing heals any more.
      syncFunction.heartbeat,
      // Partners fail, or reach somebody else.
      ...ofFrontDoor.healthyHosts,
      // A crit finding is a path that is broken while every target is healthy; the probe's are among them.
      ...ofBindings.flatMap((each) => each.atRisk),
    ];
    // CDK measures the rule while the ARNs in it are still tokens, and lets one through that CloudWatch refuses.
    const ruleLength = atRisk.length * (RULE_LENGTH_WITHOUT_NAME + longestName(atRisk));
    if (atRisk.length > MAX_CHILDREN || ruleLength > MAX_RULE_LENGTH) {
      throw new RangeError(
        `${this.node.path} would join ${atRisk.length} alarms in a rule of ${ruleLength} characters, and CloudWatch joins ${MAX_CHILDREN} in ${MAX_RULE_LENGTH}; share the bindings out to several TargetSync, or shorten their names`,
      );
    }
    this.pathAtRisk = new CompositeAlarm(alarms, 'PathAtRisk', {
      compositeAlarmName: `${name}-path-at-risk`,
      alarmDescription: describeAlarm({
        kind: 'path-at-risk',
        means: 'Partners fail, or soon may: one of the alarms that this one joins is on.',
        first: commands.auditLogs,
      }),
      alarmRule: AlarmRule.anyOf(...atRisk.map((each) => AlarmRule.fromAlarm(each, AlarmState.ALARM))),
    });

    const others = [
      auditFunction.heartbeat,
      ...ofBindings.flatMap((each) => each.others),
      ...changeAlarms(alarms, { of: sync.function, prefix: name }),
      ...syncFunction.others,
      ...auditFunction.others,
      ...deliveryAlarms(alarms, {
        schedules: sync.schedules,
        deadLetters: sync.deadLetters,
        prefix: name,
        showSchedule: show,
      }),
      ...ofFrontDoor.others,
    ];
    // Those that are joined tell nobody by themselves: whoever is paged sees on the dashboard which it is.
    tell(pages, [this.pathAtRisk]);
    tell(tickets, others);
    if (tickets !== undefined) auditFunction.heartbeat.addInsufficientDataAction(new SnsAction(tickets));

    this.dashboard = new MonitoringDashboard(this, 'Dashboard', {
      name,
      sync,
      frontDoor,
      alarms: [this.pathAtRisk, ...atRisk, ...others],
      commands,
    });
  }
}

function longestName(alarms: readonly Alarm[]): number {
  const names = alarms.map(({ node }) => (node.defaultChild instanceof CfnAlarm ? node.defaultChild.alarmName : ''));
  return Math.max(0, ...names.map((each = '') => each.length));
}

/** Also that it is over. */
function tell(topic: Notifications['pages'], alarms: readonly (Alarm | CompositeAlarm)[]): void {
  if (topic === undefined) return;
  for (const each of alarms) {
    each.addAlarmAction(new SnsAction(topic));
    each.addOkAction(new SnsAction(topic));
  }
}
