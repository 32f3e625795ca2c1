import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGate } from '../../controller/gate.ts';
import { createNotify } from '../../controller/notify.ts';
import { createCloud } from '../cloud/cloud.ts';
import { resolveOn } from '../cloud/resolve-on.ts';
import { importsOf } from '../imports.ts';
import { auditedWith } from '../infra/bound.ts';
import { all, resource } from '../infra/resources.ts';
import { HOST } from '../path/sample-path.ts';
import { openSurroundings, type Surroundings } from '../path/surroundings.ts';
import { setAuditStage } from '../scenarios/audit-stage.ts';
import { STACK } from '../scenarios/deployment.ts';
import { BEYOND_CALLS, beyondCalls, type RoleName, ROLE_NAMES } from './beyond-calls.ts';
import { BINDING, GROUP_ARN, roleOf, type Roles, rolesOf, statementsOf, template } from './deployed-roles.ts';
import { without, withSpare } from './plant.ts';
import { PLAYS, scheduleOf, toUnknown } from './plays.ts';
import { type Demand, judge, readPolicy, type Statement } from './policy.ts';
import { hasFormat, lookUpAction } from './reference.ts';
import { grantsIn, putUnderRoles, type Watch } from './under-roles.ts';

type Played = { readonly result: unknown; readonly watch: Watch<RoleName> };

const OTHER_ACCOUNT = '210987654321';

let surroundings: Surroundings;
let roles: Roles;
let played: ReadonlyMap<string, Played>;
beforeAll(async () => {
  surroundings = await openSurroundings('eu-west-1', '123456789012');
  const { restApiId } = await setAuditStage(surroundings);
  roles = rolesOf(template(), { restApiId });
  const all = new Map<string, Played>();
  for (const { title, play } of PLAYS) {
    // oxlint-disable-next-line no-await-in-loop -- the surroundings show one path at a time
    all.set(title, await play(roles, surroundings));
  }
  played = all;
}, 120_000);
afterAll(() => surroundings.close());

/** What calls of all plays showed of a role. */
function seen(role: RoleName): ReadonlySet<string> {
  return new Set([...played.values()].flatMap(({ watch }) => [...watch.used(role)]));
}

/** Plays one of the plays with a role that is not what was deployed. */
function playWith(title: string, role: RoleName, statements: readonly Statement[]): Promise<Played> {
  const play = PLAYS.find((each) => each.title === title);
  if (play === undefined) throw new Error(`there is no play ${title}`);
  return play.play({ ...roles, [role]: statements }, surroundings);
}

describe('the roles of a deployment', () => {
  it('are those that are proved here, and those of CDK’s own framework around the gate', () => {
    const ours = ROLE_NAMES.map((name) => roleOf(template(), name));
    const made = all(template()).filter(({ Type }) => Type.startsWith('AWS::IAM::'));
    const others = made.filter(({ id, Type }) => Type === 'AWS::IAM::Role' && !ours.includes(id));
    expect(others.map(({ id }) => id.startsWith('TargetSyncGateProvider'))).toEqual([true, true, true, true]);
    expect(new Set(made.map(({ Type }) => Type))).toEqual(new Set(['AWS::IAM::Role', 'AWS::IAM::Policy']));
  });

  it.each(PLAYS)('suffice for $title', ({ title, expected }) => {
    const { result, watch } = played.get(title) ?? {};
    expect(watch?.denied).toEqual([]);
    expect(result).toEqual(expected);
  });

  it.each(ROLE_NAMES)('grant nothing spare: %s may do what calls show, and what the table says', (role) => {
    const shown = [...seen(role), ...beyondCalls(role, grantsIn(roles[role]))];
    expect(shown.toSorted()).toEqual(grantsIn(roles[role]).toSorted());
  });

  it('are asked for what AWS’s reference says that IAM asks for', async () => {
    const demands = [...played.values()].flatMap(({ watch }) => watch.demands);
    const odd = demands.map(async ({ action, resource: arn }) => {
      const { arns } = (await lookUpAction(action)) ?? { arns: ['no such action'] };
      return (arns.length === 0 ? arn === '*' : hasFormat(arn, arns)) ? [] : [`${action} on ${arn}`];
    });
    expect((await Promise.all(odd)).flat()).toEqual([]);
    expect(new Set(demands.map(({ action }) => action)).size).toBeGreaterThan(30);
  });
});

describe('the table of what is granted beyond calls', () => {
  it('has a page of AWS for every row', () => {
    for (const { page } of BEYOND_CALLS) expect(page).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
  });

  it.each(BEYOND_CALLS.flatMap((row) => ('on' in row ? [row] : [])))(
    'speaks of a call that was made: $on',
    ({ on, actions }) => {
      const demanded = [...played.values()].flatMap(({ watch }) => watch.demands.map(({ action }) => action));
      expect(demanded).toEqual(expect.arrayContaining([on, ...actions]));
    },
  );

  it.each(BEYOND_CALLS.flatMap((row) => ('roles' in row ? [row] : [])))(
    'speaks of what is granted: $actions to $roles',
    ({ actions, roles: names }) => {
      for (const name of names) {
        const granted = roles[name].flatMap((statement) => statement.actions);
        expect(granted).toEqual(expect.arrayContaining([...actions]));
      }
    },
  );

  it('has dead letters go where the schedule keeps them', () => {
    for (const role of ['syncSchedule', 'auditSchedule'] as const) {
      const queues = roles[role].filter(({ actions }) => actions.includes('sqs:SendMessage'));
      expect(queues.flatMap(({ resources }) => resources)).toEqual([scheduleOf(role).deadLetters]);
    }
  });
});

describe('the proof fails', () => {
  const QUEUE = 'arn:aws:sqs:eu-west-1:123456789012:other';

  it.each<[role: RoleName, action: string, play: string]>([
    ['sync', 'ec2:DescribeSubnets', 'sync: a replaced endpoint'],
    ['sync', 'elasticloadbalancing:DeregisterTargets', 'sync: a stranger on a freed address'],
    ['judge', 'elasticloadbalancing:RegisterTargets', 'gate: a deployment that replaces the endpoint'],
    ['judge', 'lambda:InvokeFunction', 'gate: a deployment that replaces the endpoint'],
    ['judge', 'cloudformation:DescribeStacks', 'gate: a rollback to code that does not plan'],
    ['audit', 'apigateway:GET', 'audit: a path on which everything is right'],
    [
      'audit',
      'route53profiles:ListProfileResourceAssociations',
      'audit: a Profile that brings a zone and a rule to the VPC',
    ],
  ])('where %s lacks %s', async (role, action, title) => {
    const { result, watch } = await playWith(title, role, without(roles[role], action));
    expect(watch.denied.some((each) => each.startsWith(`${role}: ${action} on `))).toBe(true);
    expect(result).not.toEqual(PLAYS.find((each) => each.title === title)?.expected);
  });

  it('where a notification lacks its permission, although it is no fault', async () => {
    const { watch } = await playWith('sync: a replaced endpoint', 'sync', without(roles.sync, 'events:PutEvents'));
    expect(new Set(watch.denied)).toEqual(
      new Set(['sync: events:PutEvents on arn:aws:events:eu-west-1:123456789012:event-bus/default']),
    );
  });

  it.each(ROLE_NAMES)('where %s has an action or a resource to spare', (role) => {
    const planted = withSpare(withSpare(roles[role], 'ec2:DescribeRouteTables'), 'sqs:SendMessage', QUEUE);
    const shown = [...seen(role), ...beyondCalls(role, grantsIn(planted))];
    expect(grantsIn(planted).filter((grant) => !shown.includes(grant))).toEqual(
      expect.arrayContaining(['ec2:DescribeRouteTables on *', `sqs:SendMessage on ${QUEUE}`]),
    );
  });
});

describe('what notes a deployment’s time', () => {
  it('calls nothing', () => {
    const cloud = createCloud();
    const watch = putUnderRoles(cloud, roles, () => 'begin');
    const options = { requestHandler: cloud.requestHandler, credentials: cloud.credentials };
    const silent = () => undefined;
    const gate = createGate({
      clock: cloud.clock,
      logger: { info: silent, warn: silent },
      notify: createNotify(options),
      resolve: resolveOn(cloud.publicAnswer),
      options,
    });
    const document = JSON.stringify({
      bindings: [{ name: BINDING, targetGroupArn: GROUP_ARN, source: { vpcEndpointId: 'vpce-00000000000000001' } }],
    });
    for (const RequestType of ['Create', 'Update', 'Delete']) {
      gate.onEvent({ RequestType, StackId: STACK, LogicalResourceId: 'Gate', ResourceProperties: { document } });
    }
    expect([cloud.calls, watch.denied]).toEqual([[], []]);
  });
});

describe('the probe', () => {
  const CONTROLLER = new URL('../../controller/', import.meta.url);

  it('has no code that calls AWS', () => {
    const reached = new Set<string>();
    const follow = (file: URL): void => {
      if (reached.has(file.href)) return;
      reached.add(file.href);
      for (const module of importsOf(readFileSync(file, 'utf8'))) {
        if (module.startsWith('.')) follow(new URL(module, file));
        else reached.add(module);
      }
    };
    follow(new URL('probe-handler.ts', CONTROLLER));
    expect([...reached].filter((each) => /@aws-sdk|@smithy|controller\/aws\//.test(each))).toEqual([]);
    expect(reached.size).toBeGreaterThan(5);
  });

  it.each(['ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface', 'ec2:DescribeSubnets'])(
    'lends %s to Lambda, and not to its own code',
    (action) => {
      const byLambda: Demand = { action, resource: '*', context: {} };
      const byCode = {
        ...byLambda,
        context: { 'lambda:SourceFunctionArn': 'arn:aws:lambda:eu-west-1:123456789012:function:probe' },
      };
      expect([judge(roles.probe, byLambda).allowed, judge(roles.probe, byCode).allowed]).toEqual([true, false]);
    },
  );
});

describe('an audit of zones of another account', () => {
  const ROLE = `arn:aws:iam::${OTHER_ACCOUNT}:role/zones`;
  const LENT = ['route53:GetHostedZone', 'route53:ListHostedZonesByName', 'route53:ListResourceRecordSets'];

  it('may assume the role that it is told besides, which must lend what the manual says', async () => {
    const told = auditedWith({ zoneRoleArns: { Z0OTHER: ROLE } });
    const audit = statementsOf(told, resource(told, 'AWS::IAM::Role', 'AuditRole').id);
    const lent = readPolicy({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: LENT, Resource: '*' }] });

    const stage = await setAuditStage(surroundings);
    const { cloud, privateZoneId, loadBalancer } = stage;
    cloud.createRole({ arn: ROLE, trusts: [cloud.settings.account] });
    const publicZoneId = cloud.createPublicZone({ name: 'example.com', ownerId: OTHER_ACCOUNT });
    const alias = { name: loadBalancer.dnsName, zoneId: loadBalancer.hostedZoneId };
    cloud.putRecord(publicZoneId, { name: HOST, alias });
    stage.bind({ hostnames: [{ name: HOST, publicZoneId, privateZoneId }] });
    stage.configure({ restApiId: undefined, stage: undefined, customDomain: undefined, probe: undefined });
    stage.configure({ zoneRoleArns: { [publicZoneId]: ROLE } });
    const watch = putUnderRoles(cloud, { audit, lent }, (key) => (key.includes(OTHER_ACCOUNT) ? 'lent' : 'audit'));
    expect(toUnknown(await stage.pass())).toEqual({ unknown: [], fault: undefined });

    expect(watch.denied).toEqual([]);
    expect(watch.used('lent').toSorted()).toEqual(LENT.map((action) => `${action} on *`));
    // Beside what the plays show of every audit.
    const more = watch.used('audit').filter((grant) => !seen('audit').has(grant));
    expect(more).toEqual([`sts:AssumeRole on ${ROLE}`]);
    const spare = grantsIn(audit).filter((grant) => !watch.used('audit').includes(grant) && !seen('audit').has(grant));
    expect(spare.filter((grant) => !grant.startsWith('logs:'))).toEqual([]);
    const manual = readFileSync(new URL('../../infra/README.md', import.meta.url), 'utf8');
    expect(manual).toContain('`route53:GetHostedZone`, `ListHostedZonesByName` and `ListResourceRecordSets`');
  });
});
