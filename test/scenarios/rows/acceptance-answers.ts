import { expect } from 'vitest';
import { oldAndNew, oldDrain, onlyOld } from '../converging.ts';
import { betweenPasses, deregistered, freeFirstAddress, readyToRemove, replace } from '../happenings.ts';
import type { Chapter, Scenario } from '../scenario.ts';

const OTHER_ACCOUNT = '210987654321';

const rows: readonly (Scenario & { readonly restated: string })[] = [
  {
    title: 'N, a list that is cut short',
    twin: 'a replacement beside the old endpoint, cross-zone on',
    restated: 'nothing',
    given: 'a replacement has three zones, and AWS lists only half of its interfaces',
    when: 'passes repeat',
    then: 'what is seen is registered, and nothing is removed until all of it is seen',
    stage: { zones: 3 },
    play: async (stage) => {
      replace(stage);
      const end = stage.cloud.faults.add({ operation: 'DescribeNetworkInterfaces', fault: 'short-page' });
      const cut = await stage.passes(3);
      expect(deregistered(stage)).toEqual([]);
      end();
      return [...cut, ...(await stage.passes(5))];
    },
    expected: {
      outcomes: ['waiting', 'waiting', 'waiting', 'waiting', 'waiting', 'changed', 'in-sync', 'in-sync'],
      writes: ['RegisterTargets', 'RegisterTargets', 'DeregisterTargets', 'DeregisterTargets', 'DeregisterTargets'],
      // The old target of the first zone has left: draining takes five minutes.
      targets: () => [
        '10.0.1.12:443 healthy',
        '10.0.2.11:443 draining',
        '10.0.2.12:443 healthy',
        '10.0.3.11:443 draining',
        '10.0.3.12:443 healthy',
      ],
    },
    also: ([pass]) => expect(pass?.outcomes[0]?.partial).toContain('1 of 3 listed interfaces were found'),
  },
  {
    title: 'O, a removal that AWS accepts and does not make',
    twin: 'a replacement beside the old endpoint, cross-zone on',
    restated: 'the pass waits instead of failing: it may be lag, and the next pass tries again',
    given: 'a replacement is healthy, and AWS answers yes to every deregistration and makes none',
    when: 'two passes follow',
    then: 'each reads back, finds the target still registered, and says so; no second target is tried',
    play: async (stage) => {
      await readyToRemove(stage);
      stage.cloud.faults.add({ operation: 'DeregisterTargets', fault: 'lies' });
      return stage.passes(2);
    },
    expected: {
      outcomes: ['waiting', 'waiting'],
      writes: ['DeregisterTargets', 'DeregisterTargets'],
      targets: oldAndNew,
    },
    also: (passes, stage) => {
      for (const { outcomes } of passes) expect(outcomes[0]?.changes.unconfirmed).toEqual(['10.0.1.11:443']);
      expect(deregistered(stage)).toEqual([['10.0.1.11'], ['10.0.1.11']]);
    },
  },
  {
    title: 'P, an old address goes to another host',
    twin: 'a stranger on a freed address',
    restated: 'a stranger that answers, but cannot read what it is sent, goes once a desired target is healthy',
    given: 'the endpoint gets new addresses in both zones, and a host that answers gets one of the old ones',
    when: 'passes repeat',
    then: 'the new addresses are registered at once, and the host, by then the last healthy target, goes when they are healthy',
    play: (stage) =>
      betweenPasses(
        stage,
        () => {
          const { ip, subnetId } = freeFirstAddress(stage);
          stage.cloud.readdress(stage.endpoint.id, stage.subnetIds[1] ?? '');
          stage.cloud.takeAddress({ subnetId, ip, listens: [443] });
        },
        4,
      ),
    expected: {
      outcomes: ['in-sync', 'waiting', 'waiting', 'changed', 'in-sync'],
      writes: ['RegisterTargets', 'DeregisterTargets', 'DeregisterTargets'],
      targets: oldDrain,
      // The first zone's clients and half of the second's for 14 s, then all for 21 s until the pass and 89 s until
      // replacements are healthy; a third for 31 s until the next pass, and a tenth for 120 s.
      lost: { failed: 14, stranger: 278.666 },
    },
  },
  {
    title: 'Q, the wrong account',
    twin: 'A, steady state',
    restated: 'there is no account to assert: an id that this account does not know is an error, not an empty list',
    given: 'the function runs with the credentials of another account, in which nothing of this exists',
    when: 'a pass starts',
    then: 'it refuses, because the group cannot be found, and writes nothing',
    play: async (stage) => [
      await stage.deliver(stage.event(), { credentials: stage.cloud.credentialsOf(OTHER_ACCOUNT) }),
    ],
    expected: { outcomes: ['refused'], writes: [], targets: onlyOld },
    also: ([pass]) => expect(pass?.outcomes[0]?.refusal?.code).toBe('group-unreadable'),
  },
  {
    title: 'R, a zone that AWS filled in',
    twin: 'a stranger on a freed address',
    restated: 'nothing',
    given: 'the targets were registered without a zone, and AWS lists each with the zone it found',
    when: 'passes repeat',
    then: 'they count as what they are, and nothing is written',
    play: (stage) => stage.passes(2),
    expected: { outcomes: ['in-sync', 'in-sync'], writes: [], targets: onlyOld },
    also: (_passes, stage) => {
      expect(stage.cloud.targets(stage.group.arn).map(({ zone }) => zone)).toEqual(['eu-west-1a', 'eu-west-1b']);
    },
  },
];

/** Five more of them: what AWS answers, and whose an address is. */
export const acceptanceAnswers: Chapter = {
  title: 'situations in which syncers of this kind are known to go wrong, N to R',
  rows,
};
