import { expect } from 'vitest';
import type { OutcomeWord } from '../../../controller/model/outcome.ts';
import type { FaultName } from '../../cloud/wire/faults.ts';
import { between, gainsNodes, losesNode, replaceAlb } from '../alb-happenings.ts';
import type { AlbStage } from '../alb-stage.ts';
import { deregistered, holds } from '../happenings.ts';
import { albChapter, type AlbScenario } from '../scenario.ts';
import type { Pass } from '../stage.ts';

const four = (first: string): readonly string[] => [
  `10.0.1.11:443 ${first}`,
  '10.0.1.12:443 healthy',
  '10.0.2.11:443 healthy',
  '10.0.2.12:443 healthy',
];
const UNTIL_UNHEALTHY = { failed: (2 * 14) / 4 };

type Met = Pick<AlbScenario, 'then'> & {
  readonly operation: 'DescribeLoadBalancers' | 'DescribeNetworkInterfaces';
  readonly fault: FaultName;
  readonly given: string;
  /** Of the two passes that meet it. */
  readonly during: readonly [OutcomeWord, OutcomeWord];
};

/** A node leaves, and two passes that would remove its target meet a fault; the third does it. */
const met = ({ operation, fault, given, then, during }: Met): AlbScenario => ({
  title: `${fault} of ${operation}, of an ALB`,
  twin: 'a node that leaves',
  given: `one of four nodes leaves, and ${given}`,
  when: 'two passes meet that, and others follow',
  then,
  stage: { nodes: 2 },
  play: async (stage) => {
    let end = (): unknown => undefined;
    const troubled = await between(
      stage,
      () => {
        losesNode(stage);
        end = stage.cloud.faults.add({ operation, fault });
      },
      2,
    );
    end();
    return [...troubled, ...(await stage.passes(2))];
  },
  expected: {
    outcomes: ['in-sync', ...during, 'changed', 'in-sync'],
    writes: ['DeregisterTargets'],
    targets: () => four('draining'),
    lost: UNTIL_UNHEALTHY,
  },
});

/** Two passes of which a reading of interfaces goes wrong while all nodes are well, and one that reads the truth. */
async function misread(stage: AlbStage, begin: (stage: AlbStage) => () => unknown): Promise<readonly Pass[]> {
  const before = await stage.passes(1);
  const end = begin(stage);
  const during = await stage.passes(2);
  end();
  return [...before, ...during, ...(await stage.passes(1))];
}

/** No listing of interfaces shows the second node of the first zone. */
const omitSecond = ({ cloud, alb }: AlbStage): (() => unknown) =>
  cloud.faults.omitInterfaces(alb.interfaces.slice(2, 3).map(({ id }) => id));

const scenarios: readonly AlbScenario[] = [
  met({
    operation: 'DescribeLoadBalancers',
    fault: 'throttle',
    given: 'AWS answers “too many calls” when asked for load balancers',
    then: 'the passes that meet it refuse; the target goes afterwards',
    during: ['refused', 'refused'],
  }),
  met({
    operation: 'DescribeLoadBalancers',
    fault: 'empty',
    given: 'AWS answers success and an empty page when asked for load balancers',
    then: 'that is not taken for a deleted ALB: the passes that meet it refuse; the target goes afterwards',
    during: ['refused', 'refused'],
  }),
  met({
    operation: 'DescribeLoadBalancers',
    fault: 'short-page',
    given: 'AWS lists none of the load balancers that it was asked for',
    then: 'the passes that meet it refuse; the target goes afterwards',
    during: ['refused', 'refused'],
  }),
  met({
    operation: 'DescribeNetworkInterfaces',
    fault: 'throttle',
    given: 'AWS answers “too many calls” when asked for network interfaces',
    then: 'the passes that meet it refuse; the target goes afterwards',
    during: ['refused', 'refused'],
  }),
  met({
    operation: 'DescribeNetworkInterfaces',
    fault: 'empty',
    given: 'AWS answers success and an empty page when asked for network interfaces',
    then: 'the passes that meet it refuse; the target goes afterwards',
    during: ['refused', 'refused'],
  }),
  {
    title: 'a listing that lacks half of the nodes',
    twin: 'a node that leaves',
    given: 'AWS leaves the nodes of one of two zones out of every listing of interfaces; all are well',
    when: 'two passes meet that, and one follows',
    then: 'the source counts as partial, and nothing is removed',
    stage: { nodes: 2 },
    play: (stage) =>
      misread(stage, ({ cloud, alb, albSubnetIds }) =>
        cloud.faults.omitInterfaces(
          alb.interfaces.filter(({ subnetId }) => subnetId === albSubnetIds[1]).map(({ id }) => id),
        ),
      ),
    expected: { outcomes: ['in-sync', 'waiting', 'waiting', 'in-sync'], writes: [], targets: () => four('healthy') },
    also: ([, pass]) => {
      expect(holds(pass)[0]?.reason).toContain('the source is partial');
    },
  },
  {
    title: 'a listing that lacks a live node, and a later one that has it',
    twin: 'a node that leaves',
    given:
      'AWS leaves two of four nodes out, one a zone, when asked for the ALB’s interfaces, and lists them when asked for those of the subnets; all are well',
    when: 'two passes meet that, and one follows',
    then: 'they are known as the ALB’s own after all, and nothing is removed',
    stage: { nodes: 2 },
    play: (stage) =>
      misread(stage, ({ cloud }) =>
        cloud.faults.add({
          operation: 'DescribeNetworkInterfaces',
          fault: 'short-page',
          match: (params) => JSON.stringify(params).includes('ELB app/'),
        }),
      ),
    expected: { outcomes: ['in-sync', 'waiting', 'waiting', 'in-sync'], writes: [], targets: () => four('healthy') },
    also: ([, pass]) => {
      expect(holds(pass)[0]?.reason).toContain('is an interface of the source after all');
    },
  },
  {
    title: 'listings that lack a live node',
    twin: 'a node that leaves',
    given: 'AWS leaves one of four nodes out of every listing of interfaces',
    when: 'two passes meet that, and one follows',
    then: 'the load balancer calls the target healthy, so it stays',
    stage: { nodes: 2 },
    play: (stage) => misread(stage, omitSecond),
    expected: { outcomes: ['in-sync', 'waiting', 'waiting', 'in-sync'], writes: [], targets: () => four('healthy') },
    also: ([, pass]) => {
      expect(holds(pass)[0]?.reason).toContain('calls it healthy');
    },
  },
  {
    title: 'listings that lack a live node which fails its checks',
    twin: 'listings that lack a live node',
    given: 'AWS leaves one of four nodes out of every listing of interfaces, and the node answers no checks just then',
    when: 'two passes meet that, and one follows',
    then: 'DNS still answers it, so the target stays',
    stage: { nodes: 2 },
    play: async (stage) => {
      const [, , node] = stage.alb.interfaces;
      stage.cloud.setListening(node?.id ?? '', []);
      stage.cloud.advance(30);
      const passes = await misread(stage, omitSecond);
      stage.cloud.setListening(node?.id ?? '', [443]);
      return [...passes, ...(await stage.passes(2))];
    },
    expected: {
      outcomes: ['in-sync', 'waiting', 'waiting', 'in-sync', 'in-sync', 'in-sync'],
      writes: [],
      targets: () => four('healthy'),
      lost: { failed: (2 * 19) / 4 },
    },
    also: ([, pass]) => {
      expect(holds(pass)[0]?.reason).toContain('still answers it');
    },
  },
  {
    title: 'a replica that is 90 seconds behind, as an ALB grows',
    twin: 'several nodes at once',
    given: 'every other answer about networks and load balancers is 90 seconds old, and the ALB gains two nodes',
    when: 'passes repeat',
    then: 'the new nodes are registered when they are seen, none is removed for being unseen once',
    play: async (stage) => {
      const before = await stage.passes(2);
      const end = stage.cloud.faults.lag({ seconds: 90 });
      gainsNodes(stage, [0, 1]);
      const behind = await stage.passes(4);
      end();
      return [...before, ...behind, ...(await stage.passes(2))];
    },
    expected: {
      outcomes: ['in-sync', 'in-sync', 'in-sync', 'in-sync', 'changed', 'in-sync', 'in-sync', 'in-sync'],
      writes: ['RegisterTargets'],
      targets: () => four('healthy'),
    },
    also: (_passes, stage) => {
      expect(deregistered(stage)).toEqual([]);
    },
  },
  {
    title: 'a replica that is 90 seconds behind, as an ALB shrinks',
    twin: 'a node that leaves',
    given: 'every other listing of interfaces is 90 seconds old, and one of four nodes leaves',
    when: 'passes repeat',
    then: 'its target goes once, and no other',
    stage: { nodes: 2 },
    play: async (stage) => {
      const before = await stage.passes(2);
      const end = stage.cloud.faults.lag({ seconds: 90, operations: ['DescribeNetworkInterfaces'] });
      losesNode(stage);
      const behind = await stage.passes(5);
      end();
      return [...before, ...behind, ...(await stage.passes(2))];
    },
    expected: {
      outcomes: ['in-sync', 'in-sync', 'waiting', 'waiting', 'changed', 'in-sync', 'in-sync', 'in-sync', 'in-sync'],
      writes: ['DeregisterTargets'],
      // It has drained by then.
      targets: () => four('').slice(1),
      lost: { failed: (2 * 19) / 4 },
    },
    also: (_passes, stage) => {
      expect(deregistered(stage).flat()).toEqual(['10.0.1.11']);
    },
  },
  {
    title: 'a freed address that a stale answer brings back',
    twin: 'a node that leaves',
    given:
      'a node left, its target is out, a machine that answers has its address, and AWS’s next answers are two minutes old',
    when: 'a pass reads that, and others the truth',
    then: 'it registers the address, which gets no client while its checks have only begun; the next pass evicts it',
    stage: { nodes: 2 },
    play: async (stage) => {
      const { cloud } = stage;
      const { subnetId = '', ip = '' } = stage.alb.interfaces[0] ?? {};
      let isBehind = false;
      const end = cloud.faults.lag({ seconds: 120, operations: ['DescribeNetworkInterfaces'], behind: () => isBehind });
      cloud.advance(120);
      const removed = await between(
        stage,
        () => {
          losesNode(stage);
        },
        1,
      );
      cloud.takeAddress({ subnetId, ip, listens: [443] });
      isBehind = true;
      const stale = await stage.passes(1);
      end();
      return [...removed, ...stale, ...(await stage.passes(2))];
    },
    expected: {
      outcomes: ['in-sync', 'changed', 'changed', 'changed', 'in-sync'],
      writes: ['DeregisterTargets', 'RegisterTargets', 'DeregisterTargets'],
      targets: () => four('draining'),
      lost: UNTIL_UNHEALTHY,
    },
  },
  {
    title: 'a replica that is 90 seconds behind, as an ALB is replaced',
    twin: 'an ALB that is replaced, cross-zone on',
    given: 'every other answer about networks, load balancers and seals is 90 seconds old, and another ALB is bound',
    when: 'passes repeat',
    then: 'some are refused and some wait, nothing wrong is removed, and no client notices',
    play: async (stage) => {
      const before = await stage.passes(2);
      const end = stage.cloud.faults.lag({ seconds: 90 });
      replaceAlb(stage);
      const behind = await stage.passes(6);
      end();
      return [...before, ...behind, ...(await stage.passes(2))];
    },
    expected: {
      outcomes: [
        'in-sync',
        'in-sync',
        'refused',
        'refused',
        'waiting',
        'waiting',
        'waiting',
        'changed',
        'in-sync',
        'in-sync',
      ],
      writes: ['RegisterTargets', 'DeregisterTargets', 'DeregisterTargets'],
      targets: () => [
        '10.0.1.11:443 draining',
        '10.0.1.12:443 healthy',
        '10.0.2.11:443 draining',
        '10.0.2.12:443 healthy',
      ],
    },
    also: (_passes, stage) => {
      expect(deregistered(stage).flat().toSorted()).toEqual(['10.0.1.11', '10.0.2.11']);
    },
  },
];

/** What is read of an ALB is not what is so. */
export const albFaults = albChapter('a read of an ALB goes wrong', scenarios);
