import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Construct, type IDependable } from 'constructs';
import type { Settings } from '../settings.ts';
import { healthyHostsAlarms, type MonitoredFrontDoor } from './front-door-alarms.ts';
import { Notifications } from './notifications.ts';

export type FrontDoorMonitoringProps = {
  readonly frontDoor: MonitoredFrontDoor;
  readonly listener: IDependable;
  /** What the names of alarms begin with: unique in account and Region. */
  readonly name: string;
  readonly pages: Settings['monitoring']['pages'];
};

/**
 * What there is to alarm on where nothing is synced: that the load balancer has no healthy target. It pages by itself. Ports
 * towards a target that sees client addresses are not the load balancer's, and cannot run out.
 */
export class FrontDoorMonitoring extends Construct {
  constructor(scope: Construct, id: string, { frontDoor, listener, name, pages }: FrontDoorMonitoringProps) {
    super(scope, id);
    const told = new Notifications(this, 'Notifications', { audiences: { pages }, bindings: [] });
    const alarms = new Construct(this, 'Alarms');
    // Before anything listens a silence is no failure.
    alarms.node.addDependency(listener);
    for (const each of healthyHostsAlarms(alarms, frontDoor, name)) {
      if (told.pages === undefined) continue;
      each.addAlarmAction(new SnsAction(told.pages));
      each.addOkAction(new SnsAction(told.pages));
    }
  }
}
