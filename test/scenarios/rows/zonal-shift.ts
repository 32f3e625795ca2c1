import { expect } from 'vitest';
import { oldAndNew, oldDrain, REGISTER_THEN_ZONE_BY_ZONE } from '../converging.ts';
import { enrolHosts, holds, replace } from '../happenings.ts';
import type { Chapter, Scenario } from '../scenario.ts';
import type { Pass, Stage } from '../stage.ts';

const ZONE = 'eu-west-1a';

/** The endpoint is replaced; from its second minute on the first zone is shifted away. */
async function shifted(stage: Stage, count: number): Promise<readonly Pass[]> {
  replace(stage);
  const before = await stage.passes(1);
  stage.cloud.zonalShift(stage.loadBalancer.arn, ZONE);
  return [...before, ...(await stage.passes(count))];
}

const heldByTheShift = ([, ...passes]: readonly Pass[]): void => {
  const reasons = passes.flatMap((pass) => holds(pass).map(({ reason }) => reason));
  expect(new Set(reasons)).toEqual(new Set(['a zonal shift is active, so health does not tell what can serve']));
};

const held = ['waiting', 'waiting', 'waiting', 'waiting', 'waiting'] as const;
const crossZoneSettings: readonly boolean[] = [true, false];

const duringReplacement = crossZoneSettings.flatMap((crossZone): readonly Scenario[] => {
  const setting = `cross-zone ${crossZone ? 'on' : 'off'}`;
  const ends = `a zonal shift that ends, ${setting}`;
  return [
    {
      title: `a zonal shift during a replacement, ${setting}`,
      twin: ends,
      given: 'the endpoint is replaced, and before the new targets are healthy a zone is shifted away',
      when: 'passes repeat',
      then: 'the old targets stay although the new ones are healthy, and no client notices',
      stage: { crossZone },
      play: (stage) => shifted(stage, 4),
      expected: {
        outcomes: held,
        writes: ['RegisterTargets'],
        targets: oldAndNew,
      },
      also: heldByTheShift,
    },
    {
      title: ends,
      given: 'the endpoint is replaced, and a zone is shifted away for four minutes',
      when: 'passes repeat',
      then: 'the old targets go after the shift, one zone a pass, and no client notices',
      stage: { crossZone },
      play: async (stage) => {
        const during = await shifted(stage, 4);
        stage.cloud.endZonalShift(stage.loadBalancer.arn, ZONE);
        return [...during, ...(await stage.passes(3))];
      },
      expected: {
        outcomes: [...held, 'waiting', 'changed', 'in-sync'],
        writes: REGISTER_THEN_ZONE_BY_ZONE,
        targets: oldDrain,
      },
    },
  ];
});

/** A shift overrides health, so that health does not tell what can serve. */
export const zonalShift: Chapter = {
  title: 'zonal shift',
  rows: [
    ...duringReplacement,
    {
      title: 'a stranger during a zonal shift',
      given: 'a zone is shifted away, and somebody registers a host of theirs in the other, which serves',
      when: 'passes repeat',
      then: 'the first pass evicts it: a shift holds no stranger',
      play: (stage) => {
        stage.cloud.zonalShift(stage.loadBalancer.arn, ZONE);
        enrolHosts(stage, { zones: [1] });
        return stage.passes(3);
      },
      expected: {
        outcomes: ['changed', 'in-sync', 'in-sync'],
        writes: ['DeregisterTargets'],
        targets: () => ['10.0.1.11:443 healthy', '10.0.2.11:443 healthy', '10.0.2.12:443 draining'],
        // A tenth of two clients for two minutes.
        lost: { stranger: 24 },
      },
    },
    {
      title: 'an address that is nobody’s during a zonal shift',
      twin: 'an absence in an own VPC',
      given: 'a subnet leaves the endpoint, its target turns unhealthy, and the other zone is shifted away',
      when: 'passes repeat, and the shift ends after two',
      then: 'the target is held until then',
      play: async (stage) => {
        stage.cloud.removeEndpointSubnet(stage.endpoint.id, stage.subnetIds[1] ?? '');
        stage.cloud.advance(30);
        stage.cloud.zonalShift(stage.loadBalancer.arn, ZONE);
        const during = await stage.passes(2);
        stage.cloud.endZonalShift(stage.loadBalancer.arn, ZONE);
        return [...during, ...(await stage.passes(2))];
      },
      expected: {
        outcomes: ['waiting', 'waiting', 'changed', 'in-sync'],
        writes: ['DeregisterTargets'],
        targets: () => ['10.0.1.11:443 healthy', '10.0.2.11:443 draining'],
        // Half of two clients until its checks have failed; all of them while the only healthy target is shifted away.
        lost: { failed: 19 + 2 * 120 },
      },
    },
  ],
};
