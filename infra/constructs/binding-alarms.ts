import { Duration } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { AUDIT_SCHEDULE_MINUTES, SCHEDULE_MINUTES } from '../../controller/model/limits.ts';
import { alarm } from './alarms.ts';
import { controllerMetric } from './controller-metric.ts';

export type BindingAlarmsProps = {
  /** Name of the binding: the dimension of its metrics. */
  readonly binding: string;
  /** What the names of the alarms begin with. */
  readonly prefix: string;
  readonly commands: {
    readonly plan: string;
    readonly targets: string;
    readonly syncLogs: string;
    readonly auditLogs: string;
  };
};

/** The alarms of one binding, by whether the path is at risk. */
export type BindingAlarms = { readonly atRisk: readonly Alarm[]; readonly others: readonly Alarm[] };

/**
 * What a binding's own metrics tell. None is emitted where nothing is known, and a pass that was not made has an alarm of its
 * own: a gap is not breaching.
 */
export function bindingAlarms(scope: Construct, id: string, props: BindingAlarmsProps): BindingAlarms {
  const { binding, prefix, commands } = props;
  const missing = 'notBreaching';
  // CloudWatch may get a line twice: a gauge is taken by its maximum, which that does not change.
  const eachPass = { statistic: 'Maximum', period: Duration.minutes(SCHEDULE_MINUTES) } as const;
  const eachAudit = { statistic: 'Maximum', period: Duration.minutes(AUDIT_SCHEDULE_MINUTES) } as const;

  const strangers = alarm(scope, `${id}Strangers`, {
    kind: 'serving-strangers-too-many',
    name: `${prefix}-serving-strangers-too-many`,
    metric: controllerMetric('StrangersServing', { Binding: binding }, eachPass),
    breaching: { atLeast: 1 },
    // A stranger is held until a desired target is healthy, mostly for one or two passes; the third is one too many.
    periods: { breaching: 3, of: 3 },
    missing,
    means: `An address in the target group of ${binding} belongs to somebody else, and partners may reach it.`,
    first: commands.targets,
  });
  const darkZones = alarm(scope, `${id}DarkZones`, {
    kind: 'dark-zones-too-many',
    name: `${prefix}-dark-zones-too-many`,
    metric: controllerMetric('DarkZones', { Binding: binding }, eachAudit),
    breaching: { atLeast: 1 },
    // One audit may meet a target that is just being checked.
    periods: { breaching: 2, of: 2 },
    missing,
    means: `A fixed IP of ${binding} has no healthy target to send to: partners who pinned it fail.`,
    first: commands.auditLogs,
  });
  const critical = alarm(scope, `${id}CriticalFindings`, {
    kind: 'critical-findings-too-many',
    name: `${prefix}-critical-findings-too-many`,
    metric: controllerMetric('CriticalFindings', { Binding: binding }, eachAudit),
    breaching: { atLeast: 1 },
    // One audit may meet a record, a certificate or a policy that is just being changed.
    periods: { breaching: 2, of: 2 },
    missing,
    means: `The audit of ${binding} has a finding of severity crit: the path is broken, or data exposed, whatever the targets' health.`,
    first: commands.auditLogs,
  });
  const drift = alarm(scope, `${id}Drift`, {
    kind: 'drift-too-high',
    name: `${prefix}-drift-too-high`,
    metric: controllerMetric('Drift', { Binding: binding }, eachPass),
    breaching: { atLeast: 1 },
    // Three minutes for new targets to get healthy, then a pass for each zone of the old ones: eight are too long. Not ten of
    // ten: a pass that faults tells nothing of drift.
    periods: { breaching: 8, of: 10 },
    missing,
    means: `The target group of ${binding} has not been what its source calls for, in eight of ten minutes: it does not heal.`,
    first: commands.plan,
  });
  const blocked = alarm(scope, `${id}Blocked`, {
    kind: 'blocked-passes-too-many',
    name: `${prefix}-blocked-passes-too-many`,
    metric: controllerMetric('Blocked', { Binding: binding }, eachPass),
    breaching: { atLeast: 1 },
    // During an update the seal changes before the schedule, and passes are refused while the new code plans: about two.
    // One of six may have faulted, and tell nothing.
    periods: { breaching: 5, of: 6 },
    missing,
    means: `Passes over ${binding} are refused or blocked: only an operator can help. Each says its remedy.`,
    first: commands.syncLogs,
  });
  return { atRisk: [strangers, darkZones, critical], others: [drift, blocked] };
}
