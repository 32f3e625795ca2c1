import { expect } from 'vitest';
import { among, fill, type Filling, HOST, quotaNamed, replacedWith, TURNED_AWAY } from '../full-group.ts';
import { enrolHosts, holds } from '../happenings.ts';
import type { Chapter } from '../scenario.ts';

const two: Filling = { count: 2, hosts: [HOST.first, HOST.second] };

/** What makes room in a full group, and what does not. The quotas are small here. */
export const room: Chapter = {
  title: 'room at the quota',
  rows: [
    {
      title: 'room for one of two',
      twin: 'a cross-zone load balancer with 496 targets',
      given: 'the endpoint is replaced in a group of 4 targets where AWS accepts 5: one place is free',
      when: 'passes repeat',
      then: 'the first new target comes in, and the old ones stay although it is healthy: not every registration succeeded',
      stage: { settings: { targetsPerCrossZoneLoadBalancer: 5 } },
      play: replacedWith({ filling: two, count: 3 }),
      expected: {
        outcomes: ['refused', 'refused', 'refused'],
        writes: [...TURNED_AWAY, 'RegisterTargets', 'RegisterTargets'],
        targets: among(two, ['10.0.1.11:443 healthy', '10.0.1.12:443 healthy', '10.0.2.11:443 healthy']),
      },
      also: (passes) => {
        quotaNamed(passes);
        expect(holds(passes.at(-1)).find(({ target }) => target === '10.0.1.11:443')?.reason).toMatch(
          /^not every registration succeeded; else it would go: /,
        );
      },
    },
    {
      title: 'strangers that make room',
      given: 'the endpoint is replaced in a full group, and two of its targets are hosts that do not answer',
      when: 'passes repeat',
      then: 'the first evicts the hosts and registers in their place, and the replacement goes on',
      stage: { settings: { targetsPerCrossZoneLoadBalancer: 6 } },
      play: replacedWith({
        filling: two,
        count: 4,
        prepare: (stage) => {
          enrolHosts(stage, { zones: [0, 1], answers: false });
        },
      }),
      expected: {
        outcomes: ['waiting', 'waiting', 'waiting', 'changed'],
        writes: [...TURNED_AWAY, 'DeregisterTargets', 'RegisterTargets', 'DeregisterTargets', 'DeregisterTargets'],
        targets: among(
          two,
          [1, 2].flatMap((zone) => [
            `10.0.${zone}.11:443 draining`,
            `10.0.${zone}.12:443 draining`,
            `10.0.${zone}.13:443 healthy`,
          ]),
        ),
      },
    },
    {
      title: 'nobody’s addresses that make room for all',
      given: 'the endpoint is replaced in a full group, and two of its targets nobody has',
      when: 'passes repeat',
      then: 'the first two refuse, because checks of those two have only begun; the third puts the new targets in their place',
      stage: { settings: { targetsPerCrossZoneLoadBalancer: 6 } },
      play: replacedWith({
        filling: two,
        count: 6,
        prepare: ({ cloud, group }) => {
          cloud.register(group.arn, ['10.0.1.99', '10.0.2.99']);
        },
      }),
      expected: {
        outcomes: ['refused', 'refused', 'waiting', 'waiting', 'waiting', 'changed'],
        writes: [
          ...TURNED_AWAY,
          ...TURNED_AWAY,
          ...TURNED_AWAY,
          'DeregisterTargets',
          'RegisterTargets',
          'DeregisterTargets',
          'DeregisterTargets',
        ],
        targets: among(two, [
          '10.0.1.11:443 draining',
          '10.0.1.12:443 healthy',
          '10.0.1.99:443 draining',
          '10.0.2.11:443 draining',
          '10.0.2.12:443 healthy',
          '10.0.2.99:443 draining',
        ]),
      },
    },
    {
      title: 'nobody’s addresses that make room for one',
      given:
        'an endpoint whose target serves gets a second subnet; its group is full, and one of its targets nobody has',
      when: 'passes repeat',
      then: 'the first removes that one and registers in its place',
      stage: { endpointZones: 1, settings: { targetsPerCrossZoneLoadBalancer: 4 } },
      play: (stage) => {
        fill(stage, two);
        stage.cloud.register(stage.group.arn, ['10.0.1.99']);
        stage.cloud.advance(200);
        stage.cloud.addEndpointSubnet(stage.endpoint.id, stage.subnetIds[1] ?? '');
        return stage.passes(2);
      },
      expected: {
        outcomes: ['changed', 'in-sync'],
        writes: ['RegisterTargets', 'DeregisterTargets', 'RegisterTargets'],
        targets: among(two, ['10.0.1.11:443 healthy', '10.0.1.99:443 draining', '10.0.2.11:443 healthy']),
      },
    },
    {
      title: 'healthy strangers that make no room',
      twin: 'nobody’s addresses that make room for all',
      given: 'a full group holds two hosts that serve on TCP:443, and nothing of the source',
      when: 'passes repeat',
      then: 'the hosts are held, so nothing comes in: each refuses and names the quota',
      stage: { registered: false, settings: { targetsPerCrossZoneLoadBalancer: 4 } },
      play: (stage) => {
        fill(stage, two);
        enrolHosts(stage, { zones: [0, 1] });
        return stage.passes(2);
      },
      expected: {
        outcomes: ['refused', 'refused'],
        writes: [...TURNED_AWAY, ...TURNED_AWAY],
        targets: among(two, ['10.0.1.12:443 healthy', '10.0.2.12:443 healthy']),
        lost: { stranger: 2 * 120 },
      },
      also: quotaNamed,
    },
  ],
};
