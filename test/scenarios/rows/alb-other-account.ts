import { expect } from 'vitest';
import type { FaultName } from '../../cloud/wire/faults.ts';
import { addNeighbour, between, gainsNodes, idOf, losesNode, replaceAlb, zonesRegistered } from '../alb-happenings.ts';
import { type AlbStage, EXTERNAL_ID, OTHER_ACCOUNT } from '../alb-stage.ts';
import { CONVERGES, REGISTER_THEN_ZONE_BY_ZONE } from '../converging.ts';
import { holds, refusals } from '../happenings.ts';
import { albChapter, type AlbScenario } from '../scenario.ts';

const stage = { where: 'other-account', nodes: 2 } as const;
const healthy = (): readonly string[] => [
  '10.1.1.10:443 healthy',
  '10.1.1.11:443 healthy',
  '10.1.2.10:443 healthy',
  '10.1.2.11:443 healthy',
];
const left = (state: string): readonly string[] => [`10.1.1.10:443 ${state}`, ...healthy().slice(1)];
const UNTIL_UNHEALTHY = { failed: (2 * 14) / 4 };

/** What the other account does not let the role do, or does not have. */
type Obstacle = Pick<AlbScenario, 'title' | 'given'> & {
  readonly begins: (stage: AlbStage) => void;
  /** In the remedy, or in the reason. */
  readonly says: string;
};

/** The source cannot be read: a node has just left, and a binding of our own stands beside. */
const unreadable = ({ title, given, begins, says }: Obstacle): AlbScenario => ({
  title,
  twin: 'an ALB of another account',
  given: `${given}; a node of the ALB leaves, and another binding stands beside`,
  when: 'passes repeat',
  then: 'each refuses and says what is wanted, nothing is removed, and the other binding is healed',
  stage,
  play: async (stage) => {
    begins(stage);
    losesNode(stage);
    addNeighbour(stage);
    stage.cloud.advance(30);
    return stage.passes(2);
  },
  expected: {
    outcomes: ['refused', 'changed', 'refused', 'in-sync'],
    writes: ['RegisterTargets'],
    targets: () => left('unhealthy'),
    lost: { failed: (2 * 19) / 4 },
  },
  also: ([pass]) => {
    expect(refusals([pass].flatMap((each) => each ?? []))).toEqual(['source-unreadable']);
    expect(JSON.stringify(pass?.outcomes[0]?.refusal)).toContain(says);
  },
});

/** The calls of the role, as those of other keys than the function's own. */
const ofRole = (operation: string, fault: FaultName = 'deny') => ({
  operation,
  fault,
  match: (_: unknown, { account }: { readonly account: string }) => account === OTHER_ACCOUNT,
});

/** A second group of the ALB, for its clear text, in the same payload: all of it registered and healthy. */
function addPort80({ cloud, bindBeside, alb, vpcId, loadBalancer, roleArn }: AlbStage): void {
  cloud.setAlbListeners(alb.arn, [
    { port: 443, protocol: 'HTTPS' },
    { port: 80, protocol: 'HTTP' },
  ]);
  const group = cloud.createTargetGroup({ vpcId, name: 'plain', port: 80 });
  cloud.attach({ loadBalancerArn: loadBalancer.arn, targetGroupArn: group.arn });
  cloud.seal(group.arn, 'plain', idOf(alb));
  cloud.register(
    group.arn,
    alb.ips.map((ip) => ({ ip, zone: 'all' })),
  );
  cloud.setHealthy(group.arn);
  const source = { loadBalancerArn: alb.arn, roleArn, externalId: EXTERNAL_ID };
  bindBeside({ name: 'plain', targetGroupArn: group.arn, source });
}

/** Binds an ALB of an account in a VPC of its own, by a role there, in place of the stage’s, which is named and kept. */
function bindAway({ cloud, alb, vpcId, group, name, bind }: AlbStage, ownerId: string): void {
  const away = cloud.createVpc({ cidr: '10.2.0.0/16', ownerId }).id;
  const subnetIds = ['a', 'b'].map(
    (letter, zone) => cloud.createSubnet({ vpcId: away, zone: `eu-west-1${letter}`, cidr: `10.2.${zone + 1}.0/24` }).id,
  );
  cloud.peerVpcs(vpcId, away);
  const { arn } = cloud.createInternalAlb({ name: 'moved', subnetIds, ownerId });
  const roleArn = cloud.createRole({ name: 'reads', account: ownerId, trusts: [cloud.settings.account] });
  cloud.seal(group.arn, name, idOf({ arn }));
  bind({ source: { loadBalancerArn: arn, roleArn, previous: [alb.arn] } });
}

const shared = (where: 'shared-by-us' | 'shared-with-us', told: Pick<AlbScenario, 'title' | 'given'>): AlbScenario => ({
  ...told,
  twin: 'an absence in a shared VPC',
  when: 'the ALB gains a node, and three minutes later loses another one',
  then: 'the node is registered without a zone, for it lies in the group’s VPC; what the owner of the VPC sees lets the other target go',
  stage: { where, nodes: 2 },
  play: async (stage) => {
    const before = await stage.passes(1);
    gainsNodes(stage, [1]);
    const grown = await stage.passes(3);
    return [...before, ...grown, ...(await between(stage, () => losesNode(stage), 2))];
  },
  expected: {
    outcomes: ['in-sync', 'changed', 'in-sync', 'in-sync', 'in-sync', 'changed', 'in-sync'],
    writes: ['RegisterTargets', 'DeregisterTargets'],
    targets: () => [
      '10.0.1.11:443 draining',
      '10.0.1.12:443 healthy',
      '10.0.2.11:443 healthy',
      '10.0.2.12:443 healthy',
      '10.0.2.13:443 healthy',
    ],
    lost: { failed: (2 * 14) / 5 },
  },
  also: (_passes, stage) => {
    expect(zonesRegistered(stage)).toEqual([[undefined]]);
  },
});

const scenarios: readonly AlbScenario[] = [
  {
    title: 'an ALB of another account',
    given: 'the ALB and its VPC are another account’s, and the binding names a role of that account',
    when: 'it gains a node, and three minutes later loses another one',
    then: 'the role sees the node, which is registered with the zone `all`; it also sees that the other is gone',
    stage,
    play: async (stage) => {
      const before = await stage.passes(1);
      gainsNodes(stage, [1]);
      const grown = await stage.passes(3);
      return [...before, ...grown, ...(await between(stage, () => losesNode(stage), 2))];
    },
    expected: {
      outcomes: ['in-sync', 'changed', 'in-sync', 'in-sync', 'in-sync', 'changed', 'in-sync'],
      writes: ['RegisterTargets', 'DeregisterTargets'],
      targets: () => [...left('draining'), '10.1.2.12:443 healthy'],
      lost: { failed: (2 * 14) / 5 },
    },
    also: (passes, { roleArn }) => {
      const calls = passes.flatMap((pass) => pass.calls);
      const foreign = calls.filter(({ account }) => account === OTHER_ACCOUNT).map(({ operation }) => operation);
      expect([...new Set(foreign)].toSorted()).toEqual([
        'DescribeLoadBalancers',
        'DescribeNetworkInterfaces',
        'DescribeSubnets',
      ]);
      const [assumed] = calls.filter(({ operation }) => operation === 'AssumeRole');
      expect(assumed?.params).toMatchObject({
        RoleArn: roleArn,
        ExternalId: EXTERNAL_ID,
        RoleSessionName: 'target-sync-public-api',
      });
    },
  },
  unreadable({
    title: 'a role that trusts somebody else',
    given: 'the other account took the function’s account out of the role’s trust policy',
    begins: ({ cloud, roleArn = '' }) => {
      cloud.createRole({ arn: roleArn, trusts: [OTHER_ACCOUNT], externalId: EXTERNAL_ID });
    },
    says: 'sts:AssumeRole',
  }),
  unreadable({
    title: 'a role that is gone',
    given: 'the other account deleted the role',
    begins: ({ cloud, roleArn = '' }) => {
      cloud.deleteRole(roleArn);
    },
    says: 'sts:AssumeRole',
  }),
  unreadable({
    title: 'a wrong external id',
    given: 'the role asks for another external id than the binding says',
    begins: ({ cloud, roleArn = '' }) => {
      cloud.createRole({ arn: roleArn, trusts: [cloud.settings.account], externalId: 'another' });
    },
    says: `external id \\"${EXTERNAL_ID}\\"`,
  }),
  ...['DescribeLoadBalancers', 'DescribeNetworkInterfaces'].map((operation) =>
    unreadable({
      title: `a role that may not ${operation}`,
      given: `the role may not ${operation}`,
      begins: ({ cloud }) => {
        cloud.faults.add(ofRole(operation));
      },
      says: operation,
    }),
  ),
  unreadable({
    title: 'an ALB that the role’s account does not have',
    given: 'the binding names an ALB that the other account does not have',
    begins: (stage) => {
      stage.moveTo(stage.alb.arn.replace(/.$/, (last) => (last === '0' ? '1' : '0')));
    },
    says: 'LoadBalancerNotFound',
  }),
  {
    title: 'a role that may not DescribeSubnets',
    twin: 'an ALB of another account',
    given: 'the role may not DescribeSubnets, which only judging targets that should go takes; a node leaves',
    when: 'passes repeat',
    then: 'the first is in sync; then the target is held, an operator is told what to grant, and the other binding is healed',
    stage,
    play: async (stage) => {
      stage.cloud.faults.add(ofRole('DescribeSubnets'));
      addNeighbour(stage);
      return between(stage, () => losesNode(stage), 2);
    },
    expected: {
      outcomes: ['in-sync', 'changed', 'blocked', 'in-sync', 'blocked', 'in-sync'],
      writes: ['RegisterTargets'],
      targets: () => left('unhealthy'),
      lost: UNTIL_UNHEALTHY,
    },
    also: (passes, { roleArn = '' }) => {
      expect(holds(passes.at(-1))).toMatchObject([{ state: 'blocked', remedy: expect.stringContaining(roleArn) }]);
    },
  },
  {
    title: 'an ALB of another account that is replaced',
    twin: 'an ALB that is replaced, cross-zone on',
    given: 'another ALB of that account is bound, which names the old one, and the old one is kept',
    when: 'passes repeat',
    then: 'as in one account: one zone a pass, and no client notices',
    stage: { where: 'other-account' },
    play: (stage) => {
      replaceAlb(stage);
      return stage.passes(6);
    },
    expected: {
      outcomes: CONVERGES,
      writes: REGISTER_THEN_ZONE_BY_ZONE,
      targets: () => [
        '10.1.1.10:443 draining',
        '10.1.1.11:443 healthy',
        '10.1.2.10:443 draining',
        '10.1.2.11:443 healthy',
      ],
    },
  },
  {
    title: 'a stranger in the other account',
    twin: 'an ALB of another account',
    given: 'a node leaves, and a machine of that account that answers gets its address',
    when: 'passes repeat',
    then: 'the role sees who has it, and it is evicted',
    stage,
    play: (stage) =>
      between(
        stage,
        () => {
          const { ip, subnetId } = losesNode(stage);
          stage.cloud.takeAddress({ subnetId, ip, listens: [443], ownerId: OTHER_ACCOUNT });
        },
        2,
      ),
    expected: {
      outcomes: ['in-sync', 'changed', 'in-sync'],
      writes: ['DeregisterTargets'],
      targets: () => left('draining'),
      lost: { stranger: (2 * 35) / 4 + (2 * 120) / 10 },
    },
  },
  {
    title: 'zones that the accounts name otherwise',
    given: 'the other account calls the first zone what we call the second; another ALB of it is bound',
    when: 'passes repeat',
    then: 'zones are told apart by their ids: one zone a pass, and no client notices',
    stage: { where: 'other-account' },
    play: (stage) => {
      stage.cloud.zoneNamesOf(OTHER_ACCOUNT, { 'eu-west-1a': 'eu-west-1b', 'eu-west-1b': 'eu-west-1a' });
      replaceAlb(stage);
      return stage.passes(5);
    },
    expected: {
      outcomes: CONVERGES.slice(0, 5),
      writes: REGISTER_THEN_ZONE_BY_ZONE,
      targets: () => [
        '10.1.1.10:443 draining',
        '10.1.1.11:443 healthy',
        '10.1.2.10:443 draining',
        '10.1.2.11:443 healthy',
      ],
    },
    also: ([, , third]) => {
      expect(holds(third)[0]?.reason).toContain('euw1-az1 goes first');
    },
  },
  {
    title: 'two groups of one ALB of another account',
    twin: 'an ALB of another account',
    given: 'a second group takes the same ALB’s clear text, by the same role; a node leaves, and another comes',
    when: 'passes repeat',
    then: 'both groups follow, by one session of the role a pass, which names both bindings',
    stage,
    play: (stage) => {
      addPort80(stage);
      return between(
        stage,
        () => {
          losesNode(stage);
          gainsNodes(stage, [1]);
        },
        2,
      );
    },
    expected: {
      outcomes: ['in-sync', 'in-sync', 'changed', 'changed', 'in-sync', 'in-sync'],
      writes: ['RegisterTargets', 'RegisterTargets', 'DeregisterTargets', 'DeregisterTargets'],
      targets: () => [...left('draining'), '10.1.2.12:443 healthy'],
      // In each of the groups a quarter of two clients.
      lost: { failed: 2 * UNTIL_UNHEALTHY.failed },
    },
    also: (passes) => {
      for (const { calls } of passes) {
        const assumed = calls.filter(({ operation }) => operation === 'AssumeRole');
        expect(assumed.map(({ params }) => params['RoleSessionName'])).toEqual(['target-sync-public-api,plain']);
      }
    },
  },
  {
    title: 'an ALB of our own that moves into another account',
    twin: 'an ALB that moves from one other account into a third',
    given:
      'an ALB of another account is bound, by its role, in place of one of our own in the group’s VPC, which it names',
    when: 'passes repeat',
    then: 'the old targets go, one zone a pass: they lie under our own eyes',
    play: (stage) => {
      bindAway(stage, OTHER_ACCOUNT);
      return stage.passes(5);
    },
    expected: {
      outcomes: CONVERGES.slice(0, 5),
      writes: REGISTER_THEN_ZONE_BY_ZONE,
      targets: () => [
        '10.0.1.11:443 draining',
        '10.0.2.11:443 draining',
        '10.2.1.10:443 healthy',
        '10.2.2.10:443 healthy',
      ],
    },
  },
  {
    title: 'an ALB that moves from one other account into a third',
    given: 'an ALB of a third account is bound, by a role there, in place of one of another account, which it names',
    when: 'passes repeat',
    then: 'the new targets serve; nobody that a pass can ask sees what became of the old, so an operator is told what to do',
    stage: { where: 'other-account' },
    play: (stage) => {
      bindAway(stage, '345678901234');
      return stage.passes(4);
    },
    expected: {
      outcomes: ['blocked', 'blocked', 'blocked', 'blocked'],
      writes: ['RegisterTargets'],
      targets: () => [
        '10.1.1.10:443 healthy',
        '10.1.2.10:443 healthy',
        '10.2.1.10:443 healthy',
        '10.2.2.10:443 healthy',
      ],
    },
    also: (passes) => {
      expect(holds(passes.at(-1))[0]?.remedy).toBe('Deregister 10.1.1.10 by hand.');
    },
  },
  {
    title: 'an ALB of another account, in front of it a shared network',
    twin: 'an ALB of another account, in front of it a shared network whose blocks cannot be read',
    given:
      'the ALB is another account’s, whose role the binding names; the group’s own network is a third account’s, which shares it with us',
    when: 'a node leaves, and passes repeat',
    then: 'its address lies in none of the network’s blocks, so in the ALB’s VPC, where the role sees that it is gone',
    stage: { where: 'from-shared', nodes: 2 },
    play: (on) => between(on, () => losesNode(on), 2),
    expected: {
      outcomes: ['in-sync', 'changed', 'in-sync'],
      writes: ['DeregisterTargets'],
      targets: () => left('draining'),
      lost: UNTIL_UNHEALTHY,
    },
  },
  {
    title: 'an ALB of another account, in front of it a shared network whose blocks cannot be read',
    twin: 'an ALB of another account',
    given: 'the same, and the function may not DescribeVpcs',
    when: 'a node leaves, and passes repeat',
    then: 'its address may lie in a part of the network that we do not see: it is held, and an operator is told',
    stage: { where: 'from-shared', nodes: 2 },
    play: (on) => {
      on.cloud.faults.add({ operation: 'DescribeVpcs', fault: 'deny' });
      return between(on, () => losesNode(on), 2);
    },
    expected: {
      outcomes: ['in-sync', 'blocked', 'blocked'],
      writes: [],
      targets: () => left('unhealthy'),
      lost: UNTIL_UNHEALTHY,
    },
    also: (passes) => {
      const reason = expect.stringMatching(/what became of 10\.1\.1\.10 is unknown: .*UnauthorizedOperation/);
      const remedy = expect.stringContaining('ec2:DescribeVpcs');
      expect(holds(passes.at(-1))).toMatchObject([{ target: '10.1.1.10:443', state: 'blocked', reason, remedy }]);
    },
  },
  shared('shared-by-us', {
    title: 'a participant’s ALB in our shared VPC',
    given: 'the network is our own and shared; the ALB is a participant’s, whose role the binding names',
  }),
  shared('shared-with-us', {
    title: 'the owner’s ALB in a VPC that is shared with us',
    given: 'the network and the ALB are another account’s, whose role the binding names; we take part in the network',
  }),
];

/** A source that only a role of another account sees. */
export const albOtherAccount = albChapter('an ALB in another account', scenarios);
