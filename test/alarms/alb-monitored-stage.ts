import type { Template } from 'aws-cdk-lib/assertions';
import { loadBalancerId } from '../../controller/model/spec.ts';
import { resource } from '../infra/resources.ts';
import type { Surroundings } from '../path/surroundings.ts';
import { type AlbStage, setAlbStage } from '../scenarios/audit-alb-stage.ts';
import { bindingIn, DEAD_LETTERS, filledIn, type MonitoredStage } from './monitored-stage.ts';
import { operate } from './operations.ts';
import { alarmsOf, shownMetrics } from './template.ts';

/** A path to an ALB of another account in operation, with the alarms that a template would create for it. */
export type MonitoredAlb = AlbStage & Pick<MonitoredStage, 'operations' | 'alarms' | 'shown'>;

/** Sets the stage: everything has the name under which the template's metrics look for it, and there is no probe. */
export async function setMonitoredAlb(template: Template, surroundings: Surroundings): Promise<MonitoredAlb> {
  const stage = await setAlbStage(surroundings, 'far');
  const name = bindingIn(template);
  stage.bind({ name });
  stage.configure({ clientVpcIds: [stage.vpcId], probe: undefined });
  stage.cloud.seal(stage.group.arn, name, loadBalancerId(stage.alb.arn));
  const put = (id: string, attribute?: string): string => filledIn(template, stage, id, attribute);
  return {
    ...stage,
    operations: operate({
      ...stage,
      scheduleGroup: String(resource(template, 'AWS::Scheduler::ScheduleGroup').Properties['Name']),
      deadLetters: DEAD_LETTERS,
    }),
    alarms: alarmsOf(template, put),
    shown: shownMetrics(template, put),
  };
}
