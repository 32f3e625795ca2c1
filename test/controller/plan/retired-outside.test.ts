import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../../controller/model/evidence.ts';
import type { Plan } from '../../../controller/model/plan.ts';
import { read, type Reading, unread } from '../../../controller/model/reading.ts';
import type { Situation } from '../../../controller/model/situation.ts';
import type { Reach } from '../../../controller/model/target-group.ts';
import { decide } from '../../../controller/plan/decide.ts';
import { goes, group, listed, OLD_1, OLD_2, problem, stays, unattached } from '../builders.ts';
import {
  albEvidence,
  albSituation,
  albSpec,
  FAR_1,
  FAR_2,
  FAR_OLD_1,
  FAR_OLD_2,
  FAR_VPC,
  farSubnet,
  farView,
  nearView,
  node,
  OWNER_ROLE,
  ownerView,
  PREVIOUS_ALB,
  ROLE,
} from '../builders-load-balancer.ts';

const spec = albSpec({ previous: [PREVIOUS_ALB] });
const both = [listed(FAR_1), listed(FAR_2)];
const farOld = farView([node(FAR_OLD_1, PREVIOUS_ALB), node(FAR_OLD_2, PREVIOUS_ALB)]);
const nearOld = nearView([node(OLD_1, PREVIOUS_ALB), node(OLD_2, PREVIOUS_ALB)]);
const reach = (crossZone: boolean, zones = ['euw1-az1', 'euw1-az2']): Reading<Reach> =>
  read({ enabledZoneIds: zones, crossZone });

/** The plan for a load balancer in another VPC that replaces one there and here. */
function planFor(
  targets: readonly ReturnType<typeof listed>[],
  facts: Partial<Evidence> = {},
  world: Partial<Situation> = {},
): Plan {
  const evidence = albEvidence(targets, { ...nearOld, sourceView: farOld, ...facts });
  return decide(albSituation({ spec, targets, evidence, ...world })).plan;
}

describe('a retired target, of a source outside the group’s VPC', () => {
  it.each([
    ['there', FAR_OLD_1],
    ['in the group’s VPC', OLD_1],
  ])('%s goes when a replacement is healthy and cross-zone is on', (_, ip) => {
    expect(goes(planFor([listed(ip), ...both]))).toEqual([`${ip}:443`]);
  });

  it.each([
    ['there', FAR_OLD_1],
    ['in the group’s VPC', OLD_1],
  ])('%s is blocked with cross-zone off, with the remedy', (_, ip) => {
    const plan = planFor([listed(ip), ...both], { reach: reach(false) }, { crossZone: read('off') });
    expect(plan.refusal).toBeUndefined();
    expect(plan.hold).toEqual([
      {
        target: listed(ip),
        kind: 'blocked',
        reason: 'the source lies outside the group’s VPC, and with cross-zone off its targets need not serve',
        remedy: 'Turn cross-zone on for the group.',
      },
    ]);
    expect(plan.deregister).toEqual([]);
  });

  it('is blocked with cross-zone off also when it has failed: its replacements serve nobody', () => {
    const plan = planFor([listed(FAR_OLD_1, 'unhealthy'), ...both], { reach: reach(false) });
    expect(stays(plan)).toEqual([[`${FAR_OLD_1}:443`, 'blocked']]);
  });

  it.each([
    ['one', 1, [listed(FAR_1, 'initial'), listed(FAR_2)], true],
    ['one, and none is', 1, [listed(FAR_1, 'initial'), listed(FAR_2, 'unhealthy')], false],
    ['two', 2, [listed(FAR_1), listed(FAR_2)], true],
    ['two, and one is', 2, [listed(FAR_1), listed(FAR_2, 'initial')], false],
    ['three of two, which are', 3, [listed(FAR_1), listed(FAR_2)], true],
  ])('goes by as many healthy replacements as are asked for: %s', (_, minHealthy, replacements, free) => {
    const asked = albSpec({ previous: [PREVIOUS_ALB] }, { minHealthy });
    const plan = planFor([listed(FAR_OLD_1), ...replacements], {}, { spec: asked });
    expect(goes(plan)).toEqual(free ? [`${FAR_OLD_1}:443`] : []);
  });

  it('goes where the load balancer enables none of the zones of its replacements: they serve from every zone', () => {
    const plan = planFor([listed(FAR_OLD_1), ...both], { reach: reach(true, ['euw1-az3']) });
    expect(goes(plan)).toEqual([`${FAR_OLD_1}:443`]);
  });

  it('twin: inside the group’s VPC they serve nobody there', () => {
    const here = { group: group({ vpcId: FAR_VPC }) };
    const plan = planFor([listed(FAR_OLD_1), ...both], { reach: reach(true, ['euw1-az3']) }, here);
    expect(stays(plan)).toEqual([[`${FAR_OLD_1}:443`, 'blocked']]);
  });

  it('goes one zone’s worth a pass', () => {
    const plan = planFor([listed(FAR_OLD_1), listed(FAR_OLD_2), ...both]);
    expect(goes(plan)).toEqual([`${FAR_OLD_1}:443`]);
    expect(plan.hold).toEqual([
      { target: listed(FAR_OLD_2), kind: 'waiting', reason: 'one zone’s worth a pass: euw1-az1 goes first' },
    ]);
    expect(goes(planFor([listed(FAR_OLD_2), ...both]))).toEqual([`${FAR_OLD_2}:443`]);
  });

  it('goes with those of its zone in the other VPC: a zone is one, whoever names it', () => {
    expect(goes(planFor([listed(OLD_1), listed(FAR_OLD_1), listed(OLD_2), ...both]))).toEqual([
      `${OLD_1}:443`,
      `${FAR_OLD_1}:443`,
    ]);
  });

  it('waits for what is missing to be registered and healthy, as anywhere', () => {
    const plan = planFor([listed(FAR_OLD_1)]);
    expect(plan.register).toHaveLength(2);
    expect(stays(plan)).toEqual([[`${FAR_OLD_1}:443`, 'waiting']]);
  });
});

describe('a retired target in the group’s VPC is held', () => {
  const targets = [listed(OLD_1), ...both];

  it.each([
    ['the listing of the source’s VPC', { listing: unread(problem()) }, 'waiting'],
    ['the subnets of the source’s VPC', { subnets: unread(problem()), listing: unread(problem()) }, 'waiting'],
    ['the listing of the source’s VPC, for good,', { listing: unread(problem({ kind: 'denied' })) }, 'blocked'],
    [
      'the subnets of the source’s VPC, for good,',
      { subnets: unread(problem({ kind: 'denied' })), listing: unread(problem({ kind: 'denied' })) },
      'blocked',
    ],
  ] as const)('while %s cannot be read: the source as read may be stale', (_, part, kind) => {
    const plan = planFor(targets, { sourceView: farView([], part) });
    const remedy = expect.stringContaining('Grant sts:AssumeRole');
    const [hold] = plan.hold;
    const reason = expect.stringMatching(/^the interfaces beside the source are unknown: .*Rate exceeded/);
    expect(hold).toMatchObject({ target: listed(OLD_1), kind, reason });
    expect([hold?.unread, hold?.remedy]).toEqual(kind === 'blocked' ? ['denied', remedy] : [undefined, undefined]);
    expect(plan.deregister).toEqual([]);
  });

  it('while the listing of the source’s VPC does not show one of its nodes', () => {
    const listing = read({ subnetIds: ['subnet-11', 'subnet-12'], interfaces: [node(FAR_1)] });
    expect(planFor(targets, { sourceView: farView([], { listing }) }).hold).toMatchObject([
      { kind: 'waiting', reason: `the listing does not show eni-${FAR_2} of the source: the source as read is stale` },
    ]);
  });

  it('while the role’s listing does not show one, and the group’s own could not be read', () => {
    const far = [listed(FAR_OLD_1), ...both];
    const listing = read({ subnetIds: ['subnet-11', 'subnet-12'], interfaces: [node(FAR_OLD_1, PREVIOUS_ALB)] });
    const facts = { ...nearView([], { listing: unread(problem()) }), sourceView: farView([], { listing }) };
    expect(stays(planFor(far, facts))).toEqual([[`${FAR_OLD_1}:443`, 'waiting']]);
    expect(goes(planFor(far, { ...facts, sourceView: farOld }))).toEqual([`${FAR_OLD_1}:443`]);
  });

  it('while the subnet of a replacement is not known', () => {
    const sourceView = farView([], { subnets: read([farSubnet(1)]) });
    expect(stays(planFor(targets, { sourceView }))).toEqual([[`${OLD_1}:443`, 'waiting']]);
  });

  it.each([
    ['waiting', problem(), undefined],
    ['blocked', problem({ kind: 'denied' }), expect.stringContaining(`on ${ROLE} and ${OWNER_ROLE} to the caller`)],
  ])(
    'while the subnet of a replacement is only for the owner’s role to tell, which could not look: %s',
    (kind, failed, remedy) => {
      const asked = albSpec({ previous: [PREVIOUS_ALB], ownerRoleArn: OWNER_ROLE });
      const facts = {
        sourceView: farView([], { subnets: read([farSubnet(1)]) }),
        ownerView: ownerView([], { subnets: unread(failed), listing: unread(failed) }),
      };
      const [hold] = planFor(targets, facts, { spec: asked }).hold;
      expect(hold).toMatchObject({ target: listed(OLD_1), kind, reason: expect.stringContaining('Rate exceeded') });
      expect(hold?.remedy).toEqual(remedy);
    },
  );

  it('twin: goes when the owner’s role tells it', () => {
    const facts = { sourceView: farView([], { subnets: read([farSubnet(1)]) }), ownerView: ownerView() };
    expect(goes(planFor(targets, facts))).toEqual([`${OLD_1}:443`]);
  });

  it('while neither the role’s listing nor the owner’s shows one of its nodes', () => {
    const listing = read({ subnetIds: ['subnet-11', 'subnet-12'], interfaces: [node(FAR_1)] });
    const facts = { sourceView: farView([], { listing }), ownerView: ownerView([], { listing }) };
    expect(stays(planFor(targets, facts))).toEqual([[`${OLD_1}:443`, 'waiting']]);
  });

  it('twin: goes where the owner’s alone shows them all: what he sees is there', () => {
    const listing = read({ subnetIds: ['subnet-11', 'subnet-12'], interfaces: [node(FAR_1)] });
    expect(goes(planFor(targets, { sourceView: farView([], { listing }), ownerView: ownerView() }))).toEqual([
      `${OLD_1}:443`,
    ]);
  });

  it('while the group is attached to nothing', () => {
    const { reach: _, ...facts } = albEvidence(targets, { ...nearOld, sourceView: farOld });
    const plan = decide(albSituation({ spec, targets, group: unattached(), evidence: facts })).plan;
    expect(stays(plan)).toEqual([[`${OLD_1}:443`, 'blocked']]);
  });

  it('while the load balancer in front could not be read', () => {
    const plan = planFor(targets, { reach: unread(problem({ kind: 'denied' })) });
    expect(stays(plan)).toEqual([[`${OLD_1}:443`, 'blocked']]);
  });

  it('while a node of the source stands among the surplus', () => {
    const leaving = [listed(OLD_1), listed(FAR_OLD_1, 'unhealthy'), ...both];
    expect(stays(planFor(leaving, { sourceView: farView([node(FAR_OLD_1)]) })).map(([key]) => key)).toEqual([
      `${OLD_1}:443`,
      `${FAR_OLD_1}:443`,
    ]);
  });

  it('twin: goes when all of that is known', () => {
    expect(goes(planFor(targets))).toEqual([`${OLD_1}:443`]);
  });
});
