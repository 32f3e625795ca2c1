import { describe, expect, it } from 'vitest';
import type { Answered, Evidence } from '../../../controller/model/evidence.ts';
import type { NetworkInterface } from '../../../controller/model/network.ts';
import type { Plan } from '../../../controller/model/plan.ts';
import { read, unread } from '../../../controller/model/reading.ts';
import { decide } from '../../../controller/plan/decide.ts';
import { goes, group, listed, problem, stays, strangerInterface } from '../builders.ts';
import {
  ALB,
  albEvidence,
  albSituation,
  albSpec,
  ANSWERED,
  DNS_NAME,
  FAR_1,
  FAR_2,
  FAR_ACCOUNT,
  FAR_OLD_1,
  farView,
  node,
  observedAlb,
  PREVIOUS_ALB,
} from '../builders-load-balancer.ts';

const KEY = `${FAR_OLD_1}:443`;
const present = [listed(FAR_1), listed(FAR_2)];
const failed = [...present, listed(FAR_OLD_1, 'unhealthy')];

/** The plan for a failed target that no interface carries, and for what DNS says. */
function planOn(answered: Evidence['answered'], others: readonly NetworkInterface[] = [], targets = failed): Plan {
  const { answered: _, ...silent } = albEvidence(targets, { sourceView: farView(others) });
  const facts = { ...silent, ...(answered !== undefined && { answered }) };
  return decide(albSituation({ spec: albSpec({ previous: [PREVIOUS_ALB] }), targets, evidence: facts })).plan;
}

const answers = (name: readonly string[], all: readonly string[] = []): Evidence['answered'] => read({ name, all });
const others = (count: number): readonly string[] => Array.from({ length: count }, (_, at) => `10.1.11.${200 + at}`);
const eight = [FAR_1, FAR_2, ...others(6)];

describe('a gone target of a load balancer', () => {
  it('goes when DNS answers the nodes and not it', () => {
    expect(goes(planOn(read(ANSWERED)))).toEqual([KEY]);
  });

  it.each<[title: string, answered: Evidence['answered'], why: string]>([
    ['the name still answers it', answers([FAR_1, FAR_OLD_1], [FAR_1, FAR_2]), `yet ${DNS_NAME} still answers it`],
    ['the form for all nodes does', answers([FAR_1], [FAR_1, FAR_OLD_1]), `yet ${DNS_NAME} still answers it`],
    ['both do', answers([FAR_OLD_1], [FAR_OLD_1]), `yet ${DNS_NAME} still answers it`],
    [
      'the name answers nothing',
      answers([]),
      `DNS may still answer ${FAR_OLD_1}: ${DNS_NAME} answers no address at all`,
    ],
    ['only the form for all nodes answers', answers([], [FAR_1, FAR_2]), 'answers no address at all'],
    [
      'the name answers nothing of its family',
      answers(['2001:db8:1:11::5'], ['2001:db8:1:11::5']),
      'answers no address at all',
    ],
    [
      'the resolver failed',
      unread(problem({ doing: 'asking', code: 'ESERVFAIL', message: 'no' })),
      'DNS may still answer it: asking failed: ESERVFAIL: no',
    ],
    ['nobody was asked', undefined, `nobody was asked what ${DNS_NAME} answers`],
  ])('waits while %s', (_, answered, why) => {
    const plan = planOn(answered);
    expect(plan.deregister).toEqual([]);
    expect(plan.hold).toEqual([
      {
        target: listed(FAR_OLD_1, 'unhealthy'),
        kind: 'waiting',
        reason: expect.stringMatching(new RegExp(`^what became of ${FAR_OLD_1} is unknown: .*${why}`)),
      },
    ]);
  });

  // What an answer lacks proves nothing, however long it is: it is late, cut at eight, and may come from a cache.
  it.each<[title: string, answered: Evidence['answered']]>([
    ['one node of two', answers([FAR_1])],
    ['eight others, and none of the nodes', answers(others(8))],
    ['eight, the nodes among them', answers(eight)],
    ['nine', answers([...eight, '10.1.11.99'])],
    ['eight, and the form for all nodes answers nine', answers(others(8), [...eight, '10.1.11.99'])],
    ['two, and the form for all nodes nothing', answers([FAR_1, FAR_2])],
    ['an address of the other family besides', answers([FAR_1, '2001:db8:1:11::5'])],
  ])('twin: goes when the name answers %s', (_, answered) => {
    expect(goes(planOn(answered))).toEqual([KEY]);
  });
});

describe('in IPv6 a gone target of a load balancer', () => {
  const [own, gone] = ['2001:db8:1:11::5', '2001:db8:1:11::99'];
  const interfaces = [node(FAR_1, ALB, { ips: [FAR_1, own] })];
  const source = read({ ...observedAlb([FAR_1]), interfaces });
  const targets = [listed(own), listed(gone, 'unhealthy')];
  const planIn6 = (answered: Answered): Plan => {
    const listing = read({ subnetIds: ['subnet-11', 'subnet-12'], interfaces });
    const facts = albEvidence(targets, { sourceView: farView([], { listing }), answered: read(answered) });
    return decide(albSituation({ group: group({ family: 'ipv6' }), source, targets, evidence: facts })).plan;
  };

  it.each([
    ['goes when its name answers the node and not it', [FAR_1, own], [`[${gone}]:443`]],
    ['waits while its name answers it', [FAR_1, own, gone], []],
    ['waits while its name answers IPv4 alone', [FAR_1], []],
    ['goes beside eight of IPv4', [...eight, own], [`[${gone}]:443`]],
  ])('%s', (_, name, expected) => {
    expect(goes(planIn6({ name, all: [] }))).toEqual(expected);
  });
});

describe('whatever DNS answers', () => {
  const ANSWERS: readonly [string, Evidence['answered']][] = [
    ['it still', answers([FAR_OLD_1], [FAR_OLD_1])],
    ['nothing', answers([])],
    ['with a failure', unread(problem())],
    ['to nobody', undefined],
  ];

  it.each(ANSWERS)('a stranger goes: it answers %s', (_, answered) => {
    const stranger = strangerInterface(FAR_OLD_1, { ownerId: FAR_ACCOUNT });
    expect(goes(planOn(answered, [stranger]))).toEqual([KEY]);
    expect(goes(planOn(answered, [stranger], [...present, listed(FAR_OLD_1)]))).toEqual([KEY]);
  });

  it.each(ANSWERS)('a retired one goes, whose interface says whose it is: it answers %s', (_, answered) => {
    expect(goes(planOn(answered, [node(FAR_OLD_1, PREVIOUS_ALB)]))).toEqual([KEY]);
  });

  it.each(ANSWERS)('a node that leaves is held: it answers %s', (_, answered) => {
    expect(stays(planOn(answered, [node(FAR_OLD_1)]))).toEqual([[KEY, 'waiting']]);
  });

  it.each([
    ['an address that no node has', answers([...ANSWERED.name, FAR_OLD_1], [...ANSWERED.all, FAR_OLD_1])],
    ['fewer than there are nodes', answers([FAR_1])],
    ['nothing', answers([])],
    ['with a failure', unread(problem())],
  ])('the nodes in use are what is registered: it answers %s', (_, answered) => {
    expect(planOn(answered, [], []).register.map(({ target }) => target.ip)).toEqual([FAR_1, FAR_2]);
  });
});
