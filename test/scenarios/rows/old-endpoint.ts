import { expect } from 'vitest';
import { oldDrain, REGISTER_THEN_ZONE_BY_ZONE } from '../converging.ts';
import { TURNED_AWAY } from '../full-group.ts';
import { deregistered, replace } from '../happenings.ts';
import type { Chapter } from '../scenario.ts';

/** When the old endpoint is deleted, and what that costs. */
export const oldEndpoint: Chapter = {
  title: 'the old endpoint, deleted',
  rows: [
    {
      title: 'an old endpoint that is deleted too early',
      twin: 'an old endpoint that is deleted when its targets have left',
      given: 'the endpoint is replaced, and the old one is deleted 45 s later, when no new target is healthy',
      when: 'passes repeat',
      then: 'what is lost is what nobody can save, and the dead targets go without waiting for health',
      play: (stage) => {
        replace(stage, 45);
        return stage.passes(5);
      },
      expected: {
        outcomes: ['waiting', 'changed', 'in-sync', 'in-sync', 'in-sync'],
        writes: ['RegisterTargets', 'DeregisterTargets'],
        targets: oldDrain,
        // Of two clients: all for the 15 s until its targets have failed two checks; half for the second until the
        // pass takes them out; a tenth for the 120 s after.
        lost: { failed: 2 * 15 + 1 + (2 * 120) / 10 },
      },
    },
    {
      title: 'an old endpoint that is deleted before its targets have left',
      given: 'the endpoint is replaced, and the old one is deleted 100 s later, when the new targets are healthy',
      when: 'passes repeat',
      then: 'what is lost is what the load balancer sends to the old ones until they have failed two checks, and it heals',
      play: (stage) => {
        replace(stage, 100);
        return stage.passes(5);
      },
      expected: {
        outcomes: ['waiting', 'waiting', 'changed', 'in-sync', 'in-sync'],
        writes: ['RegisterTargets', 'DeregisterTargets'],
        targets: oldDrain,
        // Half of two clients for 10 s: two checks, of which one came right after.
        lost: { failed: 10 },
      },
    },
    {
      title: 'an old endpoint that is deleted when its targets have left',
      given:
        'the endpoint is replaced, and the old one is deleted when the last old target has been out for two minutes',
      when: 'passes repeat',
      then: 'no client notices',
      play: (stage) => {
        replace(stage, 301);
        return stage.passes(6);
      },
      expected: {
        outcomes: ['waiting', 'waiting', 'waiting', 'changed', 'in-sync', 'in-sync'],
        writes: REGISTER_THEN_ZONE_BY_ZONE,
        targets: oldDrain,
      },
    },
    {
      title: 'an endpoint that is being deleted, in a group with one free place',
      twin: 'room for one of two',
      given:
        'the endpoint is replaced, the old one has been on its way out for half a minute, and AWS accepts one target more',
      when: 'passes repeat',
      then: 'the first new target takes the free place, and a dead target of the old endpoint makes room for the second',
      stage: { settings: { targetsPerCrossZoneLoadBalancer: 3 } },
      play: (stage) => {
        replace(stage, 0);
        stage.cloud.advance(30);
        return stage.passes(3);
      },
      expected: {
        outcomes: ['changed', 'in-sync', 'in-sync'],
        writes: [...TURNED_AWAY, 'DeregisterTargets', 'RegisterTargets', 'DeregisterTargets'],
        targets: oldDrain,
        // Of two clients: all for 30 s; a tenth for the 120 s after the old targets were taken out.
        lost: { failed: 2 * 30 + (2 * 120) / 10 },
      },
      also: (_passes, stage) => expect(deregistered(stage)).toEqual([['10.0.1.11'], ['10.0.2.11']]),
    },
  ],
};
