import { expect } from 'vitest';
import type { OutcomeWord } from '../../../controller/model/outcome.ts';
import { oldDrain, REGISTER_THEN_ZONE_BY_ZONE } from '../converging.ts';
import { deregistered, freeFirstAddress, replace } from '../happenings.ts';
import type { Chapter, Scenario } from '../scenario.ts';
import type { Pass, Stage } from '../stage.ts';

/** Runs passes, and holds after each that some target is healthy. */
async function passesWithoutDarkness(stage: Stage, count: number): Promise<readonly Pass[]> {
  const all: Pass[] = [];
  for (let minute = 1; minute <= count; minute += 1) {
    // oxlint-disable-next-line no-await-in-loop -- minutes follow one another
    all.push(...(await stage.passes(1)));
    expect(stage.targets().filter((target) => target.endsWith(' healthy'))).not.toEqual([]);
  }
  return all;
}

const scenarios: readonly Scenario[] = [
  {
    title: 'health that stays stale',
    twin: 'health that is stale every other time',
    given: 'the endpoint is replaced, and AWS, asked what the group holds, repeats what it answered before',
    when: 'passes repeat',
    then: 'each registers again what the listing does not show, says that it is unconfirmed, and removes nothing',
    play: async (stage) => {
      const before = await stage.passes(1);
      replace(stage);
      stage.cloud.faults.add({ operation: 'DescribeTargetHealth', fault: 'stale' });
      return [...before, ...(await passesWithoutDarkness(stage, 4))];
    },
    expected: {
      outcomes: ['in-sync', 'waiting', 'waiting', 'waiting', 'waiting'],
      writes: Array.from({ length: 4 }, () => 'RegisterTargets'),
      targets: () => [
        '10.0.1.11:443 healthy',
        '10.0.1.12:443 healthy',
        '10.0.2.11:443 healthy',
        '10.0.2.12:443 healthy',
      ],
    },
    also: ([, ...passes]) => {
      for (const { outcomes } of passes) {
        expect(outcomes[0]?.changes.unconfirmed).toEqual(['10.0.1.12:443', '10.0.2.12:443']);
      }
    },
  },
  {
    title: 'health that is stale every other time',
    given:
      'the endpoint is replaced, and AWS, asked what the group holds, answers every other time what it answered before',
    when: 'passes repeat',
    then: 'they converge, one zone a pass',
    play: async (stage) => {
      const before = await stage.passes(1);
      replace(stage);
      let reads = 0;
      stage.cloud.faults.add({
        operation: 'DescribeTargetHealth',
        fault: 'stale',
        match: () => (reads += 1) % 2 === 0,
      });
      return [...before, ...(await passesWithoutDarkness(stage, 6))];
    },
    expected: {
      outcomes: ['in-sync', 'waiting', 'waiting', 'waiting', 'changed', 'in-sync', 'in-sync'],
      writes: ['RegisterTargets', 'DeregisterTargets', 'DeregisterTargets'],
      targets: () => [
        '10.0.1.11:443 draining',
        '10.0.1.12:443 healthy',
        '10.0.2.11:443 draining',
        '10.0.2.12:443 healthy',
      ],
    },
    also: (_passes, stage) => {
      expect(deregistered(stage)).toEqual([['10.0.1.11'], ['10.0.2.11']]);
    },
  },
  {
    title: 'a source that reads stale',
    twin: 'a stranger on a freed address',
    given: 'an operator registered the endpoint’s new address by hand, and AWS still answers with the old one',
    when: 'one pass reads that, and the next the truth',
    then: 'the new address is known as the source’s own and stays; what the stale read registered goes again',
    play: async (stage) => {
      const before = await stage.passes(1);
      const { ip: old } = freeFirstAddress(stage);
      stage.cloud.register(stage.group.arn, ['10.0.1.12']);
      stage.cloud.deregister(stage.group.arn, [old]);
      stage.cloud.advance(30);
      stage.cloud.setHealthy(stage.group.arn);
      const end = stage.cloud.faults.add({ service: 'ec2', fault: 'stale' });
      const stale = await stage.passes(1);
      end();
      return [...before, ...stale, ...(await stage.passes(3))];
    },
    expected: {
      // What the stale read registered waits until its checks tell that nothing is there.
      outcomes: ['in-sync', 'waiting', 'waiting', 'changed', 'in-sync'],
      writes: ['RegisterTargets', 'DeregisterTargets'],
      targets: () => ['10.0.1.11:443 draining', '10.0.1.12:443 healthy', '10.0.2.11:443 healthy'],
      // A tenth of two clients for the 30 s until the old address, where nothing answers, is registered again.
      lost: { failed: 6 },
    },
    also: ([, stale]) => {
      expect(stale?.outcomes[0]?.reasons).toContainEqual({
        target: '10.0.1.12:443',
        change: 'hold',
        state: 'waiting',
        reason:
          '10.0.1.12 is an interface of the source after all: the source as read is stale, or the interface is leaving it',
      });
    },
  },
  {
    title: 'a replica that is 90 seconds behind',
    twin: 'a replacement beside the old endpoint, cross-zone on',
    given:
      'the endpoint is replaced, and every other answer about networks, endpoints and seals shows them as they were 90 seconds ago',
    when: 'passes repeat',
    then: 'some are refused and some wait, nothing wrong is removed, and they converge',
    play: async (stage) => {
      const before = await stage.passes(2);
      const end = stage.cloud.faults.lag({ seconds: 90 });
      replace(stage);
      const behind = await passesWithoutDarkness(stage, 5);
      end();
      return [...before, ...behind, ...(await stage.passes(2))];
    },
    expected: {
      outcomes: ['in-sync', 'in-sync', 'refused', 'refused', 'waiting', 'waiting', 'waiting', 'changed', 'in-sync'],
      writes: REGISTER_THEN_ZONE_BY_ZONE,
      targets: oldDrain,
    },
    also: (_passes, stage) => {
      const removed = deregistered(stage).flat();
      expect(removed.filter((ip) => !stage.endpoint.ips.includes(ip))).toEqual([]);
    },
  },
  lagging({ seconds: 6, first: 'changed', unconfirmed: [], then: 'the pass reads back until it shows' }),
  lagging({
    seconds: 20,
    first: 'waiting',
    unconfirmed: ['10.0.2.11:443'],
    then: 'the pass says that it is unconfirmed, and the next is in sync',
  }),
];

/** AWS answers what was true before. */
export const staleReads: Chapter = {
  title: 'AWS answers what was true before',
  rows: scenarios,
};

type Lag = {
  readonly seconds: number;
  readonly first: OutcomeWord;
  readonly unconfirmed: readonly string[];
  readonly then: string;
};

function lagging({ seconds, first, unconfirmed, then }: Lag): Scenario {
  return {
    title: `a listing that lags ${seconds} s`,
    given: 'a desired target was deregistered by hand',
    when: 'a pass registers it again',
    then,
    stage: { settings: { listingLagSeconds: seconds } },
    play: async (stage) => {
      stage.cloud.advance(seconds);
      stage.cloud.deregister(stage.group.arn, stage.endpoint.ips.slice(1));
      stage.cloud.advance(seconds);
      return stage.passes(2);
    },
    expected: {
      outcomes: [first, 'in-sync'],
      writes: ['RegisterTargets'],
      targets: () => ['10.0.1.11:443 healthy', '10.0.2.11:443 healthy'],
    },
    also: ([pass]) => {
      expect(pass?.outcomes[0]?.changes).toMatchObject({ registered: ['10.0.2.11:443'], unconfirmed });
    },
  };
}
