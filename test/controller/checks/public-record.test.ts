import { describe, expect, it } from 'vitest';
import { pubAliasNotNlb, pubRecordMissing } from '../../../controller/checks/dns/public-record.ts';
import type { EndpointAudit } from '../../../controller/model/audit.ts';
import type { PublicHalf } from '../../../controller/model/audit-dns.ts';
import type { RecordSet } from '../../../controller/model/dns.ts';
import { read } from '../../../controller/model/reading.ts';
import { said } from './results.ts';
import {
  aliasRecord,
  detached,
  FIXED_IPS,
  failed,
  frontDoorWith,
  HOST,
  loadBalancerWith,
  NLB_ARN,
  NLB_DNS,
  NLB_ZONE,
  nameWith,
  PUBLIC_ZONE,
  publicHalf,
  situation,
  toLoadBalancer,
  valueRecord,
} from './situation.ts';
import { verdicts } from './verdicts.ts';

const ELSEWHERE = aliasRecord({ to: 'other-1.elb.eu-west-1.amazonaws.com', zoneId: NLB_ZONE });
const WILDCARD = { ...toLoadBalancer, name: '*.example.com' };
const AAAA = { ...toLoadBalancer, type: 'AAAA' };
const unreadFrontDoor = frontDoorWith({ loadBalancer: failed() });

function withHalf(half: Partial<PublicHalf>, over: Partial<EndpointAudit> = {}): EndpointAudit {
  return situation({ names: [nameWith({ publicHalf: publicHalf(half) })], ...over });
}

function withRecords(records: readonly RecordSet[], over: Partial<EndpointAudit> = {}): EndpointAudit {
  return withHalf({ records: read(records) }, over);
}

describe('PUB_RECORD_MISSING', () => {
  it.each<[string, readonly RecordSet[], string]>([
    ['an alias', [toLoadBalancer], 'ok'],
    ['a literal A record', [valueRecord('A', ['203.0.113.9'])], 'ok'],
    ['a CNAME, which answers for an A record', [valueRecord('CNAME', ['a.example.org.'])], 'ok'],
    ['nothing', [], 'crit'],
    ['an AAAA record alone', [AAAA], 'crit'],
    ['a TXT record alone', [valueRecord('TXT', ['"x"'])], 'crit'],
  ])('takes %s at the name for what it is', (_, records, expected) => {
    expect(verdicts(pubRecordMissing(withRecords(records)))).toEqual([expected]);
  });

  it('names the wildcard that answers in the place of the record', () => {
    const results = pubRecordMissing(withHalf({ records: read([]), wildcards: read([WILDCARD]) }));
    expect(verdicts(results)).toEqual(['crit']);
    expect(said(results)).toContain('*.example.com');
  });

  it('is a finding even if it is not known whether a wildcard answers', () => {
    const results = pubRecordMissing(withHalf({ records: read([]), wildcards: failed() }));
    expect(verdicts(results)).toEqual(['crit']);
    expect(said(results)).toContain('could not be read');
  });

  it('mends it by an alias to the load balancer as it is now', () => {
    const [result] = pubRecordMissing(withRecords([]));
    const fix = result?.kind === 'finding' ? result.fix : '';
    expect(fix).toMatch(new RegExp(`^aws route53 change-resource-record-sets --hosted-zone-id ${PUBLIC_ZONE} `));
    expect(fix).toContain(`"DNSName":"${NLB_DNS}"`);
    expect(fix).toContain(`"HostedZoneId":"${NLB_ZONE}"`);
  });

  it('says where to read what to alias if the load balancer is unread, and which one if its ARN is known', () => {
    const results = pubRecordMissing(withRecords([], { frontDoor: unreadFrontDoor }));
    expect(verdicts(results)).toEqual(['crit']);
    expect(said(results)).toContain(
      `aws elbv2 describe-load-balancers --load-balancer-arns ${NLB_ARN} --region eu-west-1`,
    );
    expect(said(pubRecordMissing(detached(withRecords([]))))).toContain(
      'aws elbv2 describe-load-balancers --region eu-west-1',
    );
  });

  it('is unknown if the records could not be read', () => {
    expect(verdicts(pubRecordMissing(withHalf({ records: failed() })))).toEqual(['unknown']);
  });
});

describe('PUB_ALIAS_NOT_NLB', () => {
  const weighted = (record: RecordSet, weight: number): RecordSet => ({
    ...record,
    routing: 'weighted',
    setIdentifier: `w${weight}`,
    weight,
  });

  it.each<[string, readonly RecordSet[], string]>([
    ['an alias to the load balancer', [toLoadBalancer], 'ok'],
    ['an alias to another load balancer', [ELSEWHERE], 'crit'],
    ['an alias with another zone id', [aliasRecord({ to: NLB_DNS, zoneId: 'Z26RNL4JYFTOTI' })], 'crit'],
    ['the fixed addresses, in any order', [valueRecord('A', [...FIXED_IPS].toReversed())], 'warn'],
    ['the fixed addresses, one to each of two answers', FIXED_IPS.map((ip) => valueRecord('A', [ip])), 'warn'],
    ['some of the fixed addresses', [valueRecord('A', [FIXED_IPS[0]])], 'crit'],
    ['one address more', [valueRecord('A', [...FIXED_IPS, '203.0.113.9'])], 'crit'],
    ['other addresses', [valueRecord('A', ['203.0.113.9'])], 'crit'],
    ['no address', [valueRecord('A', [])], 'crit'],
    ['a CNAME to the load balancer', [valueRecord('CNAME', [`dualstack.${NLB_DNS}.`])], 'warn'],
    ['a CNAME to elsewhere', [valueRecord('CNAME', ['a.example.org.'])], 'warn'],
    ['an alias to a record of the same zone', [aliasRecord({ to: 'lb.example.com', zoneId: PUBLIC_ZONE })], 'warn'],
    ['an alias to a record of another zone', [aliasRecord({ to: 'lb.example.com', zoneId: 'ZOTHER' })], 'crit'],
    [
      'an alias to a record of the same zone beside addresses',
      [
        weighted(aliasRecord({ to: 'lb.example.com', zoneId: PUBLIC_ZONE }), 1),
        weighted(valueRecord('A', FIXED_IPS), 2),
      ],
      'crit',
    ],
    ['one leg of two to the load balancer', [weighted(toLoadBalancer, 1), weighted(ELSEWHERE, 2)], 'ok'],
    [
      'a leg of weight 0 to it, and one in use elsewhere',
      [weighted(toLoadBalancer, 0), weighted(ELSEWHERE, 1)],
      'crit',
    ],
    ['no leg of two to it', [weighted(ELSEWHERE, 1), weighted(ELSEWHERE, 2)], 'crit'],
    [
      'an alias to elsewhere beside the fixed addresses',
      [weighted(ELSEWHERE, 1), weighted(valueRecord('A', FIXED_IPS), 2)],
      'crit',
    ],
    ['nothing, of which PUB_RECORD_MISSING speaks', [], 'unknown'],
    ['an AAAA record alone', [AAAA], 'unknown'],
  ])('judges %s', (_, records, expected) => {
    expect(verdicts(pubAliasNotNlb(withRecords(records)))).toEqual([expected]);
  });

  it('tells a CNAME to the load balancer from one that it does not follow', () => {
    expect(said(pubAliasNotNlb(withRecords([valueRecord('CNAME', [NLB_DNS])])))).toContain('one lookup more');
    expect(said(pubAliasNotNlb(withRecords([valueRecord('CNAME', ['x.example.org'])])))).toContain('not followed');
    expect(said(pubAliasNotNlb(withRecords([valueRecord('CNAME', [])])))).toContain('not followed');
  });

  it('says that an alias to a record of the same zone is not followed', () => {
    const detour = aliasRecord({ to: 'lb.example.com', zoneId: PUBLIC_ZONE });
    expect(said(pubAliasNotNlb(withRecords([detour])))).toContain('not followed');
  });

  it('speaks of addresses where there are some, and not of an alias', () => {
    expect(said(pubAliasNotNlb(withRecords([ELSEWHERE])))).not.toContain('lacks');
  });

  it('says which addresses a literal record lacks and which it has besides', () => {
    const text = said(pubAliasNotNlb(withRecords([valueRecord('A', [FIXED_IPS[0], '203.0.113.9'])])));
    expect(text).toContain(`lacks ${FIXED_IPS[1]} and has 203.0.113.9 besides`);
  });

  it.each<[string, readonly RecordSet[], RegExp]>([
    ['a simple record by one upsert', [ELSEWHERE], /^aws route53 change-resource-record-sets /],
    [
      'a CNAME only after its deletion',
      [valueRecord('CNAME', ['x.example.org'])],
      /^First delete .*:\naws route53 .*\nThen:\naws route53 /,
    ],
    [
      'legs by a decision',
      [weighted(ELSEWHERE, 1), weighted(ELSEWHERE, 2)],
      /^Decide .*:\naws route53 list-resource-record-sets /,
    ],
  ])('mends %s, as Route 53 would reject anything else', (_, records, fix) => {
    expect(pubAliasNotNlb(withRecords(records))).toMatchObject([{ fix: expect.stringMatching(fix) }]);
  });

  it('compares a literal record of an internal load balancer with the addresses of its interfaces', () => {
    const loadBalancer = read(
      loadBalancerWith({
        scheme: 'internal',
        zones: loadBalancerWith().zones.map((zone) => ({ ...zone, addresses: [] })),
      }),
    );
    const own = withRecords([valueRecord('A', ['10.0.1.5', '10.0.2.5'])], {
      frontDoor: frontDoorWith({ loadBalancer }),
    });
    expect(verdicts(pubAliasNotNlb(own))).toEqual(['warn']);
    const unread = { ...own, frontDoor: frontDoorWith({ loadBalancer, interfaces: failed() }) };
    expect(verdicts(pubAliasNotNlb(unread))).toEqual(['unknown']);
  });

  it.each<[string, EndpointAudit]>([
    ['the records', withHalf({ records: failed() })],
    ['the load balancer', withRecords([ELSEWHERE], { frontDoor: unreadFrontDoor })],
    ['the group', { ...detached(withRecords([ELSEWHERE])), group: failed() }],
  ])('is unknown without %s', (_, without) => {
    expect(verdicts(pubAliasNotNlb(without))).toEqual(['unknown']);
  });

  it('is unknown, and says why, of a group that is attached to nothing', () => {
    expect(pubAliasNotNlb(detached(withRecords([toLoadBalancer])))).toMatchObject([
      { kind: 'unknown', subject: HOST, why: expect.stringContaining('attached to nothing') },
    ]);
  });
});
