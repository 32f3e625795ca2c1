import { expect } from 'vitest';
import { CONVERGES, oldDrain, onlyNew, REGISTER_THEN_ZONE_BY_ZONE } from '../converging.ts';
import { betweenPasses, deregistered, replace } from '../happenings.ts';
import type { Chapter, Scenario } from '../scenario.ts';
import type { Pass, Stage } from '../stage.ts';

const oneZoneAPass = (_passes: readonly Pass[], stage: Stage): void => {
  expect(deregistered(stage)).toEqual([['10.0.1.11'], ['10.0.2.11']]);
};

const crossZoneSettings: readonly boolean[] = [true, false];

const besideOrInstead = crossZoneSettings.flatMap((crossZone): readonly Scenario[] => {
  const setting = `cross-zone ${crossZone ? 'on' : 'off'}`;
  return [
    {
      title: `a replacement beside the old endpoint, ${setting}`,
      given: 'another endpoint is bound, and the old one is kept',
      when: 'passes repeat',
      then: 'the old targets leave one zone a pass, and no client notices',
      stage: { crossZone },
      play: (stage) => {
        replace(stage);
        return stage.passes(6);
      },
      expected: { outcomes: CONVERGES, writes: REGISTER_THEN_ZONE_BY_ZONE, targets: oldDrain },
      also: oneZoneAPass,
    },
    {
      title: `a replacement without a gate, ${setting}`,
      given: 'another endpoint is bound, and the old one is deleted at the same time',
      when: 'passes repeat',
      then: 'the dead targets go and the new ones come in at once; what is lost is the time until that pass, and what the load balancer still sends to targets that were taken out',
      stage: { crossZone },
      play: (stage) =>
        betweenPasses(
          stage,
          () => {
            replace(stage, 0);
          },
          6,
        ),
      expected: {
        outcomes: ['in-sync', 'changed', 'in-sync', 'in-sync', 'in-sync', 'in-sync', 'in-sync'],
        writes: ['RegisterTargets', 'DeregisterTargets'],
        targets: onlyNew,
        // Of two clients: all for the 35 s until the pass, and a tenth for the 120 s after the old ones are deregistered.
        // In between no target is healthy, and the load balancer sends to all that are left: the new ones.
        lost: { failed: 2 * (35 + 120 / 10) },
      },
    },
  ];
});

const otherwise: readonly Scenario[] = [
  {
    title: 'overlapping passes',
    given: 'the endpoint is replaced, and every pass is invoked twice at once',
    when: 'pairs of passes repeat',
    then: 'both write the same, which does no harm, and converge',
    play: async (stage) => {
      replace(stage);
      const all: Pass[] = [];
      for (let minute = 1; minute <= 6; minute += 1) {
        const next = new Date(stage.cloud.clock.now().getTime() + 60_000);
        // oxlint-disable-next-line no-await-in-loop -- minutes follow one another
        all.push(...(await Promise.all([stage.pass(), stage.pass()])));
        // oxlint-disable-next-line no-await-in-loop -- as above
        await stage.cloud.clock.sleepUntil(next);
      }
      return all;
    },
    expected: {
      outcomes: CONVERGES.flatMap((outcome) => [outcome, outcome]),
      writes: REGISTER_THEN_ZONE_BY_ZONE.flatMap((operation) => [operation, operation]),
      targets: oldDrain,
    },
    also: (_passes, stage) => {
      expect(deregistered(stage)).toEqual([['10.0.1.11'], ['10.0.1.11'], ['10.0.2.11'], ['10.0.2.11']]);
    },
  },
  {
    title: 'an IPv6 group',
    given: 'the endpoint of a group of IPv6 addresses is replaced',
    when: 'passes repeat',
    then: 'the IPv6 addresses of the replacement take over, and no client notices',
    stage: { family: 'ipv6' },
    play: (stage) => {
      replace(stage);
      return stage.passes(6);
    },
    expected: {
      outcomes: CONVERGES,
      writes: REGISTER_THEN_ZONE_BY_ZONE,
      targets: () => [
        '2001:db8:0:1::d:443 draining',
        '2001:db8:0:1::f:443 healthy',
        '2001:db8:0:2::d:443 draining',
        '2001:db8:0:2::f:443 healthy',
      ],
    },
    also: (_passes, stage) => {
      expect(deregistered(stage)).toEqual([['2001:db8:0:1::d'], ['2001:db8:0:2::d']]);
    },
  },
];

/** An endpoint is replaced. */
export const replacement: Chapter = {
  title: 'an endpoint is replaced',
  rows: [...besideOrInstead, ...otherwise],
};
