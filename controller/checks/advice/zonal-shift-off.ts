import type { Step } from '../../model/advice.ts';
import type { Attributes, LoadBalancer } from '../../model/audit-load-balancer.ts';
import { statedCrossZone } from '../../model/cross-zone.ts';
import { awsCommand } from '../command.ts';
import { ZONAL_SHIFT } from '../zonal-shift.ts';

/**
 * True for a load balancer that takes no target group of type `alb`: with zonal shift and cross-zone it has none.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/enable-zonal-shift.html
 */
export function isZonalShiftInTheWay(attributes: Attributes): boolean {
  return attributes.get(ZONAL_SHIFT) === 'true' && statedCrossZone(attributes) === true;
}

/** The step without which the new group would be refused. */
export function zonalShiftOff({ arn, name }: LoadBalancer, region: string): Step {
  return {
    words: `Turn zonal shift off for ${name}, at a time when no zone is shifted away: beside cross-zone AWS has it only where no target group is of type alb. Where a stack turns it on, turn it off there, or the next deployment asks for it again.`,
    commands: [
      awsCommand(
        'elbv2 modify-load-balancer-attributes',
        { 'load-balancer-arn': arn, attributes: `Key=${ZONAL_SHIFT},Value=false` },
        region,
      ),
    ],
  };
}

/** What is otherwise without it, as a sentence. */
export function zonalShiftChange({ name }: LoadBalancer): string {
  return `${name} has no zonal shift any more, so that nobody can move clients out of a zone by it: beside cross-zone AWS has it only where no target group is of type alb.`;
}
