import { describe, expect, it } from 'vitest';
import type { Aws } from '../../controller/aws/clients.ts';
import type { Evidence } from '../../controller/model/evidence.ts';
import { read, type Reading, unread } from '../../controller/model/reading.ts';
import { observeEvidence, type Witnesses } from '../../controller/observe/evidence.ts';
import { observeSources } from '../../controller/observe/sources.ts';
import { sourceId, type SourceSpec } from '../../controller/model/spec.ts';
import { createConnect } from '../../controller/connect.ts';
import {
  type AlbStage,
  EXTERNAL_ID,
  OTHER_ACCOUNT,
  setAlbStage,
  THIRD_ACCOUNT,
  type Where,
} from '../scenarios/alb-stage.ts';
import { setStage } from '../scenarios/stage.ts';
import { group, listed, problem } from './builders.ts';

type Observing = {
  readonly ips?: readonly string[];
  readonly unreadSource?: boolean;
  readonly answer?: Reading<readonly string[]>;
  readonly prepare?: (stage: AlbStage) => void;
  /** The eyes of the owner of the VPC. */
  readonly owner?: (stage: AlbStage) => Reading<Aws>;
};

type Observed = { readonly stage: AlbStage; readonly facts: Evidence; readonly asked: readonly string[] };

/** The evidence about some IPs, of a load balancer that stands somewhere, and what was asked of DNS. */
async function observe(
  where: Where,
  { ips = [], unreadSource = false, answer = read([]), prepare, owner }: Observing = {},
): Promise<Observed> {
  const stage = setAlbStage({ where });
  const { cloud, alb, roleArn } = stage;
  prepare?.(stage);
  const connect = createConnect({ requestHandler: cloud.requestHandler, credentials: cloud.credentials });
  const aws = connect('eu-west-1');
  const role = roleArn === undefined ? undefined : { roleArn, session: 's', externalId: EXTERNAL_ID };
  const region = where === 'other-region' ? 'eu-central-1' : 'eu-west-1';
  const eyes = role === undefined && region === 'eu-west-1' ? undefined : connect(region, role);
  const source: SourceSpec = { loadBalancerArn: alb.arn, previous: [] };
  const asked: string[] = [];
  const witnesses: Witnesses = {
    aws,
    resolve: async (name) => {
      asked.push(name);
      return answer;
    },
    ...(eyes !== undefined && {
      sourceEyes: { aws: read(eyes), accountId: role === undefined ? cloud.settings.account : OTHER_ACCOUNT },
    }),
    ...(owner !== undefined && { ownerEyes: { accountId: THIRD_ACCOUNT, open: async () => owner(stage) } }),
  };
  const seen = (await observeSources(eyes ?? aws, [source])).get(sourceId(source));
  const reading = unreadSource || seen === undefined ? unread(problem()) : seen;
  cloud.forgetCalls();
  const facts = await observeEvidence(witnesses, {
    spec: { source },
    group: group({ arn: stage.group.arn, vpcId: stage.vpcId, loadBalancerArn: stage.loadBalancer.arn }),
    source: reading,
    suspects: ips.map((ip) => listed(ip)),
  });
  return { stage, facts, asked };
}

const subnetIdsOf = (view: Pick<Evidence, 'subnets'> | undefined): readonly string[] =>
  view?.subnets.kind === 'read' ? view.subnets.value.map(({ id }) => id).toSorted() : ['unread'];

const listedIn = (view: Pick<Evidence, 'listing'> | undefined): readonly string[] =>
  view?.listing.kind === 'read' ? view.listing.value.subnetIds : ['unread'];

describe('the views of the evidence', () => {
  it.each<[Where, 'one' | 'two']>([
    ['same-vpc', 'one'],
    ['other-vpc', 'one'],
    ['other-account', 'two'],
    ['other-region', 'two'],
    ['shared-with-us', 'two'],
  ])('are, of a source in %s, %s, each with the subnets of the VPCs it is asked about', async (where, count) => {
    const { stage, facts } = await observe(where);
    const own = stage.subnetIds.toSorted();
    const away = stage.albSubnetIds.toSorted();
    expect(subnetIdsOf(facts)).toEqual(count === 'two' ? own : [...new Set([...own, ...away])].toSorted());
    expect(facts.sourceView === undefined ? undefined : subnetIdsOf(facts.sourceView)).toEqual(
      count === 'two' ? away : undefined,
    );
  });

  it.each<[Where, string]>([
    ['other-account', OTHER_ACCOUNT],
    ['other-region', '123456789012'],
  ])('of a source in %s name the account that looks', async (where, account) => {
    const { facts } = await observe(where);
    expect(facts.sourceView?.accountId).toBe(account);
  });

  it('list the subnets in question, and those of the source, each in the view that sees them', async () => {
    const { stage, facts } = await observe('other-account', { ips: ['10.0.1.99', '10.1.2.99'] });
    expect(listedIn(facts)).toEqual(stage.subnetIds.slice(0, 1));
    expect(listedIn(facts.sourceView)).toEqual(stage.albSubnetIds.toSorted());
  });

  it('list the subnet that a node is leaving as well: it shows there, and nowhere else', async () => {
    const { stage, facts } = await observe('same-vpc', {
      prepare: ({ cloud, alb, albSubnetIds }) => {
        cloud.setAlbZones(alb.arn, albSubnetIds.slice(0, 1), { graceSeconds: 600 });
      },
    });
    expect(listedIn(facts)).toEqual(stage.albSubnetIds.toSorted());
    const shown = facts.listing.kind === 'read' ? facts.listing.value.interfaces.flatMap(({ ips }) => ips) : [];
    expect(shown).toEqual(expect.arrayContaining([...stage.alb.ips]));
  });

  it('are those of the group’s VPC where the source is unread, and DNS is not asked', async () => {
    const { stage, facts, asked } = await observe('other-account', { ips: ['10.0.1.99'], unreadSource: true });
    expect(subnetIdsOf(facts)).toEqual(stage.subnetIds.toSorted());
    expect(listedIn(facts)).toEqual(stage.subnetIds.slice(0, 1));
    expect(asked).toEqual([]);
  });

  it.each(['other-vpc', 'other-account'] as const)(
    'hold no endpoints of a load balancer in %s, and none are asked for, be it read or not',
    async (where) => {
      for (const unreadSource of [false, true]) {
        // oxlint-disable-next-line no-await-in-loop -- one world after another
        const { stage } = await observe(where, { ips: ['10.0.1.99'], unreadSource });
        expect(stage.cloud.calls.filter(({ operation }) => operation === 'DescribeVpcEndpoints')).toEqual([]);
      }
    },
  );

  it('fail each by itself: the role’s denial leaves the group’s own read', async () => {
    const { facts } = await observe('other-account', {
      prepare: ({ cloud }) => {
        cloud.faults.add({
          operation: 'DescribeSubnets',
          fault: 'deny',
          match: (_, { account }) => account === OTHER_ACCOUNT,
        });
      },
    });
    expect(facts.subnets.kind).toBe('read');
    expect(facts.reach?.kind).toBe('read');
    expect(facts.sourceView).toMatchObject({ subnets: { kind: 'unread' }, listing: { kind: 'unread' } });
  });
});

describe('the view of the owner of the source’s VPC', () => {
  const subnetIds = ({ albSubnetIds }: AlbStage): readonly string[] => albSubnetIds.toSorted();

  const asOwner = ({ cloud, ownerRoleArn = '' }: AlbStage): Reading<Aws> =>
    read(
      createConnect({ requestHandler: cloud.requestHandler, credentials: cloud.credentialsOfRole(ownerRoleArn) })(
        'eu-west-1',
      ),
    );

  it('is beside the others, with all that is in the subnets, and names the account that looks', async () => {
    const { stage, facts } = await observe('shared-by-third', {
      owner: asOwner,
      ips: ['10.0.1.99'],
      prepare: ({ cloud, albSubnetIds }) => {
        cloud.takeAddress({ subnetId: albSubnetIds[0] ?? '', ip: '10.0.1.99', listens: [], ownerId: '444444444444' });
      },
    });
    const shown = (view: Pick<Evidence, 'listing'> | undefined): readonly string[] =>
      view?.listing.kind === 'read' ? view.listing.value.interfaces.flatMap(({ ips }) => ips) : ['unread'];
    expect(facts.ownerView?.accountId).toBe(THIRD_ACCOUNT);
    expect([subnetIdsOf(facts.ownerView), listedIn(facts.ownerView)]).toEqual([subnetIds(stage), subnetIds(stage)]);
    expect([facts, facts.sourceView, facts.ownerView].map((view) => shown(view).includes('10.0.1.99'))).toEqual([
      false,
      false,
      true,
    ]);
    expect(shown(facts.ownerView)).toEqual(expect.arrayContaining([...stage.alb.ips]));
  });

  it('is unread where his role could not be taken, and the others are not', async () => {
    const denied = unread(problem({ kind: 'denied' }));
    const { facts } = await observe('shared-by-third', { ips: ['10.0.1.99'], owner: () => denied });
    expect(facts.ownerView).toEqual({ accountId: THIRD_ACCOUNT, subnets: denied, listing: denied, endpoints: denied });
    expect([facts.listing.kind, facts.sourceView?.listing.kind]).toEqual(['read', 'read']);
  });

  it('is absent where the binding names no role of his', async () => {
    expect((await observe('shared-by-third', { ips: ['10.0.1.99'] })).facts).not.toHaveProperty('ownerView');
  });
});

describe('what DNS answers', () => {
  it('is asked for the load balancer’s name and for the form that names every node, and kept apart', async () => {
    const { stage, facts, asked } = await observe('same-vpc', { answer: read(['10.0.1.5']) });
    const name = stage.alb.dnsName.toLowerCase();
    expect(asked.toSorted()).toEqual([name, `all.${name}`].toSorted());
    expect(facts.answered).toEqual(read({ name: ['10.0.1.5'], all: ['10.0.1.5'] }));
  });

  it('is unread where the resolver fails: that is no empty answer', async () => {
    const failed = unread(problem({ code: 'ESERVFAIL' }));
    expect((await observe('same-vpc', { answer: failed })).facts.answered).toEqual(failed);
  });

  it('is no question of an endpoint', async () => {
    const { cloud, vpcId, endpoint, group: made, loadBalancer } = setStage();
    const aws = createConnect({ requestHandler: cloud.requestHandler, credentials: cloud.credentials })('eu-west-1');
    const source: SourceSpec = { vpcEndpointId: endpoint.id, previous: [] };
    const seen = (await observeSources(aws, [source])).get(endpoint.id) ?? unread(problem());
    const facts = await observeEvidence(
      {
        aws,
        resolve: () => {
          throw new Error('nobody should ask');
        },
      },
      {
        spec: { source },
        group: group({ arn: made.arn, vpcId, loadBalancerArn: loadBalancer.arn }),
        source: seen,
        suspects: [listed('10.0.1.99')],
      },
    );
    expect(facts).not.toHaveProperty('answered');
    expect(facts.endpoints).toMatchObject({ kind: 'read', value: [{ id: endpoint.id }] });
  });
});
