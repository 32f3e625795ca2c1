import { describe, expect, it } from 'vitest';
import { createConnect } from '../../controller/connect.ts';
import type { Outcome } from '../../controller/model/outcome.ts';
import { loadBalancerId, type LoadBalancerSource, type Spec } from '../../controller/model/spec.ts';
import { sightOf } from '../../controller/sight.ts';
import { type PassMeans, sync } from '../../controller/sync.ts';
import { type Cloud, createCloud } from '../cloud/cloud.ts';
import { promptRetries } from '../cloud/prompt-retries.ts';
import { resolveOn } from '../cloud/resolve-on.ts';
import type { Call } from '../cloud/wire/calls.ts';
import { ALB, albSpec } from './builders-load-balancer.ts';
import { spec } from './builders.ts';

const ACCOUNT = '210987654321';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/sources`;

type Options = { readonly region?: string; readonly ownerId?: string };

/** A cloud with one front network and, for each binding, a group in sync with a load balancer of another VPC. */
function setWorld(sources: readonly (Options & Partial<LoadBalancerSource>)[]): {
  readonly cloud: Cloud;
  readonly bindings: readonly Spec[];
} {
  const cloud = createCloud();
  const network = (cidr: string, { region = 'eu-west-1', ownerId }: Options): { vpcId: string; subnetId: string } => {
    const vpcId = cloud.createVpc({ cidr: `${cidr}.0.0/16`, region, ...(ownerId !== undefined && { ownerId }) }).id;
    return { vpcId, subnetId: cloud.createSubnet({ vpcId, zone: `${region}a`, cidr: `${cidr}.1.0/24` }).id };
  };
  const home = network('10.0', {});
  const front = cloud.createNetworkLoadBalancer({ subnetIds: [home.subnetId], crossZone: true });
  const bindings = sources.map(({ region, ownerId, ...source }, index): Spec => {
    const where = { ...(region !== undefined && { region }), ...(ownerId !== undefined && { ownerId }) };
    const { vpcId, subnetId } = network(`10.${index + 1}`, where);
    cloud.peerVpcs(home.vpcId, vpcId);
    const alb = cloud.createInternalAlb({
      subnetIds: [subnetId],
      name: `alb-${index}`,
      ...(ownerId !== undefined && { ownerId }),
    });
    const group = cloud.createTargetGroup({ vpcId: home.vpcId, name: `g${index}` });
    cloud.attach({ loadBalancerArn: front.arn, targetGroupArn: group.arn, port: 8_000 + index });
    cloud.register(
      group.arn,
      alb.ips.map((ip) => ({ ip, zone: 'all' })),
    );
    cloud.setHealthy(group.arn);
    const name = `stack/b${index}`;
    cloud.seal(group.arn, name, loadBalancerId(alb.arn));
    return spec({ name, targetGroupArn: group.arn, source: { loadBalancerArn: alb.arn, previous: [], ...source } });
  });
  return { cloud, bindings };
}

const connectTo = (cloud: Cloud): PassMeans['connect'] =>
  createConnect({
    requestHandler: cloud.requestHandler,
    credentials: cloud.credentials,
    retryStrategy: promptRetries(),
  });

function pass(cloud: Cloud, bindings: readonly Spec[], connect = connectTo(cloud)): Promise<readonly Outcome[]> {
  return sync(bindings, { connect, resolve: resolveOn(cloud.publicAnswer), clock: cloud.clock, write: true });
}

const words = (outcomes: readonly Outcome[]): readonly string[] => outcomes.map(({ outcome }) => outcome);
const assumed = ({ calls }: Cloud): readonly Call[] => calls.filter(({ operation }) => operation === 'AssumeRole');
const described = ({ calls }: Cloud): readonly string[] =>
  calls
    .filter(({ operation }) => operation === 'DescribeLoadBalancers')
    .map(({ region, account }) => `${region} ${account}`);

describe('sources that are looked at alike', () => {
  const far = { ownerId: ACCOUNT, roleArn: ROLE };

  it('are read together: one role assumed once, one call for both', async () => {
    const { cloud, bindings } = setWorld([far, far]);
    cloud.createRole({ arn: ROLE, trusts: [cloud.settings.account] });
    expect(words(await pass(cloud, bindings))).toEqual(['in-sync', 'in-sync']);
    expect(assumed(cloud)).toHaveLength(1);
    expect(assumed(cloud)[0]).toMatchObject({
      region: 'eu-west-1',
      account: cloud.settings.account,
      params: { RoleArn: ROLE, RoleSessionName: 'target-sync-stack-b0,stack-b1', DurationSeconds: '900' },
    });
    expect(assumed(cloud)[0]?.params).not.toHaveProperty('ExternalId');
    expect(described(cloud)).toEqual([`eu-west-1 ${ACCOUNT}`]);
  });

  it('are not those with another external id: each says its own', async () => {
    const { cloud, bindings } = setWorld([
      { ...far, externalId: 'one' },
      { ...far, externalId: 'two' },
    ]);
    cloud.createRole({ arn: ROLE, trusts: [cloud.settings.account], externalId: 'one' });
    const outcomes = await pass(cloud, bindings);
    expect(words(outcomes)).toEqual(['in-sync', 'refused']);
    expect(assumed(cloud).map(({ params }) => [params['RoleSessionName'], params['ExternalId']])).toEqual(
      expect.arrayContaining([
        ['target-sync-stack-b0', 'one'],
        ['target-sync-stack-b1', 'two'],
      ]),
    );
    expect(outcomes[1]?.plan.refusal).toMatchObject({
      code: 'source-unreadable',
      reason: expect.stringContaining(`assuming ${ROLE} failed: AccessDenied`),
      remedy: expect.stringContaining(`have the role trust the caller with the external id "two"`),
    });
  });

  it('are not those of another Region: its own STS is asked, and its own load balancers', async () => {
    const { cloud, bindings } = setWorld([far, { ...far, region: 'eu-central-1' }]);
    cloud.createRole({ arn: ROLE, trusts: [cloud.settings.account] });
    expect(words(await pass(cloud, bindings))).toEqual(['in-sync', 'in-sync']);
    expect(
      assumed(cloud)
        .map(({ region }) => region)
        .toSorted(),
    ).toEqual(['eu-central-1', 'eu-west-1']);
    expect(described(cloud).toSorted()).toEqual([`eu-central-1 ${ACCOUNT}`, `eu-west-1 ${ACCOUNT}`]);
  });

  it('without a role are read with the caller’s own credentials, in their own Region', async () => {
    const { cloud, bindings } = setWorld([{}, { region: 'eu-central-1' }]);
    const { account } = cloud.settings;
    expect(words(await pass(cloud, bindings))).toEqual(['in-sync', 'in-sync']);
    expect(assumed(cloud)).toEqual([]);
    expect(described(cloud).toSorted()).toEqual([`eu-central-1 ${account}`, `eu-west-1 ${account}`]);
  });
});

describe('a role', () => {
  const far = { ownerId: ACCOUNT, roleArn: ROLE };

  it('is assumed once over many passes that connect alike, and again by whoever connects anew', async () => {
    const { cloud, bindings } = setWorld([far]);
    cloud.createRole({ arn: ROLE, trusts: [cloud.settings.account] });
    const connect = connectTo(cloud);
    for (let minute = 0; minute < 4; minute += 1) {
      // oxlint-disable-next-line no-await-in-loop -- passes follow one another
      expect(words(await pass(cloud, bindings, connect))).toEqual(['in-sync']);
    }
    expect(assumed(cloud)).toHaveLength(1);
    await pass(cloud, bindings);
    expect(assumed(cloud)).toHaveLength(2);
  });

  it('that is denied refuses its binding, with the remedy, and touches no other', async () => {
    const { cloud, bindings } = setWorld([far, {}]);
    const outcomes = await pass(cloud, bindings);
    expect(words(outcomes)).toEqual(['refused', 'in-sync']);
    expect(outcomes[0]?.plan.refusal).toEqual({
      code: 'source-unreadable',
      reason: expect.stringContaining(`assuming ${ROLE} failed: AccessDenied: User: `),
      remedy: expect.stringContaining(`Grant sts:AssumeRole on ${ROLE} to the caller, have the role trust the caller`),
      unread: 'denied',
    });
  });

  it('that was denied is asked for again by the next pass, and then serves', async () => {
    const { cloud, bindings } = setWorld([far]);
    const connect = connectTo(cloud);
    expect(words(await pass(cloud, bindings, connect))).toEqual(['refused']);
    cloud.createRole({ arn: ROLE, trusts: [cloud.settings.account] });
    expect(words(await pass(cloud, bindings, connect))).toEqual(['in-sync']);
  });

  it.each(['DescribeLoadBalancers', 'DescribeNetworkInterfaces'])(
    'that may not %s refuses its binding, with what to grant it',
    async (operation) => {
      const { cloud, bindings } = setWorld([far, {}]);
      cloud.createRole({ arn: ROLE, trusts: [cloud.settings.account] });
      cloud.faults.add({ operation, fault: 'deny', match: (_, { account }) => account === ACCOUNT });
      const outcomes = await pass(cloud, bindings);
      expect(words(outcomes)).toEqual(['refused', 'in-sync']);
      expect(outcomes[0]?.plan.refusal?.remedy).toContain(
        `grant elasticloadbalancing:DescribeLoadBalancers, ec2:DescribeNetworkInterfaces to ${ROLE}`,
      );
    },
  );

  it.each([
    ['that hangs', 'AssumeRole'],
    ['whose Region hangs', 'DescribeLoadBalancers'],
  ])('%s holds no other binding up', async (_, operation) => {
    const { cloud, bindings } = setWorld([{ ...far, region: 'eu-central-1' }, {}]);
    cloud.createRole({ arn: ROLE, trusts: [cloud.settings.account] });
    cloud.faults.add({ operation, fault: 'hang', match: (_params, { region }) => region === 'eu-central-1' });
    expect(words(await pass(cloud, bindings))).toEqual(['refused', 'in-sync']);
    const listed = cloud.calls.findIndex(
      (call) =>
        call.operation === 'DescribeTargetHealth' && call.params['TargetGroupArn'] === bindings[1]?.targetGroupArn,
    );
    const lastAttempt = cloud.calls.findLastIndex((call) => call.operation === operation && call.error !== undefined);
    expect(listed).toBeGreaterThan(0);
    expect(lastAttempt).toBeGreaterThan(listed);
  });

  it('sees the source and writes nothing: the group is the caller’s', async () => {
    const { cloud, bindings } = setWorld([far]);
    cloud.createRole({ arn: ROLE, trusts: [cloud.settings.account] });
    const [{ targetGroupArn } = { targetGroupArn: '' }] = bindings;
    cloud.deregister(targetGroupArn, cloud.targets(targetGroupArn));
    cloud.advance(600);
    expect(words(await pass(cloud, bindings))).toEqual(['changed']);
    const ofRole = cloud.calls.filter(({ account }) => account === ACCOUNT);
    expect(ofRole.map(({ operation }) => operation)).toEqual(['DescribeLoadBalancers', 'DescribeNetworkInterfaces']);
    const [write] = cloud.calls.filter((call) => call.write);
    expect(write).toMatchObject({ account: cloud.settings.account, operation: 'RegisterTargets' });
    expect(write?.params['Targets']).toMatchObject([{ AvailabilityZone: 'all' }]);
  });
});

describe('the sight of a binding', () => {
  const region = (arn: string): string => arn.replace('eu-west-1', 'us-east-1');

  it.each([
    ['an endpoint', spec(), { region: 'eu-west-1' }],
    [
      'an endpoint whose group lies elsewhere',
      spec({ targetGroupArn: region(spec().targetGroupArn) }),
      { region: 'us-east-1' },
    ],
    [
      'an endpoint with a role',
      spec({ source: { ...spec().source, roleArn: ROLE } }),
      { region: 'eu-west-1', role: { roleArn: ROLE, session: 'target-sync-public-api' } },
    ],
    [
      'a load balancer of another Region, with a role and an external id',
      albSpec({ loadBalancerArn: region(ALB), roleArn: ROLE, externalId: 'partner-7' }),
      { region: 'us-east-1', role: { roleArn: ROLE, session: 'target-sync-public-api', externalId: 'partner-7' } },
    ],
  ])('of %s', (_, binding, sight) => {
    expect(sightOf([binding])).toEqual(sight);
  });

  it('has a session name that STS takes, however many it serves and whatever they are called', () => {
    const many = Array.from({ length: 30 }, (_, index) => albSpec({}, { name: `stack-${index}/api` }));
    const { role } = sightOf(many);
    expect(role?.session).toMatch(/^[\w+=,.@-]{2,64}$/);
  });
});
