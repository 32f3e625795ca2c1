import { expect } from 'vitest';
import { TURNED_AWAY } from '../full-group.ts';
import { replace } from '../happenings.ts';
import type { Chapter, Scenario } from '../scenario.ts';
import { codeOf, slowly } from '../slow-pass.ts';
import type { Pass, Stage } from '../stage.ts';

const LISTING = 'DescribeTargetHealth';
const PAUSE = 'target-sync:pause-until';
/** Addresses that nobody has. */
const DEAD = ['10.0.1.99', '10.0.2.99'];
const MORE_DEAD = ['10.0.1.98', ...DEAD];

/** Replaces the endpoint of a group that addresses of nobody fill, whose checks have failed long since. */
function replaceAmongDead(stage: Stage, dead: readonly string[] = DEAD): void {
  stage.cloud.register(stage.group.arn, dead);
  stage.cloud.advance(200);
  replace(stage);
}

/** A pass whose registrations are turned away stands still before it looks for room; something happens, and it goes on. */
async function beforeMakingRoom(stage: Stage, happens: () => void): Promise<readonly Pass[]> {
  replaceAmongDead(stage);
  return slowly(stage, { operation: LISTING, nth: 2 }, async () => {
    happens();
    stage.cloud.advance(5);
    return [];
  });
}

const oldAndDead = (): readonly string[] => [
  '10.0.1.11:443 healthy',
  '10.0.1.99:443 unhealthy',
  '10.0.2.11:443 healthy',
  '10.0.2.99:443 unhealthy',
];

/** Old and new targets, and the dead ones that made room. */
const madeRoom = (health: 'initial' | 'healthy', dead: readonly string[] = DEAD): readonly string[] =>
  [
    ...['10.0.1.11', '10.0.2.11'].map((ip) => `${ip}:443 healthy`),
    ...['10.0.1.12', '10.0.2.12'].map((ip) => `${ip}:443 ${health}`),
    ...dead.map((ip) => `${ip}:443 draining`),
  ].toSorted();

const UNDISTURBED = 'a full group, and nothing changes meanwhile';
const GIVEN = 'the endpoint is replaced in a full group, in which two addresses that nobody has could make room';
const STANDS_STILL = 'a pass is turned away by AWS and stands still before it makes room;';

const whileItStandsStill: readonly Scenario[] = [
  {
    title: 'a full group that is paused meanwhile',
    twin: UNDISTURBED,
    given: GIVEN,
    when: `${STANDS_STILL} an operator pauses the group, and the pass goes on`,
    then: 'nothing is taken out and nothing brought in: a pause holds from the moment it is set',
    stage: { settings: { targetsPerCrossZoneLoadBalancer: 4 } },
    play: (stage) =>
      beforeMakingRoom(stage, () => {
        const until = new Date(stage.cloud.clock.now().getTime() + 3_600_000);
        stage.cloud.setTags(stage.group.arn, { [PAUSE]: until.toISOString() });
      }),
    expected: { outcomes: ['waiting'], writes: TURNED_AWAY, targets: oldAndDead },
  },
  {
    title: 'a full group that gets another owner meanwhile',
    twin: UNDISTURBED,
    given: GIVEN,
    when: `${STANDS_STILL} a deployment gives the group to a third endpoint, and the pass goes on`,
    then: 'it refuses, because the group is no longer its own, and takes nothing out',
    stage: { settings: { targetsPerCrossZoneLoadBalancer: 4 } },
    play: (stage) => beforeMakingRoom(stage, () => void replace(stage)),
    expected: { outcomes: ['refused'], writes: TURNED_AWAY, targets: oldAndDead },
    also: ([pass]) => expect(codeOf(pass)).toBe('other-seal'),
  },
  {
    title: UNDISTURBED,
    given: GIVEN,
    when: `${STANDS_STILL} nothing happens, and the pass goes on`,
    then: 'the two addresses go, and the new targets come in',
    stage: { settings: { targetsPerCrossZoneLoadBalancer: 4 } },
    play: (stage) => beforeMakingRoom(stage, () => undefined),
    expected: {
      outcomes: ['waiting'],
      writes: [...TURNED_AWAY, 'DeregisterTargets', 'RegisterTargets'],
      targets: () => madeRoom('initial'),
    },
  },
];

/** What a pass reports of one of the addresses of nobody. */
const reportOf = (pass: Pass | undefined, ip: string): readonly string[] =>
  (pass?.outcomes[0]?.reasons ?? [])
    .filter(({ target }) => target === `${ip}:443`)
    .map(({ change, state }) => `${change}, ${state}`);

const MORE = 'a full group whose listing lags, with more to take out than is needed';

const whileTheListingLags: readonly Scenario[] = [
  {
    title: 'a full group whose listing lags',
    twin: MORE,
    given: `${GIVEN}; what is changed shows in the listing 20 seconds later`,
    when: 'passes repeat',
    then: 'the first reports the two as taken out, not yet confirmed, and not as waiting too',
    stage: { settings: { targetsPerCrossZoneLoadBalancer: 4, listingLagSeconds: 20 } },
    play: (stage) => {
      replaceAmongDead(stage);
      return stage.passes(2);
    },
    expected: {
      outcomes: ['waiting', 'waiting'],
      writes: [...TURNED_AWAY, 'DeregisterTargets', 'RegisterTargets'],
      targets: () => madeRoom('healthy'),
    },
    also: ([first]) => {
      for (const ip of DEAD) expect(reportOf(first, ip)).toEqual(['deregister, unconfirmed']);
    },
  },
  {
    title: MORE,
    given: 'the same, but three addresses that nobody has could make room for the two new targets',
    when: 'passes repeat',
    then: 'the first takes two of them out and reports the third as waiting; the next takes the third out',
    stage: { settings: { targetsPerCrossZoneLoadBalancer: 5, listingLagSeconds: 20 } },
    play: (stage) => {
      replaceAmongDead(stage, MORE_DEAD);
      return stage.passes(2);
    },
    expected: {
      outcomes: ['waiting', 'waiting'],
      writes: [...TURNED_AWAY, 'DeregisterTargets', 'RegisterTargets', 'DeregisterTargets'],
      targets: () => madeRoom('healthy', MORE_DEAD),
    },
    also: (passes) => {
      const reports = passes.map((pass) => [reportOf(pass, '10.0.1.99'), reportOf(pass, '10.0.2.99')]);
      expect(reports).toEqual([
        [['deregister, unconfirmed'], ['hold, waiting']],
        [[], ['deregister, unconfirmed']],
      ]);
    },
  },
];

/** A group is full, and the world does not stand still while room is made. */
export const roomMeanwhile: Chapter = {
  title: 'room at the quota, while something changes',
  rows: [...whileItStandsStill, ...whileTheListingLags],
};
