import { readFileSync } from 'node:fs';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { NetworkTargetGroup, Protocol, TargetType } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadBalancerId } from '../../controller/model/spec.ts';
import { type BindingProps, TargetSync } from '../../infra/constructs/target-sync.ts';
import { newApp } from '../infra/synth.ts';
import { openSurroundings, type Surroundings } from '../path/surroundings.ts';
import { OTHER_ACCOUNT, setAlbStage } from '../scenarios/alb-stage.ts';
import { setAuditStage } from '../scenarios/audit-stage.ts';
import { bindAnother } from '../scenarios/happenings.ts';
import { setStage } from '../scenarios/stage.ts';
import { BINDING, roleOf, statementsOf } from './deployed-roles.ts';
import { readPolicy, type Statement } from './policy.ts';
import { grantsIn, putUnderRoles } from './under-roles.ts';

const ROLE = `arn:aws:iam::${OTHER_ACCOUNT}:role/endpoints`;

const ENDPOINT = { vpcEndpointId: 'vpce-00000000000000001', roleArn: ROLE };
const OWNER = '333344445555';
const OWNER_ROLE = `arn:aws:iam::${OWNER}:role/networks`;
const ALB = {
  loadBalancerArn: `arn:aws:elasticloadbalancing:eu-west-1:${OTHER_ACCOUNT}:loadbalancer/app/orders/0123456789abcdef`,
  roleArn: ROLE,
  ownerRoleArn: OWNER_ROLE,
};

/** A stack of somebody else's, that sees a source with roles. */
function templateWith(source: BindingProps['source'], audit?: BindingProps['audit']): Template {
  const stack = new Stack(newApp(), 'api', { env: { account: '123456789012', region: 'eu-west-1' } });
  const vpc = Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-00000001', availabilityZones: ['eu-west-1a'] });
  const targetGroup = new NetworkTargetGroup(stack, 'Group', {
    vpc,
    port: 443,
    protocol: Protocol.TCP,
    targetType: TargetType.IP,
  });
  const sync = new TargetSync(stack, 'TargetSync', {
    bindings: [{ name: BINDING, targetGroup, source, ...(audit !== undefined && { audit }) }],
  });
  return Template.fromStack(Stack.of(sync));
}

function granted(template: Template, role: 'sync' | 'audit'): readonly Statement[] {
  return statementsOf(template, roleOf(template, role), { restApiId: 'a1b2c3d4e5' });
}

/** What the manual says that a role must lend. */
const LENT = ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets', 'ec2:DescribeVpcEndpoints'];
const lend = (...actions: readonly string[]): readonly Statement[] =>
  readPolicy({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] });

const roleOfKey =
  <Role extends string>(caller: Role) =>
  (key: string): Role | 'lent' =>
    key.startsWith('ASIA') ? 'lent' : caller;

describe('an endpoint of another account, seen with a role,', () => {
  it('takes of the sync role and of the lent one what they may do, and no more', async () => {
    const sync = granted(templateWith(ENDPOINT), 'sync');
    const lent = lend(...LENT);
    const stage = setStage({ name: BINDING });
    const { cloud } = stage;
    cloud.createRole({ arn: ROLE, trusts: [cloud.settings.account] });
    const { id: vpcId } = cloud.createVpc({ cidr: '10.1.0.0/16', ownerId: OTHER_ACCOUNT });
    const subnetIds = ['a', 'b'].map(
      (zone, index) => cloud.createSubnet({ vpcId, zone: `eu-west-1${zone}`, cidr: `10.1.${index + 1}.0/24` }).id,
    );
    cloud.peerVpcs(stage.vpcId, vpcId);
    const { id } = bindAnother(stage, { vpcId, subnetIds, ownerId: OTHER_ACCOUNT });
    stage.bind({ source: { vpcEndpointId: id, roleArn: ROLE, previous: [stage.endpoint.id] } });
    const watch = putUnderRoles(cloud, { sync, lent }, roleOfKey('sync'));
    const passes = await stage.passes(6);
    expect(watch.denied).toEqual([]);
    expect(passes.map(({ outcomes }) => outcomes[0]?.outcome)).toEqual([
      'waiting',
      'waiting',
      'waiting',
      'changed',
      'in-sync',
      'in-sync',
    ]);
    const beyond = grantsIn(sync).filter((grant) => grant.startsWith('logs:'));
    expect([...watch.used('sync'), ...beyond].toSorted()).toEqual(grantsIn(sync).toSorted());
    expect(watch.used('lent').toSorted()).toEqual(grantsIn(lent).toSorted());
    const manual = readFileSync(new URL('../../controller/README.md', import.meta.url), 'utf8');
    expect(manual.replaceAll(/\s+/g, ' ')).toContain(
      '`roleArn` reads `ec2:DescribeNetworkInterfaces`, `ec2:DescribeSubnets`, and `elasticloadbalancing:DescribeLoadBalancers` or `ec2:DescribeVpcEndpoints`',
    );
  });
});

describe('an ALB in a VPC that a third account shares with the ALB’s, seen with a role of each,', () => {
  it('takes of the sync role and of the lent ones what they may do, and no more', async () => {
    const sync = granted(templateWith(ALB), 'sync');
    const lent = lend(
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'elasticloadbalancing:DescribeLoadBalancers',
    );
    const owner = lend('ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets');
    const stage = setAlbStage({ name: BINDING });
    const { cloud, group } = stage;
    const trusts = [cloud.settings.account];
    for (const arn of [ROLE, OWNER_ROLE]) cloud.createRole({ arn, trusts });
    const { id: vpcId } = cloud.createVpc({ cidr: '10.1.0.0/16', ownerId: OWNER, sharedWith: [OTHER_ACCOUNT] });
    const subnetIds = ['a', 'b'].map(
      (zone, index) => cloud.createSubnet({ vpcId, zone: `eu-west-1${zone}`, cidr: `10.1.${index + 1}.0/24` }).id,
    );
    cloud.peerVpcs(stage.vpcId, vpcId);
    const { arn } = cloud.createInternalAlb({ name: 'shared', subnetIds, ownerId: OTHER_ACCOUNT });
    const { ips } = cloud.scaleAlbOut(arn, subnetIds[0] ?? '');
    cloud.seal(group.arn, BINDING, loadBalancerId(arn));
    stage.bind({
      source: { loadBalancerArn: arn, roleArn: ROLE, ownerRoleArn: OWNER_ROLE, previous: [stage.alb.arn] },
    });
    const watch = putUnderRoles(cloud, { sync, lent, owner }, (key) =>
      key.startsWith(`ASIA${OWNER}`) ? 'owner' : key.startsWith('ASIA') ? 'lent' : 'sync',
    );
    const passes = [...(await stage.passes(6))];
    cloud.scaleAlbIn(arn, ips[0] ?? '');
    cloud.advance(60);
    passes.push(...(await stage.passes(2)));
    expect(watch.denied).toEqual([]);
    expect(passes.map(({ outcomes }) => outcomes[0]?.outcome)).toEqual([
      'waiting',
      'waiting',
      'waiting',
      'changed',
      'in-sync',
      'in-sync',
      'changed',
      'in-sync',
    ]);
    const beyond = grantsIn(sync).filter((grant) => grant.startsWith('logs:'));
    expect([...watch.used('sync'), ...beyond].toSorted()).toEqual(grantsIn(sync).toSorted());
    expect(watch.used('lent').toSorted()).toEqual(grantsIn(lent).toSorted());
    expect(watch.used('owner').toSorted()).toEqual(grantsIn(owner).toSorted());
  });
});

describe('an audit of an endpoint that is seen with a role', () => {
  let surroundings: Surroundings;
  beforeAll(async () => {
    surroundings = await openSurroundings('eu-west-1', '123456789012');
  });
  afterAll(() => surroundings.close());

  it.each([
    ['reads endpoints itself where it is told of an API, which names them', true],
    ['reads no endpoint itself where it is told of none', false],
  ])('%s', async (_, isTold) => {
    const stage = await setAuditStage(surroundings);
    const { cloud, restApiId, endpoint } = stage;
    const Condition = { StringEquals: { 'aws:SourceVpce': endpoint.id } };
    const Statement = [{ Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: '*', Condition }];
    cloud.setApiPolicy(restApiId, { Version: '2012-10-17', Statement });
    // In the stage’s own account, in which everything is: whose calls are whose is seen by the keys.
    const roleArn = cloud.createRole({ name: 'endpoints' });
    stage.bind({ source: { vpcEndpointId: endpoint.id, roleArn } });
    if (!isTold) stage.configure({ restApiId: undefined, stage: undefined });
    const told = isTold ? { restApiId: 'a1b2c3d4e5', stage: 'live' } : {};
    const audit = granted(templateWith(ENDPOINT, told), 'audit');
    const all = lend('*');
    const watch = putUnderRoles(cloud, { audit: all, lent: all }, roleOfKey('audit'));
    await stage.pass();
    const isOfEndpoints = (grant: { readonly action: string }): boolean => grant.action === 'ec2:DescribeVpcEndpoints';
    const asked = watch.demands.filter(isOfEndpoints).map(({ role }) => role);
    expect(new Set(asked)).toEqual(new Set(isTold ? ['audit', 'lent'] : ['lent']));
    const grants = grantsIn(audit).filter((grant) => grant.startsWith('ec2:DescribeVpcEndpoints'));
    expect(grants).toHaveLength(isTold ? 1 : 0);
  });
});
