import { expect } from 'vitest';
import { gainsNodes } from '../alb-happenings.ts';
import type { AlbStage } from '../alb-stage.ts';
import { albChapter, type AlbScenario } from '../scenario.ts';

const neverAsked = (_: unknown, { questions }: AlbStage): void => {
  expect(questions).toEqual([]);
};

const scenarios: readonly AlbScenario[] = [
  {
    title: 'an ALB at rest',
    given: 'a node in each of three zones, all registered and healthy',
    when: 'passes repeat',
    then: 'each is in sync after five reads, and none asks DNS',
    stage: { zones: 3 },
    play: (stage) => stage.passes(3),
    expected: {
      outcomes: ['in-sync', 'in-sync', 'in-sync'],
      writes: [],
      targets: () => ['10.0.1.11:443 healthy', '10.0.2.11:443 healthy', '10.0.3.11:443 healthy'],
    },
    also: (passes, stage) => {
      for (const { calls } of passes) {
        expect(calls.map(({ operation }) => operation).toSorted()).toEqual([
          'DescribeLoadBalancers',
          'DescribeNetworkInterfaces',
          'DescribeTags',
          'DescribeTargetGroups',
          'DescribeTargetHealth',
        ]);
      }
      neverAsked(passes, stage);
    },
  },
  {
    title: 'a node that DNS does not name yet',
    twin: 'a node that DNS still names',
    given: 'the ALB gains a node, which EC2 lists at once, and which the ALB’s name leads to five minutes later',
    when: 'passes repeat',
    then: 'the next pass registers it; DNS is not asked',
    stage: { settings: { albNodeStartSeconds: 20, albDnsJoinSeconds: 300 } },
    play: async (stage) => {
      const before = await stage.passes(1);
      gainsNodes(stage, [0]);
      return [...before, ...(await stage.passes(3))];
    },
    expected: {
      outcomes: ['in-sync', 'changed', 'in-sync', 'in-sync'],
      writes: ['RegisterTargets'],
      targets: () => ['10.0.1.11:443 healthy', '10.0.1.12:443 healthy', '10.0.2.11:443 healthy'],
    },
    also: neverAsked,
  },
  {
    title: 'a node that does not answer yet',
    given: 'the ALB gains a node, which answers five minutes later',
    when: 'passes repeat',
    then: 'it is registered at once and gets no client until it answers',
    stage: { settings: { albNodeStartSeconds: 300 } },
    play: async (stage) => {
      const before = await stage.passes(1);
      gainsNodes(stage, [0]);
      return [...before, ...(await stage.passes(7))];
    },
    expected: {
      outcomes: ['in-sync', 'changed', ...Array.from({ length: 6 }, () => 'in-sync' as const)],
      writes: ['RegisterTargets'],
      targets: () => ['10.0.1.11:443 healthy', '10.0.1.12:443 healthy', '10.0.2.11:443 healthy'],
    },
  },
  {
    title: 'several nodes at once',
    given: 'the ALB gains two nodes in each of its two zones',
    when: 'passes repeat',
    then: 'one call registers the four',
    play: async (stage) => {
      const before = await stage.passes(1);
      gainsNodes(stage, [0, 1, 0, 1]);
      return [...before, ...(await stage.passes(3))];
    },
    expected: {
      outcomes: ['in-sync', 'changed', 'in-sync', 'in-sync'],
      writes: ['RegisterTargets'],
      targets: () => [1, 2].flatMap((zone) => [11, 12, 13].map((host) => `10.0.${zone}.${host}:443 healthy`)),
    },
  },
  {
    title: 'from eight nodes to ten',
    given: 'the ALB has eight nodes, as many as DNS answers, and gains two',
    when: 'passes repeat',
    then: 'both are registered: nobody goes by what DNS answers',
    stage: { nodes: 4 },
    play: async (stage) => {
      const before = await stage.passes(1);
      gainsNodes(stage, [0, 1]);
      return [...before, ...(await stage.passes(3))];
    },
    expected: {
      outcomes: ['in-sync', 'changed', 'in-sync', 'in-sync'],
      writes: ['RegisterTargets'],
      targets: () => [1, 2].flatMap((zone) => [11, 12, 13, 14, 15].map((host) => `10.0.${zone}.${host}:443 healthy`)),
    },
    also: neverAsked,
  },
  {
    title: 'twenty-one nodes in three zones, none registered',
    given: 'a deployment binds an ALB that has long grown',
    when: 'passes repeat',
    then: 'the first registers all of them, and the next is in sync',
    stage: { zones: 3, nodes: 7, registered: false },
    play: (stage) => stage.passes(3),
    expected: {
      outcomes: ['changed', 'in-sync', 'in-sync'],
      writes: ['RegisterTargets'],
      targets: () =>
        [1, 2, 3].flatMap((zone) => [11, 12, 13, 14, 15, 16, 17].map((host) => `10.0.${zone}.${host}:443 healthy`)),
    },
  },
];

/** Nodes come before DNS says so: none is waited for. */
export const albScaleOut = albChapter('an ALB gains nodes', scenarios);
