import type { Params } from '../wire/form.ts';
import type { XmlRecord } from '../wire/xml.ts';
import { AwsError } from '../world/aws-error.ts';
import { settleUse } from '../world/health.ts';
import { listed } from '../world/listing.ts';
import { isCrossZone, loadBalancerOf } from '../world/load-balancers.ts';
import * as registration from '../world/registration.ts';
import type { Target, TargetGroup, World } from '../world/state.ts';
import type { TargetRequest } from '../world/validation.ts';
import { zoneNamedIn, zoneNameIn } from '../world/zone-names.ts';
import { findTargetGroup } from './elbv2-find.ts';
import type { Operation } from './operation.ts';
import { integer, records, requiredText, text } from './params.ts';

export const registerTargets: Operation = (world, caller, params) => {
  const group = findTargetGroup(world, caller, requiredText(params, 'TargetGroupArn'));
  registration.register(world, group, readTargets(world, group, params));
  return {};
};

export const deregisterTargets: Operation = (world, caller, params) => {
  const group = findTargetGroup(world, caller, requiredText(params, 'TargetGroupArn'));
  registration.deregister(world, group, readTargets(world, group, params));
  return {};
};

/** Lists draining targets too, and does not page. A target asked for by name is answered even when it is unknown. */
export const describeTargetHealth: Operation = (world, caller, params) => {
  const group = findTargetGroup(world, caller, requiredText(params, 'TargetGroupArn'));
  settleUse(world, group);
  const targets = listed(world, group);
  const asked = records(params, 'Targets').length > 0 ? readTargets(world, group, params) : undefined;
  const descriptions =
    asked === undefined
      ? [...targets.values()].map((target) => render(world, group, target))
      : asked.map(({ ip, port = group.port }) => {
          const target = targets.get(registration.key({ ip, port }));
          return target === undefined ? renderUnknown(ip, port) : render(world, group, target);
        });
  return { TargetHealthDescriptions: descriptions };
};

function readTargets(world: World, { ownerId }: TargetGroup, params: Params): readonly TargetRequest[] {
  const targets = records(params, 'Targets');
  if (targets.length === 0) throw new AwsError('ValidationError', 'At least one target must be specified');
  return targets.map((target) => {
    const zone = text(target, 'AvailabilityZone');
    return {
      ip: requiredText(target, 'Id'),
      port: integer(target, 'Port'),
      zone: zone === undefined ? undefined : zoneNamedIn(world, ownerId, zone),
    };
  });
}

function render(world: World, group: TargetGroup, { ip, port, zone, state, reason }: Target): XmlRecord {
  const description = reason === undefined ? undefined : DESCRIPTIONS[reason];
  return {
    Target: {
      Id: ip,
      Port: port,
      // An ALB is in several.
      AvailabilityZone: group.targetType === 'alb' ? undefined : zoneNameIn(world, group.ownerId, zone),
    },
    HealthCheckPort: group.check.port === 'traffic-port' ? port : group.check.port,
    TargetHealth: { State: state, Reason: reason, Description: description },
    AdministrativeOverride: overrideOf(world, group, zone),
  };
}

/**
 * Which setting yields `zonal_shift_delegated_to_dns` is documented nowhere. Inferred: with cross-zone off a shift only
 * changes DNS. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_AdministrativeOverride.html
 */
function overrideOf(world: World, group: TargetGroup, zone: string): XmlRecord {
  const loadBalancer = loadBalancerOf(world, group);
  if (loadBalancer?.shiftedZones.has(zone) !== true) return NO_OVERRIDE;
  return isCrossZone(group, loadBalancer) ? SHIFTED : DELEGATED;
}

function renderUnknown(ip: string, port: number): XmlRecord {
  return {
    Target: { Id: ip, Port: port },
    TargetHealth: {
      State: 'unused',
      Reason: 'Target.NotRegistered',
      Description: 'Target is not registered to the target group',
    },
  };
}

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  'Elb.RegistrationInProgress': 'Target registration is in progress',
  'Elb.InitialHealthChecking': 'Initial health checks in progress',
  'Target.FailedHealthChecks': 'Health checks failed',
  'Target.DeregistrationInProgress': 'Target deregistration is in progress',
  'Target.NotInUse': 'Target group is not configured to receive traffic from the load balancer',
  'Target.IpUnusable': 'The target IP address is reserved for use by a load balancer',
};

const NO_OVERRIDE: XmlRecord = {
  State: 'no_override',
  Reason: 'AdministrativeOverride.NoOverride',
  Description: 'No override is currently active on target',
};
const SHIFTED: XmlRecord = {
  State: 'zonal_shift_active',
  Reason: 'AdministrativeOverride.ZonalShiftActive',
  Description: 'Zonal shift is active for the target',
};
const DELEGATED: XmlRecord = {
  State: 'zonal_shift_delegated_to_dns',
  Reason: 'AdministrativeOverride.ZonalShiftDelegatedToDns',
  Description: 'Zonal shift is carried out by DNS',
};
