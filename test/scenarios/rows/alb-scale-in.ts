import { expect } from 'vitest';
import { between, gainsNodes, losesNode } from '../alb-happenings.ts';
import { deregistered, holds } from '../happenings.ts';
import { albChapter, type AlbScenario } from '../scenario.ts';

/** Three nodes, of which the first leaves. */
const left = (state: string): readonly string[] => [
  `10.0.1.11:443 ${state}`,
  '10.0.1.12:443 healthy',
  '10.0.2.11:443 healthy',
  '10.0.2.12:443 healthy',
];

/** A quarter of two clients for the 14 s until two checks of the node that is gone have failed. */
const UNTIL_UNHEALTHY = { failed: (2 * 14) / 4 };

const scenarios: readonly AlbScenario[] = [
  {
    title: 'a node that leaves',
    twin: 'a node that goes on serving after it left DNS',
    given: 'one of four nodes leaves EC2 and DNS, 35 s before a pass',
    when: 'passes repeat',
    then: 'the next pass removes its target, which has failed its checks, after asking DNS',
    stage: { nodes: 2 },
    play: (stage) => between(stage, () => losesNode(stage), 2),
    expected: {
      outcomes: ['in-sync', 'changed', 'in-sync'],
      writes: ['DeregisterTargets'],
      targets: () => left('draining'),
      lost: UNTIL_UNHEALTHY,
    },
    also: (_passes, { alb: { dnsName }, questions }) => {
      expect(questions).toEqual([dnsName, `all.${dnsName}`]);
    },
  },
  {
    title: 'a node that is gone and still called healthy',
    twin: 'a node that leaves',
    given: 'one of four nodes leaves EC2 and DNS, 5 s before a pass',
    when: 'passes repeat',
    then: 'that pass waits, for the load balancer still calls the target healthy; the next removes it',
    stage: { nodes: 2 },
    play: async (stage) => {
      const before = await stage.pass();
      stage.cloud.advance(55);
      losesNode(stage);
      stage.cloud.advance(5);
      return [before, ...(await stage.passes(3))];
    },
    expected: {
      outcomes: ['in-sync', 'waiting', 'changed', 'in-sync'],
      writes: ['DeregisterTargets'],
      targets: () => left('draining'),
      lost: UNTIL_UNHEALTHY,
    },
    also: ([, pass]) => {
      expect(holds(pass)).toMatchObject([{ state: 'waiting', reason: expect.stringContaining('calls it healthy') }]);
    },
  },
  {
    title: 'a node that goes on serving after it left DNS',
    given: 'one of four nodes leaves DNS, serves and is in use for three minutes more, and goes',
    when: 'passes repeat',
    then: 'its target stays while the node serves, and goes after',
    stage: { nodes: 2 },
    play: (stage) => between(stage, () => losesNode(stage, { graceSeconds: 180 }), 6),
    expected: {
      outcomes: ['in-sync', 'in-sync', 'in-sync', 'in-sync', 'changed', 'in-sync', 'in-sync'],
      writes: ['DeregisterTargets'],
      targets: () => left('draining'),
      // Its checks fail a second later than above.
      lost: { failed: (2 * 15) / 4 },
    },
  },
  ...(['available', 'detaching'] as const).map(
    (detachingAs): AlbScenario => ({
      title: `a node whose interface is ${detachingAs}`,
      twin: 'a node that leaves',
      given: `one of four nodes stops, and EC2 lists its interface as ${detachingAs} for two minutes more`,
      when: 'passes repeat',
      then: 'its target is not desired any more, and is held while the interface is there; then it goes',
      stage: { nodes: 2 },
      play: (stage) => between(stage, () => losesNode(stage, { detachSeconds: 120, detachingAs }), 4),
      expected: {
        outcomes: ['in-sync', 'waiting', 'waiting', 'changed', 'in-sync'],
        writes: ['DeregisterTargets'],
        targets: () => left('draining'),
        lost: UNTIL_UNHEALTHY,
      },
    }),
  ),
  {
    title: 'a node that comes back while its target drains',
    twin: 'a node that leaves',
    given:
      'a node left the name, stopped answering, and is in no listing, so that its target is out; then it is there again',
    when: 'passes repeat',
    then: 'the target is registered again although it drains, and serves',
    stage: { nodes: 2 },
    play: async (stage) => {
      const { cloud, alb } = stage;
      const { id = '' } = alb.interfaces[0] ?? {};
      let shown = (): unknown => undefined;
      const out = await between(
        stage,
        () => {
          losesNode(stage, { graceSeconds: 3600 });
          cloud.setListening(id, []);
          shown = cloud.faults.omitInterfaces([id]);
        },
        1,
      );
      shown();
      cloud.setListening(id, [443]);
      return [...out, ...(await stage.passes(3))];
    },
    expected: {
      outcomes: ['in-sync', 'changed', 'changed', 'in-sync', 'in-sync'],
      writes: ['DeregisterTargets', 'RegisterTargets'],
      targets: () => left('healthy'),
      lost: UNTIL_UNHEALTHY,
    },
  },
  {
    title: 'a node in place of another, in a full group',
    twin: 'several nodes at once',
    given: 'AWS takes four targets in a group; one of four nodes leaves, and another comes',
    when: 'passes repeat',
    then: 'the target of the one that is gone makes room for the other',
    stage: { nodes: 2, settings: { targetsPerGroup: 4 } },
    play: (stage) =>
      between(
        stage,
        () => {
          losesNode(stage);
          gainsNodes(stage, [0]);
        },
        3,
      ),
    expected: {
      outcomes: ['in-sync', 'changed', 'in-sync', 'in-sync'],
      writes: ['RegisterTargets', 'DeregisterTargets', 'RegisterTargets'],
      targets: () => [
        '10.0.1.11:443 draining',
        '10.0.1.12:443 healthy',
        '10.0.1.13:443 healthy',
        '10.0.2.11:443 healthy',
        '10.0.2.12:443 healthy',
      ],
      lost: UNTIL_UNHEALTHY,
    },
  },
  {
    title: 'back and forth',
    given: 'the ALB gains a node every two minutes, and loses the one before it',
    when: 'passes repeat for ten minutes',
    then: 'each node is registered in the pass after it came, and each target goes after its node went',
    stage: { nodes: 2 },
    play: async (stage) => {
      const { cloud, alb } = stage;
      const passes = [...(await stage.passes(1))];
      let [ip = ''] = alb.ips;
      for (let round = 0; round < 5; round += 1) {
        const grown = gainsNodes(stage, [0]);
        // oxlint-disable-next-line no-await-in-loop -- passes follow one another
        passes.push(...(await stage.passes(2)));
        cloud.scaleAlbIn(alb.arn, ip);
        ip = grown.ips.at(-1) ?? '';
        // oxlint-disable-next-line no-await-in-loop -- as above
        passes.push(...(await stage.passes(2)));
      }
      return passes;
    },
    expected: {
      outcomes: [
        'in-sync',
        ...Array.from({ length: 5 }, () => ['changed', 'in-sync', 'waiting', 'changed'] as const).flat(),
      ],
      writes: Array.from({ length: 5 }, () => ['RegisterTargets', 'DeregisterTargets']).flat(),
      targets: () => [
        '10.0.1.12:443 healthy',
        '10.0.1.16:443 draining',
        '10.0.1.17:443 healthy',
        '10.0.2.11:443 healthy',
        '10.0.2.12:443 healthy',
      ],
      // Each time a fifth of two clients for the 19 s until two checks of the node that is gone have failed.
      lost: { failed: (5 * 2 * 19) / 5 },
    },
    also: (_passes, stage) => {
      expect(deregistered(stage)).toEqual([['10.0.1.11'], ['10.0.1.13'], ['10.0.1.14'], ['10.0.1.15'], ['10.0.1.16']]);
    },
  },
];

/** Nodes go: their targets follow once nobody says that they are alive. */
export const albScaleIn = albChapter('an ALB loses nodes', scenarios);
