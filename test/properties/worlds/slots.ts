import fc from 'fast-check';
import type { HealthState } from '../../../controller/model/target.ts';
import { weighted } from './weighted.ts';

/**
 * Who carries an IP. `hidden` is an interface of the source that the source as read does not list: a load balancer's is
 * leaving; `nameless` is one that does not say whose it is.
 */
export type Carrier = 'ours' | 'hidden' | 'retired' | 'previous' | 'other' | 'instance' | 'nameless' | 'nobody';

/** One IP of the tiny network: where it lies, who carries it, and how the group lists it. */
export type Slot = {
  readonly ip: string;
  readonly zoneId: string;
  readonly subnetId: string;
  /** It lies in the source's VPC, where that is not the group's. */
  readonly far: boolean;
  readonly carrier: Carrier;
  readonly health: HealthState | 'unlisted';
  readonly foreign: boolean;
  /** Its target appeared only after the evidence was asked for. */
  readonly late: boolean;
};

/** A zone and a number in it. */
export type Place = { readonly zone: number; readonly host: number };

export const PLACES: readonly Place[] = [1, 2, 3].flatMap((zone) => [11, 12, 13].map((host) => ({ zone, host })));

/** What stands at a place. */
export const placed = ({ zone, host }: Place) =>
  fc.record({
    zone: fc.constant(zone),
    host: fc.constant(host),
    /** Of an IP that is not the source's: it lies in the group's VPC, wherever the source does. */
    near: weighted([2, false], [1, true]),
    carrier: weighted<Carrier>(
      [40, 'ours'],
      [1, 'hidden'],
      [26, 'retired'],
      [6, 'previous'],
      [5, 'other'],
      [16, 'instance'],
      [3, 'nameless'],
      [28, 'nobody'],
    ),
    desiredHealth: weighted<Slot['health']>(
      [60, 'healthy'],
      [5, 'unavailable'],
      [5, 'initial'],
      [5, 'unhealthy'],
      [5, 'draining'],
      [20, 'unlisted'],
    ),
    otherHealth: weighted<Slot['health']>(
      [35, 'healthy'],
      [2, 'unknown'],
      [2, 'unavailable'],
      [22, 'unhealthy'],
      [10, 'initial'],
      [6, 'unused'],
      [4, 'draining'],
      [3, 'unhealthy.draining'],
      [25, 'unlisted'],
    ),
    foreign: weighted([19, false], [1, true]),
    late: weighted([29, false], [1, true]),
  });

type Placed = ReturnType<typeof placed> extends fc.Arbitrary<infer T> ? T : never;

/** The IP of a place in one of the two VPCs. */
export function ipAt({ zone, host }: Place, family: 'ipv4' | 'ipv6', far: boolean): string {
  if (family === 'ipv4') return far ? `10.1.1${zone}.${host}` : `10.0.${zone}.${host}`;
  return far ? `2001:db8:1:1${zone}::${host}` : `2001:db8:0:${zone}::${host}`;
}

/** A place with its IP: of a source outside the group's VPC its own addresses lie there, others here or there. */
export function slotAt(one: Placed, { family, outside }: { family: 'ipv4' | 'ipv6'; outside: boolean }): Slot {
  const far = outside && (['ours', 'hidden'].includes(one.carrier) || !one.near);
  return {
    ip: ipAt(one, family, far),
    zoneId: `euw1-az${one.zone}`,
    subnetId: far ? `subnet-1${one.zone}` : `subnet-${one.zone}`,
    far,
    carrier: one.carrier,
    health: one.carrier === 'ours' ? one.desiredHealth : one.otherHealth,
    foreign: one.foreign,
    late: one.late,
  };
}

/** The IPs that one kind of carrier has. */
export function ipsOf(slots: readonly Slot[], carrier: Carrier): readonly string[] {
  return slots.filter((slot) => slot.carrier === carrier).map(({ ip }) => ip);
}
