import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../../controller/model/evidence.ts';
import { read, type Reading, unread } from '../../../controller/model/reading.ts';
import type { Situation } from '../../../controller/model/situation.ts';
import type { Reach } from '../../../controller/model/target-group.ts';
import { targetKey } from '../../../controller/model/target.ts';
import { type DrillVerdict, judgeDrill } from '../../../controller/plan/drill.ts';
import { group, listed, problem } from '../builders.ts';
import {
  albEvidence,
  albSituation,
  albSpec,
  FAR_1,
  FAR_2,
  FAR_VPC,
  farView,
  node,
  observedAlb,
  ROLE,
} from '../builders-load-balancer.ts';

const HEALTHY = [listed(FAR_1), listed(FAR_2)];
const reach = (crossZone: boolean): Reading<Reach> => read({ enabledZoneIds: ['euw1-az1', 'euw1-az2'], crossZone });

/** A quiet group of a load balancer in another VPC. */
function judge({
  targets = HEALTHY,
  facts = {},
  ...world
}: Partial<Situation> & { readonly facts?: Partial<Evidence> } = {}): DrillVerdict {
  const quiet = albSituation({ targets, evidence: albEvidence(targets, facts), ...world });
  return judgeDrill(quiet.spec, read(quiet));
}

describe('a drill on a load balancer in another VPC', () => {
  it('takes the first target out, with its zone by the role’s view', () => {
    expect(judge()).toEqual({
      kind: 'ready',
      plan: { target: listed(FAR_1), zoneId: 'euw1-az1', others: [{ ip: FAR_2, port: 443 }] },
    });
  });

  it('takes out one of the zone with most nodes', () => {
    const third = '10.1.12.24';
    const listing = read({
      subnetIds: ['subnet-11', 'subnet-12'],
      interfaces: [FAR_1, FAR_2, third].map((ip) => node(ip)),
    });
    const verdict = judge({
      source: read(observedAlb([FAR_1, FAR_2, third])),
      targets: [...HEALTHY, listed(third)],
      facts: { sourceView: farView([], { listing }) },
    });
    expect(verdict.kind === 'ready' && targetKey(verdict.plan.target)).toBe(`${FAR_2}:443`);
  });

  it('is refused with cross-zone off, be two nodes in one zone: no pass would register the target again', () => {
    const two = ['10.1.11.17', '10.1.11.18'];
    const listing = read({ subnetIds: ['subnet-11'], interfaces: two.map((ip) => node(ip)) });
    const world = { source: read(observedAlb(two)), targets: two.map((ip) => listed(ip)) };
    const sourceView = farView([], { listing });
    expect(judge({ ...world, facts: { sourceView, reach: reach(false) }, crossZone: read('off') })).toMatchObject({
      refusal: {
        code: 'pass-refuses',
        reason: expect.stringContaining('which is off'),
        remedy: expect.stringContaining('aws elbv2 modify-target-group-attributes'),
      },
    });
    expect(judge({ ...world, facts: { sourceView, reach: reach(true) } }).kind).toBe('ready');
  });

  it.each([
    ['is left to a load balancer that there is none of', read('undecided' as const), 'attached to none'],
    ['could not be read', unread(problem({ doing: 'reading the attributes' })), 'reading the attributes failed'],
  ])('is refused where cross-zone %s', (_, crossZone, reason) => {
    expect(judge({ crossZone })).toMatchObject({
      refusal: { code: 'pass-refuses', reason: expect.stringContaining(reason) },
    });
  });

  it('is refused as not in sync where a node is missing', () => {
    const verdict = judge({ targets: [listed(FAR_1)] });
    expect(verdict).toMatchObject({
      kind: 'refused',
      refusal: { code: 'not-in-sync', reason: `The group is not in sync: 1 missing (${FAR_2}:443), 0 surplus.` },
    });
  });

  it('is refused while the zones are unknown, with what the role needs', () => {
    const subnets = unread(problem({ kind: 'denied', doing: 'listing the subnets' }));
    const verdict = judge({ facts: { sourceView: farView([], { subnets }) } });
    expect(verdict).toMatchObject({
      refusal: {
        code: 'zones-unknown',
        reason: expect.stringContaining('listing the subnets failed'),
        remedy: expect.stringContaining(ROLE),
      },
    });
  });

  it.each([
    ['provisioning', 'partial', 'the load balancer is provisioning'],
    ['failed', 'pass-refuses', 'is failed'],
  ])('is refused while it is %s', (state, code, reason) => {
    expect(judge({ source: read(observedAlb([FAR_1, FAR_2], { state })) })).toMatchObject({
      refusal: { code, reason: expect.stringContaining(reason) },
    });
  });

  it('is refused while the role is denied', () => {
    const denied = unread(problem({ kind: 'denied', doing: `assuming ${ROLE}` }));
    expect(
      judge({ source: denied, facts: { sourceView: farView([], { subnets: denied, listing: denied }) } }),
    ).toMatchObject({
      refusal: { code: 'pass-refuses', remedy: expect.stringContaining(`Grant sts:AssumeRole on ${ROLE}`) },
    });
  });

  it('leaves minHealthy nodes', () => {
    const two = albSpec({}, { minHealthy: 2 });
    expect(judge({ spec: two })).toMatchObject({ refusal: { code: 'too-few' } });
    expect(judge()).toMatchObject({ kind: 'ready' });
  });
});

describe('a drill on a load balancer in the group’s VPC', () => {
  const here = { group: group({ vpcId: FAR_VPC }), crossZone: read('off' as const) };

  it('is refused where each node is the last of its zone, with cross-zone off', () => {
    expect(judge({ ...here, facts: { reach: reach(false) } })).toMatchObject({ refusal: { code: 'last-of-its-zone' } });
    expect(judge({ ...here, facts: { reach: reach(true) } })).toMatchObject({ kind: 'ready' });
  });
});
