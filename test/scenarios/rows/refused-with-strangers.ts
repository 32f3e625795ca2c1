import { expect } from 'vitest';
import { enrolHosts, holds, replace } from '../happenings.ts';
import type { Chapter } from '../scenario.ts';

/** No state of the source keeps a stranger that is not healthy. */
export const refusedWithStrangers: Chapter = {
  title: 'strangers beside a refused source',
  rows: [
    {
      title: 'a healthy stranger while the source is refused',
      twin: 'an unhealthy stranger while the source is refused',
      given: 'a replacement is bound that is rejected, and somebody registers a host of theirs, which serves',
      when: 'passes repeat',
      then: 'the host is held, since nothing desired is healthy, and an operator is told what to do',
      play: (stage) => {
        stage.cloud.setEndpointState(replace(stage).id, 'rejected');
        enrolHosts(stage, { zones: [0] });
        return stage.passes(2);
      },
      expected: {
        outcomes: ['refused', 'refused'],
        writes: [],
        targets: () => ['10.0.1.11:443 healthy', '10.0.1.13:443 healthy', '10.0.2.11:443 healthy'],
        // A third of two clients.
        lost: { stranger: 80 },
      },
      also: ([pass]) => {
        expect(holds(pass)).toMatchObject([{ target: '10.0.1.13:443', state: 'blocked', stranger: true }]);
      },
    },
    {
      title: 'an unhealthy stranger while the source is refused',
      given: 'a replacement is bound that is rejected, and somebody registers a host of theirs, which does not answer',
      when: 'passes repeat',
      then: 'the first evicts it, and refuses all else',
      play: (stage) => {
        stage.cloud.setEndpointState(replace(stage).id, 'rejected');
        enrolHosts(stage, { zones: [0], answers: false });
        return stage.passes(2);
      },
      expected: {
        outcomes: ['refused', 'refused'],
        writes: ['DeregisterTargets'],
        targets: () => ['10.0.1.11:443 healthy', '10.0.1.13:443 draining', '10.0.2.11:443 healthy'],
      },
      also: ([pass]) => expect(pass?.outcomes[0]?.changes.deregistered).toEqual(['10.0.1.13:443']),
    },
  ],
};
