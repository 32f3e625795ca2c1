import { expect } from 'vitest';
import { oldDrain, onlyOld, REGISTER_THEN_ZONE_BY_ZONE } from '../converging.ts';
import { refusals, replace } from '../happenings.ts';
import type { Chapter, Scenario } from '../scenario.ts';

/** A replacement that fails before anything of it is registered, and for most of these states may come back. */
function refused(state: 'failed' | 'rejected' | 'expired'): readonly Scenario[] {
  const back = `a replacement that was ${state} and is available again`;
  return [
    {
      title: `a replacement that is ${state}`,
      twin: back,
      given: `another endpoint is bound, which AWS reports as ${state}, and the old one is kept`,
      when: 'passes repeat',
      then: 'each refuses, the group keeps what it holds, and no client notices',
      play: (stage) => {
        stage.cloud.setEndpointState(replace(stage).id, state);
        return stage.passes(3);
      },
      expected: { outcomes: ['refused', 'refused', 'refused'], writes: [], targets: onlyOld },
      also: (passes) => expect(new Set(refusals(passes))).toEqual(new Set(['source-not-usable'])),
    },
    {
      title: back,
      given: `another endpoint is bound, which AWS reports as ${state} at first, and the old one is kept`,
      when: 'it becomes available after two passes',
      then: 'they converge, and no client notices',
      play: async (stage) => {
        const { id } = replace(stage);
        stage.cloud.setEndpointState(id, state);
        const before = await stage.passes(2);
        stage.cloud.setEndpointState(id, 'available');
        return [...before, ...(await stage.passes(4))];
      },
      expected: {
        outcomes: ['refused', 'refused', 'waiting', 'waiting', 'waiting', 'changed'],
        writes: REGISTER_THEN_ZONE_BY_ZONE,
        targets: oldDrain,
      },
    },
  ];
}

/** What becomes of a group while its source is not `available`. */
export const endpointStates: Chapter = {
  title: 'states of the endpoint',
  rows: [
    ...refused('failed'),
    ...refused('rejected'),
    ...refused('expired'),
    {
      title: 'a replacement that takes its time',
      given: 'another endpoint is bound, which AWS is still making for 200 s (it is pending), and the old one is kept',
      when: 'passes repeat',
      then: 'its targets come in at once, and the old ones stay until it is available and they are healthy',
      play: (stage) => {
        const { created } = stage.cloud.replaceEndpoint(stage.endpoint.id, {
          availableAfterSeconds: 200,
          deleteAfterSeconds: 'never',
        });
        stage.moveTo(created.id);
        return stage.passes(6);
      },
      expected: {
        outcomes: ['waiting', 'waiting', 'waiting', 'waiting', 'waiting', 'changed'],
        writes: REGISTER_THEN_ZONE_BY_ZONE,
        targets: oldDrain,
      },
      also: ([first]) => expect(first?.outcomes[0]?.partial).toContain('the endpoint is pending'),
    },
    {
      title: 'a replacement that is partial',
      twin: 'a replacement that is whole again',
      given: 'AWS reports another endpoint as partial right after it was bound, and the old one is kept',
      when: 'passes repeat',
      then: 'its targets come in, and the old ones stay: no client notices',
      play: (stage) => {
        stage.cloud.setEndpointState(replace(stage).id, 'partial');
        return stage.passes(4);
      },
      expected: {
        outcomes: ['waiting', 'waiting', 'waiting', 'waiting'],
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
      title: 'a replacement that is whole again',
      given: 'AWS reports another endpoint as partial for two minutes after it was bound, and the old one is kept',
      when: 'passes repeat',
      then: 'the old targets leave after that, one zone a pass',
      play: async (stage) => {
        const { id } = replace(stage);
        stage.cloud.setEndpointState(id, 'partial');
        const before = await stage.passes(2);
        stage.cloud.setEndpointState(id, 'available');
        return [...before, ...(await stage.passes(3))];
      },
      expected: {
        outcomes: ['waiting', 'waiting', 'waiting', 'waiting', 'changed'],
        writes: REGISTER_THEN_ZONE_BY_ZONE,
        targets: oldDrain,
      },
    },
  ],
};
