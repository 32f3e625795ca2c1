import { type AuditSituation, isEndpointAudit } from '../../model/audit.ts';
import type { AuditedGroup } from '../../model/audit-group.ts';
import { type CheckResult, finding, ok, unknown, unread } from '../../model/finding.ts';
import { familyOf } from '../../model/ip.ts';
import { awsCommand } from '../command.ts';
import { preservationOf, PRESERVE_CLIENT_IP } from '../client-ips.ts';
import { effectiveCrossZone } from '../cross-zone.ts';
import { nounOf, placeOf, sourceOf } from '../source.ts';
import { untold } from '../untold.ts';
import { ZONAL_SHIFT } from '../zonal-shift.ts';

const PROXY_PROTOCOL = 'proxy_protocol_v2.enabled';
const UNHEALTHY_TERMINATION = 'target_health_state.unhealthy.connection_termination.enabled';

/** TG_ATTR_FATAL: nothing about the group keeps correct targets from serving. One result for each thing that does. */
export function tgAttrFatal(situation: AuditSituation): readonly CheckResult[] {
  const { spec, group } = situation;
  if (group.kind === 'unread') return [unread('TG_ATTR_FATAL', spec.targetGroupArn, group.problem)];
  const results = [
    ...typeResults(group.value),
    ...familyResults(group.value, situation),
    ...attributeResults(group.value, situation),
  ];
  if (results.length > 0) return results;
  const { name, type, family } = group.value;
  return [ok('TG_ATTR_FATAL', name, `Type ${type}, ${family}, and no attribute that breaks the path.`)];
}

function typeResults(group: AuditedGroup): readonly CheckResult[] {
  if (group.type === 'ip') return [];
  return [
    finding('TG_ATTR_FATAL', 'target type', {
      severity: 'crit',
      expected: `${group.name} is of target type ip.`,
      found: `It is of type ${group.type}, and takes no IP as a target.`,
      fix: lookAndReplace(group, 'Its type is for ever: make a group of type ip, and bind that one. What it is now:'),
    }),
  ];
}

function familyResults(group: AuditedGroup, situation: AuditSituation): readonly CheckResult[] {
  const source = sourceOf(situation);
  if (source.kind === 'unread') return [unread('TG_ATTR_FATAL', 'address family', source.problem)];
  const { name, interfaces } = source.value;
  const ips = interfaces.flatMap((one) => one.ips);
  if (ips.some((ip) => familyOf(ip) === group.family)) return [];
  if (ips.length === 0) return [unknown('TG_ATTR_FATAL', 'address family', `${name} shows no address.`)];
  return [
    finding('TG_ATTR_FATAL', 'address family', {
      severity: 'crit',
      expected: `${name} has addresses of ${group.name}’s family, ${group.family}.`,
      found: `It has ${ips.join(', ')}.`,
      fix: lookAndReplace(
        group,
        `Its family is for ever: give the ${nounOf(situation)} that family, or bind a group of the other. What it is now:`,
      ),
    }),
  ];
}

function attributeResults(group: AuditedGroup, situation: AuditSituation): readonly CheckResult[] {
  const { groupAttributes } = situation;
  if (groupAttributes.kind === 'unread') return [unread('TG_ATTR_FATAL', 'attributes', groupAttributes.problem)];
  return [
    ...preservationResults(group, situation),
    ...mustBeOff(PROXY_PROTOCOL, {
      group,
      value: groupAttributes.value.get(PROXY_PROTOCOL) ?? 'false',
      why: isEndpointAudit(situation)
        ? 'the endpoint takes the header that it adds for broken TLS'
        : 'an ALB takes the header that it adds for a broken request',
    }),
    ...zonalShiftResults(group, situation),
  ];
}

/** An ALB may see the addresses of clients, if it lies in the load balancer's VPC or in one of its Region that is peered with it. */
function preservationResults(group: AuditedGroup, situation: AuditSituation): readonly CheckResult[] {
  const value = preservationOf(situation);
  if (isEndpointAudit(situation)) {
    const why = 'an interface endpoint cannot answer clients whose addresses are kept';
    return mustBeOff(PRESERVE_CLIENT_IP, { group, value, why });
  }
  const isFar = placeOf(situation).region !== situation.region;
  if (value !== 'true' || isFar) {
    const why = 'the addresses of clients are kept within a Region alone, and the ALB lies in another';
    return mustBeOff(PRESERVE_CLIENT_IP, { group, value, why });
  }
  const source = sourceOf(situation);
  if (source.kind === 'unread') return [unread('TG_ATTR_FATAL', PRESERVE_CLIENT_IP, source.problem)];
  if (source.value.vpcId === group.vpcId) return [];
  const why = `It is true, and ${source.value.name} lies in ${source.value.vpcId}: that works where this VPC is peered with ${group.vpcId}, which is not read.`;
  return [untold('TG_ATTR_FATAL', PRESERVE_CLIENT_IP, why)];
}

/**
 * Zonal shift, cross-zone and termination of unhealthy targets' connections do not go together.
 * https://docs.aws.amazon.com/r53recovery/latest/dg/arc-zonal-shift.resource-types.network-load-balancers.html
 */
function zonalShiftResults(group: AuditedGroup, situation: AuditSituation): readonly CheckResult[] {
  const { groupAttributes, frontDoor } = situation;
  const shift = frontDoor?.attributes.kind === 'read' ? frontDoor.attributes.value.get(ZONAL_SHIFT) : undefined;
  const crossZone = effectiveCrossZone(situation);
  if (shift === 'false' || crossZone === false || groupAttributes.kind === 'unread') return [];
  // AWS's default is true.
  return mustBeOff(UNHEALTHY_TERMINATION, {
    group,
    value: groupAttributes.value.get(UNHEALTHY_TERMINATION) ?? 'true',
    why: 'zonal shift and cross-zone are on, and do not go with it',
    doubt: shift === undefined || crossZone === undefined ? doubtOf(situation) : undefined,
  });
}

function doubtOf({ frontDoor }: AuditSituation): string {
  const what = 'whether zonal shift and cross-zone are on is not known';
  return frontDoor === undefined
    ? `It is on, and ${what}: the group is attached to nothing.`
    : `It is on, and ${what}: the attributes do not say.`;
}

type Rule = {
  readonly group: AuditedGroup;
  readonly value: string | undefined;
  readonly why: string;
  /** Why it may be on all the same, as a sentence. */
  readonly doubt?: string | undefined;
};

function mustBeOff(key: string, { group, value, why, doubt }: Rule): readonly CheckResult[] {
  if (value === 'false') return [];
  if (value === undefined) return [unknown('TG_ATTR_FATAL', key, `AWS does not say what it is for ${group.name}.`)];
  if (doubt !== undefined) return [unknown('TG_ATTR_FATAL', key, doubt)];
  return [
    finding('TG_ATTR_FATAL', key, {
      severity: 'crit',
      expected: `${key} of ${group.name} is false: ${why}.`,
      found: `It is ${value}.`,
      fix: awsCommand(
        'elbv2 modify-target-group-attributes',
        { 'target-group-arn': group.arn, attributes: `Key=${key},Value=false` },
        group.region,
      ),
    }),
  ];
}

function lookAndReplace({ arn, region }: AuditedGroup, words: string): string {
  return `${words}\n${awsCommand('elbv2 describe-target-groups', { 'target-group-arns': arn }, region)}`;
}
