import { describe, expect, it } from 'vitest';
import { aaaaMismatch } from '../../../controller/checks/dns/ipv6.ts';
import type { EndpointAudit } from '../../../controller/model/audit.ts';
import type { AuditedName, PrivateHalf } from '../../../controller/model/audit-dns.ts';
import type { RecordSet } from '../../../controller/model/dns.ts';
import { type Reading, read } from '../../../controller/model/reading.ts';
import { said } from './results.ts';
import {
  detached,
  failed,
  frontDoorWith,
  loadBalancerWith,
  nameWith,
  PRIVATE_ZONE,
  PUBLIC_ZONE,
  privateHalf,
  publicHalf,
  situation,
  toEndpoint,
  toLoadBalancer,
  valueRecord,
} from './situation.ts';
import { verdicts } from './verdicts.ts';

type Given = {
  readonly type?: string;
  readonly published?: Reading<readonly RecordSet[]>;
  readonly inside?: PrivateHalf['records'];
};

const single = [toLoadBalancer];
const dual = [toLoadBalancer, { ...toLoadBalancer, type: 'AAAA' }];
const dualInside = read([toEndpoint, { ...toEndpoint, type: 'AAAA' }]);

function given({ type = 'ipv4', published = read(single), inside = read([toEndpoint]) }: Given): EndpointAudit {
  return situation({
    names: [
      nameWith({ publicHalf: publicHalf({ records: published }), privateHalf: privateHalf({ records: inside }) }),
    ],
    frontDoor: frontDoorWith({ loadBalancer: read(loadBalancerWith({ ipAddressType: type })) }),
  });
}

function publicOnly(base: EndpointAudit): EndpointAudit {
  const names = base.names.map((name): AuditedName => {
    const { privateHalf: _, ...rest } = name;
    return rest;
  });
  return { ...base, names };
}

describe('AAAA_MISMATCH', () => {
  it.each<[string, EndpointAudit, readonly string[]]>([
    ['no IPv6 anywhere', given({}), ['ok']],
    ['IPv6 everywhere', given({ type: 'dualstack', published: read(dual), inside: dualInside }), ['ok']],
    ['a dual-stack load balancer without AAAA', given({ type: 'dualstack' }), ['warn']],
    ['an AAAA to an IPv4 load balancer', given({ published: read(dual), inside: dualInside }), ['warn']],
    ['a public AAAA without a private one', given({ type: 'dualstack', published: read(dual) }), ['warn']],
    ['an AAAA to an IPv4 load balancer, without a private one', given({ published: read(dual) }), ['warn', 'warn']],
    [
      'a public AAAA of a name without a private half',
      publicOnly(given({ type: 'dualstack', published: read(dual) })),
      ['ok'],
    ],
    [
      'a public AAAA, and a private CNAME',
      given({ type: 'dualstack', published: read(dual), inside: read([valueRecord('CNAME', ['x.org'])]) }),
      ['ok'],
    ],
    ['a public CNAME', given({ published: read([valueRecord('CNAME', ['x.org'])]) }), ['unknown']],
    ['unread public records', given({ published: failed() }), ['unknown']],
    [
      'unread private records where it matters',
      given({ type: 'dualstack', published: read(dual), inside: failed() }),
      ['unknown'],
    ],
    ['unread private records where it does not', given({ inside: failed() }), ['ok']],
    ['no load balancer', detached(given({})), ['unknown']],
    ['no load balancer, and a private zone without AAAA', detached(given({ published: read(dual) })), ['warn']],
  ])('judges %s', (_, situationGiven, expected) => {
    expect(verdicts(aaaaMismatch(situationGiven))).toEqual(expected);
  });

  it.each<[string, EndpointAudit, string]>([
    ['the public zone where that lacks it', given({ type: 'dualstack' }), PUBLIC_ZONE],
    ['the private zone where that lacks it', given({ type: 'dualstack', published: read(dual) }), PRIVATE_ZONE],
  ])('adds the record to %s', (_, situationGiven, zoneId) => {
    const text = said(aaaaMismatch(situationGiven));
    expect(text).toContain(`--hosted-zone-id ${zoneId}`);
    expect(text).toContain('"Type":"AAAA"');
  });
});
