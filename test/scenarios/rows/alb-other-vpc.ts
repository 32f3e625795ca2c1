import { expect } from 'vitest';
import { addNeighbour, between, gainsNodes, losesNode, replaceAlb, zonesRegistered } from '../alb-happenings.ts';
import type { AlbStageOptions } from '../alb-stage.ts';
import { CONVERGES, REGISTER_THEN_ZONE_BY_ZONE } from '../converging.ts';
import { holds, refusals } from '../happenings.ts';
import { albChapter, type AlbScenario } from '../scenario.ts';

const CROSS_ZONE = 'load_balancing.cross_zone.enabled';
const onlyOld = (): readonly string[] => ['10.1.1.10:443 healthy', '10.1.2.10:443 healthy'];

/** What a load balancer says of cross-zone, and what its group says, if it does; what of the two is in force. */
type CrossZone = {
  readonly says: string;
  readonly loadBalancer: boolean;
  readonly group?: string;
  readonly attached?: boolean;
};
const OFF: CrossZone = { says: 'cross-zone off', loadBalancer: false };
const ON: CrossZone = { says: 'cross-zone on', loadBalancer: true };
const GROUP_OFF: CrossZone = { says: 'cross-zone off by the group’s own setting', loadBalancer: true, group: 'false' };
const GROUP_ON: CrossZone = { says: 'cross-zone on by the group’s own setting', loadBalancer: false, group: 'true' };
const LOOSE: CrossZone = { says: 'the group attached to nothing', loadBalancer: true, attached: false };
const LOOSE_ON: CrossZone = {
  says: 'the group attached to nothing, cross-zone on by its own setting',
  loadBalancer: false,
  group: 'true',
  attached: false,
};

const title = ({ says }: CrossZone): string => `a first deployment onto an ALB of another VPC, ${says}`;

const first = (
  setting: CrossZone,
  twin?: CrossZone,
): Pick<AlbScenario, 'title' | 'given' | 'when' | 'stage' | 'play'> => ({
  title: title(setting),
  ...(twin !== undefined && { twin: title(twin) }),
  given: `the ALB stands in another VPC, nothing is registered yet, and ${setting.says}`,
  when: 'passes repeat',
  stage: {
    where: 'other-vpc',
    registered: false,
    crossZone: setting.loadBalancer,
    ...(setting.attached === false && { attached: false }),
  },
  play: (stage) => {
    const { group } = setting;
    if (group !== undefined) stage.cloud.setTargetGroupAttributes(stage.group.arn, { [CROSS_ZONE]: group });
    return stage.passes(3);
  },
});

const registers = (setting: CrossZone, state = 'healthy'): AlbScenario => ({
  ...first(setting),
  then: 'the targets are registered with the zone `all`, as AWS wants it for addresses outside the VPC',
  expected: {
    outcomes: ['changed', 'in-sync', 'in-sync'],
    writes: ['RegisterTargets'],
    targets: () => [`10.1.1.10:443 ${state}`, `10.1.2.10:443 ${state}`],
  },
  also: (_passes, stage) => {
    expect(zonesRegistered(stage)).toEqual([['all']]);
  },
});

const refuses = (setting: CrossZone, twin: CrossZone): AlbScenario => ({
  ...first(setting, twin),
  then: 'each refuses, and says how cross-zone is turned on; AWS would refuse the targets',
  expected: {
    outcomes: ['refused', 'refused', 'refused'],
    writes: [],
    targets: () => [],
    // Without targets nobody is served; a group that is attached to nothing has no clients.
    ...(setting.attached !== false && { lost: { failed: 2 * 180 } }),
  },
  also: (passes) => {
    expect(refusals(passes)).toEqual(['cross-zone-off', 'cross-zone-off', 'cross-zone-off']);
    expect(passes[0]?.outcomes[0]?.refusal?.remedy).toContain(`Key=${CROSS_ZONE},Value=true`);
  },
});

const comesAndGoes = (
  where: 'other-vpc' | 'other-region',
  options: AlbStageOptions & Pick<AlbScenario, 'title' | 'given'>,
): AlbScenario => ({
  title: options.title,
  twin: title(OFF),
  given: options.given,
  when: 'it gains a node, and three minutes later loses another one',
  then: 'the new one is registered with the zone `all`, the target of the other goes when its checks have failed',
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
      '10.1.1.10:443 draining',
      '10.1.1.11:443 healthy',
      '10.1.2.10:443 healthy',
      '10.1.2.11:443 healthy',
      '10.1.2.12:443 healthy',
    ],
    // A fifth of two clients for the 14 s until two checks have failed.
    lost: { failed: (2 * 14) / 5 },
  },
  also: (_passes, stage) => {
    expect(zonesRegistered(stage)).toEqual([['all']]);
  },
});

const scenarios: readonly AlbScenario[] = [
  registers(ON),
  refuses(OFF, ON),
  registers(GROUP_ON),
  refuses(GROUP_OFF, GROUP_ON),
  refuses(LOOSE, LOOSE_ON),
  registers(LOOSE_ON, 'unused'),
  {
    title: 'cross-zone turned off later, in sync',
    twin: 'cross-zone turned off later, a target missing',
    given: 'the ALB stands in another VPC, all is registered, and somebody turns cross-zone off',
    when: 'passes repeat',
    then: 'they are in sync and do not even ask',
    stage: { where: 'other-vpc' },
    play: (stage) => {
      stage.cloud.setLoadBalancerAttributes(stage.loadBalancer.arn, { [CROSS_ZONE]: 'false' });
      return stage.passes(2);
    },
    expected: {
      outcomes: ['in-sync', 'in-sync'],
      writes: [],
      targets: onlyOld,
      // Membership is right. That nobody is served shows in the audit.
      lost: { failed: 2 * 120 },
    },
    also: (passes) => {
      const operations = passes.flatMap(({ calls }) => calls.map(({ operation }) => operation));
      expect(operations.filter((operation) => operation.includes('Attributes'))).toEqual([]);
    },
  },
  {
    title: 'cross-zone turned off later, a target missing',
    given: 'the same, and somebody deregisters a target',
    when: 'passes repeat',
    then: 'each refuses: AWS would not take the target; the other one is left alone',
    stage: { where: 'other-vpc' },
    play: (stage) => {
      stage.cloud.setLoadBalancerAttributes(stage.loadBalancer.arn, { [CROSS_ZONE]: 'false' });
      stage.cloud.deregister(stage.group.arn, ['10.1.1.10']);
      return stage.passes(2);
    },
    expected: {
      outcomes: ['refused', 'refused'],
      writes: [],
      targets: () => ['10.1.1.10:443 draining', '10.1.2.10:443 healthy'],
      lost: { failed: 2 * 120 },
    },
    also: (passes) => {
      expect(refusals(passes)).toEqual(['cross-zone-off', 'cross-zone-off']);
    },
  },
  comesAndGoes('other-vpc', {
    title: 'an ALB of another VPC',
    given: 'the ALB stands in another VPC of the same account',
  }),
  comesAndGoes('other-region', {
    title: 'an ALB of another Region',
    given: 'the ALB stands in another Region, and the VPCs are peered',
  }),
  {
    title: 'an ALB of another VPC that is replaced',
    twin: 'an ALB that is replaced, cross-zone on',
    given: 'another ALB of that VPC is bound, which names the old one, and the old one is kept',
    when: 'passes repeat',
    then: 'as in one VPC: one zone a pass, by the zones of that VPC, and no client notices',
    stage: { where: 'other-vpc' },
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
    title: 'an ALB of another VPC that is replaced, cross-zone turned off meanwhile',
    twin: 'an ALB of another VPC that is replaced',
    given: 'the same, and cross-zone is turned off when the new targets are registered',
    when: 'passes repeat',
    then: 'the old targets stay, and an operator is told to turn it on',
    stage: { where: 'other-vpc' },
    play: async (stage) => {
      replaceAlb(stage);
      const before = await stage.passes(1);
      stage.cloud.setLoadBalancerAttributes(stage.loadBalancer.arn, { [CROSS_ZONE]: 'false' });
      return [...before, ...(await stage.passes(3))];
    },
    expected: {
      outcomes: ['waiting', 'blocked', 'blocked', 'blocked'],
      writes: ['RegisterTargets'],
      targets: () => [
        '10.1.1.10:443 healthy',
        '10.1.1.11:443 healthy',
        '10.1.2.10:443 healthy',
        '10.1.2.11:443 healthy',
      ],
      // With cross-zone off nobody reaches a target outside the VPC, old or new.
      lost: { failed: 2 * 180 },
    },
    also: (passes) => {
      expect(holds(passes.at(-1))).toMatchObject([
        { state: 'blocked', remedy: 'Turn cross-zone on for the group.' },
        { state: 'blocked' },
      ]);
    },
  },
  {
    title: 'an ALB in a VPC with the group’s own block',
    twin: title(ON),
    given:
      'the ALB stands in another VPC whose addresses are also those of the group’s VPC, and another binding is beside it',
    when: 'passes repeat',
    then: 'each refuses and says why, for the load balancer would reach machines of its own VPC; the other binding is healed',
    stage: { where: 'overlapping-vpc', registered: false },
    play: (stage) => {
      addNeighbour(stage);
      return stage.passes(2);
    },
    expected: {
      outcomes: ['refused', 'changed', 'refused', 'in-sync'],
      // Of the other binding.
      writes: ['RegisterTargets'],
      targets: () => [],
      lost: { failed: 2 * 120 },
    },
    also: ([pass], { vpcId }) => {
      expect(pass?.outcomes[0]?.refusal).toMatchObject({
        code: 'source-unsuitable',
        reason: expect.stringContaining(
          `outside ${vpcId}, yet 10.0.1.10, 10.0.2.10 lie in a block of it (10.0.0.0/16)`,
        ),
        remedy: 'Give the source a VPC whose blocks are no part of this one’s.',
      });
    },
  },
  {
    title: 'an ALB in a VPC with the group’s own block, and the blocks cannot be read',
    twin: 'an ALB in a VPC with the group’s own block',
    given: 'the same, and the function may not DescribeVpcs',
    when: 'passes repeat',
    then: 'AWS takes none of its addresses: the passes fail, and say where to look; the other binding is healed',
    stage: { where: 'overlapping-vpc', registered: false },
    play: (stage) => {
      addNeighbour(stage);
      stage.cloud.faults.add({ operation: 'DescribeVpcs', fault: 'deny' });
      return stage.passes(2);
    },
    expected: {
      outcomes: ['faulted', 'changed', 'faulted', 'in-sync'],
      // AWS rejects the two targets together, then each by itself.
      writes: Array.from({ length: 7 }, () => 'RegisterTargets'),
      targets: () => [],
      lost: { failed: 2 * 120 },
    },
    also: ([pass]) => {
      expect(pass?.outcomes[0]?.faults[0]).toMatchObject({
        reason: expect.stringContaining('ValidationError'),
        remedy: expect.stringContaining('Look where the address lies'),
      });
    },
  },
  {
    title: 'a stranger of the group’s VPC on an address of the ALB’s',
    twin: 'an ALB of another VPC',
    given: 'a node leaves, and somebody registers a machine of the group’s own VPC by hand',
    when: 'passes repeat',
    then: 'both are surplus, and each is judged where it lies: the machine is evicted, the target of the node goes',
    stage: { where: 'other-vpc', nodes: 2 },
    play: (stage) =>
      between(
        stage,
        () => {
          losesNode(stage);
          const { ip } = stage.cloud.takeAddress({
            subnetId: stage.subnetIds[0] ?? '',
            ip: '10.0.1.77',
            listens: [443],
          });
          stage.cloud.register(stage.group.arn, [ip]);
        },
        2,
      ),
    expected: {
      outcomes: ['in-sync', 'changed', 'in-sync'],
      writes: ['DeregisterTargets'],
      targets: () => [
        '10.0.1.77:443 draining',
        '10.1.1.10:443 draining',
        '10.1.1.11:443 healthy',
        '10.1.2.10:443 healthy',
        '10.1.2.11:443 healthy',
      ],
      // A quarter of two clients for the 14 s until two checks have failed.
      lost: { failed: (2 * 14) / 4 },
    },
  },
];

/** A source outside the group's VPC. */
export const albOtherVpc = albChapter('an ALB in another VPC', scenarios);
