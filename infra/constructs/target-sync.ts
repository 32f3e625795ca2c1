import { type CustomResource, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Alias } from 'aws-cdk-lib/aws-lambda';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { type Schedule, ScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { EVENT_AGE_SECONDS, SCHEDULE_MINUTES } from '../../controller/model/limits.ts';
import { Audit } from './audit.ts';
import { type BindingPayload, checkBindings } from './binding-payload.ts';
import { type BindingProps, payloadFor } from './binding-props.ts';
import { ControllerFunction, type LogSettings } from './controller-function.ts';
import { DeploymentGate } from './gate.ts';
import { type Pass, passRoleName } from './role-names.ts';
import { deadLetterQueue, scheduled } from './scheduled.ts';
import { seal } from './seal.ts';
import { SYNC_WILDCARDS, syncStatements } from './sync-permissions.ts';

export type { BindingProps } from './binding-props.ts';

export type TargetSyncProps = {
  readonly bindings: readonly BindingProps[];
  readonly logs?: LogSettings;
  /**
   * What the names of the roles begin with that look at sources: `<prefix>-sync`, `-gate` and `-audit`, so that the trust
   * policy of a role of another account can name them. Unique in the account. Default: CloudFormation names them.
   */
  readonly roleNamePrefix?: string;
};

/** Three months answer what an incident asks; logs outlive the stack, as its history. */
const DEFAULT_LOGS: LogSettings = { retention: RetentionDays.THREE_MONTHS, removalPolicy: RemovalPolicy.RETAIN };

/**
 * Keeps target groups true: a function that a schedule runs every minute, a gate that no deployment passes before its
 * targets serve, and an audit of what is around them. Let the listeners come before it (`sync.node.addDependency(listener)`),
 * what needs a path that serves after its gate (`records.node.addDependency(sync.gate)`), and the audit after all of that
 * (`sync.audit.schedule.node.addDependency(records)`). Throws at synthesis for bindings that cannot be used.
 */
export class TargetSync extends Construct {
  /** What needs a path that serves depends on it. */
  readonly gate: CustomResource;
  readonly schedule: Schedule;
  /** Both schedules, and nobody else's: EventBridge Scheduler counts what it drops by group. */
  readonly schedules: ScheduleGroup;
  readonly function: ControllerFunction;
  readonly deadLetters: Queue;
  /** What is kept true, by name. */
  readonly bindings: readonly Pick<BindingPayload, 'name' | 'targetGroupArn'>[];
  /** Looks at the path; writes nothing, and nothing waits for it. */
  readonly audit: Audit;

  constructor(scope: Construct, id: string, { bindings, logs = DEFAULT_LOGS, roleNamePrefix }: TargetSyncProps) {
    super(scope, id);
    const named = (pass: Pass): { roleName?: string } =>
      roleNamePrefix === undefined ? {} : { roleName: passRoleName(roleNamePrefix, pass) };
    const bound = bindings.map(({ audit, ...binding }, index) => ({
      ...binding,
      audit,
      payload: payloadFor(this, binding, index),
    }));
    // A sync pass gets nothing of the audit’s settings: none of them can refuse a pass, and a change asks no gate.
    const payload = bound.map((each) => each.payload);
    const audited = bound.map(({ payload: each, audit }) => ({ ...each, audit }));
    // What is right with them is right without them.
    checkBindings(audited, `The bindings of ${this.node.path}`, Stack.of(this).account);
    for (const { targetGroup, payload: each } of bound) seal(this, targetGroup, each);
    this.bindings = payload;

    const statements = syncStatements(payload);
    this.function = new ControllerFunction(this, 'Sync', {
      entry: 'sync',
      handler: 'sync',
      description: `Keeps target groups true to the ${kindsOf(bindings)} behind them, every minute`,
      ...named('sync'),
      statements,
      wildcards: SYNC_WILDCARDS,
      logs,
    });
    const version = this.function.function.currentVersion;
    const deploymentGate = new DeploymentGate(this, 'Gate', {
      document: Stack.of(this).toJsonString({ bindings: payload }),
      version,
      addresses: bindings.map(({ source }) => source.addresses ?? '').join(';'),
      syncStatements: statements,
      ...named('gate'),
      logs,
    });

    const live = new Alias(this, 'Live', {
      aliasName: 'live',
      version,
      // The next pass observes afresh; one that is tried again later would only carry an older spec.
      retryAttempts: 0,
      maxEventAge: Duration.seconds(EVENT_AGE_SECONDS),
    });
    // New code must have planned before a schedule runs it.
    live.node.addDependency(deploymentGate.rehearsal);
    this.deadLetters = deadLetterQueue(this, 'DeadLetters');
    this.schedules = new ScheduleGroup(this, 'Schedules', { removalPolicy: RemovalPolicy.DESTROY });
    this.schedule = scheduled(this, 'Schedule', {
      invoked: live,
      description: 'the sync function by its alias',
      minutes: SCHEDULE_MINUTES,
      bindings: payload,
      deadLetters: this.deadLetters,
      group: this.schedules,
    });
    this.gate = deploymentGate.gate;
    this.gate.node.addDependency(this.schedule);
    this.audit = new Audit(this, 'Audit', {
      bindings: audited,
      deadLetters: this.deadLetters,
      schedules: this.schedules,
      ...named('audit'),
      logs,
    });
    this.audit.schedule.node.addDependency(this.gate);
  }
}

/** What is followed, in the words of a description. */
function kindsOf(bindings: readonly BindingProps[]): string {
  const kinds = bindings.map(({ source }) => ('vpcEndpointId' in source ? 'endpoints' : 'load balancers'));
  return [...new Set(kinds)].toSorted().join(' and ');
}
