import { describe, expect, it } from 'vitest';
import { read, type Reading, unread } from '../../../controller/model/reading.ts';
import type { Situation } from '../../../controller/model/situation.ts';
import type { CrossZone } from '../../../controller/model/target-group.ts';
import { asksCrossZone, decide } from '../../../controller/plan/decide.ts';
import {
  evidence,
  goes,
  GROUP_ARN,
  group,
  IP_1,
  IP_2,
  listed,
  observed,
  OLD_1,
  OLD_2,
  planFor,
  problem,
  retiredInterfaces,
  situation,
  stays,
  strangerInterface,
} from '../builders.ts';
import {
  albEvidence,
  albSituation,
  FAR_1,
  FAR_2,
  FAR_OLD_1,
  farView,
  node,
  PREVIOUS_ALB,
  albSpec,
} from '../builders-load-balancer.ts';

const inside = read(observed());
const outside = read(observed([IP_1, IP_2], { vpcId: 'vpc-2' }));
const denied = unread(
  problem({ kind: 'denied', doing: 'reading the attributes', code: 'AccessDenied', message: 'no' }),
);

type Setting = Reading<CrossZone> | undefined;
const SETTINGS: readonly [name: string, crossZone: Setting][] = [
  ['on', read('on')],
  ['off', read('off')],
  ['undecided', read('undecided')],
  ['unread', denied],
  ['not read', undefined],
];

const WITH: Readonly<Record<'missing' | 'surplus' | 'in sync', Situation['targets']>> = {
  missing: [listed(IP_1)],
  surplus: [listed(IP_1), listed(IP_2), listed(OLD_1)],
  'in sync': [listed(IP_1), listed(IP_2)],
};

/** A situation with cross-zone as said; `not read` has none. */
const at = (source: Situation['source'], targets: Situation['targets'], crossZone: Setting): Situation =>
  situation({
    source,
    targets,
    evidence: evidence(targets, { others: retiredInterfaces() }),
    ...(crossZone !== undefined && { crossZone }),
  });

describe('a source in the group’s own VPC', () => {
  it.each(SETTINGS)('is registered without a zone, with cross-zone %s', (_, crossZone) => {
    const { register, refusal } = decide(at(inside, WITH.missing, crossZone)).plan;
    expect(refusal).toBeUndefined();
    expect(register).toEqual([{ target: { ip: IP_2, port: 443 }, reason: expect.any(String) }]);
  });

  it.each(Object.entries(WITH))('asks nothing of cross-zone with a target %s', (_, targets) => {
    expect(asksCrossZone(situation({ source: inside, targets }))).toBe(false);
  });
});

describe('a source outside the group’s VPC', () => {
  it('is registered in the zone all with cross-zone on', () => {
    const { register, refusal } = decide(at(outside, WITH.missing, read('on'))).plan;
    expect(refusal).toBeUndefined();
    expect(register).toEqual([
      { target: { ip: IP_2, port: 443 }, availabilityZone: 'all', reason: expect.stringContaining(`eni-${IP_2}`) },
    ]);
  });

  const ABOUT = 'The source lies outside vpc-1, so that its targets need cross-zone load balancing';
  const COMMAND = `Turn it on for the group: aws elbv2 modify-target-group-attributes --region eu-west-1 --target-group-arn ${GROUP_ARN} --attributes Key=load_balancing.cross_zone.enabled,Value=true`;

  it.each([
    ['off', read('off' as const), `${ABOUT}, which is off.`, COMMAND],
    [
      'undecided',
      read('undecided' as const),
      `${ABOUT}, which is left to a load balancer, and the group is attached to none.`,
      COMMAND,
    ],
    ['not read', undefined, `${ABOUT}, which was not read.`, COMMAND],
    [
      'unread',
      denied,
      `${ABOUT}, and whether that is on could not be read: reading the attributes failed: AccessDenied: no`,
      expect.stringContaining('elasticloadbalancing:DescribeTargetGroupAttributes to the caller'),
    ],
  ])('is refused with a target missing and cross-zone %s', (_, crossZone, reason, remedy) => {
    const { plan } = decide(at(outside, WITH.missing, crossZone));
    expect(plan.register).toEqual([]);
    expect(plan.refusal).toEqual({
      code: 'cross-zone-off',
      reason,
      remedy,
      ...(crossZone?.kind === 'unread' && { unread: 'denied' }),
    });
  });

  it.each(SETTINGS)('is in sync with cross-zone %s, and is left alone', (_, crossZone) => {
    expect(decide(at(outside, WITH['in sync'], crossZone)).plan).toEqual({ register: [], deregister: [], hold: [] });
  });

  it.each(SETTINGS)('with nothing missing is not refused for its surplus, with cross-zone %s', (_, crossZone) => {
    expect(decide(at(outside, WITH.surplus, crossZone)).plan.refusal).toBeUndefined();
  });

  it.each([
    ['missing', true],
    ['surplus', true],
    ['in sync', false],
  ] as const)('with a target %s asks what cross-zone is: %s', (targets, asks) => {
    expect(asksCrossZone(situation({ source: outside, targets: WITH[targets] }))).toBe(asks);
  });

  it.each([
    ['is not sealed', { tags: {} }],
    ['is not of type ip', { group: group({ type: 'alb' }) }],
  ])('asks nothing for a group that %s', (_, world) => {
    expect(asksCrossZone(situation({ source: outside, targets: [], ...world }))).toBe(false);
  });

  it('asks nothing while it is unread: where it lies is not known', () => {
    expect(asksCrossZone(situation({ source: unread(problem()), targets: WITH.surplus }))).toBe(false);
  });
});

describe('addresses outside the group’s VPC that AWS does not take from there', () => {
  const refusalOf = (ips: readonly string[], world: Partial<Situation> = {}): ReturnType<typeof planFor>['refusal'] =>
    planFor([], { source: read(observed(ips, { vpcId: 'vpc-2' })), crossZone: read('on'), ...world }).refusal;

  it.each([
    ['are public', ['10.0.1.17', '203.0.113.9'], '203.0.113.9'],
    ['are several', ['203.0.113.9', '203.0.113.10'], '203.0.113.10, 203.0.113.9'],
    ['lie beside a private block', ['172.32.0.1'], '172.32.0.1'],
    ['lie beside the shared block', ['100.128.0.1'], '100.128.0.1'],
  ])('%s, and are refused with what to do', (_, ips, alien) => {
    expect(refusalOf(ips)).toEqual({
      code: 'source-unsuitable',
      reason: `The source lies outside vpc-1, and of ${alien} AWS takes none from there.`,
      remedy:
        'Bind a source in the VPC of the target group, or one with addresses of 10.0.0.0/8, 100.64.0.0/10, 172.16.0.0/12, 192.168.0.0/16.',
    });
  });

  it('are of IPv6, and are refused with what to do', () => {
    expect(refusalOf(['2001:db8:0:1::5'], { group: group({ family: 'ipv6' }) })).toEqual({
      code: 'source-unsuitable',
      reason: 'The source lies outside vpc-1, and of 2001:db8:0:1::5 AWS takes none from there.',
      remedy: 'Bind a target group of IPv4, or a source in the VPC of the target group.',
    });
  });

  it.each(['10.255.255.255', '100.64.0.1', '100.127.255.254', '172.16.0.1', '172.31.255.254', '192.168.7.7'])(
    'twin: %s is taken',
    (ip) => {
      expect(refusalOf([ip])).toBeUndefined();
    },
  );

  it('twin: whatever their block, they are taken in the group’s own VPC', () => {
    expect(planFor([], { source: read(observed(['203.0.113.9'])) }).refusal).toBeUndefined();
  });
});

describe('addresses outside the group’s VPC that are also its own', () => {
  const BLOCKS = read(['10.9.0.0/16', '10.0.0.0/16']);
  const world = (over: Partial<Situation> = {}): Situation =>
    situation({ source: outside, crossZone: read('on'), groupBlocks: BLOCKS, ...over });

  it('are refused with what is wrong: the load balancer would reach machines of its own VPC', () => {
    const { plan } = decide(world());
    expect(plan).toEqual({
      register: [],
      deregister: [],
      hold: [],
      refusal: {
        code: 'source-unsuitable',
        reason: `The source lies outside vpc-1, yet ${IP_1}, ${IP_2} lie in a block of it (10.0.0.0/16, 10.9.0.0/16): the load balancer would look for it there.`,
        remedy: 'Give the source a VPC whose blocks are no part of this one’s.',
      },
    });
  });

  it('are named, and no others', () => {
    const { refusal } = decide(world({ groupBlocks: read(['10.0.2.0/24']) })).plan;
    expect(refusal?.reason).toContain(`yet ${IP_2} lies in a block of it (10.0.2.0/24)`);
  });

  it('are refused before cross-zone is looked at, which would not help', () => {
    expect(decide(world({ crossZone: read('off') })).plan.refusal?.code).toBe('source-unsuitable');
  });

  it('are left alone where they stand registered: nothing is to be registered', () => {
    expect(decide(world({ targets: WITH['in sync'] })).plan).toEqual({ register: [], deregister: [], hold: [] });
  });

  it('bring a stranger among the targets no rescue', () => {
    const targets = [listed(OLD_1, 'unhealthy')];
    const { plan } = decide(world({ targets, evidence: evidence(targets, { others: [strangerInterface(OLD_1)] }) }));
    expect([plan.refusal?.code, goes(plan)]).toEqual(['source-unsuitable', [`${OLD_1}:443`]]);
  });

  it.each([
    ['in none of its blocks', world({ groupBlocks: read(['10.9.0.0/16', '10.8.0.0/16']) })],
    ['whose blocks could not be read: AWS will tell', world({ groupBlocks: unread(problem()) })],
    ['whose blocks were not read', situation({ source: outside, crossZone: read('on') })],
    ['that the group’s VPC has itself', world({ source: inside })],
  ])('twin: those %s are registered', (_, twin) => {
    const { plan } = decide(twin);
    expect(plan.refusal).toBeUndefined();
    expect(plan.register.map(({ target }) => target.ip)).toEqual([IP_1, IP_2]);
  });
});

describe('under the refusal for want of cross-zone', () => {
  const targets = [listed(IP_1), listed(OLD_1, 'unhealthy')];
  const refused = (
    world: Partial<Situation> & { facts?: Parameters<typeof evidence>[1] },
  ): ReturnType<typeof planFor> => planFor(targets, { source: outside, crossZone: read('off'), ...world });

  it('a stranger goes all the same', () => {
    const plan = refused({ facts: { others: [strangerInterface(OLD_1)] } });
    expect(plan.refusal?.code).toBe('cross-zone-off');
    expect(goes(plan)).toEqual([`${OLD_1}:443`]);
  });

  it.each([
    ['retired', retiredInterfaces()],
    ['gone', []],
  ])('twin: a %s one does not', (_, others) => {
    const plan = refused({ facts: { others } });
    expect(plan.refusal?.code).toBe('cross-zone-off');
    expect(goes(plan)).toEqual([]);
  });

  it('nothing but strangers counts as surplus: of nothing else is it known whether it must go', () => {
    const facts = evidence([...targets, listed(OLD_2)], {
      others: [strangerInterface(OLD_1), ...retiredInterfaces().slice(1)],
    });
    const world = { targets: [...targets, listed(OLD_2)], source: outside, evidence: facts };
    const { plan, drift, observed: known } = decide(situation({ ...world, crossZone: read('off') }));
    expect(drift).toEqual({ missing: [{ ip: IP_2, port: 443 }], surplus: [{ ip: OLD_1, port: 443 }] });
    expect([goes(plan), stays(plan), known]).toEqual([[`${OLD_1}:443`], [], true]);
  });

  it.each([
    ['blocked: no desired target will come', read('off' as const), 'blocked'],
    ['twin: waiting, with cross-zone on', read('on' as const), 'waiting'],
  ])('a healthy stranger that cannot read the traffic is %s', (_, crossZone, kind) => {
    const initial = [listed(IP_1, 'initial'), listed(OLD_1)];
    const plan = planFor(initial, { source: outside, crossZone, facts: { others: [strangerInterface(OLD_1)] } });
    expect(stays(plan)).toEqual([[`${OLD_1}:443`, kind]]);
  });
});

describe('a load balancer in another account’s VPC', () => {
  const previous = albSpec({ previous: [PREVIOUS_ALB] });

  it('is registered in the zone all, and its predecessor’s targets wait for it', () => {
    const targets = [listed(FAR_OLD_1)];
    const facts = albEvidence(targets, { sourceView: farView([node(FAR_OLD_1, PREVIOUS_ALB)]) });
    const { plan } = decide(albSituation({ spec: previous, targets, evidence: facts }));
    expect(plan.register.map(({ target, availabilityZone }) => [target.ip, availabilityZone])).toEqual([
      [FAR_1, 'all'],
      [FAR_2, 'all'],
    ]);
    expect(stays(plan)).toEqual([[`${FAR_OLD_1}:443`, 'waiting']]);
  });

  it('is registered without a zone where its VPC is the group’s, which the other account shares', () => {
    const { plan } = decide(albSituation({ group: group({ vpcId: 'vpc-2' }), crossZone: read('off') }));
    expect(plan.register.map(({ target, availabilityZone }) => [target.ip, availabilityZone])).toEqual([
      [FAR_1, undefined],
      [FAR_2, undefined],
    ]);
  });
});
