import { expect } from 'vitest';
import { betweenPasses, freeFirstAddress } from '../happenings.ts';
import type { Chapter, Scenario } from '../scenario.ts';
import type { Pass, Stage } from '../stage.ts';

const OTHER_ACCOUNT = '210987654321';

/** Between two passes the endpoint leaves its first address, and a host of another account gets it. */
function hostOfAnotherAccount(stage: Stage): Promise<readonly Pass[]> {
  return betweenPasses(
    stage,
    () => {
      const { ip, subnetId } = freeFirstAddress(stage);
      stage.cloud.takeAddress({ subnetId, ip, listens: [443], ownerId: OTHER_ACCOUNT });
    },
    2,
  );
}

/** AWS makes no endpoints for participants today; the verb does, so that the guard is not trusted on AWS's word alone. */
const scenarios: readonly Scenario[] = [
  {
    title: 'a participant of a shared VPC',
    twin: 'the owner of a shared VPC',
    given:
      'the network is another account’s; a host of that account takes an address that the endpoint left, and we cannot see it',
    when: 'passes repeat',
    then: 'nothing is removed, and an operator is told what to do',
    stage: { vpcOwner: OTHER_ACCOUNT },
    play: hostOfAnotherAccount,
    expected: {
      outcomes: ['in-sync', 'blocked', 'blocked'],
      writes: ['RegisterTargets'],
      targets: () => ['10.0.1.11:443 healthy', '10.0.1.12:443 healthy', '10.0.2.11:443 healthy'],
      // Half of two clients for 35 + 89 s, until a third target is healthy; a third of them for the 31 s that follow.
      lost: { stranger: 144.666 },
    },
    also: ([, ...passes]) => {
      for (const { outcomes } of passes) {
        expect(outcomes[0]?.reasons.filter(({ change }) => change === 'hold')).toEqual([
          {
            target: '10.0.1.11:443',
            change: 'hold',
            state: 'blocked',
            reason: expect.stringContaining(`which ${OTHER_ACCOUNT} owns`),
            remedy: 'Deregister 10.0.1.11 by hand, or list it under keep.',
          },
        ]);
      }
    },
  },
  {
    title: 'the owner of a shared VPC',
    given:
      'the network is our own and shared; a host of another account takes an address that the endpoint left, and we see it',
    when: 'passes repeat',
    then: 'it is evicted',
    play: hostOfAnotherAccount,
    expected: {
      outcomes: ['in-sync', 'changed', 'in-sync'],
      writes: ['RegisterTargets', 'DeregisterTargets'],
      targets: () => ['10.0.1.11:443 draining', '10.0.1.12:443 healthy', '10.0.2.11:443 healthy'],
      lost: { stranger: 35 + 24 },
    },
  },
  {
    title: 'an absence in a shared VPC',
    twin: 'an absence in an own VPC',
    given: 'the network is another account’s; our endpoint leaves a zone, and its target there turns unhealthy',
    when: 'passes repeat',
    then: 'that we see nobody at the address proves nothing there, so nothing is removed',
    stage: { vpcOwner: OTHER_ACCOUNT },
    play: (stage) => {
      stage.cloud.removeEndpointSubnet(stage.endpoint.id, stage.subnetIds[1] ?? '');
      stage.cloud.advance(30);
      return stage.passes(2);
    },
    expected: {
      outcomes: ['blocked', 'blocked'],
      writes: [],
      targets: () => ['10.0.1.11:443 healthy', '10.0.2.11:443 unhealthy'],
      lost: { failed: 19 },
    },
  },
  {
    title: 'an absence in an own VPC',
    given: 'the network is our own; our endpoint leaves a zone, and its target there turns unhealthy',
    when: 'passes repeat',
    then: 'the target is removed',
    play: (stage) => {
      stage.cloud.removeEndpointSubnet(stage.endpoint.id, stage.subnetIds[1] ?? '');
      stage.cloud.advance(30);
      return stage.passes(2);
    },
    expected: {
      outcomes: ['changed', 'in-sync'],
      writes: ['DeregisterTargets'],
      targets: () => ['10.0.1.11:443 healthy', '10.0.2.11:443 draining'],
      lost: { failed: 19 },
    },
  },
  {
    title: 'the owner’s endpoint in a shared VPC',
    twin: 'the right endpoint',
    given: 'the network is another account’s, and somebody binds an endpoint of that account',
    when: 'passes repeat',
    then: 'each refuses a source that it cannot see, and the group keeps what it holds',
    stage: { vpcOwner: OTHER_ACCOUNT },
    play: (stage) => {
      const { vpcId, subnetIds } = stage;
      stage.moveTo(stage.cloud.createEndpoint({ vpcId, subnetIds, ownerId: OTHER_ACCOUNT }).id);
      return stage.passes(2);
    },
    expected: {
      outcomes: ['refused', 'refused'],
      writes: [],
      targets: () => ['10.0.1.11:443 healthy', '10.0.2.11:443 healthy'],
    },
    also: ([pass]) => expect(pass?.outcomes[0]?.refusal?.code).toBe('source-unreadable'),
  },
];

/** A network that several accounts share. */
export const sharedVpc: Chapter = {
  title: 'a network that several accounts share',
  rows: scenarios,
};
