import { expect } from 'vitest';
import { oldDrain, REGISTER_THEN_ZONE_BY_ZONE } from '../converging.ts';
import { enrolHosts, holds, replace } from '../happenings.ts';
import type { Chapter } from '../scenario.ts';

/** A group that no listener forwards to: nothing in it can become healthy. */
export const attachment: Chapter = {
  title: 'groups attached to nothing',
  rows: [
    {
      title: 'a group attached to nothing',
      twin: 'a group that is attached at last',
      given: 'no listener forwards to the group, whose endpoint is replaced',
      when: 'passes repeat',
      then: 'the new targets come in, the old ones are held, and an operator is told what to do',
      stage: { attached: false },
      play: (stage) => {
        replace(stage);
        return stage.passes(3);
      },
      expected: {
        outcomes: ['blocked', 'blocked', 'blocked'],
        writes: ['RegisterTargets'],
        targets: () => ['10.0.1.11:443 unused', '10.0.1.12:443 unused', '10.0.2.11:443 unused', '10.0.2.12:443 unused'],
      },
      also: ([pass], { group }) => {
        expect(holds(pass)[0]?.remedy).toBe(`Attach ${group.arn} to a listener, or deregister by hand.`);
      },
    },
    {
      title: 'a group that is attached at last',
      given: 'a listener forwards to the group only after three minutes, and its endpoint is replaced before',
      when: 'passes repeat',
      then: 'the old targets leave once the new ones are healthy, one zone a pass',
      stage: { attached: false },
      play: async (stage) => {
        replace(stage);
        const before = await stage.passes(3);
        stage.cloud.attach({ loadBalancerArn: stage.loadBalancer.arn, targetGroupArn: stage.group.arn });
        return [...before, ...(await stage.passes(5))];
      },
      expected: {
        outcomes: ['blocked', 'blocked', 'blocked', 'waiting', 'waiting', 'waiting', 'changed', 'in-sync'],
        writes: REGISTER_THEN_ZONE_BY_ZONE,
        targets: oldDrain,
      },
    },
    {
      title: 'a stranger in a group attached to nothing',
      given: 'no listener forwards to the group, and somebody has registered a host of theirs',
      when: 'a pass starts',
      then: 'it goes, since it serves nobody there',
      stage: { attached: false },
      play: (stage) => {
        enrolHosts(stage, { zones: [0] });
        return stage.passes(2);
      },
      expected: {
        outcomes: ['changed', 'in-sync'],
        writes: ['DeregisterTargets'],
        targets: () => ['10.0.1.11:443 unused', '10.0.2.11:443 unused'],
      },
    },
  ],
};
