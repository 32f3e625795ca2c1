import { expect } from 'vitest';
import { EXTERNAL_ID, OTHER_ACCOUNT } from '../alb-stage.ts';
import { zonesRegistered } from '../alb-happenings.ts';
import { CONVERGES, onlyOld, oldDrain, REGISTER_THEN_ZONE_BY_ZONE } from '../converging.ts';
import { bindAnother, refusals } from '../happenings.ts';
import type { Chapter, Scenario } from '../scenario.ts';
import type { Stage } from '../stage.ts';

type Elsewhere = { readonly ownerId?: string; readonly named?: boolean; readonly externalId?: string };

/**
 * Binds an endpoint of the same service in a VPC of its own. Of another account's the binding names a role there, unless
 * told.
 */
function bindElsewhere(stage: Stage, { ownerId, named = true, externalId = EXTERNAL_ID }: Elsewhere = {}): void {
  const { cloud, bind } = stage;
  const vpcId = cloud.createVpc({ cidr: '10.1.0.0/16', ...(ownerId !== undefined && { ownerId }) }).id;
  const subnetIds = ['a', 'b'].map(
    (letter, zone) => cloud.createSubnet({ vpcId, zone: `eu-west-1${letter}`, cidr: `10.1.${zone + 1}.0/24` }).id,
  );
  cloud.peerVpcs(stage.vpcId, vpcId);
  const { id } = bindAnother(stage, { vpcId, subnetIds, ...(ownerId !== undefined && { ownerId }) });
  if (ownerId !== undefined && named) bindRole(stage, id, externalId);
  else bind({ source: { vpcEndpointId: id, previous: [stage.endpoint.id] } });
}

/** Has the binding name a role of the other account. It names the old endpoint as well, which the role does not see. */
function bindRole({ cloud, bind, endpoint }: Stage, vpcEndpointId: string, externalId = EXTERNAL_ID): void {
  const trusts = [cloud.settings.account];
  const roleArn = cloud.createRole({
    name: 'front-door-reads',
    account: OTHER_ACCOUNT,
    trusts,
    externalId: EXTERNAL_ID,
  });
  const previous = vpcEndpointId === endpoint.id ? [] : [endpoint.id];
  bind({ source: { vpcEndpointId, roleArn, externalId, previous } });
}

const handedOver = (): readonly string[] => [
  '10.0.1.11:443 draining',
  '10.0.2.11:443 draining',
  '10.1.1.10:443 healthy',
  '10.1.2.10:443 healthy',
];

const scenarios: readonly Scenario[] = [
  {
    title: 'an endpoint of another VPC',
    twin: 'an endpoint of another VPC, cross-zone off',
    given: 'a deployment binds an endpoint of another VPC of the same account, and the old one is kept',
    when: 'passes repeat',
    then: 'its addresses are registered with the zone `all`; the old targets go, one zone a pass, and no client notices',
    play: (stage) => {
      bindElsewhere(stage);
      return stage.passes(6);
    },
    expected: { outcomes: CONVERGES, writes: REGISTER_THEN_ZONE_BY_ZONE, targets: handedOver },
    also: (_passes, stage) => {
      expect(zonesRegistered(stage)).toEqual([['all']]);
    },
  },
  {
    title: 'an endpoint of another VPC, cross-zone off',
    given: 'a deployment binds an endpoint of another VPC, and cross-zone is off',
    when: 'passes repeat',
    then: 'each refuses and says how it is turned on, and the old targets serve on',
    stage: { crossZone: false },
    play: (stage) => {
      bindElsewhere(stage);
      return stage.passes(2);
    },
    expected: { outcomes: ['refused', 'refused'], writes: [], targets: onlyOld },
    also: (passes) => {
      expect(refusals(passes)).toEqual(['cross-zone-off', 'cross-zone-off']);
    },
  },
  {
    title: 'an endpoint of another account, by its role',
    twin: 'an endpoint of another account, by a role that asks for another external id',
    given: 'the endpoint and its VPC are another account’s, and the binding names a role of that account',
    when: 'passes repeat',
    then: 'as in another VPC: the old targets go, one zone a pass',
    play: (stage) => {
      bindElsewhere(stage, { ownerId: OTHER_ACCOUNT });
      return stage.passes(6);
    },
    expected: { outcomes: CONVERGES, writes: REGISTER_THEN_ZONE_BY_ZONE, targets: handedOver },
  },
  {
    title: 'an endpoint of another account, by a role that asks for another external id',
    given: 'the same, and the binding says another external id than the role asks for',
    when: 'passes repeat',
    then: 'each refuses, and the old targets serve on',
    play: (stage) => {
      bindElsewhere(stage, { ownerId: OTHER_ACCOUNT, externalId: 'another' });
      return stage.passes(2);
    },
    expected: { outcomes: ['refused', 'refused'], writes: [], targets: onlyOld },
    also: ([pass]) => {
      expect(pass?.outcomes[0]?.refusal).toMatchObject({
        code: 'source-unreadable',
        remedy: expect.stringContaining('have the role trust the caller with the external id "another"'),
      });
    },
  },
  {
    title: 'an endpoint of another account, without its role',
    twin: 'an endpoint of another account, by its role',
    given: 'the same, and the binding names no role',
    when: 'passes repeat',
    then: 'each refuses a source that it cannot see, and the old targets serve on',
    play: (stage) => {
      bindElsewhere(stage, { ownerId: OTHER_ACCOUNT, named: false });
      return stage.passes(2);
    },
    expected: { outcomes: ['refused', 'refused'], writes: [], targets: onlyOld },
    also: (passes) => {
      expect(refusals(passes)).toEqual(['source-unreadable', 'source-unreadable']);
    },
  },
  {
    title: 'the owner’s endpoint in a shared VPC, by its role',
    twin: 'the owner’s endpoint in a shared VPC',
    given: 'the network is another account’s; an endpoint of that account is bound, and the binding names a role there',
    when: 'passes repeat',
    then: 'the role sees the whole network: the old targets go, one zone a pass, and no client notices',
    stage: { vpcOwner: OTHER_ACCOUNT },
    play: (stage) => {
      const { id } = bindAnother(stage, { ownerId: OTHER_ACCOUNT });
      bindRole(stage, id);
      return stage.passes(6);
    },
    expected: { outcomes: CONVERGES, writes: REGISTER_THEN_ZONE_BY_ZONE, targets: oldDrain },
  },
  {
    title: 'an endpoint that another account’s role does not have',
    twin: 'an endpoint of another account, by its role',
    given: 'the binding of our own endpoint names a role of another account',
    when: 'passes repeat',
    then: 'each refuses, and the group keeps what it holds',
    play: (stage) => {
      bindRole(stage, stage.endpoint.id);
      return stage.passes(2);
    },
    expected: { outcomes: ['refused', 'refused'], writes: [], targets: onlyOld },
    also: (passes) => {
      expect(refusals(passes)).toEqual(['source-unreadable', 'source-unreadable']);
    },
  },
];

/** An endpoint outside the group's VPC, or of another account. */
export const endpointElsewhere: Chapter = {
  title: 'an endpoint in another VPC or account',
  rows: scenarios,
};
