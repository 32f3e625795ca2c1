import type { EventKind } from './events.ts';
import type { Setting } from './tiny-world.ts';

/**
 * What a deployment is trusted with. Nothing: it moves the seal at any time. `waits`: not between a pass's last reading
 * of the seal and the removal decided on it. `stays`: neither that, nor there and back while one pass is under way.
 */
export type SealTrust = 'none' | 'waits' | 'stays';

/** What one search goes through. */
export type Run = {
  readonly name: string;
  readonly setting: Setting;
  /** Keys of the worlds it starts from: who carries the IPs, what the group lists, and the side it is sealed for. */
  readonly starts: readonly string[];
  readonly events: readonly EventKind[];
  /** How many events may happen, each pass that begins being one. */
  readonly depth: number;
  /** How many passes may be under way at a time. */
  readonly atOnce: 1 | 2;
  readonly sealTrust: SealTrust;
  /** How many calls may fail. */
  readonly faults: 0 | 1;
  /** Replacements that must be healthy before a retired target goes. */
  readonly minHealthy: number;
  /** How many states there are at least: fewer, and it does not search what it says. */
  readonly atLeast: number;
};

const PLAIN: Omit<Run, 'name' | 'starts' | 'events' | 'depth' | 'atLeast'> = {
  setting: { source: 'endpoint', crossZone: true, protocol: 'TCP', enabledZones: [1, 2] },
  atOnce: 2,
  sealTrust: 'stays',
  faults: 0,
  minHealthy: 1,
};

const CROSS_ZONE_OFF: Setting = { source: 'endpoint', crossZone: false, protocol: 'TCP', enabledZones: [1, 2] };

/** Half-way through a replacement: all registered; one of each side; the new ones on their way in. */
const UNDER_WAY = ['onon HHHH old', 'onon H..H old', 'onon HiHi new'];

/** What `npm test` goes through. */
export const RUNS: readonly Run[] = [
  {
    ...PLAIN,
    name: 'a replacement, two passes, cross-zone on',
    starts: ['onon H..H old'],
    events: ['health', 'seal'],
    depth: 4,
    atLeast: 20_000,
  },
  {
    ...PLAIN,
    name: 'a replacement, two passes, cross-zone off',
    setting: CROSS_ZONE_OFF,
    starts: UNDER_WAY,
    events: ['health', 'seal'],
    depth: 4,
    atLeast: 40_000,
  },
  {
    ...PLAIN,
    name: 'everything that may happen, two passes',
    setting: CROSS_ZONE_OFF,
    starts: UNDER_WAY,
    events: ['health', 'drained', 'deletion', 'creation', 'stranger', 'seal', 'readdress', 'writer'],
    depth: 3,
    atLeast: 20_000,
  },
  {
    ...PLAIN,
    name: 'freed addresses and strangers on TLS, one pass',
    setting: { source: 'endpoint', crossZone: true, protocol: 'TLS', enabledZones: [1, 2] },
    starts: ['n..n HuHH new', 'n..n H.uH new', 'nXXn HHHH new', 'onon HHHH new'],
    events: ['health', 'deletion', 'stranger', 'readdress'],
    atOnce: 1,
    depth: 3,
    atLeast: 5_000,
  },
  {
    ...PLAIN,
    name: 'one call fails, one pass',
    setting: CROSS_ZONE_OFF,
    starts: ['onon HHHH new', 'onon HHH. new', 'nXXn HHHu new'],
    events: ['health', 'writer'],
    atOnce: 1,
    faults: 1,
    depth: 2,
    atLeast: 5_000,
  },
  {
    ...PLAIN,
    name: 'a zone that the load balancer does not enable, two passes, two replacements needed',
    setting: { source: 'endpoint', crossZone: false, protocol: 'TCP', enabledZones: [1] },
    starts: ['onon HH00 new', 'onon H.0. new'],
    events: ['health', 'seal', 'writer'],
    minHealthy: 2,
    depth: 3,
    atLeast: 5_000,
  },
  {
    ...PLAIN,
    name: 'an ALB that scales, its IPs taken by strangers, DNS behind, one pass',
    setting: { source: 'ALB', crossZone: true, protocol: 'TLS', enabledZones: [1, 2] },
    starts: ['nn.n HH.H new', 'nn.n HuiH new', '.n.n HH.u new'],
    events: ['health', 'stranger', 'scaling', 'resolving'],
    atOnce: 1,
    depth: 3,
    atLeast: 12_000,
  },
  {
    ...PLAIN,
    name: 'an ALB that is replaced and scales, two passes, cross-zone off',
    setting: { ...CROSS_ZONE_OFF, source: 'ALB' },
    starts: ['onon HHHH old', 'onon HiHi new'],
    events: ['health', 'deletion', 'seal', 'scaling', 'resolving'],
    depth: 3,
    atLeast: 50_000,
  },
  {
    ...PLAIN,
    name: 'one call or the resolver fails, an ALB, one pass',
    setting: { ...CROSS_ZONE_OFF, source: 'ALB' },
    starts: ['n..n HuHH new', 'onon HHH. new', 'n.nn HuuH new'],
    events: ['health', 'resolving', 'scaling'],
    atOnce: 1,
    faults: 1,
    depth: 2,
    atLeast: 10_000,
  },
];
