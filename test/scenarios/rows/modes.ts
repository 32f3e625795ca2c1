import { expect } from 'vitest';
import { oldAndNew, oldDrain, onlyOld, REGISTER_THEN_ZONE_BY_ZONE } from '../converging.ts';
import { enrolHosts, holds, replace } from '../happenings.ts';
import type { Chapter } from '../scenario.ts';

/** What the modes observe and add take away from a plan. */
export const modes: Chapter = {
  title: 'modes',
  rows: [
    {
      title: 'the mode observe during a replacement',
      twin: 'the mode enforce after observe',
      given: 'the binding’s mode is observe, and its endpoint is replaced',
      when: 'passes repeat',
      then: 'each says what it would do, and writes nothing',
      play: (stage) => {
        stage.bind({ mode: 'observe' });
        replace(stage);
        return stage.passes(3);
      },
      expected: {
        outcomes: ['planned', 'planned', 'planned'],
        writes: [],
        targets: onlyOld,
      },
      also: ([pass]) => {
        expect(pass?.outcomes[0]?.plan).toEqual({
          register: ['10.0.1.12:443', '10.0.2.12:443'],
          deregister: [],
          hold: ['10.0.1.11:443', '10.0.2.11:443'],
        });
      },
    },
    {
      title: 'the mode enforce after observe',
      given: 'the binding’s mode is observe while its endpoint is replaced, and enforce after two passes',
      when: 'passes repeat',
      then: 'they converge, and no client notices',
      play: async (stage) => {
        stage.bind({ mode: 'observe' });
        replace(stage);
        const observing = await stage.passes(2);
        stage.bind({ mode: 'enforce' });
        return [...observing, ...(await stage.passes(5))];
      },
      expected: {
        outcomes: ['planned', 'planned', 'waiting', 'waiting', 'waiting', 'changed', 'in-sync'],
        writes: REGISTER_THEN_ZONE_BY_ZONE,
        targets: oldDrain,
      },
    },
    {
      title: 'the mode add during a replacement',
      twin: 'the mode enforce after add',
      given: 'the binding’s mode is add, and its endpoint is replaced',
      when: 'passes repeat',
      then: 'the new targets come in, and the old ones stay beside them',
      play: (stage) => {
        stage.bind({ mode: 'add' });
        replace(stage);
        return stage.passes(4);
      },
      expected: {
        outcomes: ['changed', 'planned', 'planned', 'planned'],
        writes: ['RegisterTargets'],
        targets: oldAndNew,
      },
      also: (passes) => {
        expect(holds(passes.at(-1))[0]?.reason).toMatch(
          /^the mode is add, which never deregisters; else it would go: /,
        );
      },
    },
    {
      title: 'the mode enforce after add',
      given: 'the binding’s mode is add while its endpoint is replaced, and enforce after three passes',
      when: 'passes repeat',
      then: 'the old targets leave, one zone a pass, and no client notices',
      play: async (stage) => {
        stage.bind({ mode: 'add' });
        replace(stage);
        const adding = await stage.passes(3);
        stage.bind({ mode: 'enforce' });
        return [...adding, ...(await stage.passes(3))];
      },
      expected: {
        outcomes: ['changed', 'planned', 'planned', 'waiting', 'changed', 'in-sync'],
        writes: REGISTER_THEN_ZONE_BY_ZONE,
        targets: oldDrain,
      },
    },
    {
      title: 'a stranger in the mode add',
      twin: 'strangers beside healthy targets of the source',
      given: 'the binding’s mode is add, and somebody registers a host of theirs, which serves',
      when: 'passes repeat',
      then: 'each says that it would go, and leaves it',
      play: (stage) => {
        stage.bind({ mode: 'add' });
        enrolHosts(stage, { zones: [0] });
        return stage.passes(2);
      },
      expected: {
        outcomes: ['planned', 'planned'],
        writes: [],
        targets: () => ['10.0.1.11:443 healthy', '10.0.1.12:443 healthy', '10.0.2.11:443 healthy'],
        lost: { stranger: 80 },
      },
      also: ([pass]) =>
        expect(holds(pass)).toMatchObject([{ target: '10.0.1.12:443', state: 'planned', stranger: true }]),
    },
    {
      title: 'an address of nobody in the mode observe',
      twin: 'a group full of addresses that are nobody’s',
      given: 'the binding’s mode is observe, and the group holds an address that nobody has, and nothing of the source',
      when: 'passes repeat',
      then: 'each says what it would register, and what would go after that; none writes',
      stage: { registered: false },
      play: (stage) => {
        stage.bind({ mode: 'observe' });
        stage.cloud.register(stage.group.arn, ['10.0.1.99']);
        stage.cloud.advance(100);
        return stage.passes(2);
      },
      expected: {
        outcomes: ['planned', 'planned'],
        writes: [],
        targets: () => ['10.0.1.99:443 unhealthy'],
        // Every client: nobody answers.
        lost: { failed: 2 * (100 + 120) },
      },
      also: (passes) => {
        for (const pass of passes) {
          // Nothing but what is documented of a report.
          expect(holds(pass)).toEqual([
            {
              target: '10.0.1.99:443',
              change: 'hold',
              state: 'planned',
              reason: expect.stringContaining('no interface'),
            },
          ]);
        }
      },
    },
  ],
};
