import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSurroundings, type Surroundings } from '../path/surroundings.ts';
import { ALB_ROLES, type AlbDeployed, type AlbRole, farDeployed, nearDeployed } from './alb-deployments.ts';
import { ALB_PLAYS, type AlbPlayed, setDeployed, putUnder } from './alb-plays.ts';
import { beyondCalls } from './beyond-calls.ts';
import { without, withoutGrant, withSpare } from './plant.ts';
import { judge } from './policy.ts';
import { grantsIn } from './under-roles.ts';

let surroundings: Surroundings;
beforeAll(async () => {
  surroundings = await openSurroundings('eu-west-1', '123456789012');
});
afterAll(() => surroundings.close());

describe.each<[string, () => AlbDeployed]>([
  ['another account’s ALB, by a role', farDeployed],
  ['an ALB of the account, without one', nearDeployed],
])('the roles of a deployment in front of %s', (_, deploy) => {
  const deployed = deploy();
  const { roles, lent } = deployed;
  let played: ReadonlyMap<string, AlbPlayed>;
  beforeAll(async () => {
    const each = new Map<string, AlbPlayed>();
    for (const { title, play } of ALB_PLAYS) {
      // oxlint-disable-next-line no-await-in-loop -- the surroundings show one path at a time
      each.set(title, await play(deployed, surroundings));
    }
    played = each;
  }, 120_000);

  /** What calls of all plays showed of a role, and what the table says that AWS does with it. */
  const shown = (role: AlbRole): readonly string[] => {
    const seen = [...played.values()].flatMap(({ watch }) => watch.used(role));
    return [...new Set([...seen, ...beyondCalls(role, grantsIn(roles[role]))])];
  };

  it.each(ALB_PLAYS)('suffice for $title', ({ title, expected }) => {
    const { result, watch } = played.get(title) ?? {};
    expect(watch?.denied).toEqual([]);
    expect(result).toEqual(expected);
  });

  it.each(ALB_ROLES)('grant nothing spare: %s may do what calls show, and what the table says', (role) => {
    expect(shown(role).toSorted()).toEqual(grantsIn(roles[role]).toSorted());
    const planted = withSpare(roles[role], 'ec2:DescribeRouteTables');
    expect(grantsIn(planted).filter((grant) => !shown(role).includes(grant))).toEqual(['ec2:DescribeRouteTables on *']);
  });

  it.each(ALB_ROLES)('grant nothing that a play can do without: %s', (role) => {
    const demands = [...played.values()].flatMap(({ watch }) => watch.demands.filter((each) => each.role === role));
    const beyond = beyondCalls(role, grantsIn(roles[role]));
    const called = grantsIn(roles[role]).filter((grant) => !beyond.includes(grant));
    const idle = called.filter((grant) => {
      const less = withoutGrant(roles[role], grant);
      return demands.every((demand) => judge(less, demand).allowed);
    });
    expect(idle).toEqual([]);
  });

  it('have no permission for endpoints, neither to keep a group true nor to audit', () => {
    const all = ALB_ROLES.flatMap((role) => grantsIn(roles[role]));
    expect(all.filter((grant) => grant.startsWith('ec2:DescribeVpcEndpoints'))).toEqual([]);
  });

  it('take the role of the ALB’s account where there is one, and each that it trusts does', () => {
    const takers = new Set([...played.values()].flatMap(({ watch }) => watch.takers));
    const trusted = lent?.trust.flatMap(({ principalArns = ['all'] }) => principalArns) ?? [];
    expect([...takers].toSorted()).toEqual(trusted.toSorted());
    expect(takers.size).toBe(lent === undefined ? 0 : 3);
  });
});

describe('the proof fails', () => {
  const far = farDeployed();
  const playWith = (deployed: AlbDeployed, title: string): Promise<AlbPlayed> => {
    const play = ALB_PLAYS.find((each) => each.title === title);
    if (play === undefined) throw new Error(`there is no play ${title}`);
    return play.play(deployed, surroundings);
  };

  it.each<[role: AlbRole, action: string, play: string]>([
    ['sync', 'sts:AssumeRole', 'sync: a group in sync'],
    ['sync', 'ec2:DescribeNetworkInterfaces', 'sync: an endpoint that the ALB replaces'],
    ['judge', 'sts:AssumeRole', 'gate: a deployment that replaces the ALB'],
    ['audit', 'sts:AssumeRole', 'audit: a path to an ALB on which everything is right'],
    ['audit', 'elasticloadbalancing:DescribeListenerCertificates', 'audit: a load balancer that somebody has end TLS'],
    ['source', 'elasticloadbalancing:DescribeLoadBalancers', 'sync: a group in sync'],
    ['source', 'ec2:DescribeNetworkInterfaces', 'sync: an ALB that loses a node'],
    ['source', 'ec2:DescribeSubnets', 'sync: an ALB that loses a node'],
    ['source', 'acm:DescribeCertificate', 'audit: a path to an ALB on which everything is right'],
  ])('where %s lacks %s', async (role, action, title) => {
    const less = { ...far, roles: { ...far.roles, [role]: without(far.roles[role], action) } };
    const { result, watch } = await playWith(less, title);
    expect(watch.denied.some((each) => each.startsWith(`${role}: ${action} on `))).toBe(true);
    expect(result).not.toEqual(ALB_PLAYS.find((each) => each.title === title)?.expected);
  });

  const { lent } = far;
  if (lent === undefined) throw new Error('nothing is lent');

  it.each<[what: string, source: AlbDeployed['source'], principal: string]>([
    ['the binding says another external id', { ...far.source, externalId: 'other' }, lent.principalOf('sync')],
    ['the caller is another role of the account', far.source, `${lent.principalOf('sync')}-2`],
  ])('where %s than the ALB’s account trusts', async (_, source, principal) => {
    const stage = setDeployed({ ...far, source });
    const watch = putUnder(stage.cloud, { ...far, lent: { ...lent, principalOf: () => principal } }, 'sync');
    const { outcomes } = await stage.pass();
    expect(outcomes[0]?.refusal?.code).toBe('source-unreadable');
    expect(new Set(watch.denied)).toEqual(new Set([`sync: is not trusted by ${lent.roleArn}`]));
  });

  it('where the ALB is of another Region than the role may read', async () => {
    const elsewhere = far.roles.source.map((statement) => ({
      ...statement,
      conditions: statement.conditions.map((condition) => ({ ...condition, values: ['eu-central-1'] })),
    }));
    const { watch } = await playWith({ ...far, roles: { ...far.roles, source: elsewhere } }, 'sync: a group in sync');
    const reads = ['elasticloadbalancing:DescribeLoadBalancers', 'ec2:DescribeSubnets'];
    expect(new Set(watch.denied)).toEqual(new Set(reads.map((action) => `source: ${action} on *`)));
  });
});
