import { expect } from 'vitest';
import { oldAndNew, oldDrain } from '../converging.ts';
import { betweenPasses, deregistered, freeFirstAddress, passesUndone, readyToRemove, replace } from '../happenings.ts';
import type { Chapter, Scenario } from '../scenario.ts';

/** Nobody carries this address of the first subnet. */
const NOBODYS = '10.0.1.200';

const rows: readonly (Scenario & { readonly restated: string })[] = [
  {
    title: 'I, too many targets',
    twin: 'I, too many targets, none of which may go',
    restated: 'room is made by what is known to be a stranger’s or nobody’s, not by what is unhealthy',
    given:
      'the endpoint is replaced, and its full group holds an address that nobody has and one of a stranger that is not healthy',
    when: 'passes repeat',
    then: 'the stranger and nobody’s address make room at once; the healthy targets wait for their replacements',
    stage: { settings: { targetsPerGroup: 4 } },
    play: (stage) => {
      const stranger = stage.cloud.takeAddress({ subnetId: stage.subnetIds[0] ?? '', ip: '10.0.1.100', listens: [] });
      stage.cloud.register(stage.group.arn, [stranger.ip, NOBODYS]);
      stage.cloud.advance(200);
      replace(stage);
      return stage.passes(6);
    },
    expected: {
      outcomes: ['waiting', 'waiting', 'waiting', 'changed', 'in-sync', 'in-sync'],
      // Registering both is turned away, and so is each; two go, two enter. Then the old ones go, one zone a pass.
      writes: [
        'RegisterTargets',
        'RegisterTargets',
        'RegisterTargets',
        'DeregisterTargets',
        'RegisterTargets',
        'DeregisterTargets',
        'DeregisterTargets',
      ],
      targets: oldDrain,
    },
    also: (_passes, stage) => {
      expect(deregistered(stage)).toEqual([['10.0.1.100', NOBODYS], ['10.0.1.11'], ['10.0.2.11']]);
    },
  },
  {
    title: 'I, too many targets, none of which may go',
    restated: 'no way out by itself: the quota is named, and an operator raises it or makes room',
    given: 'the endpoint is replaced, and its group is full of healthy targets of the old one',
    when: 'passes repeat',
    then: 'each refuses and names the quota, and clients go on being served; an operator makes room zone by zone, and it heals',
    stage: { settings: { targetsPerGroup: 2 } },
    play: async (stage) => {
      replace(stage);
      const full = await stage.passes(1);
      stage.cloud.deregister(stage.group.arn, ['10.0.1.11']);
      const half = await stage.passes(2);
      stage.cloud.deregister(stage.group.arn, ['10.0.2.11']);
      return [...full, ...half, ...(await stage.passes(2))];
    },
    expected: {
      outcomes: ['refused', 'refused', 'refused', 'changed', 'in-sync'],
      // Both in one call, then each alone.
      writes: Array.from({ length: 8 }, () => 'RegisterTargets'),
      targets: oldDrain,
    },
    also: ([pass]) => expect(pass?.outcomes[0]?.refusal?.code).toBe('quota'),
  },
  {
    title: 'J, an interface replaced in one zone',
    restated:
      'the old address leaves when its replacement stands registered and the load balancer sees that it is dead',
    given: 'the endpoint gets another address in its first zone, which AWS cuts off for 20 seconds meanwhile',
    when: 'passes repeat',
    then: 'the new address is registered at once and the old one leaves; the other zone is not touched',
    play: (stage) => betweenPasses(stage, () => void freeFirstAddress(stage), 4),
    expected: {
      outcomes: ['in-sync', 'changed', 'in-sync', 'in-sync', 'in-sync'],
      writes: ['RegisterTargets', 'DeregisterTargets'],
      targets: () => ['10.0.1.11:443 draining', '10.0.1.12:443 healthy', '10.0.2.11:443 healthy'],
      // AWS's own cut: half of two clients for the 14 s until two health checks have failed.
      lost: { failed: 14 },
    },
    also: (_passes, stage) => {
      expect(deregistered(stage)).toEqual([['10.0.1.11']]);
    },
  },
  {
    title: 'K, another writer',
    twin: 'A, steady state',
    restated:
      'a pass remembers nothing, so none stops: each registers again, and an alarm counts passes that change something',
    given: 'somebody deregisters a desired target again a few seconds after every pass',
    when: 'passes repeat',
    then: 'each registers it again, and each counts as one that changed something: six such minutes of ten raise an alarm',
    play: (stage) => {
      const undo = (): void => stage.cloud.deregister(stage.group.arn, ['10.0.2.11']);
      undo();
      return passesUndone(stage, 6, undo);
    },
    expected: {
      outcomes: Array.from({ length: 6 }, () => 'changed'),
      writes: Array.from({ length: 6 }, () => 'RegisterTargets'),
      targets: () => ['10.0.1.11:443 healthy', '10.0.2.11:443 draining'],
    },
    also: (passes) => {
      const changes = passes.flatMap(({ measurements }) => measurements.flatMap(({ values }) => values.Changes ?? []));
      expect(changes).toEqual([1, 1, 1, 1, 1, 1]);
    },
  },
  {
    title: 'L, the endpoint is deleted',
    twin: 'a replacement without a gate, cross-zone on',
    restated: 'clients are lost all the same: the only endpoint is gone, and no removal would bring it back',
    given: 'somebody deletes the endpoint, and no other is bound',
    when: 'passes repeat while it is being deleted, is deleted, and is no longer known',
    then: 'each refuses, and removes nothing',
    stage: { settings: { deletedEndpointSeconds: 60 } },
    play: (stage) => {
      stage.cloud.deleteEndpoint(stage.endpoint.id);
      return stage.passes(4);
    },
    expected: {
      outcomes: ['refused', 'refused', 'refused', 'refused'],
      writes: [],
      targets: () => ['10.0.1.11:443 unhealthy', '10.0.2.11:443 unhealthy'],
      lost: { failed: 2 * 240 },
    },
    also: (passes) => {
      const codes = passes.map(({ outcomes: [report] }) => report?.refusal?.code);
      expect(codes).toEqual(['source-not-usable', 'source-not-usable', 'source-unreadable', 'source-unreadable']);
    },
  },
  {
    title: 'M, the source is throttled while removals are due',
    twin: 'a replacement beside the old endpoint, cross-zone on',
    restated: 'the pass is refused; it does not fail',
    given: 'a replacement is healthy, so that old targets may go, and AWS answers no question about endpoints',
    when: 'three passes follow',
    then: 'each refuses, and the old targets stay',
    play: async (stage) => {
      await readyToRemove(stage);
      stage.cloud.faults.add({ operation: 'DescribeVpcEndpoints', fault: 'throttle' });
      return stage.passes(3);
    },
    expected: { outcomes: ['refused', 'refused', 'refused'], writes: [], targets: oldAndNew },
    also: (passes) => {
      for (const { outcomes } of passes) expect(outcomes[0]?.refusal?.code).toBe('source-unreadable');
    },
  },
];

/** Five situations of the eighteen that were named and not measured: what happens to group and endpoint. */
export const acceptanceChanges: Chapter = {
  title: 'situations in which syncers of this kind are known to go wrong, I to M',
  rows,
};
