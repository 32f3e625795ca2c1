import { expect } from 'vitest';
import { CONVERGES, oldDrain, onlyOld, REGISTER_THEN_ZONE_BY_ZONE } from '../converging.ts';
import { betweenPasses, freeFirstAddress, replace } from '../happenings.ts';
import type { Chapter, Scenario } from '../scenario.ts';
import type { Stage } from '../stage.ts';

const PAUSE = 'target-sync:pause-until';

function pauseFor({ cloud, group }: Stage, seconds: number): void {
  cloud.setTags(group.arn, { [PAUSE]: new Date(cloud.clock.now().getTime() + seconds * 1_000).toISOString() });
}

const rows: readonly Scenario[] = [
  {
    title: 'a pause',
    given: 'an operator pauses the group, and the endpoint is replaced meanwhile',
    when: 'passes repeat',
    then: 'the group stays as it is until the pause ends, and heals after',
    play: async (stage) => {
      const until = new Date(stage.cloud.clock.now().getTime() + 170_000);
      stage.cloud.setTags(stage.group.arn, { 'target-sync:pause-until': until.toISOString() });
      replace(stage);
      const paused = await stage.passes(3);
      expect(stage.targets()).toEqual(['10.0.1.11:443 healthy', '10.0.2.11:443 healthy']);
      expect(stage.cloud.calls.filter(({ write }) => write)).toEqual([]);
      return [...paused, ...(await stage.passes(6))];
    },
    expected: {
      outcomes: ['waiting', 'waiting', 'waiting', ...CONVERGES],
      writes: REGISTER_THEN_ZONE_BY_ZONE,
      targets: oldDrain,
    },
    also: (passes) => {
      expect(passes.map(({ outcomes: [report] }) => report?.pause?.kind)).toEqual([
        ...Array.from({ length: 3 }, () => 'waiting'),
        ...Array.from({ length: 6 }, () => undefined),
      ]);
    },
  },
  {
    title: 'a pause of 25 hours',
    twin: 'a pause of 24 hours',
    given:
      'an operator pauses the group for 25 hours, which is longer than a pause may be, and the endpoint is replaced',
    when: 'passes repeat',
    then: 'nothing is changed, and each asks for an operator: a pause so long is a forgotten one',
    play: (stage) => {
      pauseFor(stage, 25 * 3_600);
      replace(stage);
      return stage.passes(2);
    },
    expected: { outcomes: ['blocked', 'blocked'], writes: [], targets: onlyOld },
    also: (passes) => {
      for (const { outcomes } of passes) expect(outcomes[0]?.pause?.reason).toContain('at most 24 h are accepted');
    },
  },
  {
    title: 'a pause of 24 hours',
    given: 'an operator pauses the group for 24 hours, and the endpoint is replaced',
    when: 'passes repeat',
    then: 'nothing is changed, and nobody is called',
    play: (stage) => {
      pauseFor(stage, 24 * 3_600);
      replace(stage);
      return stage.passes(2);
    },
    expected: { outcomes: ['waiting', 'waiting'], writes: [], targets: onlyOld },
  },
  {
    title: 'a pause that cannot be read',
    twin: 'a pause',
    given: 'an operator writes “tomorrow” where the end of the pause should be, and the endpoint is replaced',
    when: 'passes repeat, and the operator takes the pause away after two',
    then: 'nothing is changed while it stands, and each pass asks for an operator; the group heals after',
    play: async (stage) => {
      stage.cloud.setTags(stage.group.arn, { [PAUSE]: 'tomorrow' });
      replace(stage);
      const paused = await stage.passes(2);
      expect(stage.cloud.calls.filter(({ write }) => write)).toEqual([]);
      stage.cloud.removeTags(stage.group.arn, [PAUSE]);
      return [...paused, ...(await stage.passes(6))];
    },
    expected: {
      outcomes: ['blocked', 'blocked', ...CONVERGES],
      writes: REGISTER_THEN_ZONE_BY_ZONE,
      targets: oldDrain,
    },
  },
  {
    title: 'a stranger during a pause',
    twin: 'a stranger on a freed address',
    given:
      'an operator has paused the group for two minutes, and a host that answers gets an address that the endpoint left',
    when: 'passes repeat',
    then: 'the pause holds this too, and says so in a measurement that raises an alarm; the host goes when the pause ends',
    play: (stage) =>
      betweenPasses(
        stage,
        () => {
          pauseFor(stage, 120);
          const { ip, subnetId } = freeFirstAddress(stage);
          stage.cloud.takeAddress({ subnetId, ip, listens: [443] });
        },
        4,
      ),
    expected: {
      outcomes: ['in-sync', 'waiting', 'waiting', 'changed', 'in-sync'],
      writes: ['RegisterTargets', 'DeregisterTargets'],
      targets: () => ['10.0.1.11:443 draining', '10.0.1.12:443 healthy', '10.0.2.11:443 healthy'],
      // Half of two clients for the 155 s until the first pass after the pause; a tenth of both for the 120 s after it.
      lost: { stranger: 155 + 24 },
    },
    also: (passes) => {
      const serving = passes.flatMap(({ measurements }) =>
        measurements.flatMap(({ values }) => values.StrangersServing ?? []),
      );
      expect(serving).toEqual([0, 1, 1, 0, 0]);
    },
  },
];

/** An operator pauses a group. */
export const pauses: Chapter = { title: 'an operator pauses a group', rows };
