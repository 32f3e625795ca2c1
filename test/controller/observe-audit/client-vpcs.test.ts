import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { IncompleteAnswer } from '../../../controller/aws/failure.ts';
import { createPace } from '../../../controller/aws/pace.ts';
import type { ClientVpc } from '../../../controller/model/audit-client-vpc.ts';
import type { AuditSettings } from '../../../controller/model/audit-spec.ts';
import { read } from '../../../controller/model/reading.ts';
import { observeClientVpcs } from '../../../controller/observe/client-vpcs.ts';
import { toCidrs } from '../../../controller/observe/network.ts';
import { type Cloud, createCloud } from '../../cloud/cloud.ts';
import { operations } from '../staged.ts';
import { auditAwsOf, OTHER_ACCOUNT, valueOf, zonesOf } from './world.ts';

/** The rule by which every VPC resolves what no other rule covers. */
const INTERNET = { id: 'rslvr-autodefined-rr-internet-resolver', type: 'RECURSIVE', domainName: '' };

function observe(cloud: Cloud, vpcIds: readonly string[], audit?: AuditSettings): Promise<readonly ClientVpc[]> {
  const means = { aws: auditAwsOf(cloud), pace: createPace(cloud.clock), zones: zonesOf(cloud, audit) };
  return observeClientVpcs(means, vpcIds);
}

describe('a VPC', () => {
  it('has its block, its two DNS attributes, and the zones and rules associated with it', async () => {
    const cloud = createCloud();
    const vpcId = cloud.createVpc({ cidr: '10.1.0.0/16', dnsSupport: true, dnsHostnames: false }).id;
    const own = cloud.createPrivateZone({ name: 'B.example.com', vpcIds: [vpcId] });
    const foreign = cloud.createPrivateZone({ name: 'a.example.com', vpcIds: [vpcId], ownerId: OTHER_ACCOUNT });
    const ruleId = cloud.createResolverRule({ domain: 'Corp.example.com.', vpcIds: [vpcId] });
    cloud.createResolverRule({ domain: 'elsewhere.example.com', vpcIds: [] });
    expect(await observe(cloud, [vpcId])).toEqual([
      {
        id: vpcId,
        cidrs: read(['10.1.0.0/16']),
        dnsSupport: read(true),
        dnsHostnames: read(false),
        zones: read([
          { id: foreign, name: 'a.example.com' },
          { id: own, name: 'b.example.com' },
        ]),
        rules: read([INTERNET, { id: ruleId, type: 'FORWARD', domainName: 'corp.example.com' }]),
        profiles: read({ zones: [], rules: read([]) }),
      },
    ]);
  });

  it('that is not there is not found, part by part', async () => {
    const [vpc] = await observe(createCloud(), ['vpc-00000000000000009']);
    for (const part of [vpc?.cidrs, vpc?.dnsSupport, vpc?.dnsHostnames]) {
      expect(part).toMatchObject({ kind: 'unread', problem: { kind: 'not-found', code: 'InvalidVpcID.NotFound' } });
    }
  });

  it('has the blocks that are associated with it, and not those that come or go', () => {
    const block = (CidrBlock: string, State: 'associated' | 'associating' | 'disassociated') => ({
      CidrBlock,
      CidrBlockState: { State },
    });
    const CidrBlockAssociationSet = [
      block('10.0.0.0/16', 'associated'),
      block('10.1.0.0/16', 'associating'),
      block('10.2.0.0/16', 'disassociated'),
      block('10.3.0.0/16', 'associated'),
    ];
    expect(toCidrs({ CidrBlockAssociationSet })).toEqual(['10.0.0.0/16', '10.3.0.0/16']);
    expect(() => toCidrs({})).toThrow(IncompleteAnswer);
  });

  it.each([1, 3])('and %d of them have their rules looked up in one listing', async (count) => {
    const cloud = createCloud();
    const vpcIds = Array.from({ length: count }, () => cloud.createVpc().id);
    await observe(cloud, vpcIds);
    expect(operations(cloud.calls).filter((operation) => operation === 'ListResolverRules')).toHaveLength(1);
  });

  it('knows nothing of its rules where one of them is not listed', async () => {
    const cloud = createCloud();
    const vpcId = cloud.createVpc().id;
    cloud.createResolverRule({ domain: 'corp.example.com', vpcIds: [vpcId] });
    cloud.faults.add({ operation: 'ListResolverRules', fault: 'short-page' });
    const [vpc] = await observe(cloud, [vpcId]);
    expect(vpc?.rules).toMatchObject({ kind: 'unread', problem: { code: 'IncompleteAnswer' } });
  });
});

describe('an association', () => {
  /** A cloud in which the associations that one service tells of are in another state. */
  const inState = (state: string, service: string): { cloud: Cloud; vpcId: string } => {
    const cloud = createCloud();
    const vpcId = cloud.createVpc().id;
    const ruleId = cloud.createResolverRule({ domain: 'corp.example.com', vpcIds: [vpcId] });
    cloud.createProfile({ vpcIds: [vpcId], ruleIds: [ruleId] });
    const { requestHandler } = cloud;
    const handle: typeof requestHandler.handle = async (request, options) => {
      const { response } = await requestHandler.handle(request, options);
      if (!request.headers['authorization']?.includes(`/${service}/`)) return { response };
      const chunks = await response.body.toArray();
      const text = Buffer.concat(chunks).toString('utf8').replaceAll('"COMPLETE"', `"${state}"`);
      return { response: { ...response, body: Readable.from([Buffer.from(text)]) } };
    };
    return { cloud: { ...cloud, requestHandler: { ...requestHandler, handle } }, vpcId };
  };
  const counted = async ({ cloud, vpcId }: { cloud: Cloud; vpcId: string }): Promise<readonly number[]> => {
    const [vpc] = await observe(cloud, [vpcId]);
    return [valueOf(vpc?.rules).length, valueOf(valueOf(vpc?.profiles).rules).length];
  };

  it.each([
    ['route53resolver', 'COMPLETE', [2, 1]],
    ['route53resolver', 'CREATING', [2, 1]],
    ['route53resolver', 'DELETING', [2, 1]],
    ['route53resolver', 'FAILED', [0, 1]],
    ['route53profiles', 'UPDATING', [2, 1]],
    ['route53profiles', 'FAILED', [2, 0]],
    ['route53profiles', 'DELETED', [2, 0]],
  ])('of %s in state %s brings %j rules', async (service, state, rules) => {
    expect(await counted(inState(state, service))).toEqual(rules);
  });
});

describe('a Profile', () => {
  it('brings zones, by their own names, and rules', async () => {
    const cloud = createCloud();
    const vpcId = cloud.createVpc().id;
    const elsewhere = cloud.createVpc().id;
    const zoneId = cloud.createPrivateZone({ name: 'example.com', vpcIds: [elsewhere] });
    const ruleId = cloud.createResolverRule({ domain: 'corp.example.com', vpcIds: [] });
    cloud.createProfile({ vpcIds: [vpcId], zoneIds: [zoneId], ruleIds: [ruleId], name: 'shared' });
    const vpcs = await observe(cloud, [vpcId, elsewhere]);
    expect(vpcs).toMatchObject([
      {
        zones: read([]),
        rules: read([INTERNET]),
        profiles: read({
          zones: [{ id: zoneId, name: read('example.com') }],
          rules: read([{ id: ruleId, type: 'FORWARD', domainName: 'corp.example.com' }]),
        }),
      },
      { profiles: read({ zones: [], rules: read([]) }) },
    ]);
  });

  it('whose rules are not listed brings its zones all the same', async () => {
    const cloud = createCloud();
    const vpcId = cloud.createVpc().id;
    const zoneId = cloud.createPrivateZone({ name: 'example.com', vpcIds: [cloud.createVpc().id] });
    const ruleId = cloud.createResolverRule({ domain: 'corp.example.com', vpcIds: [] });
    cloud.createProfile({ vpcIds: [vpcId], zoneIds: [zoneId], ruleIds: [ruleId] });
    cloud.faults.add({ operation: 'ListResolverRules', fault: 'deny' });
    const [vpc] = await observe(cloud, [vpcId]);
    expect(valueOf(vpc?.profiles)).toMatchObject({
      zones: [{ id: zoneId, name: read('example.com') }],
      rules: { kind: 'unread', problem: { kind: 'denied' } },
    });
  });

  it('of another account brings its zones and rules, and without a role there no zone’s name', async () => {
    const cloud = createCloud();
    const vpcId = cloud.createVpc().id;
    const theirs = cloud.createVpc({ ownerId: OTHER_ACCOUNT }).id;
    const zoneId = cloud.createPrivateZone({ name: 'example.com', vpcIds: [theirs], ownerId: OTHER_ACCOUNT });
    const ruleId = cloud.createResolverRule({ domain: 'corp.example.com', vpcIds: [] });
    cloud.createProfile({ vpcIds: [vpcId], zoneIds: [zoneId], ruleIds: [ruleId], ownerId: OTHER_ACCOUNT });
    const rules = read([{ id: ruleId, type: 'FORWARD', domainName: 'corp.example.com' }]);
    const [without] = await observe(cloud, [vpcId]);
    expect(valueOf(without?.profiles)).toMatchObject({
      zones: [{ id: zoneId, name: { kind: 'unread', problem: { kind: 'denied' } } }],
      rules,
    });
    const roleArn = cloud.createRole({
      name: 'zone-reader',
      account: OTHER_ACCOUNT,
      trusts: [cloud.settings.account],
    });
    const [withRole] = await observe(cloud, [vpcId], { zoneRoleArns: { [zoneId]: roleArn } });
    expect(withRole?.profiles).toEqual(read({ zones: [{ id: zoneId, name: read('example.com') }], rules }));
  });
});
