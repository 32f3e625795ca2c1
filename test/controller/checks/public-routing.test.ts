import { describe, expect, it } from 'vitest';
import { pubRoutingSplit } from '../../../controller/checks/dns/public-routing.ts';
import type { EndpointAudit } from '../../../controller/model/audit.ts';
import type { RecordSet, RoutingPolicy } from '../../../controller/model/dns.ts';
import { read } from '../../../controller/model/reading.ts';
import { said } from './results.ts';
import {
  aliasRecord,
  FIXED_IPS,
  failed,
  frontDoorWith,
  loadBalancerWith,
  NLB_DNS,
  NLB_ZONE,
  nameWith,
  publicHalf,
  situation,
  valueRecord,
} from './situation.ts';
import { verdicts } from './verdicts.ts';

type Leg = {
  readonly to?: string;
  readonly weight?: number;
  readonly routing?: RoutingPolicy;
  readonly health?: boolean;
};

function leg({ to = NLB_DNS, weight, routing = 'weighted', health = false }: Leg = {}): RecordSet {
  const alias = { name: to, zoneId: NLB_ZONE, evaluateTargetHealth: health };
  return {
    ...aliasRecord({ to, zoneId: NLB_ZONE }),
    alias,
    routing,
    setIdentifier: `${to}/${weight}`,
    ...(weight !== undefined && { weight }),
  };
}

const ELSEWHERE = 'other-1.elb.eu-west-1.amazonaws.com';
const here = leg({ weight: 1 });
const elsewhere = leg({ to: ELSEWHERE, weight: 1 });
const single = aliasRecord({ to: NLB_DNS, zoneId: NLB_ZONE });

function withRecords(records: readonly RecordSet[], over: Partial<EndpointAudit> = {}): EndpointAudit {
  return situation({ names: [nameWith({ publicHalf: publicHalf({ records: read(records) }) })], ...over });
}

function multivalue(type: string, values: readonly string[]): RecordSet {
  return valueRecord(type, values, { routing: 'multivalue', setIdentifier: values.join() });
}

describe('PUB_ROUTING_SPLIT', () => {
  it.each<[string, readonly RecordSet[], readonly string[]]>([
    ['one alias', [single], ['ok']],
    ['one alias to elsewhere, of which PUB_ALIAS_NOT_NLB speaks', [leg({ to: ELSEWHERE, routing: 'simple' })], ['ok']],
    ['two legs that lead here', [here, leg({ weight: 2 })], ['ok']],
    ['a leg elsewhere', [here, elsewhere], ['err']],
    ['a leg elsewhere of weight 0', [here, leg({ to: ELSEWHERE, weight: 0 })], ['ok']],
    [
      'a leg elsewhere of weight 0 among legs of weight 0, which then all count',
      [leg({ weight: 0 }), leg({ to: ELSEWHERE, weight: 0 })],
      ['err'],
    ],
    ['a leg here of weight 0 beside one elsewhere', [leg({ weight: 0 }), elsewhere], ['err']],
    ['a secondary elsewhere', [leg({ routing: 'failover' }), leg({ to: ELSEWHERE, routing: 'failover' })], ['err']],
    ['answers of the fixed addresses, one each', FIXED_IPS.map((ip) => multivalue('A', [ip])), ['ok']],
    ['one answer of another address', [...FIXED_IPS, '203.0.113.9'].map((ip) => multivalue('A', [ip])), ['err']],
    [
      'an answer of a fixed address and another',
      [[FIXED_IPS[0]], [FIXED_IPS[1], '203.0.113.9']].map((ips) => multivalue('A', ips)),
      ['err'],
    ],
    ['an answer without an address', [multivalue('A', [FIXED_IPS[0]]), multivalue('A', [])], ['err']],
    ['two CNAMEs to the load balancer', [multivalue('CNAME', [NLB_DNS]), multivalue('CNAME', [`${NLB_DNS}.`])], ['ok']],
    ['a CNAME to elsewhere', [multivalue('CNAME', [NLB_DNS]), multivalue('CNAME', ['x.example.org'])], ['err']],
    [
      'an AAAA leg elsewhere beside a good A',
      [single, { ...here, type: 'AAAA' }, { ...elsewhere, type: 'AAAA' }],
      ['err'],
    ],
    [
      'an AAAA answer of a load balancer without IPv6',
      [single, multivalue('AAAA', ['2001:db8::1']), multivalue('AAAA', ['2001:db8::2'])],
      ['err'],
    ],
    ['health evaluated on the only record', [{ ...leg({ health: true }), routing: 'simple' }], ['warn']],
    [
      'health evaluated on the only leg in use',
      [leg({ weight: 1, health: true }), leg({ to: ELSEWHERE, weight: 0 })],
      ['warn'],
    ],
    ['health evaluated on one of two legs', [leg({ weight: 1, health: true }), leg({ weight: 2 })], ['ok']],
    ['both types wrong', [here, elsewhere, { ...leg({ health: true }), type: 'AAAA' }], ['err', 'warn']],
    ['nothing, of which PUB_RECORD_MISSING speaks', [], ['unknown']],
    ['records of other types alone', [valueRecord('TXT', ['"x"']), valueRecord('TXT', ['"y"'])], ['unknown']],
  ])('judges %s', (_, records, expected) => {
    expect(verdicts(pubRoutingSplit(withRecords(records)))).toEqual(expected);
  });

  it('lists the legs that lead elsewhere by their identifiers, and those alone', () => {
    const [result] = pubRoutingSplit(withRecords([here, elsewhere]));
    expect(said(pubRoutingSplit(withRecords([here, elsewhere])))).toContain(`${ELSEWHERE}/1: A alias to`);
    expect(result).toMatchObject({
      found: expect.stringContaining(ELSEWHERE),
      fix: expect.stringContaining('list-resource-record-sets'),
    });
    expect(result).toMatchObject({ found: expect.not.stringContaining(NLB_DNS) });
  });

  it('turns the evaluation of health off by an upsert where the record is a simple one', () => {
    const text = said(pubRoutingSplit(withRecords([{ ...leg({ health: true }), routing: 'simple' }])));
    expect(text).toContain('"EvaluateTargetHealth":false');
  });

  it('compares IPv6 answers with the interfaces of a dual-stack load balancer', () => {
    const ipv6 = ['2001:db8::1', '2001:db8::2'];
    const loadBalancer = read(loadBalancerWith({ ipAddressType: 'dualstack' }));
    const interfaces = frontDoorWith().interfaces;
    const carried =
      interfaces.kind === 'read' ? interfaces.value.map((one, at) => ({ ...one, ips: [ipv6[at] ?? ''] })) : [];
    const records = [single, ...ipv6.map((ip) => multivalue('AAAA', [ip]))];
    const known = { frontDoor: frontDoorWith({ loadBalancer, interfaces: read(carried) }) };
    expect(verdicts(pubRoutingSplit(withRecords(records, known)))).toEqual(['ok']);
    const unlisted = { frontDoor: frontDoorWith({ loadBalancer }) };
    expect(verdicts(pubRoutingSplit(withRecords(records, unlisted)))).toEqual(['unknown']);
  });

  it.each<[string, EndpointAudit, string]>([
    ['several legs', withRecords([here, elsewhere]), 'unknown'],
    ['one record', withRecords([single]), 'ok'],
  ])('needs the load balancer for %s only if there are several', (_, base, expected) => {
    expect(verdicts(pubRoutingSplit({ ...base, frontDoor: frontDoorWith({ loadBalancer: failed() }) }))).toEqual([
      expected,
    ]);
  });

  it('is unknown if the records could not be read', () => {
    const names = [nameWith({ publicHalf: publicHalf({ records: failed() }) })];
    expect(verdicts(pubRoutingSplit(situation({ names })))).toEqual(['unknown']);
  });
});
