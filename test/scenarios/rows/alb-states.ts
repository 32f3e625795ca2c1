import { expect } from 'vitest';
import { between, gainsNodes, losesNode } from '../alb-happenings.ts';
import type { AlbStage } from '../alb-stage.ts';
import { onlyOld } from '../converging.ts';
import { holds, refusals } from '../happenings.ts';
import { albChapter, type AlbScenario } from '../scenario.ts';
import type { Pass } from '../stage.ts';

/** The ALB is deleted, and a machine takes one of its addresses when they are free, 35 s before a pass. */
async function deleteAndTake(stage: AlbStage, listens: readonly number[]): Promise<readonly Pass[]> {
  const { cloud, alb } = stage;
  cloud.deleteAlb(alb.arn);
  const during = await stage.passes(1);
  const take = (): void => {
    const [node] = alb.interfaces;
    cloud.takeAddress({ subnetId: node?.subnetId ?? '', ip: node?.ip ?? '', listens });
  };
  return [...during, ...(await between(stage, take, 2))];
}

const scenarios: readonly AlbScenario[] = [
  {
    title: 'a first deployment of an ALB that is being made',
    twin: 'a first deployment of an ALB',
    given: 'the ALB is provisioning for two minutes, and nothing is registered yet',
    when: 'passes repeat',
    then: 'its addresses are registered at once, and the passes wait until it is active',
    stage: { registered: false, albState: 'provisioning', attached: false },
    play: async (stage) => {
      const before = await stage.passes(2);
      stage.cloud.attach({ loadBalancerArn: stage.loadBalancer.arn, targetGroupArn: stage.group.arn });
      stage.cloud.setLoadBalancerState(stage.alb.arn, 'active');
      return [...before, ...(await stage.passes(2))];
    },
    expected: {
      outcomes: ['waiting', 'waiting', 'in-sync', 'in-sync'],
      writes: ['RegisterTargets'],
      targets: onlyOld,
    },
  },
  {
    title: 'a first deployment of an ALB',
    given: 'nothing is registered yet',
    when: 'passes repeat',
    then: 'the first registers all nodes, and the next is in sync',
    stage: { registered: false },
    play: (stage) => stage.passes(3),
    expected: { outcomes: ['changed', 'in-sync', 'in-sync'], writes: ['RegisterTargets'], targets: onlyOld },
  },
  {
    title: 'a zone without a node',
    twin: 'an ALB at rest',
    given: 'the only node in one of three zones is gone, and another one comes four minutes later',
    when: 'passes repeat',
    then: 'the source counts as partial: nothing is removed; the new node is registered, and the old target goes',
    stage: { zones: 3 },
    play: async (stage) => {
      const before = await between(stage, () => losesNode(stage), 3);
      gainsNodes(stage, [0]);
      return [...before, ...(await stage.passes(3))];
    },
    expected: {
      outcomes: ['in-sync', 'waiting', 'waiting', 'waiting', 'changed', 'in-sync', 'in-sync'],
      writes: ['RegisterTargets', 'DeregisterTargets'],
      targets: () => [
        '10.0.1.11:443 draining',
        '10.0.1.12:443 healthy',
        '10.0.2.11:443 healthy',
        '10.0.3.11:443 healthy',
      ],
      // A third of three clients for the 14 s until two checks have failed.
      lost: { failed: 14.001 },
    },
    also: ([, pass]) => {
      expect(holds(pass)[0]?.reason).toContain('1 of its 3 zones show no node');
    },
  },
  {
    title: 'an ALB that failed',
    twin: 'an ALB that is impaired',
    given:
      'AWS says that the ALB failed; a machine has taken the address of a node that left before, and answers nobody',
    when: 'passes repeat',
    then: 'each refuses; the stranger goes all the same',
    stage: { nodes: 2 },
    play: (stage) =>
      between(
        stage,
        () => {
          const { ip, subnetId } = losesNode(stage);
          stage.cloud.takeAddress({ subnetId, ip, listens: [] });
          stage.cloud.setLoadBalancerState(stage.alb.arn, 'failed');
        },
        2,
      ),
    expected: {
      outcomes: ['in-sync', 'refused', 'refused'],
      writes: ['DeregisterTargets'],
      targets: () => [
        '10.0.1.11:443 draining',
        '10.0.1.12:443 unhealthy',
        '10.0.2.11:443 unhealthy',
        '10.0.2.12:443 unhealthy',
      ],
      // A failed ALB answers nobody.
      lost: { failed: 2 * (35 + 120) },
    },
    also: (passes) => {
      expect(refusals(passes)).toEqual([undefined, 'source-not-usable', 'source-not-usable']);
    },
  },
  {
    title: 'an ALB that is impaired',
    given:
      'AWS says that the ALB is active and impaired; a machine has taken the address of a node that left before, and answers nobody',
    when: 'passes repeat',
    then: 'its addresses are trusted as ever, and the stranger goes',
    stage: { nodes: 2 },
    play: (stage) =>
      between(
        stage,
        () => {
          const { ip, subnetId } = losesNode(stage);
          stage.cloud.takeAddress({ subnetId, ip, listens: [] });
          stage.cloud.setLoadBalancerState(stage.alb.arn, 'active_impaired');
        },
        2,
      ),
    expected: {
      outcomes: ['in-sync', 'changed', 'in-sync'],
      writes: ['DeregisterTargets'],
      targets: () => [
        '10.0.1.11:443 draining',
        '10.0.1.12:443 healthy',
        '10.0.2.11:443 healthy',
        '10.0.2.12:443 healthy',
      ],
      // A quarter of two clients for the 14 s until two checks have failed.
      lost: { failed: 7 },
    },
  },
  {
    title: 'an ALB that is deleted, and a machine that answers nobody',
    twin: 'an ALB that is deleted, and a machine that answers',
    given: 'the ALB is deleted, and a machine takes one of its addresses',
    when: 'passes repeat',
    then: 'each refuses, for AWS knows no such ALB; the stranger goes, and nothing else',
    play: (stage) => deleteAndTake(stage, []),
    expected: {
      outcomes: ['refused', 'refused', 'refused', 'refused'],
      writes: ['DeregisterTargets'],
      targets: () => ['10.0.1.11:443 draining', '10.0.2.11:443 unhealthy'],
      // Both clients, all the time.
      lost: { failed: 2 * 240 },
    },
    also: (passes) => {
      expect(refusals(passes)).toEqual(passes.map(() => 'source-unreadable'));
    },
  },
  {
    title: 'an ALB that is deleted, and a machine that answers',
    given: 'the ALB is deleted, and a machine that answers takes one of its addresses',
    when: 'passes repeat',
    then: 'each refuses; the stranger that may serve is held for an operator, with what to do',
    play: (stage) => deleteAndTake(stage, [443]),
    expected: {
      outcomes: ['refused', 'refused', 'refused', 'refused'],
      writes: [],
      targets: () => ['10.0.1.11:443 healthy', '10.0.2.11:443 unhealthy'],
      // Both clients for 85 s until somebody has an address; half of them for 14 s until that one is healthy; then none fails.
      lost: { failed: 2 * 85 + 14, stranger: 14 + 2 * 141 },
    },
    also: (passes) => {
      expect(holds(passes.at(-1))).toMatchObject([
        { state: 'blocked', remedy: expect.stringContaining('clients reach a stranger until then') },
      ]);
    },
  },
  {
    title: 'zones that change',
    given: 'the ALB leaves the first of three zones for the third, and its node there serves for two minutes more',
    when: 'passes repeat',
    then: 'the new node is registered at once, and the target of the zone that it left goes when its node has gone',
    stage: { zones: 3, albZones: 2 },
    play: async (stage) => {
      const before = await stage.passes(1);
      stage.cloud.setAlbZones(stage.alb.arn, stage.albSubnetIds.slice(1), { graceSeconds: 120 });
      return [...before, ...(await stage.passes(5))];
    },
    expected: {
      outcomes: ['in-sync', 'changed', 'in-sync', 'waiting', 'changed', 'in-sync'],
      writes: ['RegisterTargets', 'DeregisterTargets'],
      targets: () => ['10.0.1.11:443 draining', '10.0.2.11:443 healthy', '10.0.3.11:443 healthy'],
      // A third of three clients for the 10 s until two checks have failed.
      lost: { failed: 9.999 },
    },
  },
];

/** What an ALB is, and what of it is there. */
export const albStates = albChapter('the states of an ALB', scenarios);
