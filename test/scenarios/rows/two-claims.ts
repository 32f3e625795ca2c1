import { expect } from 'vitest';
import { CONVERGES, oldDrain, onlyOld, REGISTER_THEN_ZONE_BY_ZONE } from '../converging.ts';
import type { Chapter, Scenario } from '../scenario.ts';
import type { Pass, Stage } from '../stage.ts';

/** A pass of the binding with some keys of it changed, as somebody else may send it. */
function claim(stage: Stage, changed: Readonly<Record<string, unknown>>): Promise<Pass> {
  const { asOf, bindings } = stage.event();
  return stage.deliver({ asOf, bindings: bindings.map((binding) => ({ ...binding, ...changed })) });
}

/** Blue's pass and green's of each minute. Green has an endpoint of its own and names blue's group. */
async function takeTurns(stage: Stage, green: string, minutes: number): Promise<readonly Pass[]> {
  const all: Pass[] = [];
  for (let minute = 1; minute <= minutes; minute += 1) {
    // oxlint-disable-next-line no-await-in-loop -- minutes follow one another
    const blues = await stage.pass();
    // oxlint-disable-next-line no-await-in-loop -- as above
    all.push(blues, await claim(stage, { name: 'green/public-api', source: { vpcEndpointId: green } }));
    stage.cloud.advance(60);
  }
  return all;
}

function anotherEndpoint({ cloud, vpcId, subnetIds }: Stage): string {
  return cloud.createEndpoint({ vpcId, subnetIds }).id;
}

const refusedFor = (code: string) => (passes: readonly Pass[]) => {
  for (const { outcomes } of passes) expect(outcomes[0]?.refusal?.code).toBe(code);
};

const rows: readonly Scenario[] = [
  {
    title: 'blue and green',
    twin: 'blue hands over to green',
    given: 'two deployments, blue and green, have an endpoint each and name the same group, which is sealed for blue',
    when: 'their passes take turns for three minutes',
    then: 'green’s are refused, and blue’s find everything as it should be',
    stage: { name: 'blue/public-api' },
    play: (stage) => takeTurns(stage, anotherEndpoint(stage), 3),
    expected: {
      outcomes: ['in-sync', 'refused', 'in-sync', 'refused', 'in-sync', 'refused'],
      writes: [],
      targets: onlyOld,
    },
    also: (passes) => refusedFor('other-seal')(passes.filter((_pass, index) => index % 2 === 1)),
  },
  {
    title: 'blue hands over to green',
    given:
      'two stacks, blue and green, have an endpoint each and name the same group, and its owner seals it for green',
    when: 'their passes take turns for six minutes',
    then: 'blue’s are refused, green’s bring its targets in and then let blue’s go, and no client notices',
    stage: { name: 'blue/public-api' },
    play: (stage) => {
      const green = anotherEndpoint(stage);
      stage.cloud.seal(stage.group.arn, 'green/public-api', green);
      return takeTurns(stage, green, 6);
    },
    expected: {
      outcomes: CONVERGES.flatMap((outcome) => ['refused' as const, outcome]),
      writes: REGISTER_THEN_ZONE_BY_ZONE,
      targets: oldDrain,
    },
  },
  {
    title: 'a forged payload that names another binding',
    twin: 'the payload as the owner sealed it',
    given:
      'a desired target is missing, and somebody who may call the function names the group and its endpoint, but a binding of their own',
    when: 'the pass starts',
    then: 'it refuses: the group’s seal names another binding',
    play: async (stage) => {
      stage.cloud.deregister(stage.group.arn, ['10.0.2.11']);
      return [await claim(stage, { name: 'mine' })];
    },
    expected: {
      outcomes: ['refused'],
      writes: [],
      targets: () => ['10.0.1.11:443 healthy', '10.0.2.11:443 draining'],
    },
    also: refusedFor('other-seal'),
  },
  {
    title: 'a forged payload that names another endpoint',
    twin: 'the payload as the owner sealed it',
    given: 'a desired target is missing, and somebody names the group and the binding, but an endpoint of their own',
    when: 'the pass starts',
    then: 'it refuses: the group’s seal names another endpoint',
    play: async (stage) => {
      stage.cloud.deregister(stage.group.arn, ['10.0.2.11']);
      return [await claim(stage, { source: { vpcEndpointId: anotherEndpoint(stage) } })];
    },
    expected: {
      outcomes: ['refused'],
      writes: [],
      targets: () => ['10.0.1.11:443 healthy', '10.0.2.11:443 draining'],
    },
    also: refusedFor('other-seal'),
  },
  {
    title: 'the payload as the owner sealed it',
    given: 'a desired target is missing, and the payload names the group, the binding and the endpoint of its seal',
    when: 'the pass starts',
    then: 'it registers the target again',
    play: async (stage) => {
      stage.cloud.deregister(stage.group.arn, ['10.0.2.11']);
      return stage.passes(2);
    },
    expected: { outcomes: ['changed', 'in-sync'], writes: ['RegisterTargets'], targets: onlyOld },
  },
];

/** Two claim one group. */
export const twoClaims: Chapter = { title: 'two claim one group', rows };
