import { expect } from 'vitest';
import { onlyOld } from '../converging.ts';
import { deregistered, enrolHosts, passesUndone, replace } from '../happenings.ts';
import type { Chapter, Scenario } from '../scenario.ts';
import type { Pass } from '../stage.ts';

function changesOf(passes: readonly Pass[]): readonly number[] {
  return passes.flatMap(({ measurements }) => measurements.flatMap(({ values }) => values.Changes ?? []));
}

const rows: readonly Scenario[] = [
  {
    title: 'somebody registers hosts of their own',
    twin: 'a host that the owner wants kept',
    given: 'a few seconds after every pass somebody registers another host of their own',
    when: 'passes repeat',
    then: 'each evicts the host of the minute before, which was not healthy yet, and no client reached one',
    play: (stage) => passesUndone(stage, 4, () => void enrolHosts(stage, { zones: [0], answers: false })),
    expected: {
      outcomes: ['in-sync', 'changed', 'changed', 'changed'],
      writes: ['DeregisterTargets', 'DeregisterTargets', 'DeregisterTargets'],
      targets: () => [
        '10.0.1.11:443 healthy',
        '10.0.1.12:443 draining',
        '10.0.1.13:443 draining',
        '10.0.1.14:443 draining',
        '10.0.1.15:443 initial',
        '10.0.2.11:443 healthy',
      ],
    },
    also: (passes) => expect(changesOf(passes)).toEqual([0, 1, 1, 1]),
  },
  {
    title: 'a host that the owner wants kept',
    given: 'somebody registers a host of their own, and the owner lists it under keep',
    when: 'passes repeat',
    then: 'it is left alone',
    play: (stage) => {
      stage.bind({ keep: enrolHosts(stage, { zones: [0], answers: false }) });
      return stage.passes(3);
    },
    expected: {
      outcomes: ['in-sync', 'in-sync', 'in-sync'],
      writes: [],
      targets: () => ['10.0.1.11:443 healthy', '10.0.1.12:443 unhealthy', '10.0.2.11:443 healthy'],
    },
  },
  {
    title: 'somebody puts the old targets back',
    twin: 'a replacement beside the old endpoint, cross-zone on',
    given: 'the endpoint is replaced, and after every pass somebody takes the new targets out and puts the old ones in',
    when: 'passes repeat',
    then: 'each brings the new ones in again, none finds them healthy, so none lets an old one go; clients are served throughout',
    play: (stage) => {
      const { ips } = replace(stage);
      return passesUndone(stage, 4, () => {
        stage.cloud.deregister(stage.group.arn, ips);
        stage.cloud.register(stage.group.arn, stage.endpoint.ips);
      });
    },
    expected: {
      outcomes: ['waiting', 'waiting', 'waiting', 'waiting'],
      writes: Array.from({ length: 4 }, () => 'RegisterTargets'),
      targets: () => [
        '10.0.1.11:443 healthy',
        '10.0.1.12:443 draining',
        '10.0.2.11:443 healthy',
        '10.0.2.12:443 draining',
      ],
    },
    also: (passes, stage) => {
      expect(changesOf(passes)).toEqual([2, 2, 2, 2]);
      expect(deregistered(stage)).toEqual([]);
    },
  },
  {
    title: 'somebody empties the group',
    twin: 'somebody empties the group of a deleted endpoint',
    given: 'half a minute after a pass somebody takes every target out',
    when: 'passes repeat',
    then: 'the next registers all of them again: it needs nothing but what it sees',
    play: async (stage) => {
      const [first] = await stage.passes(1);
      stage.cloud.deregister(stage.group.arn, stage.endpoint.ips);
      stage.cloud.advance(30);
      return [...(first === undefined ? [] : [first]), ...(await stage.passes(3))];
    },
    expected: {
      outcomes: ['in-sync', 'changed', 'in-sync', 'in-sync'],
      writes: ['RegisterTargets'],
      targets: onlyOld,
      // No target for 30 s: two clients, but for the tenth of connections that still goes to where it went before.
      lost: { failed: 2 * 30 * 0.9 },
    },
  },
  {
    title: 'somebody empties the group of a deleted endpoint',
    given: 'the endpoint is being deleted, and somebody takes every target out',
    when: 'passes repeat',
    then: 'each refuses: addresses of an endpoint on its way out are not put back',
    play: (stage) => {
      stage.cloud.deleteEndpoint(stage.endpoint.id);
      stage.cloud.deregister(stage.group.arn, stage.endpoint.ips);
      return stage.passes(2);
    },
    expected: {
      outcomes: ['refused', 'refused'],
      writes: [],
      targets: () => ['10.0.1.11:443 draining', '10.0.2.11:443 draining'],
      lost: { failed: 2 * 120 },
    },
  },
];

/** Somebody else writes to the group. */
export const secondWriters: Chapter = { title: 'somebody else writes to the group', rows };
