import { expect } from 'vitest';
import { CONVERGES, oldDrain, onlyOld, REGISTER_THEN_ZONE_BY_ZONE } from '../converging.ts';
import { replace } from '../happenings.ts';
import type { Chapter, Scenario } from '../scenario.ts';
import { codeOf, deploy, SEAL, slowly } from '../slow-pass.ts';
import type { Stage } from '../stage.ts';

/** A desired target is missing, so that a pass has something to write. */
function loseOne({ cloud, group }: Stage): void {
  cloud.deregister(group.arn, ['10.0.2.11']);
  cloud.advance(1);
}

const rows: readonly Scenario[] = [
  {
    title: '1, the old plan applied late',
    twin: '1, a slow plan that is still true',
    given:
      'a target is missing, and a slow pass is about to put it back, when a deployment gives the group to another endpoint and a fast pass brings in its addresses',
    when: 'the slow pass goes on',
    then: 'it looks at the seal once more before it writes, sees that the group is no longer its own, and writes nothing',
    play: async (stage) => {
      loseOne(stage);
      return [...(await slowly(stage, { operation: SEAL, nth: 2 }, () => deploy(stage))), ...(await stage.passes(6))];
    },
    expected: {
      outcomes: ['waiting', 'refused', 'waiting', 'waiting', 'changed', 'in-sync', 'in-sync', 'in-sync'],
      writes: ['RegisterTargets', 'DeregisterTargets'],
      targets: () => ['10.0.1.11:443 draining', '10.0.1.12:443 healthy', '10.0.2.12:443 healthy'],
    },
    also: ([, slow]) => expect(codeOf(slow)).toBe('other-seal'),
  },
  {
    title: '1, a slow plan that is still true',
    given: 'a target is missing, and a slow pass stands still for 30 seconds before it puts it back',
    when: 'the slow pass goes on',
    then: 'it puts the target back: being slow is no fault',
    play: async (stage) => {
      loseOne(stage);
      const slow = await slowly(stage, { operation: SEAL, nth: 2 }, async () => {
        stage.cloud.advance(30);
        return [];
      });
      return [...slow, ...(await stage.passes(3))];
    },
    expected: { outcomes: ['changed', 'in-sync', 'in-sync', 'in-sync'], writes: ['RegisterTargets'], targets: onlyOld },
  },
  {
    title: '1, the old plan applied much too late',
    twin: '1, a slow plan that is still true',
    given: 'a target is missing, and a slow pass stands still for a minute before it puts it back',
    when: 'the slow pass goes on',
    then: 'its time is over: it calls AWS no more, and fails; the next pass does what was to do',
    play: async (stage) => {
      loseOne(stage);
      const slow = await slowly(stage, { operation: SEAL, nth: 2 }, async () => {
        stage.cloud.advance(60);
        return [];
      });
      return [...slow, ...(await stage.passes(3))];
    },
    expected: { outcomes: ['faulted', 'changed', 'in-sync', 'in-sync'], writes: ['RegisterTargets'], targets: onlyOld },
    also: ([slow]) => {
      const times = slow?.calls.map(({ at }) => at.getTime()) ?? [];
      // Every call it made came before it stood still.
      expect(times).not.toEqual([]);
      expect(Math.max(...times) - Math.min(...times)).toBeLessThan(60_000);
    },
  },
  {
    title: '2, the old addresses come back',
    twin: '2, the old addresses are meant to come back',
    given:
      'as in 1, but the slow pass stands still after its last look at the seal, where nothing can stop it any more',
    when: 'it puts the old target back, and passes repeat',
    then: 'the old endpoint still serves it, and the next passes find it and let it go again once replacements are healthy',
    play: async (stage) => {
      loseOne(stage);
      const race = await slowly(stage, { operation: 'RegisterTargets' }, () => deploy(stage));
      return [...race, ...(await stage.passes(6))];
    },
    expected: {
      outcomes: ['waiting', 'waiting', ...CONVERGES],
      writes: ['RegisterTargets', ...REGISTER_THEN_ZONE_BY_ZONE],
      targets: oldDrain,
    },
  },
  {
    title: '2, the old addresses are meant to come back',
    given: 'a deployment gives the group to another endpoint and, two minutes later, is rolled back',
    when: 'passes repeat',
    then: 'the old addresses stay, and those of the deployment that failed leave',
    play: async (stage) => {
      const old = stage.endpoint.id;
      replace(stage);
      const forward = await stage.passes(2);
      stage.moveTo(old);
      return [...forward, ...(await stage.passes(4))];
    },
    expected: {
      outcomes: ['waiting', 'waiting', 'waiting', 'changed', 'in-sync', 'in-sync'],
      writes: REGISTER_THEN_ZONE_BY_ZONE,
      targets: () => [
        '10.0.1.11:443 healthy',
        '10.0.1.12:443 draining',
        '10.0.2.11:443 healthy',
        '10.0.2.12:443 draining',
      ],
    },
  },
];

/**
 * The race behind the outage of DynamoDB in us-east-1 of October 2025, step by step: a slow worker applied an old plan
 * over a new one, and the clean-up of what was old deleted what was live. https://aws.amazon.com/message/101925/
 */
export const raceOldPlan: Chapter = { title: 'the race of two plans: the old one is applied late', rows };
