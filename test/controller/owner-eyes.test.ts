import { describe, expect, it } from 'vitest';
import type { Role } from '../../controller/aws/sts.ts';
import { createConnect } from '../../controller/connect.ts';
import { ownerEyesOf } from '../../controller/owner-eyes.ts';
import { promptRetries } from '../cloud/prompt-retries.ts';
import { losesNode } from '../scenarios/alb-happenings.ts';
import { EXTERNAL_ID, setAlbStage, THIRD_ACCOUNT } from '../scenarios/alb-stage.ts';
import { holds } from '../scenarios/happenings.ts';
import { ALB, albSpec, OWNER_ACCOUNT, OWNER_ROLE } from './builders-load-balancer.ts';
import { spec } from './builders.ts';
import { clientsOf, operations } from './staged.ts';

const named = { ownerRoleArn: OWNER_ROLE };

/** Whose eyes a binding has besides, and which connections its opening them makes. */
function eyesOf(binding: ReturnType<typeof spec>): {
  readonly eyes: ReturnType<typeof ownerEyesOf>['ownerEyes'];
  readonly connected: readonly (readonly [region: string, role: Role | undefined])[];
} {
  const { cloud } = setAlbStage();
  cloud.createRole({ arn: OWNER_ROLE, trusts: [cloud.settings.account] });
  const connected: [string, Role | undefined][] = [];
  const connect = createConnect({
    requestHandler: cloud.requestHandler,
    credentials: cloud.credentials,
    retryStrategy: promptRetries(),
  });
  const { ownerEyes } = ownerEyesOf(binding, {
    aws: clientsOf(cloud),
    connect: (region, role) => {
      connected.push([region, role]);
      return connect(region, role);
    },
  });
  return { eyes: ownerEyes, connected };
}

describe('the eyes of the owner of a source’s VPC', () => {
  it.each([
    ['an endpoint', spec()],
    ['a load balancer with a role', albSpec()],
  ])('are none of a binding of %s that names no role of his', (_, binding) => {
    expect(eyesOf(binding)).toEqual({ eyes: undefined, connected: [] });
  });

  const session = 'target-sync-public-api';
  const role = { roleArn: OWNER_ROLE, session };
  it.each([
    ['an endpoint', spec({ source: { ...spec().source, ...named } }), ['eu-west-1', role]],
    ['a load balancer', albSpec({ ...named, roleArn: undefined }), ['eu-west-1', role]],
    [
      'a load balancer of another Region',
      albSpec({ ...named, loadBalancerArn: ALB.replace('eu-west-1', 'eu-central-1') }),
      ['eu-central-1', role],
    ],
    [
      'one with an external id',
      albSpec({ ...named, externalId: 'partner-7' }),
      ['eu-west-1', { ...role, externalId: 'partner-7' }],
    ],
  ] as const)('of %s look there with his role, once they are opened', async (_, binding, sight) => {
    const { eyes, connected } = eyesOf(binding);
    expect([eyes?.accountId, connected]).toEqual([OWNER_ACCOUNT, []]);
    await eyes?.open();
    expect(connected).toEqual([sight]);
  });

  it('are unread where his role cannot be taken, with AWS’s words', async () => {
    const { cloud } = setAlbStage();
    const connect = createConnect({ requestHandler: cloud.requestHandler, credentials: cloud.credentials });
    const { ownerEyes } = ownerEyesOf(albSpec(named), { aws: clientsOf(cloud), connect });
    expect(await ownerEyes?.open()).toMatchObject({
      kind: 'unread',
      problem: { kind: 'denied', doing: `assuming ${OWNER_ROLE}` },
    });
  });
});

describe('a role of the owner that hangs', () => {
  it('has the target wait, and the pass ends in time', async () => {
    const stage = setAlbStage({ where: 'shared-by-third', nodes: 2 });
    const { cloud, ownerRoleArn } = stage;
    losesNode(stage);
    cloud.advance(30);
    cloud.faults.add({
      operation: 'AssumeRole',
      fault: 'hang',
      match: ({ RoleArn }) => RoleArn === ownerRoleArn,
    });
    const began = cloud.clock.now().getTime();
    const pass = await stage.pass();
    expect(holds(pass)).toMatchObject([{ target: `${stage.alb.ips[0]}:443`, state: 'waiting' }]);
    expect(pass.writes).toEqual([]);
    expect((cloud.clock.now().getTime() - began) / 1000).toBeLessThanOrEqual(45);
    expect(pass.calls.filter(({ account }) => account === THIRD_ACCOUNT)).toEqual([]);
  });

  it('twin: is not asked for while nothing has to be judged', async () => {
    const { cloud, ownerRoleArn, pass } = setAlbStage({ where: 'shared-by-third' });
    cloud.faults.add({ operation: 'AssumeRole', fault: 'hang', match: ({ RoleArn }) => RoleArn === ownerRoleArn });
    const { outcomes, calls } = await pass();
    expect(outcomes[0]?.outcome).toBe('in-sync');
    const assumed = calls.filter(({ operation }) => operation === 'AssumeRole');
    expect(assumed.map(({ params }) => params['ExternalId'])).toEqual([EXTERNAL_ID]);
    expect(operations(calls)).not.toContain('DescribeSubnets');
  });
});
