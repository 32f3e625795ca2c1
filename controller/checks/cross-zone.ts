import type { AuditSituation } from '../model/audit.ts';
import { CROSS_ZONE, statedCrossZone } from '../model/cross-zone.ts';
import { awsCommand } from './command.ts';

/** Cross-zone as it is in force: the group's attribute, else the load balancer's. Undefined where it cannot be told. */
export function effectiveCrossZone({ groupAttributes, frontDoor }: AuditSituation): boolean | undefined {
  if (groupAttributes.kind === 'unread') return undefined;
  const own = statedCrossZone(groupAttributes.value);
  if (own !== undefined) return own;
  return frontDoor?.attributes.kind === 'read' ? statedCrossZone(frontDoor.attributes.value) : undefined;
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
