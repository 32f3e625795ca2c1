import { expect } from 'vitest';
import type { OutcomeWord } from '../../controller/model/outcome.ts';
import { betweenPasses, deregistered, replace } from './happenings.ts';
import { playOut, type Scenario } from './scenario.ts';
import type { Pass, Stage } from './stage.ts';

/** Registered at once, healthy 90 s later, then the old targets leave zone by zone. */
const CONVERGES: readonly OutcomeWord[] = ['waiting', 'waiting', 'waiting', 'changed', 'in-sync', 'in-sync'];
const REGISTER_THEN_ZONE_BY_ZONE = ['RegisterTargets', 'DeregisterTargets', 'DeregisterTargets'];

/** The old addresses are .11, those of the replacement .12; deregistration takes longer than these passes. */
const oldDrain = (): readonly string[] => [
  '10.0.1.11:443 draining',
  '10.0.1.12:443 healthy',
  '10.0.2.11:443 draining',
  '10.0.2.12:443 healthy',
];
const onlyNew = (): readonly string[] => ['10.0.1.12:443 healthy', '10.0.2.12:443 healthy'];
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
      then: 'what is lost is the time until the next pass and the load balancer’s own pace, and it heals',
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
        outcomes: ['in-sync', 'waiting', 'changed', 'in-sync', 'in-sync', 'in-sync', 'in-sync'],
        writes: ['RegisterTargets', 'DeregisterTargets'],
        targets: onlyNew,
        // Of two clients: all for the 35 s until the pass; half for the 60 s in which no target is healthy and the
        // load balancer fails open to old and new alike; a tenth for the 120 s after the old ones are deregistered.
        lost: { failed: 2 * (35 + 60 / 2 + 120 / 10) },
      },
    },
  ];
});

const otherwise: readonly Scenario[] = [
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
    given: 'a group of IPv6 addresses behind a dualstack load balancer, whose endpoint is replaced',
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

playOut([...besideOrInstead, ...otherwise]);
