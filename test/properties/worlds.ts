import fc from 'fast-check';
import type { Evidence } from '../../controller/model/evidence.ts';
import type { Family } from '../../controller/model/ip.ts';
import type { Endpoint, NetworkInterface } from '../../controller/model/network.ts';
import { type Reading, read, unread } from '../../controller/model/reading.ts';
import type { Situation } from '../../controller/model/situation.ts';
import type { Mode } from '../../controller/model/spec.ts';
import { type HealthState, type ListedTarget, targetKey } from '../../controller/model/target.ts';
import {
  endpoint,
  endpointInterface,
  group,
  listed,
  observed,
  OURS,
  problem,
  RETIRED,
  SEAL,
  situation,
  spec,
  strangerInterface,
  subnet,
  unattached,
} from '../controller/builders.ts';

/** An endpoint of another service that the binding names in `previous`, and one that nothing names. */
const PREVIOUS = 'vpce-0000000000000000c';
const OTHER = 'vpce-0000000000000000d';
const OTHER_SERVICE = 'com.amazonaws.eu-west-1.sqs';
const FOREIGN_PORT = 9_000;

/**
 * Who carries an IP. `hidden` is an interface of the source that the source as read does not list; `nameless` is one
 * that does not say whose it is.
 */
export type Carrier = 'ours' | 'hidden' | 'retired' | 'previous' | 'other' | 'instance' | 'nameless' | 'nobody';

/** One IP of the tiny network: who carries it, and how the group lists it. */
export type Slot = {
  readonly ip: string;
  readonly zoneId: string;
  readonly carrier: Carrier;
  readonly health: HealthState | 'unlisted';
  readonly foreign: boolean;
  /** Its target appeared only after the evidence was asked for. */
  readonly late: boolean;
};

/** A situation with what is true of it, whatever of that was read. */
export type World = { readonly slots: readonly Slot[]; readonly situation: Situation };

/** Draws a value as often as its weight says; a counterexample is reduced towards the first. */
function weighted<T>(...choices: readonly (readonly [weight: number, value: T])[]): fc.Arbitrary<T> {
  return fc.constantFrom(...choices.flatMap(([weight, value]) => Array.from({ length: weight }, () => value)));
}

type Place = { readonly zone: number; readonly host: number };

const PLACES: readonly Place[] = [1, 2, 3].flatMap((zone) => [11, 12, 13].map((host) => ({ zone, host })));

const placed = ({ zone, host }: Place) =>
  fc.record({
    zone: fc.constant(zone),
    host: fc.constant(host),
    carrier: weighted<Carrier>(
      [40, 'ours'],
      [1, 'hidden'],
      [22, 'retired'],
      [6, 'previous'],
      [5, 'other'],
      [16, 'instance'],
      [3, 'nameless'],
      [13, 'nobody'],
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
      [15, 'unhealthy'],
      [10, 'initial'],
      [6, 'unused'],
      [4, 'draining'],
      [3, 'unhealthy.draining'],
      [25, 'unlisted'],
    ),
    foreign: weighted([19, false], [1, true]),
    late: weighted([29, false], [1, true]),
  });

type Part = 'read' | 'transient' | 'denied';
const part = weighted<Part>([94, 'read'], [3, 'transient'], [3, 'denied']);

const choices = fc.record({
  family: weighted<Family>([4, 'ipv4'], [1, 'ipv6']),
  places: fc.tuple(...PLACES.map(placed)),
  state: weighted([90, 'available'], [3, 'partial'], [2, 'pending'], [2, 'deleting'], [2, 'deleted'], [1, 'failed']),
  /** The source lists an interface that was not found. */
  gap: weighted([49, false], [1, true]),
  source: weighted<Part>([94, 'read'], [4, 'transient'], [2, 'denied']),
  listing: weighted<Part>([90, 'read'], [6, 'transient'], [4, 'denied']),
  /** The listing shows the source's own interfaces. */
  control: weighted([24, true], [1, false]),
  endpoints: part,
  subnets: part,
  reach: part,
  /** A zone whose subnet another account owns. */
  sharedZone: weighted<number | undefined>([28, undefined], [1, 1], [1, 3]),
  attached: weighted([24, true], [1, false]),
  sealed: weighted([49, true], [1, false]),
  pause: weighted<string | undefined>([93, undefined], [4, '2026-01-01T13:00:00Z'], [3, 'tomorrow']),
  mode: weighted<Mode>([86, 'enforce'], [7, 'add'], [7, 'observe']),
  minHealthy: weighted([5, 1], [3, 2], [1, 3], [1, 4]),
  crossZone: weighted([2, false], [1, true]),
  enabled: fc.oneof(
    { weight: 3, arbitrary: fc.constant<number[]>([1, 2, 3]) },
    { weight: 1, arbitrary: fc.subarray([1, 2, 3], { minLength: 1 }) },
  ),
  protocol: weighted([2, 'TCP'], [1, 'TLS']),
  port: weighted([3, 443], [1, 80]),
  keep: fc.oneof(
    { weight: 3, arbitrary: fc.constant<Place[]>([]) },
    { weight: 1, arbitrary: fc.subarray([...PLACES], { minLength: 1, maxLength: 2 }) },
  ),
  /** The place whose target shows a zonal shift. */
  shifted: fc.oneof({ weight: 15, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.nat(8) }),
});

type Choice = typeof choices extends fc.Arbitrary<infer T> ? T : never;

/** Worlds of nine addresses in three zones, each with one interface at most. */
export const worlds: fc.Arbitrary<World> = choices.map(toWorld);

function toWorld(choice: Choice): World {
  const ipAt = ({ zone, host }: Place): string =>
    choice.family === 'ipv4' ? `10.0.${zone}.${host}` : `2001:db8:0:${zone}::${host}`;
  const slots = choice.places.map(
    ({ zone, host, carrier, desiredHealth, otherHealth, foreign, late }): Slot => ({
      ip: ipAt({ zone, host }),
      zoneId: `euw1-az${zone}`,
      carrier,
      health: carrier === 'ours' ? desiredHealth : otherHealth,
      foreign,
      late,
    }),
  );
  const targets = slots.flatMap((slot, index) => targetsAt(slot, choice, choice.shifted === index));
  const late = new Set(slots.filter((slot) => slot.late).map(({ ip }) => ip));
  const about = targets.filter(({ ip }) => !late.has(ip)).map(targetKey);
  const settings = { protocol: choice.protocol, port: choice.port, family: choice.family };
  return {
    slots,
    situation: situation({
      spec: spec({
        source: { vpcEndpointId: OURS, previous: [PREVIOUS] },
        mode: choice.mode,
        minHealthy: choice.minHealthy,
        keep: choice.keep.map(ipAt),
      }),
      group: choice.attached ? group(settings) : unattached(settings),
      tags: {
        ...(choice.sealed && SEAL),
        ...(choice.pause !== undefined && { 'target-sync:pause-until': choice.pause }),
      },
      source: sourceOf(choice, slots),
      targets,
      evidence: evidenceOf(choice, slots, about),
    }),
  };
}

function targetsAt({ ip, health, foreign }: Slot, { port }: Choice, zonalShift: boolean): readonly ListedTarget[] {
  if (health === 'unlisted') return [];
  const disabled = health === 'unavailable' && { healthReason: 'Target.HealthCheckDisabled' };
  return [listed(ip, health, { port: foreign ? FOREIGN_PORT : port, zonalShift, ...disabled })];
}

function sourceOf({ source, state, gap }: Choice, slots: readonly Slot[]): Situation['source'] {
  const found = observed(ipsOf(slots, 'ours'), { state });
  return readingOf(source, gap ? { ...found, interfaces: found.interfaces.slice(1) } : found);
}

const INTERFACES: Readonly<Record<Carrier, (ip: string) => readonly NetworkInterface[]>> = {
  ours: (ip) => [endpointInterface(ip)],
  hidden: (ip) => [endpointInterface(ip)],
  retired: (ip) => [endpointInterface(ip, RETIRED)],
  previous: (ip) => [endpointInterface(ip, PREVIOUS)],
  other: (ip) => [endpointInterface(ip, OTHER)],
  instance: (ip) => [strangerInterface(ip)],
  nameless: (ip) => [endpointInterface(ip, '', { type: 'interface', description: '', requesterManaged: false })],
  nobody: () => [],
};

function evidenceOf(choice: Choice, slots: readonly Slot[], about: readonly string[]): Evidence {
  const endpointsOf = (id: string, carrier: Carrier, serviceName?: string): Endpoint =>
    endpoint(ipsOf(slots, carrier), { id, ...(serviceName !== undefined && { serviceName }) });
  const interfaces = slots
    .filter(({ carrier }) => carrier !== 'ours' || choice.control)
    .flatMap(({ ip, carrier }) => INTERFACES[carrier](ip));
  return {
    about,
    subnets: readingOf(
      choice.subnets,
      ([1, 2, 3] as const).map((zone) => subnet(zone, zone === choice.sharedZone ? { ownerId: '999999999999' } : {})),
    ),
    listing: readingOf(choice.listing, { subnetIds: ['subnet-1', 'subnet-2', 'subnet-3'], interfaces }),
    endpoints: readingOf(choice.endpoints, [
      endpointsOf(OURS, 'ours'),
      endpointsOf(RETIRED, 'retired'),
      endpointsOf(PREVIOUS, 'previous', OTHER_SERVICE),
      endpointsOf(OTHER, 'other', OTHER_SERVICE),
    ]),
    ...(choice.attached && {
      reach: readingOf(choice.reach, {
        enabledZoneIds: choice.enabled.map((zone) => `euw1-az${zone}`),
        crossZone: choice.crossZone,
      }),
    }),
  };
}

function ipsOf(slots: readonly Slot[], carrier: Carrier): readonly string[] {
  return slots.filter((slot) => slot.carrier === carrier).map(({ ip }) => ip);
}

function readingOf<T>(how: Part, value: T): Reading<T> {
  return how === 'read' ? read(value) : unread(problem({ kind: how }));
}
