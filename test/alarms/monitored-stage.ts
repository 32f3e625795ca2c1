import type { Template } from 'aws-cdk-lib/assertions';
import { readBindingDocument } from '../../controller/binding-document.ts';
import type { AlarmDefinitions } from '../cloudwatch/alarms.ts';
import { loadBalancerName, targetGroupName } from '../cloudwatch/load-balancer-metrics.ts';
import type { MetricId } from '../cloudwatch/metric-store.ts';
import { operate, type Operations } from './operations.ts';
import type { FunctionName } from './schedules.ts';
import { alarmsOf, shownMetrics } from './template.ts';
import { payloadOf } from '../infra/payloads.ts';
import { all, resource } from '../infra/resources.ts';
import type { Surroundings } from '../path/surroundings.ts';
import { type AuditStage, setAuditStage } from '../scenarios/audit-stage.ts';

/** The queue for what the schedules could not deliver. */
export const DEAD_LETTERS = 'dead-letters';

/** The sample path in operation, with the alarms that a template would create for it, and what its dashboard shows. */
export type MonitoredStage = AuditStage & {
  /** The binding's name. */
  readonly name: string;
  readonly operations: Operations;
  readonly alarms: AlarmDefinitions;
  readonly shown: readonly MetricId[];
  /** Changes keys of the binding that one schedule carries, and leaves the other's: a deployment changes one at a time. */
  readonly bindOnly: (functionName: FunctionName, overrides: Readonly<Record<string, unknown>>) => void;
};

/** Sets the stage: everything has the name under which the template's metrics look for it. */
export async function setMonitoredStage(template: Template, surroundings: Surroundings): Promise<MonitoredStage> {
  const stage = await setAuditStage(surroundings);
  const name = bindingIn(template);
  stage.bind({ name });
  stage.cloud.seal(stage.group.arn, name, stage.endpoint.id);
  const scheduleGroup = String(resource(template, 'AWS::Scheduler::ScheduleGroup').Properties['Name']);
  const put = (id: string, attribute?: string): string => filledIn(template, stage, id, attribute);
  const own = { sync: {}, audit: {} };
  return {
    ...stage,
    name,
    bindOnly: (functionName, overrides) => {
      own[functionName] = { ...own[functionName], ...overrides };
    },
    operations: operate({
      ...stage,
      binding: (functionName) => ({ ...stage.binding(), ...own[functionName] }),
      scheduleGroup,
      deadLetters: DEAD_LETTERS,
    }),
    alarms: alarmsOf(template, put),
    shown: shownMetrics(template, put),
  };
}

/** The name of a template’s binding. */
export function bindingIn(template: Template): string {
  const [binding] = readBindingDocument(JSON.parse(payloadOf(template)), 'The payload').bindings;
  if (binding === undefined) throw new Error('the template has no binding');
  return binding.name;
}

/** What CloudFormation would fill in, of this world. */
export function filledIn(
  template: Template,
  { loadBalancer, group }: Pick<AuditStage, 'loadBalancer' | 'group'>,
  id: string,
  attribute: string | undefined,
): string {
  const type = all(template).find((each) => each.id === id)?.Type ?? id;
  switch (`${type} ${attribute ?? 'Ref'}`) {
    case 'AWS::ElasticLoadBalancingV2::LoadBalancer LoadBalancerFullName':
      return loadBalancerName(loadBalancer);
    case 'AWS::ElasticLoadBalancingV2::TargetGroup TargetGroupFullName':
      return targetGroupName(group);
    case 'AWS::SQS::Queue QueueName':
      return DEAD_LETTERS;
    case 'AWS::Lambda::Function Ref':
      return id.includes('Audit') ? 'audit' : 'sync';
    default:
      // Nothing that identifies a metric: text of a widget, or an action.
      return `${id}.${attribute ?? 'Ref'}`;
  }
}
