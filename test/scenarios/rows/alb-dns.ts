import { expect } from 'vitest';
import { between, losesNode, resolveNow } from '../alb-happenings.ts';
import type { AlbStage } from '../alb-stage.ts';
import { holds } from '../happenings.ts';
import { albChapter, type AlbScenario } from '../scenario.ts';

const UNTIL_UNHEALTHY = { failed: (2 * 14) / 4 };
const left = (state: string): readonly string[] => [
  `10.0.1.11:443 ${state}`,
  '10.0.1.12:443 healthy',
  '10.0.2.11:443 healthy',
  '10.0.2.12:443 healthy',
];

/** Three quarters of two clients for the 19 s until nodes that fell silent have failed two checks. */
const SILENT_NODES = (2 * 19 * 3) / 4;

/** A node leaves just after somebody resolved the name, and a machine may get its address while the cache has it. */
const leavesWhileCached = (stage: AlbStage, taken?: { readonly listens: readonly number[] }): void => {
  resolveNow(stage);
  const { ip, subnetId } = losesNode(stage);
  if (taken !== undefined) stage.cloud.takeAddress({ subnetId, ip, ...taken });
};

const silent = (mode: 'SERVFAIL' | 'silence', what: string): AlbScenario => ({
  title: `a resolver that ${what}`,
  twin: 'a node that leaves',
  given: `one of four nodes leaves, and the resolver ${what} for two minutes`,
  when: 'passes repeat',
  then: 'what became of the target counts as unknown, so it waits; it goes when the resolver answers',
  stage: { nodes: 2 },
  play: async (stage) => {
    const during = await between(
      stage,
      () => {
        losesNode(stage);
        stage.resolver.setMode(mode);
      },
      2,
    );
    stage.resolver.setMode('answers');
    return [...during, ...(await stage.passes(2))];
  },
  expected: {
    outcomes: ['in-sync', 'waiting', 'waiting', 'changed', 'in-sync'],
    writes: ['DeregisterTargets'],
    targets: () => left('draining'),
    lost: UNTIL_UNHEALTHY,
  },
  also: ([, pass]) => {
    expect(holds(pass)[0]?.reason).toContain('DNS may still answer it');
  },
});

/** As many nodes in each of two zones, all healthy but the first. */
const crowd = (nodes: number, first: string): readonly string[] =>
  [1, 2]
    .flatMap((zone) => Array.from({ length: nodes }, (_, host) => `10.0.${zone}.${11 + host}:443 healthy`))
    .toSpliced(0, 1, `10.0.1.11:443 ${first}`);

/** So many addresses does the `all.` form answer, of nine. */
const cut = (all: number, told: Pick<AlbScenario, 'title' | 'given'>): AlbScenario => ({
  ...told,
  twin: 'a node that the all. form still names',
  when: 'passes repeat',
  then: 'that an address is not among them says nothing, and holds nothing: EC2 says that it is gone, and the target goes',
  stage: { nodes: 5, settings: { albAllDnsAnswerLimit: all } },
  play: (stage) => between(stage, () => losesNode(stage), 2),
  expected: {
    outcomes: ['in-sync', 'changed', 'in-sync'],
    writes: ['DeregisterTargets'],
    targets: () => crowd(5, 'draining'),
    lost: { failed: (2 * 14) / 10 },
  },
});

const scenarios: readonly AlbScenario[] = [
  {
    title: 'a node that DNS still names',
    twin: 'a node that leaves',
    given: 'one of four nodes leaves, and the resolver has answered with its address just before',
    when: 'passes repeat',
    then: 'the target waits while the answer lives, 60 s, and then goes',
    stage: { nodes: 2 },
    play: (stage) => between(stage, () => leavesWhileCached(stage), 3),
    expected: {
      outcomes: ['in-sync', 'waiting', 'changed', 'in-sync'],
      writes: ['DeregisterTargets'],
      targets: () => left('draining'),
      lost: UNTIL_UNHEALTHY,
    },
    also: ([, pass]) => {
      expect(holds(pass)[0]?.reason).toContain('still answers it');
    },
  },
  silent('SERVFAIL', 'fails'),
  silent('silence', 'says nothing'),
  {
    title: 'a silent stranger on an address that DNS still names',
    twin: 'a node that DNS still names',
    given: 'one of four nodes leaves; a machine that answers nobody gets its address, which the resolver still has',
    when: 'passes repeat',
    then: 'DNS protects no stranger: the next pass evicts it',
    stage: { nodes: 2 },
    play: (stage) => between(stage, () => leavesWhileCached(stage, { listens: [] }), 2),
    expected: {
      outcomes: ['in-sync', 'changed', 'in-sync'],
      writes: ['DeregisterTargets'],
      targets: () => left('draining'),
      lost: UNTIL_UNHEALTHY,
    },
  },
  {
    title: 'a stranger that answers, on an address that DNS still names',
    twin: 'a stranger that answers, on the only address that serves',
    given: 'one of four nodes leaves; a machine that answers gets its address, which the resolver still has',
    when: 'passes repeat',
    then: 'the next pass evicts it, for others can serve',
    stage: { nodes: 2 },
    play: (stage) => between(stage, () => leavesWhileCached(stage, { listens: [443] }), 2),
    expected: {
      outcomes: ['in-sync', 'changed', 'in-sync'],
      writes: ['DeregisterTargets'],
      targets: () => left('draining'),
      // A quarter of two clients for 35 s, then a tenth of both for the 85 s and 35 s that follow.
      lost: { stranger: (2 * 35) / 4 + (2 * 120) / 10 },
    },
  },
  {
    title: 'a stranger that answers, on the only address that serves',
    given:
      'the nodes that stay do not answer for two minutes; a machine that answers gets the address of the one that leaves',
    when: 'passes repeat',
    then: 'the stranger is held until a node is healthy, for TLS tells clients who it is, and goes then',
    stage: { nodes: 2 },
    play: async (stage) => {
      const { cloud, alb } = stage;
      const [first = '', ...others] = alb.interfaces.map(({ id }) => id);
      expect(first).not.toBe('');
      for (const id of others) cloud.setListening(id, []);
      cloud.advance(25);
      const during = await between(stage, () => leavesWhileCached(stage, { listens: [443] }), 2);
      for (const id of others) cloud.setListening(id, [443]);
      return [...during, ...(await stage.passes(3))];
    },
    expected: {
      outcomes: ['in-sync', 'waiting', 'waiting', 'waiting', 'changed', 'in-sync'],
      writes: ['DeregisterTargets'],
      targets: () => left('draining'),
      // Both clients for the 169 s until the nodes are healthy again, a quarter for the 46 s until the pass, a tenth for 120 s.
      lost: { failed: SILENT_NODES, stranger: 2 * 169 + (2 * 46) / 4 + (2 * 120) / 10 },
    },
  },
  {
    title: 'a stranger on a clear-text address that DNS still names',
    twin: 'a stranger that answers, on the only address that serves',
    given: 'the same on TCP:80, where the stranger can read the traffic',
    when: 'passes repeat',
    then: 'it goes at once, although no other target is healthy',
    stage: { nodes: 2, port: 80 },
    play: async (stage) => {
      const { cloud, alb } = stage;
      const others = alb.interfaces.slice(1).map(({ id }) => id);
      for (const id of others) cloud.setListening(id, []);
      cloud.advance(25);
      return between(stage, () => leavesWhileCached(stage, { listens: [80] }), 2);
    },
    expected: {
      outcomes: ['in-sync', 'changed', 'in-sync'],
      writes: ['DeregisterTargets'],
      targets: () => [
        '10.0.1.11:80 draining',
        '10.0.1.12:80 unhealthy',
        '10.0.2.11:80 unhealthy',
        '10.0.2.12:80 unhealthy',
      ],
      // Both clients for 35 s, then a tenth of them for 120 s; the others find no node that answers.
      lost: { failed: SILENT_NODES + 2 * 120 * 0.9, stranger: 2 * 35 + (2 * 120) / 10 },
    },
  },
  cut(Number.POSITIVE_INFINITY, {
    title: 'nine nodes left, and nine answers of the all. form',
    given: 'one of ten nodes leaves; the name answers eight of the nine that are left, and its all. form all of them',
  }),
  cut(8, {
    title: 'nine nodes left, and eight answers',
    given: 'one of ten nodes leaves; the name and its all. form answer eight of the nine that are left',
  }),
  cut(0, {
    title: 'nine nodes left, and no answer of the all. form',
    given: 'one of ten nodes leaves; the name answers eight of the nine that are left, and its all. form none',
  }),
  {
    title: 'a node that the all. form still names',
    given:
      'one of ten nodes leaves; just before, the resolver answered the name with eight others, and its all. form with all ten',
    when: 'passes repeat',
    then: 'the target waits while the answer of the all. form lives, and then goes',
    stage: { nodes: 5 },
    play: (stage) =>
      between(
        stage,
        () => {
          // An answer of eight begins one further each time: the next one begins behind the first node.
          stage.resolver.ask(`dualstack.${stage.alb.dnsName}`, 'A');
          leavesWhileCached(stage);
          expect(stage.resolver.ask(stage.alb.dnsName, 'A')).not.toContain('10.0.1.11');
        },
        3,
      ),
    expected: {
      outcomes: ['in-sync', 'waiting', 'changed', 'in-sync'],
      writes: ['DeregisterTargets'],
      targets: () => crowd(5, 'draining'),
      lost: { failed: (2 * 14) / 10 },
    },
  },
];

/** DNS never adds a target, and lets none go that it still answers. */
export const albDns = albChapter('an ALB and DNS', scenarios);
