import { describe, expect, it } from 'vitest';
import { privAliasNotEndpoint } from '../../../controller/checks/dns/private-alias.ts';
import type { EndpointAudit } from '../../../controller/model/audit.ts';
import type { RecordSet } from '../../../controller/model/dns.ts';
import { read } from '../../../controller/model/reading.ts';
import { said } from './results.ts';
import {
  aliasRecord,
  detached,
  ENDPOINT,
  ENDPOINT_DNS,
  ENDPOINT_ZONE,
  endpointInterface,
  failed,
  NLB_DNS,
  nameWith,
  PRIVATE_ZONE,
  PUBLIC_ZONE,
  privateHalf,
  situation,
  sourceWith,
  TARGET_IPS,
  toEndpoint,
  toLoadBalancer,
  valueRecord,
} from './situation.ts';
import { verdicts } from './verdicts.ts';

const ZONAL = `${ENDPOINT}-abcd1234-eu-west-1a.execute-api.eu-west-1.vpce.amazonaws.com`;
const REMOVED = ZONAL.replace('1a.', '1c.');
const STALE_ID = 'vpce-0000000000000000d';
const STALE = ENDPOINT_DNS.replace(ENDPOINT, STALE_ID);
const PRIVATE_NAME = 'execute-api.eu-west-1.amazonaws.com';

function to(name: string, zoneId: string = ENDPOINT_ZONE): RecordSet {
  return aliasRecord({ to: name, zoneId });
}

function leg(record: RecordSet, weight: number): RecordSet {
  return { ...record, routing: 'weighted', setIdentifier: `w${weight}`, weight };
}

function withRecords(records: readonly RecordSet[], over: Partial<EndpointAudit> = {}): EndpointAudit {
  return situation({ names: [nameWith({ privateHalf: privateHalf({ records: read(records) }) })], ...over });
}

const withPrivateDns = read(
  sourceWith({ dnsEntries: [...sourceWith().endpoint.dnsEntries, { name: PRIVATE_NAME, zoneId: 'ZHIDDEN' }] }),
);

describe('PRIV_ALIAS_NOT_ENDPOINT', () => {
  it.each<[string, EndpointAudit, readonly string[]]>([
    ['the regional name', withRecords([toEndpoint]), ['ok']],
    ['the regional name with another zone id', withRecords([to(ENDPOINT_DNS, 'Z1')]), ['crit']],
    ['a zonal name', withRecords([to(ZONAL)]), ['warn']],
    ['a zonal name that the endpoint has no more', withRecords([to(REMOVED)]), ['crit']],
    ['another endpoint', withRecords([to(STALE)]), ['crit']],
    ['the name of an API at the endpoint', withRecords([to(`a1b2c3d4e5-${ENDPOINT}.${PRIVATE_NAME}`)]), ['crit']],
    ['a private name', withRecords([to(PRIVATE_NAME, 'ZHIDDEN')], { source: withPrivateDns }), ['crit']],
    ['the load balancer', withRecords([toLoadBalancer]), ['info']],
    ['another load balancer', withRecords([to(NLB_DNS.replace('front', 'back'))]), ['crit']],
    ['a load balancer, and whose it is cannot be told', detached(withRecords([toLoadBalancer])), ['unknown']],
    ['elsewhere, and no load balancer is known', detached(withRecords([to('x.cloudfront.net')])), ['crit']],
    ['elsewhere', withRecords([to('x.cloudfront.net')]), ['crit']],
    ['the current addresses', withRecords([valueRecord('A', TARGET_IPS)]), ['warn']],
    ['the current addresses, one each', withRecords(TARGET_IPS.map((ip) => valueRecord('A', [ip]))), ['warn']],
    ['some of the current addresses', withRecords([valueRecord('A', [TARGET_IPS[0]])]), ['crit']],
    ['one address more', withRecords([valueRecord('A', [...TARGET_IPS, '10.0.3.9'])]), ['crit']],
    ['no address', withRecords([valueRecord('A', [])]), ['crit']],
    ['a CNAME to the regional name', withRecords([valueRecord('CNAME', [`${ENDPOINT_DNS}.`])]), ['warn']],
    ['a CNAME to elsewhere', withRecords([valueRecord('CNAME', ['x.example.org'])]), ['warn']],
    ['a CNAME to a zonal name', withRecords([valueRecord('CNAME', [ZONAL])]), ['warn']],
    ['a CNAME to another endpoint', withRecords([valueRecord('CNAME', [`${STALE}.`])]), ['crit']],
    ['a CNAME to a name the endpoint has no more', withRecords([valueRecord('CNAME', [REMOVED])]), ['crit']],
    [
      'a CNAME to the name of an API at the endpoint',
      withRecords([valueRecord('CNAME', [`a1b2c3d4e5-${ENDPOINT}.${PRIVATE_NAME}`])]),
      ['warn'],
    ],
    [
      'a CNAME to the name of an API at another endpoint',
      withRecords([valueRecord('CNAME', [`a1b2c3d4e5-${STALE_ID}.${PRIVATE_NAME}`])]),
      ['crit'],
    ],
    ['a record of the same zone', withRecords([to('front.example.com', PRIVATE_ZONE)]), ['warn']],
    ['a record of another zone', withRecords([to('front.example.com', PUBLIC_ZONE)]), ['crit']],
    ['two legs, one of them stale', withRecords([leg(toEndpoint, 1), leg(to(STALE), 2)]), ['crit']],
    ['two legs, the stale one of weight 0', withRecords([leg(toEndpoint, 1), leg(to(STALE), 0)]), ['ok']],
    ['two legs, each wrong in its way', withRecords([leg(to(ZONAL), 1), leg(to(STALE), 2)]), ['warn', 'crit']],
    ['nothing, of which PRIV_RECORD_MISSING speaks', withRecords([]), ['unknown']],
    ['an AAAA record alone', withRecords([{ ...to(STALE), type: 'AAAA' }]), ['unknown']],
    ['anything, and the endpoint is unread', withRecords([to(STALE)], { source: failed() }), ['unknown']],
    ['anything, and the endpoint is gone', withRecords([to(STALE)], { source: failed('not-found') }), ['unknown']],
    [
      'its own name, and the endpoint lists no name yet',
      withRecords([toEndpoint], { source: read(sourceWith({ dnsEntries: [] })) }),
      ['unknown'],
    ],
    [
      'addresses, and not all interfaces could be read',
      withRecords([valueRecord('A', TARGET_IPS)], {
        source: read({ ...sourceWith(), interfaces: [endpointInterface(1)] }),
      }),
      ['unknown'],
    ],
  ])('judges a record that leads to %s', (_, given, expected) => {
    expect(verdicts(privAliasNotEndpoint(given))).toEqual(expected);
  });

  it('is unknown if the records could not be read', () => {
    const names = [nameWith({ privateHalf: privateHalf({ records: failed() }) })];
    expect(verdicts(privAliasNotEndpoint(situation({ names })))).toEqual(['unknown']);
  });

  it('tells a CNAME to the regional name from one that it does not follow', () => {
    expect(said(privAliasNotEndpoint(withRecords([valueRecord('CNAME', [ENDPOINT_DNS])])))).toContain(
      'one lookup more',
    );
    expect(said(privAliasNotEndpoint(withRecords([valueRecord('CNAME', ['x.org'])])))).toContain('not followed');
    expect(said(privAliasNotEndpoint(withRecords([valueRecord('CNAME', [])])))).toContain('not followed');
  });

  it('names the other endpoint that a CNAME leads to', () => {
    expect(said(privAliasNotEndpoint(withRecords([valueRecord('CNAME', [STALE])])))).toContain(`so to ${STALE_ID} and`);
  });

  it('names the other endpoint, and aliases the regional name of this one', () => {
    const [result] = privAliasNotEndpoint(withRecords([to(STALE)]));
    expect(result).toMatchObject({
      found: expect.stringContaining(STALE_ID),
      fix: expect.stringContaining(`"DNSName":"${ENDPOINT_DNS}"`),
    });
  });

  it('says which addresses are left out and which are not the endpoint’s', () => {
    const text = said(privAliasNotEndpoint(withRecords([valueRecord('A', [TARGET_IPS[0], '10.0.3.9'])])));
    expect(text).toContain(`10.0.3.9 not among them, ${TARGET_IPS[1]} left out`);
  });

  it('offers no upsert where Route 53 would reject it', () => {
    expect(privAliasNotEndpoint(withRecords([leg(to(STALE), 1)]))).toMatchObject([
      { fix: expect.stringMatching(/^Decide .*:\naws route53 list-resource-record-sets /) },
    ]);
  });
});
