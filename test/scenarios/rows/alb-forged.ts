import { expect } from 'vitest';
import { between, losesNode, replaceAlb } from '../alb-happenings.ts';
import type { AlbStage } from '../alb-stage.ts';
import { onlyOld } from '../converging.ts';
import { albChapter, type AlbScenario } from '../scenario.ts';

/** The description that AWS gives the ALB's interfaces. */
const descriptionOf = ({ alb }: AlbStage): string => alb.interfaces[0]?.description ?? '';

const scenarios: readonly AlbScenario[] = [
  {
    title: 'an interface that says it is the ALB’s',
    given:
      'somebody makes an interface with the very description of the ALB’s own, in its subnet, with a machine that answers',
    when: 'passes repeat',
    then: 'nothing of it is registered: a description is free text, and only AWS’s own interfaces are believed',
    play: (stage) => {
      stage.cloud.takeAddress({
        subnetId: stage.albSubnetIds[0] ?? '',
        description: descriptionOf(stage),
        listens: [443],
      });
      return stage.passes(2);
    },
    expected: { outcomes: ['in-sync', 'in-sync'], writes: [], targets: onlyOld },
  },
  {
    title: 'an interface that says it is the ALB’s, on a freed address',
    twin: 'an interface that says it is the ALB’s',
    given: 'a node leaves, and somebody takes its address with an interface of that description, which answers',
    when: 'passes repeat',
    then: 'it is a stranger, and evicted',
    stage: { nodes: 2 },
    play: (stage) =>
      between(
        stage,
        () => {
          const { ip, subnetId } = losesNode(stage);
          stage.cloud.takeAddress({ subnetId, ip, description: descriptionOf(stage), listens: [443] });
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
      lost: { stranger: (2 * 35) / 4 + (2 * 120) / 10 },
    },
  },
  {
    title: 'an interface that says it is the old ALB’s',
    twin: 'an ALB that is replaced, cross-zone on',
    given:
      'an ALB is replaced and deleted; somebody takes one of its addresses with an interface of its description, which answers',
    when: 'passes repeat',
    then: 'it is no retired target but a stranger: it goes at once where a new target is healthy',
    play: async (stage) => {
      const { cloud, alb } = stage;
      const description = descriptionOf(stage);
      replaceAlb(stage);
      const before = await stage.passes(2);
      cloud.setHealthy(stage.group.arn);
      cloud.deleteAlb(alb.arn, { removalSeconds: 0 });
      const [first] = alb.interfaces;
      cloud.takeAddress({ subnetId: first?.subnetId ?? '', ip: first?.ip ?? '', description, listens: [443] });
      return [...before, ...(await stage.passes(2))];
    },
    expected: {
      outcomes: ['waiting', 'waiting', 'waiting', 'changed'],
      writes: ['RegisterTargets', 'DeregisterTargets', 'DeregisterTargets'],
      targets: () => [
        '10.0.1.11:443 draining',
        '10.0.1.12:443 healthy',
        '10.0.2.11:443 draining',
        '10.0.2.12:443 healthy',
      ],
      // A tenth of two clients for the 120 s after its eviction; of the rest a third for the 19 s until the other address has failed.
      lost: { failed: (1.8 * 19) / 3, stranger: (2 * 120) / 10 },
    },
    also: ([, , pass]) => {
      expect(pass?.outcomes[0]?.changes.deregistered).toEqual(['10.0.1.11:443']);
    },
  },
];

/** Somebody in the VPC pretends to be the ALB. */
export const albForged = albChapter('somebody pretends to be an ALB', scenarios);
