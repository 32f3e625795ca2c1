import { expect } from 'vitest';
import type { OutcomeWord } from '../../../controller/model/outcome.ts';
import { oldDrain, REGISTER_THEN_ZONE_BY_ZONE } from '../converging.ts';
import { deregistered, holds, replace, setDeaf } from '../happenings.ts';
import type { Chapter, Scenario } from '../scenario.ts';

/** The replacement does not answer in its second zone; the binding asks for so many healthy targets. */
function slowSecond(minHealthy: number): Pick<Scenario, 'given' | 'when' | 'play'> {
  return {
    given: `the binding asks for minHealthy ${minHealthy}, and one of two replacements does not answer for three minutes`,
    when: 'passes repeat',
    play: async (stage) => {
      stage.bind({ minHealthy });
      const { id } = replace(stage);
      setDeaf(stage, id, [1]);
      const slow = await stage.passes(3);
      setDeaf(stage, id, [1], false);
      return [...slow, ...(await stage.passes(3))];
    },
  };
}

const waiting = (count: number): readonly OutcomeWord[] => Array.from({ length: count }, () => 'waiting');

/** How many replacements must be healthy before the old targets go. */
export const pace: Chapter = {
  title: 'the pace of a replacement',
  rows: [
    {
      title: 'minHealthy 2 of an endpoint with one subnet',
      given: 'an endpoint with one subnet replaces another one, and the binding asks for minHealthy 2',
      when: 'passes repeat',
      then: 'the old target goes with one healthy, for there will never be two',
      stage: { endpointZones: 1 },
      play: (stage) => {
        stage.bind({ minHealthy: 2 });
        replace(stage);
        return stage.passes(4);
      },
      expected: {
        outcomes: ['waiting', 'waiting', 'changed', 'in-sync'],
        writes: ['RegisterTargets', 'DeregisterTargets'],
        targets: () => ['10.0.1.11:443 draining', '10.0.1.12:443 healthy'],
      },
    },
    {
      title: 'minHealthy 2 of an endpoint with two subnets',
      twin: 'minHealthy 1 of an endpoint with two subnets',
      ...slowSecond(2),
      then: 'the old targets wait for both, and then go one zone a pass',
      expected: {
        outcomes: [...waiting(5), 'changed'],
        writes: REGISTER_THEN_ZONE_BY_ZONE,
        targets: oldDrain,
      },
      also: ([, , third]) => {
        expect(holds(third).map(({ reason }) => reason)).toEqual(
          Array.from({ length: 2 }, () => '1 of the 2 replacements needed are healthy'),
        );
      },
    },
    {
      title: 'minHealthy 1 of an endpoint with two subnets',
      ...slowSecond(1),
      then: 'the old targets go with one healthy, one zone a pass',
      expected: {
        outcomes: ['waiting', 'waiting', 'waiting', 'changed', 'in-sync', 'in-sync'],
        writes: REGISTER_THEN_ZONE_BY_ZONE,
        targets: oldDrain,
      },
    },
    {
      title: 'minHealthy 3 with two of three zones enabled',
      given: 'the load balancer enables two of the three zones of an endpoint that is replaced; minHealthy is 3',
      when: 'passes repeat',
      then: 'two healthy are enough: the third can never be',
      stage: { zones: 3 },
      play: (stage) => {
        stage.cloud.disableZone(stage.loadBalancer.arn, 'eu-west-1c');
        stage.bind({ minHealthy: 3 });
        replace(stage);
        return stage.passes(6);
      },
      expected: {
        outcomes: [...waiting(4), 'changed', 'in-sync'],
        writes: [...REGISTER_THEN_ZONE_BY_ZONE, 'DeregisterTargets'],
        // The unused one had nothing to drain.
        targets: () => [...oldDrain(), '10.0.3.12:443 unused'],
      },
      also: (_passes, stage) => {
        expect(deregistered(stage)).toEqual([['10.0.1.11'], ['10.0.2.11'], ['10.0.3.11']]);
      },
    },
    {
      title: 'a replacement that never becomes healthy',
      twin: 'a replacement that becomes healthy at last',
      given: 'the endpoint is replaced, and the new one lets no health check in, as by a firewall rule',
      when: 'passes repeat for twenty minutes',
      then: 'the old targets stay and serve, and no client notices',
      play: (stage) => {
        setDeaf(stage, replace(stage).id, [0, 1]);
        return stage.passes(20);
      },
      expected: {
        outcomes: waiting(20),
        writes: ['RegisterTargets'],
        targets: () => [
          '10.0.1.11:443 healthy',
          '10.0.1.12:443 unhealthy',
          '10.0.2.11:443 healthy',
          '10.0.2.12:443 unhealthy',
        ],
      },
    },
    {
      title: 'a replacement that becomes healthy at last',
      given: 'the endpoint is replaced, and the new one lets no health check in for ten minutes',
      when: 'passes repeat',
      then: 'the old targets leave after that, one zone a pass, and no client notices',
      play: async (stage) => {
        const { id } = replace(stage);
        setDeaf(stage, id, [0, 1]);
        const deaf = await stage.passes(10);
        setDeaf(stage, id, [0, 1], false);
        return [...deaf, ...(await stage.passes(4))];
      },
      expected: {
        outcomes: [...waiting(12), 'changed', 'in-sync'],
        writes: REGISTER_THEN_ZONE_BY_ZONE,
        targets: oldDrain,
      },
    },
  ],
};
