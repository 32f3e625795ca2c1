import { valueOr, type Known } from './known.ts';

/** A list of the settings that has one entry a zone. `leaf` is the part of an entry that names the zone. */
export type ZoneList = {
  readonly path: string;
  readonly leaf: string;
  readonly zones: readonly (string | undefined)[];
};

/** Where the front door stands: one load balancer address a zone. Undefined where the settings do not tell. */
export function frontDoorZones({ vpc }: Known): ZoneList | undefined {
  return vpc?.create === undefined
    ? subnetZones('frontDoorSubnets', vpc?.existing?.frontDoorSubnets)
    : created(vpc.create);
}

/** Where an endpoint that is created stands: one interface a zone. Undefined where the settings do not tell. */
export function endpointZones({ vpc }: Known): ZoneList | undefined {
  return vpc?.create === undefined
    ? subnetZones('endpointSubnets', valueOr(vpc?.existing, 'endpointSubnets', []))
    : created(vpc.create);
}

function created({ availabilityZones }: NonNullable<NonNullable<Known['vpc']>['create']>): ZoneList | undefined {
  return availabilityZones === undefined
    ? undefined
    : { path: 'vpc.create.availabilityZones', leaf: '', zones: availabilityZones };
}

function subnetZones(
  key: 'frontDoorSubnets' | 'endpointSubnets',
  subnets: readonly ({ readonly availabilityZone?: string } | undefined)[] | undefined,
): ZoneList | undefined {
  return subnets === undefined
    ? undefined
    : {
        path: `vpc.existing.${key}`,
        leaf: '.availabilityZone',
        zones: subnets.map((subnet) => subnet?.availabilityZone),
      };
}
