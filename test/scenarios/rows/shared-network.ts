import { expect } from 'vitest';
import { CONVERGES, oldAndNew, oldDrain, onlyOld, REGISTER_THEN_ZONE_BY_ZONE } from '../converging.ts';
import { betweenPasses, bindAnother, enrolHosts, holds, replace } from '../happenings.ts';
import type { Chapter } from '../scenario.ts';
import type { Stage } from '../stage.ts';

const OTHER_ACCOUNT = '210987654321';

/** Has the binding name a role of the account that owns the VPC. */
function bindWithOwner({ cloud, bind }: Stage, vpcEndpointId: string, previous: readonly string[] = []): void {
  const ownerRoleArn = cloud.createRole({
    name: 'network-reads',
    account: OTHER_ACCOUNT,
    trusts: [cloud.settings.account],
  });
  bind({ source: { vpcEndpointId, ownerRoleArn, previous } });
}

/** Networks of other accounts, and other networks of the same one. AWS makes no endpoints for participants today. */
export const sharedNetwork: Chapter = {
  title: 'shared networks',
  rows: [
    {
      title: 'a replacement by a participant',
      twin: 'a replacement beside the old endpoint, cross-zone on',
      given: 'the VPC is another account’s; another endpoint is bound, and the old one is kept',
      when: 'passes repeat',
      then: 'the new targets come in, and the old ones are held until an operator acts: a participant may be blind to what is there',
      stage: { vpcOwner: OTHER_ACCOUNT },
      play: (stage) => {
        replace(stage);
        return stage.passes(4);
      },
      expected: {
        outcomes: ['blocked', 'blocked', 'blocked', 'blocked'],
        writes: ['RegisterTargets'],
        targets: oldAndNew,
      },
      also: (passes) => {
        for (const pass of passes) {
          expect(holds(pass).map(({ remedy }) => remedy)).toEqual([
            'Deregister 10.0.1.11 by hand, or list it under keep.',
            'Deregister 10.0.2.11 by hand, or list it under keep.',
          ]);
        }
      },
    },
    {
      title: 'a replacement by a participant, by the owner’s role',
      twin: 'a replacement by a participant',
      given:
        'the same; the binding names the old endpoint, which the owner does not list, and a role of the owner of the VPC',
      when: 'passes repeat',
      then: 'the owner sees what is there: the old targets go, one zone a pass, and no client notices',
      stage: { vpcOwner: OTHER_ACCOUNT },
      play: (stage) => {
        bindWithOwner(stage, replace(stage).id, [stage.endpoint.id]);
        return stage.passes(6);
      },
      expected: { outcomes: CONVERGES, writes: REGISTER_THEN_ZONE_BY_ZONE, targets: oldDrain },
    },
    {
      title: 'a replacement by a participant, without a gate',
      twin: 'a replacement without a gate, cross-zone on',
      given: 'the VPC is another account’s; another endpoint is bound, and the old one is deleted at the same time',
      when: 'passes repeat',
      then: 'nothing is proved gone, so the old targets stay, unhealthy; the new ones serve',
      stage: { vpcOwner: OTHER_ACCOUNT },
      play: (stage) =>
        betweenPasses(
          stage,
          () => {
            replace(stage, 0);
          },
          4,
        ),
      expected: {
        outcomes: ['in-sync', 'blocked', 'blocked', 'blocked', 'blocked'],
        writes: ['RegisterTargets'],
        targets: () => [
          '10.0.1.11:443 unhealthy',
          '10.0.1.12:443 healthy',
          '10.0.2.11:443 unhealthy',
          '10.0.2.12:443 healthy',
        ],
        // Of two clients: all for the 35 s until the pass; half for the 89 s of failing open to old and new alike.
        lost: { failed: 2 * 35 + 89 },
      },
    },
    {
      title: 'an unhealthy stranger, seen by a participant',
      twin: 'an unhealthy stranger that passes TLS on',
      given: 'the VPC is another account’s, and a host of the participant’s own, which does not answer, is registered',
      when: 'passes repeat',
      then: 'it is held until an operator acts: not even what a participant sees is judged in a subnet of another account',
      stage: { vpcOwner: OTHER_ACCOUNT },
      play: (stage) => {
        enrolHosts(stage, { zones: [0], answers: false, ownerId: stage.cloud.settings.account });
        return stage.passes(2);
      },
      expected: {
        outcomes: ['blocked', 'blocked'],
        writes: [],
        targets: () => ['10.0.1.11:443 healthy', '10.0.1.12:443 unhealthy', '10.0.2.11:443 healthy'],
      },
      also: ([pass]) => expect(holds(pass)[0]?.reason).toContain(`which ${OTHER_ACCOUNT} owns`),
    },
    {
      title: 'an unhealthy stranger, seen by the owner’s role',
      twin: 'an unhealthy stranger, seen by a participant',
      given:
        'the VPC is another account’s, whose role the binding names; a host of the participant’s own, which does not answer, is registered',
      when: 'passes repeat',
      then: 'it is evicted',
      stage: { vpcOwner: OTHER_ACCOUNT },
      play: (stage) => {
        bindWithOwner(stage, stage.endpoint.id);
        enrolHosts(stage, { zones: [0], answers: false, ownerId: stage.cloud.settings.account });
        return stage.passes(2);
      },
      expected: {
        outcomes: ['changed', 'in-sync'],
        writes: ['DeregisterTargets'],
        targets: () => ['10.0.1.11:443 healthy', '10.0.1.12:443 draining', '10.0.2.11:443 healthy'],
      },
    },
    {
      title: 'a missing target of a participant',
      given: 'the VPC is another account’s, and somebody deregistered a desired target',
      when: 'passes repeat',
      then: 'it is registered again: only removals need to see everything',
      stage: { vpcOwner: OTHER_ACCOUNT },
      play: (stage) => {
        stage.cloud.deregister(stage.group.arn, stage.endpoint.ips.slice(1));
        return stage.passes(3);
      },
      expected: {
        outcomes: ['changed', 'in-sync', 'in-sync'],
        writes: ['RegisterTargets'],
        targets: onlyOld,
      },
    },
    {
      title: 'a participant’s endpoint',
      twin: 'a replacement beside the old endpoint, cross-zone on',
      given: 'the owner of a shared VPC binds an endpoint that another account in it (a participant) owns',
      when: 'passes repeat',
      then: 'each refuses a source that it cannot see, and the group keeps what it holds',
      play: (stage) => {
        bindAnother(stage, { ownerId: OTHER_ACCOUNT });
        return stage.passes(2);
      },
      expected: {
        outcomes: ['refused', 'refused'],
        writes: [],
        targets: onlyOld,
      },
      also: ([pass]) => expect(pass?.outcomes[0]?.refusal?.code).toBe('source-unreadable'),
    },
  ],
};
