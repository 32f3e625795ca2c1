import { Duration, Stack } from 'aws-cdk-lib';
import type { IScheduleGroup, Schedule } from 'aws-cdk-lib/aws-scheduler';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { AUDIT_SCHEDULE_MINUTES, AUDIT_TIMEOUT_SECONDS, EVENT_AGE_SECONDS } from '../../controller/model/limits.ts';
import { auditStatements, auditWildcards } from './audit-permissions.ts';
import type { AuditPayload } from './binding-payload.ts';
import { ControllerFunction, type LogSettings } from './controller-function.ts';
import { scheduled } from './scheduled.ts';

export type AuditProps = {
  readonly bindings: readonly AuditPayload[];
  readonly deadLetters: IQueue;
  readonly schedules: IScheduleGroup;
  readonly roleName?: string;
  readonly logs: LogSettings;
};

/**
 * Looks at everything around the bindings, and writes nothing: a function of its own, so that no fault of it touches a
 * sync pass. It has no alias and no rehearsal, since nothing waits for it.
 */
export class Audit extends Construct {
  readonly function: ControllerFunction;
  /** What the path needs must come before it, or its first findings are of a path that is half made. */
  readonly schedule: Schedule;

  constructor(scope: Construct, id: string, { bindings, deadLetters, schedules, roleName, logs }: AuditProps) {
    super(scope, id);
    const { region } = Stack.of(this);
    this.function = new ControllerFunction(this, 'Audit', {
      entry: 'audit',
      handler: 'audit',
      description: 'Checks everything around the target groups, every five minutes; writes nothing',
      ...(roleName !== undefined && { roleName }),
      statements: auditStatements(bindings, region),
      wildcards: auditWildcards(bindings, region),
      timeoutSeconds: AUDIT_TIMEOUT_SECONDS,
      logs,
    });
    // The next audit looks afresh.
    this.function.function.configureAsyncInvoke({
      retryAttempts: 0,
      maxEventAge: Duration.seconds(EVENT_AGE_SECONDS),
    });
    this.schedule = scheduled(this, 'Schedule', {
      invoked: this.function.function,
      description: 'the audit function',
      minutes: AUDIT_SCHEDULE_MINUTES,
      bindings,
      deadLetters,
      group: schedules,
    });
  }
}
