import { expect } from 'vitest';
import { oldDrain, onlyNew, REGISTER_THEN_ZONE_BY_ZONE } from '../converging.ts';
import { deregistered, freeFirstAddress, holds } from '../happenings.ts';
import type { Chapter, Scenario } from '../scenario.ts';
import { codeOf, deploy, slowly } from '../slow-pass.ts';
import type { Pass, Stage } from '../stage.ts';

async function cleanUpInTheVeryMoment(stage: Stage): Promise<readonly Pass[]> {
  const { created } = stage.cloud.replaceEndpoint(stage.endpoint.id, { deleteAfterSeconds: 'never' });
  stage.cloud.register(stage.group.arn, created.ips);
  stage.cloud.setHealthy(stage.group.arn);
  const race = await slowly(stage, { operation: 'DeregisterTargets' }, async () => {
    stage.moveTo(created.id);
    const fast = await stage.pass();
    stage.cloud.advance(20);
    return [fast];
  });
  return [...race, ...(await stage.passes(5))];
}

const rows: readonly Scenario[] = [
  {
    title: '3, the clean-up of what is live',
    twin: '3, the clean-up of what nobody bound',
    given:
      'a slow pass, still with the old endpoint, stands still before it lists the group; then it finds the addresses of the deployment there, healthy already, which it takes for another endpoint’s',
    when: 'it goes on to remove them',
    then: 'it looks at the seal once more before it removes, and removes nothing',
    play: async (stage) => {
      const race = await slowly(stage, { operation: 'DescribeTargetHealth' }, async () => {
        const fast = await deploy(stage);
        stage.cloud.setHealthy(stage.group.arn);
        return fast;
      });
      return [...race, ...(await stage.passes(4))];
    },
    expected: {
      outcomes: ['waiting', 'refused', 'waiting', 'changed', 'in-sync', 'in-sync'],
      writes: REGISTER_THEN_ZONE_BY_ZONE,
      targets: oldDrain,
    },
    also: ([, slow]) => expect(codeOf(slow)).toBe('other-seal'),
  },
  {
    title: '3, the clean-up of what nobody bound',
    given: 'somebody registered the addresses of another endpoint by hand, and no deployment follows',
    when: 'passes repeat',
    then: 'they leave, one zone a pass',
    play: (stage) => {
      const { created } = stage.cloud.replaceEndpoint(stage.endpoint.id, { deleteAfterSeconds: 'never' });
      stage.cloud.register(stage.group.arn, created.ips);
      stage.cloud.setHealthy(stage.group.arn);
      return stage.passes(3);
    },
    expected: {
      outcomes: ['waiting', 'changed', 'in-sync'],
      writes: ['DeregisterTargets', 'DeregisterTargets'],
      targets: () => [
        '10.0.1.11:443 healthy',
        '10.0.1.12:443 draining',
        '10.0.2.11:443 healthy',
        '10.0.2.12:443 draining',
      ],
    },
    also: (_passes, stage) => expect(deregistered(stage)).toEqual([['10.0.1.12'], ['10.0.2.12']]),
  },
  {
    title: '4, what came while the pass stood still',
    twin: 'a stranger on a freed address',
    given:
      'a slow pass is about to remove an address that nobody has; meanwhile the endpoint gets a new address, and a fast pass of the same binding registers it and removes the other',
    when: 'the slow pass goes on',
    then: 'it lists the group once more, does not know the new address, and leaves it alone',
    play: async (stage) => {
      stage.cloud.register(stage.group.arn, ['10.0.1.200']);
      stage.cloud.advance(200);
      const race = await slowly(stage, { operation: 'DescribeTargetHealth', nth: 2 }, async () => {
        freeFirstAddress(stage);
        return [await stage.pass()];
      });
      return [...race, ...(await stage.passes(3))];
    },
    expected: {
      outcomes: ['waiting', 'waiting', 'waiting', 'changed', 'in-sync'],
      writes: ['RegisterTargets', 'DeregisterTargets', 'DeregisterTargets'],
      targets: () => [
        '10.0.1.11:443 draining',
        '10.0.1.12:443 healthy',
        '10.0.1.200:443 draining',
        '10.0.2.11:443 healthy',
      ],
      lost: { failed: 19 },
    },
    also: ([, slow]) => {
      expect(holds(slow).map(({ target, reason }) => [target, reason])).toEqual([
        ['10.0.1.12:443', 'what became of 10.0.1.12 is unknown: it appeared during this pass'],
      ]);
    },
  },
  {
    title: '4, the source has moved while the pass stood still',
    twin: 'the endpoint on its own freed address',
    given:
      'a slow pass has read the endpoint’s addresses; meanwhile the endpoint gets a new one, and a fast pass of the same binding registers it',
    when: 'the slow pass lists the group, and finds an address that it takes for surplus',
    then: 'it asks whose that is now, finds it the endpoint’s own, and removes nothing',
    play: async (stage) => {
      const race = await slowly(stage, { operation: 'DescribeTargetHealth' }, async () => {
        freeFirstAddress(stage);
        return [await stage.pass()];
      });
      return [...race, ...(await stage.passes(3))];
    },
    expected: {
      outcomes: ['waiting', 'waiting', 'waiting', 'changed', 'in-sync'],
      writes: ['RegisterTargets', 'DeregisterTargets'],
      targets: () => ['10.0.1.11:443 draining', '10.0.1.12:443 healthy', '10.0.2.11:443 healthy'],
      // AWS's own cut, as of any new address: until two health checks of the old one have failed.
      lost: { failed: 19 },
    },
    also: ([, slow]) => {
      expect(holds(slow).map(({ target, reason }) => [target, reason])).toContainEqual([
        '10.0.1.12:443',
        '10.0.1.12 is an interface of the source after all: the source as read is stale, or the interface is leaving it',
      ]);
    },
  },
  {
    title: '5, the clean-up in the very moment',
    twin: '3, the clean-up of what nobody bound',
    given:
      'the new addresses were registered by hand before the deployment, and a slow pass of the old binding stands still after its last look at the seal, about to remove one',
    when: 'the deployment follows, a fast pass runs, and the slow pass goes on',
    then: 'one live target goes, never more: one zone’s worth is all that a pass removes; the other zone serves, and the next pass puts it back',
    play: (stage) => cleanUpInTheVeryMoment(stage),
    expected: {
      outcomes: ['waiting', 'waiting', 'changed', 'in-sync', 'in-sync', 'in-sync', 'in-sync'],
      writes: ['DeregisterTargets', 'DeregisterTargets', 'RegisterTargets', 'DeregisterTargets'],
      targets: onlyNew,
    },
  },
  {
    title: '5, the clean-up in the very moment, cross-zone off',
    twin: '3, the clean-up of what nobody bound',
    given: 'the same, and the load balancer sends each zone’s clients to targets of that zone alone',
    when: 'the deployment follows, a fast pass runs, and the slow pass goes on',
    then: 'the first zone has no target until the next pass puts it back: this is what is left of the race',
    stage: { crossZone: false },
    play: (stage) => cleanUpInTheVeryMoment(stage),
    expected: {
      outcomes: ['waiting', 'waiting', 'changed', 'in-sync', 'in-sync', 'in-sync', 'in-sync'],
      writes: ['DeregisterTargets', 'DeregisterTargets', 'RegisterTargets', 'DeregisterTargets'],
      targets: onlyNew,
      // One of two clients for 89 s, but for the tenth of connections that still goes to where it went before.
      lost: { failed: 80.1 },
    },
  },
];

/** The second half of the race: what is old is cleaned up, and the new is taken for old. */
export const raceCleanUp: Chapter = { title: 'the race of two plans: the clean-up meets what is live', rows };
