import { expect } from 'vitest';
import type { OutcomeWord } from '../../../controller/model/outcome.ts';
import { between, gainsNodes, losesNode } from '../alb-happenings.ts';
import { type AlbStage, EXTERNAL_ID, OTHER_ACCOUNT, THIRD_ACCOUNT } from '../alb-stage.ts';
import { holds } from '../happenings.ts';
import { albChapter, type AlbScenario } from '../scenario.ts';
import type { Pass } from '../stage.ts';

/** One more that takes part in the network. */
const FOURTH_ACCOUNT = '456789012345';
const GIVEN =
  'the network is a third account’s; the load balancer in front and the ALB are two participants’, and the binding names a role of the ALB’s account';
const BY_OWNER = `${GIVEN} and one of the owner`;

const stage = { where: 'shared-by-third', nodes: 2 } as const;
const left = (state: string): readonly string[] => [
  `10.0.1.11:443 ${state}`,
  '10.0.1.12:443 healthy',
  '10.0.2.11:443 healthy',
  '10.0.2.12:443 healthy',
];
/** A quarter of two clients for the 14 s until two checks have failed. */
const UNTIL_UNHEALTHY = { failed: (2 * 14) / 4 };

const play = (happens: (on: AlbStage) => void) => (on: AlbStage) => between(on, () => happens(on), 2);

/** A machine of one more participant gets the address of a node that leaves. */
function losesNodeToStranger(on: AlbStage): void {
  const { ip, subnetId } = losesNode(on);
  on.cloud.takeAddress({ subnetId, ip, listens: [443], ownerId: FOURTH_ACCOUNT });
}

const HELD: readonly OutcomeWord[] = ['in-sync', 'blocked', 'blocked'];

/** The accounts whose calls a pass makes, but for its own. */
const asked = ({ calls }: Pass): readonly string[] =>
  [...new Set(calls.map(({ account, operation }) => `${account} ${operation}`))]
    .filter((call) => call.startsWith(OTHER_ACCOUNT) || call.startsWith(THIRD_ACCOUNT))
    .toSorted();

const SOURCE_READS = [`${OTHER_ACCOUNT} DescribeLoadBalancers`, `${OTHER_ACCOUNT} DescribeNetworkInterfaces`];

/** The owner's role is denied one of its reads. */
const mayNot = (operation: string): AlbScenario => ({
  title: `an owner’s role that may not ${operation}`,
  twin: 'a participant’s ALB in a third account’s network, by the owner’s role',
  given: `${BY_OWNER}, which may not ${operation}`,
  when: 'a node leaves, and passes repeat',
  then: 'the first is in sync without it; then the target is held, and an operator is told what to grant',
  stage,
  play: (on) => {
    on.cloud.faults.add({ operation, fault: 'deny', match: (_, { account }) => account === THIRD_ACCOUNT });
    return between(on, () => losesNode(on), 2);
  },
  expected: { outcomes: HELD, writes: [], targets: () => left('unhealthy'), lost: UNTIL_UNHEALTHY },
  also: (passes, { ownerRoleArn = '' }) => {
    const remedy = holds(passes.at(-1))[0]?.remedy;
    expect(remedy).toContain(ownerRoleArn);
    expect(remedy).toContain(`ec2:${operation}`);
  },
});

const scenarios: readonly AlbScenario[] = [
  {
    title: 'a participant’s ALB in a third account’s network, by the owner’s role',
    twin: 'a participant’s ALB in a third account’s network',
    given: BY_OWNER,
    when: 'the ALB gains a node, and three minutes later loses another one',
    then: 'the one is registered; that the other is gone the owner sees, whose role is taken when there is something to judge and not before',
    stage,
    play: async (on) => {
      const before = await on.passes(1);
      gainsNodes(on, [1]);
      const grown = await on.passes(3);
      return [...before, ...grown, ...(await between(on, () => losesNode(on), 2))];
    },
    expected: {
      outcomes: ['in-sync', 'changed', 'in-sync', 'in-sync', 'in-sync', 'changed', 'in-sync'],
      writes: ['RegisterTargets', 'DeregisterTargets'],
      targets: () => [...left('draining'), '10.0.2.13:443 healthy'],
      lost: { failed: (2 * 14) / 5 },
    },
    also: (passes, { ownerRoleArn }) => {
      const judging = [
        ...SOURCE_READS,
        `${OTHER_ACCOUNT} DescribeSubnets`,
        `${THIRD_ACCOUNT} DescribeNetworkInterfaces`,
        `${THIRD_ACCOUNT} DescribeSubnets`,
      ];
      expect(passes.map(asked)).toEqual(passes.map((_, index) => (index === 5 ? judging : SOURCE_READS)));
      const taken = passes.map(({ calls }) =>
        calls.filter(({ params }) => params['RoleArn'] === ownerRoleArn).map(({ params }) => params),
      );
      expect(taken.map(({ length }) => length)).toEqual([0, 0, 0, 0, 0, 1, 0]);
      expect(taken[5]).toMatchObject([{ ExternalId: EXTERNAL_ID, RoleSessionName: 'target-sync-public-api' }]);
    },
  },
  {
    title: 'a participant’s ALB in a third account’s network',
    given: GIVEN,
    when: 'a node leaves, and passes repeat',
    then: 'neither participant sees whose its address is now, so its target is held, and an operator is told',
    stage: { ...stage, namesOwner: false },
    play: play(losesNode),
    expected: { outcomes: HELD, writes: [], targets: () => left('unhealthy'), lost: UNTIL_UNHEALTHY },
    also: (passes) => {
      expect(holds(passes.at(-1))).toMatchObject([
        {
          target: '10.0.1.11:443',
          state: 'blocked',
          reason: expect.stringContaining(`which ${THIRD_ACCOUNT} owns`),
          remedy: 'Deregister 10.0.1.11 by hand.',
        },
      ]);
    },
  },
  {
    title: 'a stranger in a third account’s network, by the owner’s role',
    twin: 'a stranger in a third account’s network',
    given: `${BY_OWNER}; a node leaves, and a machine of one more participant, which answers, gets its address`,
    when: 'passes repeat',
    then: 'the owner sees whose it is, and it is evicted',
    stage,
    play: play(losesNodeToStranger),
    expected: {
      outcomes: ['in-sync', 'changed', 'in-sync'],
      writes: ['DeregisterTargets'],
      targets: () => left('draining'),
      // A quarter of two clients until the pass; then a tenth of new connections for the two minutes they may still come.
      lost: { stranger: (2 * 35) / 4 + (2 * 120) / 10 },
    },
  },
  {
    title: 'a stranger in a third account’s network',
    twin: 'a stranger in the other account',
    given: `${GIVEN}; a node leaves, and a machine of one more participant, which answers, gets its address`,
    when: 'passes repeat',
    then: 'nobody that a pass can ask sees whose it is: it is held, and an operator is told',
    stage: { ...stage, namesOwner: false },
    play: play(losesNodeToStranger),
    expected: {
      outcomes: HELD,
      writes: [],
      targets: () => left('healthy'),
      lost: { stranger: (2 * (35 + 120)) / 4 },
    },
  },
  {
    title: 'an owner’s role that trusts somebody else',
    twin: 'a participant’s ALB in a third account’s network, by the owner’s role',
    given: `${BY_OWNER}, which no longer trusts the function’s account`,
    when: 'a node leaves, and passes repeat',
    then: 'the target is held, and an operator is told which role to look at',
    stage,
    play: (on) => {
      on.cloud.createRole({ arn: on.ownerRoleArn ?? '', trusts: [THIRD_ACCOUNT], externalId: EXTERNAL_ID });
      return between(on, () => losesNode(on), 2);
    },
    expected: { outcomes: HELD, writes: [], targets: () => left('unhealthy'), lost: UNTIL_UNHEALTHY },
    also: (passes, { ownerRoleArn, roleArn }) => {
      expect(holds(passes.at(-1))).toMatchObject([
        {
          state: 'blocked',
          reason: expect.stringContaining(`assuming ${ownerRoleArn} failed: AccessDenied`),
          remedy: expect.stringContaining(`Grant sts:AssumeRole on ${roleArn} and ${ownerRoleArn} to the caller`),
        },
      ]);
    },
  },
  mayNot('DescribeSubnets'),
  mayNot('DescribeNetworkInterfaces'),
];

/** Two participants of a network that a third account owns. */
export const albSharedNetwork = albChapter('an ALB in a network that a third account shares', scenarios);
