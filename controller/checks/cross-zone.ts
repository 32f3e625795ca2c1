import type { AuditSituation } from '../model/audit.ts';
import { awsCommand } from './command.ts';

/** Of a target group its value may be `use_load_balancer_configuration`: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html */
const CROSS_ZONE = 'load_balancing.cross_zone.enabled';

/** Cross-zone as it is in force: the group's attribute, else the load balancer's. Undefined where it cannot be told. */
export function effectiveCrossZone({ groupAttributes, frontDoor }: AuditSituation): boolean | undefined {
  if (groupAttributes.kind === 'unread') return undefined;
  const own = isOn(groupAttributes.value.get(CROSS_ZONE));
  if (own !== undefined) return own;
  return frontDoor?.attributes.kind === 'read' ? isOn(frontDoor.attributes.value.get(CROSS_ZONE)) : undefined;
}

/** Cross-zone in words, as they follow "cross-zone is". */
export function crossZoneText(crossZone: boolean | undefined): string {
  if (crossZone === undefined) return 'unknown, which counts as off';
  return crossZone ? 'on' : 'off';
}

/** The command by which every fixed IP may use every zone's targets. */
export function turnCrossZoneOn(targetGroupArn: string, region: string): string {
  return awsCommand(
    'elbv2 modify-target-group-attributes',
    { 'target-group-arn': targetGroupArn, attributes: `Key=${CROSS_ZONE},Value=true` },
    region,
  );
}

function isOn(value: string | undefined): boolean | undefined {
  return value === 'true' || value === 'false' ? value === 'true' : undefined;
}
