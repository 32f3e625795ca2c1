import { expect } from 'vitest';
import type { OutcomeWord } from '../../../controller/model/outcome.ts';
import { REGISTER_THEN_ZONE_BY_ZONE } from '../converging.ts';
import { bindAnother, deregistered, holds, replace, setDeaf } from '../happenings.ts';
import type { Chapter, Scenario } from '../scenario.ts';
import type { Pass, Stage } from '../stage.ts';

const CROSS_ZONE = 'load_balancing.cross_zone.enabled';

/** Binds an endpoint that has a subnet in the first zone only. */
const bindNarrower = (stage: Stage): void => {
  bindAnother(stage, { subnetIds: stage.subnetIds.slice(0, 1) });
};

/** What a load balancer says, and what its group says, if it does; what of the two is in force. */
type CrossZone = { readonly says: string; readonly loadBalancer: boolean; readonly group?: string };

/** With cross-zone off, one zone's fixed IP has the old target and nothing else: it stays until an operator acts. */
function unserved({ says, loadBalancer, group }: CrossZone, twin: CrossZone): Scenario {
  return {
    title: `a zone that no replacement serves, ${says}`,
    twin: `a zone that no replacement serves, ${twin.says}`,
    given: 'another endpoint is bound, which has no subnet in the second zone, and the old one is kept',
    when: 'passes repeat',
    then: 'the first zone is handed over, the second keeps its old target, and an operator is told what to do',
    stage: { crossZone: loadBalancer },
    play: (stage) => {
      if (group !== undefined) stage.cloud.setTargetGroupAttributes(stage.group.arn, { [CROSS_ZONE]: group });
      bindNarrower(stage);
      return stage.passes(5);
    },
    expected: {
      outcomes: ['waiting', 'waiting', 'blocked', 'blocked', 'blocked'],
      writes: ['RegisterTargets', 'DeregisterTargets'],
      targets: () => ['10.0.1.11:443 draining', '10.0.1.12:443 healthy', '10.0.2.11:443 healthy'],
    },
    also: (passes) => {
      for (const pass of passes.slice(2)) {
        expect(holds(pass)).toMatchObject([
          {
            target: '10.0.2.11:443',
            state: 'blocked',
            remedy: 'Give the source a subnet in euw1-az2, or turn cross-zone on.',
          },
        ]);
      }
    },
  };
}

/** With cross-zone on, the targets of the other zone serve its fixed IP. */
function servedAcross({ says, loadBalancer, group }: CrossZone): Scenario {
  return {
    title: `a zone that no replacement serves, ${says}`,
    given: 'another endpoint is bound, which has no subnet in the second zone, and the old one is kept',
    when: 'passes repeat',
    then: 'both zones are handed over, one a pass, and the first serves the clients of both',
    stage: { crossZone: loadBalancer },
    play: (stage) => {
      if (group !== undefined) stage.cloud.setTargetGroupAttributes(stage.group.arn, { [CROSS_ZONE]: group });
      bindNarrower(stage);
      return stage.passes(5);
    },
    expected: {
      outcomes: ['waiting', 'waiting', 'waiting', 'changed', 'in-sync'],
      writes: REGISTER_THEN_ZONE_BY_ZONE,
      targets: () => ['10.0.1.11:443 draining', '10.0.1.12:443 healthy', '10.0.2.11:443 draining'],
    },
  };
}

const OFF: CrossZone = { says: 'cross-zone off', loadBalancer: false };
const ON: CrossZone = { says: 'cross-zone on', loadBalancer: true };
const GROUP_OFF: CrossZone = { says: 'cross-zone off by the group’s own setting', loadBalancer: true, group: 'false' };
const GROUP_ON: CrossZone = { says: 'cross-zone on by the group’s own setting', loadBalancer: false, group: 'true' };

/** In the second zone nothing answers at the replacement for four minutes. */
async function oneSlowZone(stage: Stage): Promise<readonly Pass[]> {
  const { id } = replace(stage);
  setDeaf(stage, id, [1]);
  const slow = await stage.passes(4);
  setDeaf(stage, id, [1], false);
  return [...slow, ...(await stage.passes(3))];
}

/** The first zone's old target left five minutes before, so it has drained. */
const handedOver = (): readonly string[] => [
  '10.0.1.12:443 healthy',
  '10.0.2.11:443 draining',
  '10.0.2.12:443 healthy',
];

const slow = (crossZone: boolean, outcomes: readonly OutcomeWord[]): Pick<Scenario, 'stage' | 'play' | 'expected'> => ({
  stage: { crossZone },
  play: oneSlowZone,
  expected: { outcomes, writes: REGISTER_THEN_ZONE_BY_ZONE, targets: handedOver },
});

/** Which zones a replacement reaches, and when. */
export const zones: Chapter = {
  title: 'zones',
  rows: [
    unserved(OFF, ON),
    servedAcross(ON),
    unserved(GROUP_OFF, GROUP_ON),
    servedAcross(GROUP_ON),
    {
      title: 'a zone that a replacement comes to serve',
      given: 'cross-zone is off, and an endpoint is bound that has no subnet in the second zone',
      when: 'after three passes it gets one there, as the remedy says',
      then: 'the second zone is handed over as well, and no client notices',
      stage: { crossZone: false },
      play: async (stage) => {
        const { id } = bindAnother(stage, { subnetIds: stage.subnetIds.slice(0, 1) });
        const narrow = await stage.passes(3);
        stage.cloud.addEndpointSubnet(id, stage.subnetIds[1] ?? '');
        return [...narrow, ...(await stage.passes(4))];
      },
      expected: {
        outcomes: ['waiting', 'waiting', 'blocked', 'waiting', 'waiting', 'changed', 'in-sync'],
        writes: ['RegisterTargets', 'DeregisterTargets', 'RegisterTargets', 'DeregisterTargets'],
        targets: handedOver,
      },
    },
    {
      title: 'one slow zone, cross-zone off',
      twin: 'one slow zone, cross-zone on',
      given: 'the endpoint is replaced, and in the second zone the new one does not answer for four minutes',
      when: 'passes repeat',
      then: 'the old target there stays until the new one is healthy: no zone is ever dark',
      ...slow(false, ['waiting', 'waiting', 'waiting', 'waiting', 'waiting', 'changed', 'in-sync']),
      also: ([, , third, fourth], stage) => {
        expect(deregistered(stage)).toEqual([['10.0.1.11'], ['10.0.2.11']]);
        for (const pass of [third, fourth]) {
          expect(holds(pass)).toMatchObject([
            { target: '10.0.2.11:443', reason: expect.stringContaining('euw1-az2 would lose its last healthy target') },
          ]);
        }
      },
    },
    {
      title: 'one slow zone, cross-zone on',
      given: 'the endpoint is replaced, and in the second zone the new one does not answer for four minutes',
      when: 'passes repeat',
      then: 'the old target there goes next, for the first zone serves the clients of both',
      ...slow(true, ['waiting', 'waiting', 'waiting', 'changed', 'in-sync', 'in-sync', 'in-sync']),
    },
    {
      title: 'a zone that is dark already',
      given: 'cross-zone is off, the old target of the second zone fails its checks, and no replacement lies there',
      when: 'passes repeat',
      then: 'it goes, since the zone has nothing left to lose',
      stage: { crossZone: false },
      play: (stage) => {
        setDeaf(stage, stage.endpoint.id, [1]);
        bindNarrower(stage);
        return stage.passes(5);
      },
      expected: {
        outcomes: ['waiting', 'waiting', 'waiting', 'changed', 'in-sync'],
        writes: REGISTER_THEN_ZONE_BY_ZONE,
        targets: () => ['10.0.1.11:443 draining', '10.0.1.12:443 healthy', '10.0.2.11:443 draining'],
        // Every client of the second zone’s fixed IP, all the time.
        lost: { failed: 5 * 60 },
      },
    },
    {
      title: 'a replacement in no zone of the load balancer',
      given: 'an endpoint is bound whose only subnet lies in a zone that the load balancer does not enable',
      when: 'passes repeat',
      then: 'its target is unused, the old ones stay, and an operator is told what to do',
      stage: { zones: 3, endpointZones: 2 },
      play: (stage) => {
        stage.cloud.disableZone(stage.loadBalancer.arn, 'eu-west-1c');
        bindAnother(stage, { subnetIds: stage.subnetIds.slice(2) });
        return stage.passes(4);
      },
      expected: {
        outcomes: ['blocked', 'blocked', 'blocked', 'blocked'],
        writes: ['RegisterTargets'],
        targets: () => ['10.0.1.11:443 healthy', '10.0.2.11:443 healthy', '10.0.3.11:443 unused'],
      },
      also: ([pass]) => expect(holds(pass)[0]?.remedy).toContain('Enable a zone of the source on the load balancer'),
    },
  ],
};
