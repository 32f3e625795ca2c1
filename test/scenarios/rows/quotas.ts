import { onlyOld, oldDrain, REGISTER_THEN_ZONE_BY_ZONE } from '../converging.ts';
import { among, type Filling, HOST, quotaNamed, replacedWith, TURNED_AWAY, turnedAway } from '../full-group.ts';
import type { Chapter } from '../scenario.ts';

/** AWS's own numbers: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-limits.html */
const PER_CROSS_ZONE_LOAD_BALANCER = 500;
const PER_GROUP = 1_000;
const PER_ZONE = 500;

const crossZoneFull: Filling = { count: PER_CROSS_ZONE_LOAD_BALANCER - 2, hosts: [HOST.first, HOST.second] };
const crossZoneRoom: Filling = { ...crossZoneFull, count: crossZoneFull.count - 2 };
const groupFull: Filling = { count: PER_GROUP - 3, hosts: [HOST.first, HOST.second, HOST.third] };
const groupRoom: Filling = { ...groupFull, count: groupFull.count - 3 };
const firstZoneFull: Filling = { count: PER_ZONE - 1, hosts: [HOST.first] };
const secondZoneFull: Filling = { count: PER_ZONE, hosts: [HOST.second] };

/** A group that AWS lets no further target into, by AWS's own numbers. */
export const quotas: Chapter = {
  title: 'quotas',
  rows: [
    {
      title: 'a cross-zone load balancer with 500 targets',
      twin: 'a cross-zone load balancer with 496 targets',
      given: 'the endpoint is replaced in a group of 500 targets, of which 498 are on other ports',
      when: 'passes repeat',
      then: 'each refuses and names the quota, the old targets stay, and no client notices',
      play: replacedWith({ filling: crossZoneFull, count: 2 }),
      expected: {
        outcomes: ['refused', 'refused'],
        writes: [...TURNED_AWAY, ...TURNED_AWAY],
        targets: among(crossZoneFull, onlyOld()),
      },
      also: quotaNamed,
    },
    {
      title: 'a cross-zone load balancer with 496 targets',
      given: 'the endpoint is replaced in a group of 498 targets, of which 496 are on other ports: two places are free',
      when: 'passes repeat',
      then: 'the new targets come in, and the old ones leave one zone a pass',
      play: replacedWith({ filling: crossZoneRoom, count: 4 }),
      expected: {
        outcomes: ['waiting', 'waiting', 'waiting', 'changed'],
        writes: REGISTER_THEN_ZONE_BY_ZONE,
        targets: among(crossZoneRoom, oldDrain()),
      },
    },
    {
      title: 'a group with 1,000 targets',
      twin: 'a group with 997 targets',
      given:
        'cross-zone is off, and the endpoint is replaced in a group of 1,000 targets, of which 997 are on other ports',
      when: 'passes repeat',
      then: 'each refuses and names the quota, the old targets stay, and no client notices',
      stage: { zones: 3, crossZone: false },
      play: replacedWith({ filling: groupFull, count: 2 }),
      expected: {
        outcomes: ['refused', 'refused'],
        writes: [...turnedAway(3), ...turnedAway(3)],
        targets: among(groupFull, [...onlyOld(), '10.0.3.11:443 healthy']),
      },
      also: quotaNamed,
    },
    {
      title: 'a group with 997 targets',
      given: 'cross-zone is off, and the endpoint is replaced in a group of 997 targets: three places are free',
      when: 'passes repeat',
      then: 'the new targets come in',
      stage: { zones: 3, crossZone: false },
      play: replacedWith({ filling: groupRoom, count: 2 }),
      expected: {
        outcomes: ['waiting', 'waiting'],
        writes: ['RegisterTargets'],
        targets: among(
          groupRoom,
          [1, 2, 3].flatMap((zone) => [`10.0.${zone}.11:443 healthy`, `10.0.${zone}.12:443 healthy`]),
        ),
      },
    },
    {
      title: 'a zone with 500 targets, cross-zone off',
      twin: 'another zone with 500 targets, cross-zone off',
      given: 'an endpoint with one subnet is replaced, whose zone has 500 targets, of which 499 are on other ports',
      when: 'passes repeat',
      then: 'each refuses and names the quota, and the old target stays',
      stage: { endpointZones: 1, crossZone: false },
      play: replacedWith({ filling: firstZoneFull, count: 2 }),
      expected: {
        outcomes: ['refused', 'refused'],
        writes: ['RegisterTargets', 'RegisterTargets'],
        targets: among(firstZoneFull, ['10.0.1.11:443 healthy']),
        // Every client of the second zone’s fixed IP: nothing has ever served it.
        lost: { failed: 120 },
      },
      also: quotaNamed,
    },
    {
      title: 'another zone with 500 targets, cross-zone off',
      given: 'an endpoint with one subnet is replaced, and the other zone has 500 targets on other ports',
      when: 'passes repeat',
      then: 'the new target comes in',
      stage: { endpointZones: 1, crossZone: false },
      play: replacedWith({ filling: secondZoneFull, count: 2 }),
      expected: {
        outcomes: ['waiting', 'waiting'],
        writes: ['RegisterTargets'],
        targets: among(secondZoneFull, ['10.0.1.11:443 healthy', '10.0.1.12:443 healthy']),
        lost: { failed: 120 },
      },
    },
  ],
};
