import { expect } from 'vitest';
import { oldDrain } from '../converging.ts';
import { bindAnother, deregistered, refusals, replace } from '../happenings.ts';
import type { Chapter } from '../scenario.ts';
import type { Pass, Stage } from '../stage.ts';

/** The group's only endpoint is deleted, in the state `deleting` for a minute, then `deleted`, then unknown. */
async function deleteTheOnlyOne(stage: Stage, count: number): Promise<readonly Pass[]> {
  stage.cloud.deleteEndpoint(stage.endpoint.id);
  return stage.passes(count);
}

/** The source moves onto addresses that another endpoint left; the second pass sees the minute in which that one had them. */
async function takeAddressesOfDeleted(stage: Stage): Promise<readonly Pass[]> {
  const { cloud, endpoint, subnetIds, vpcId } = stage;
  const { id, ips } = cloud.createEndpoint({ vpcId, subnetIds, ownerId: cloud.settings.account });
  cloud.deleteEndpoint(id);
  let isBehind = false;
  const end = cloud.faults.lag({ seconds: 60, behind: () => isBehind });
  cloud.advance(61);
  for (const [zone, ip] of ips.entries()) cloud.readdress(endpoint.id, subnetIds[zone] ?? '', ip);
  const first = await stage.pass();
  cloud.advance(40);
  isBehind = true;
  const second = await stage.passes(1);
  end();
  return [first, ...second, ...(await stage.passes(3))];
}

/** The bound endpoint is deleted: its group is never emptied for it. */
export const deletedEndpoint: Chapter = {
  title: 'a deleted endpoint',
  rows: [
    {
      title: 'an endpoint that is deleted and not replaced',
      twin: 'an endpoint that is deleted, and another one bound',
      given: 'the only endpoint is deleted',
      when: 'passes repeat while it is deleting, deleted, and no longer known',
      then: 'each refuses, and the group is never emptied',
      play: (stage) => deleteTheOnlyOne(stage, 8),
      expected: {
        outcomes: Array.from({ length: 8 }, () => 'refused' as const),
        writes: [],
        targets: () => ['10.0.1.11:443 unhealthy', '10.0.2.11:443 unhealthy'],
        // Every client, from the moment of the deletion.
        lost: { failed: 2 * 8 * 60 },
      },
      also: (passes) => {
        expect(refusals(passes)).toEqual([
          ...Array.from({ length: 6 }, () => 'source-not-usable'),
          ...Array.from({ length: 2 }, () => 'source-unreadable'),
        ]);
      },
    },
    {
      title: 'an endpoint that is deleted, and another one bound',
      given: 'the only endpoint is deleted, and two minutes later another one is bound',
      when: 'passes repeat',
      then: 'the old targets, now nobody’s, go in the pass that registers the new',
      play: async (stage) => {
        const before = await deleteTheOnlyOne(stage, 2);
        bindAnother(stage);
        return [...before, ...(await stage.passes(4))];
      },
      expected: {
        outcomes: ['refused', 'refused', 'changed', 'in-sync', 'in-sync', 'in-sync'],
        writes: ['RegisterTargets', 'DeregisterTargets'],
        targets: oldDrain,
        // Every client for two minutes; then a tenth for two more, to targets that are out.
        lost: { failed: 2 * 120 + (2 * 120) / 10 },
      },
    },
    {
      title: 'a replacement that is deleted again',
      twin: 'a replacement that is deleted again, and the old one bound',
      given: 'another endpoint is bound, its targets are registered, and it is deleted; the old one is kept',
      when: 'passes repeat',
      then: 'each refuses, and the old targets serve: no client notices',
      play: async (stage) => {
        const { id } = replace(stage);
        const before = await stage.passes(1);
        stage.cloud.deleteEndpoint(id);
        return [...before, ...(await stage.passes(4))];
      },
      expected: {
        outcomes: ['waiting', 'refused', 'refused', 'refused', 'refused'],
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
      title: 'a replacement that is deleted again, and the old one bound',
      given: 'another endpoint is bound, its targets are registered, it is deleted, and the old one is bound again',
      when: 'passes repeat',
      then: 'what the deleted one left goes once its checks have failed, and no client notices',
      play: async (stage) => {
        const { id } = replace(stage);
        const before = await stage.passes(1);
        stage.cloud.deleteEndpoint(id);
        stage.moveTo(stage.endpoint.id);
        return [...before, ...(await stage.passes(4))];
      },
      expected: {
        outcomes: ['waiting', 'waiting', 'changed', 'in-sync', 'in-sync'],
        writes: ['RegisterTargets', 'DeregisterTargets'],
        targets: () => [
          '10.0.1.11:443 healthy',
          '10.0.1.12:443 draining',
          '10.0.2.11:443 healthy',
          '10.0.2.12:443 draining',
        ],
      },
    },
    {
      title: 'the addresses of a deleted endpoint, taken by the source',
      twin: 'an old endpoint that is deleted too early',
      given:
        'another endpoint is deleted, and the bound one gets its addresses; a pass sees that and registers them, and the next gets answers that are a minute old',
      when: 'that pass runs, and others follow',
      then: 'it takes the new targets for the deleted endpoint’s and keeps them, for their checks have only begun; the group is in sync in the end',
      play: takeAddressesOfDeleted,
      expected: {
        outcomes: ['waiting', 'waiting', 'changed', 'in-sync', 'in-sync'],
        writes: ['RegisterTargets', 'DeregisterTargets'],
        targets: oldDrain,
        // Of two clients: all for the 19 s until the old targets have failed two checks; half for the 70 s until the new ones
        // are healthy, for until then the load balancer sends to old and new alike.
        lost: { failed: 2 * 19 + 70 },
      },
      also: (_passes, stage) => {
        expect(deregistered(stage).flat()).toEqual(stage.endpoint.ips);
      },
    },
  ],
};
