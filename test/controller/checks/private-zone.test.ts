import { describe, expect, it } from 'vitest';
import { privNotAssociated, privShadowed } from '../../../controller/checks/dns/private-zone.ts';
import type { EndpointAudit } from '../../../controller/model/audit.ts';
import type { ClientVpc } from '../../../controller/model/audit-client-vpc.ts';
import type { PrivateHalf } from '../../../controller/model/audit-dns.ts';
import type { HostedZone, ZoneSummary } from '../../../controller/model/dns.ts';
import { read } from '../../../controller/model/reading.ts';
import { said } from './results.ts';
import {
  clientVpc,
  failed,
  HOST,
  nameWith,
  PRIVATE_ZONE,
  privateHalf,
  REGION,
  situation,
  valueOf,
  VPC,
} from './situation.ts';
import { verdicts } from './verdicts.ts';

const hosted = valueOf(privateHalf().zone);

/** Where the private zone of {@link HOST} is named more widely, so that there is room for a closer one. */
const WIDE = 'example.com';

function given(half: Partial<PrivateHalf>, vpc: Partial<ClientVpc>): EndpointAudit {
  return situation({ names: [nameWith({ privateHalf: privateHalf(half) })], clientVpcs: [clientVpc(vpc)] });
}

function zoneOf(over: Partial<HostedZone>): Partial<PrivateHalf> {
  return { zone: read({ ...hosted, ...over }) };
}

function profile(...zones: readonly ZoneSummary[]): ClientVpc['profiles'] {
  return read({ zones: zones.map(({ id, name }) => ({ id, name: read(name) })), rules: read([]) });
}

/** What a Profile of another account brings: zones whose names are not ours to read. */
function foreignProfile(...ids: readonly string[]): ClientVpc['profiles'] {
  return read({ zones: ids.map((id) => ({ id, name: failed() })), rules: failed() });
}

const own = (name: string = HOST): ZoneSummary => ({ id: PRIVATE_ZONE, name });
const other = (name: string): ZoneSummary => ({ id: 'Z0000000000000OTH', name });

describe('PRIV_NOT_ASSOCIATED', () => {
  const unlisted = zoneOf({ vpcIds: [] });
  const none = read([]);

  it.each<[string, EndpointAudit, string]>([
    ['the zone lists the VPC and the VPC the zone', given({}, {}), 'ok'],
    ['the zone alone lists the VPC', given({}, { zones: none }), 'ok'],
    ['the VPC alone lists the zone', given(unlisted, {}), 'ok'],
    ['the VPC lists a zone that is not ours to read', given({ zone: failed() }, {}), 'ok'],
    ['a Profile brings it', given(unlisted, { zones: none, profiles: profile(own()) }), 'ok'],
    [
      'another account’s Profile brings it',
      given(unlisted, { zones: none, profiles: foreignProfile(PRIVATE_ZONE) }),
      'ok',
    ],
    [
      'another account’s Profile brings another',
      given(unlisted, { zones: none, profiles: foreignProfile('Z1') }),
      'crit',
    ],
    [
      'a Profile brings it, and the rest is unread',
      given({ zone: failed() }, { zones: failed(), profiles: profile(own()) }),
      'ok',
    ],
    ['the zone is gone', given({ zone: failed('not-found', 'NoSuchHostedZone') }, { zones: none }), 'crit'],
    ['neither lists the other', given(unlisted, { zones: none }), 'crit'],
    ['the VPC does not list a zone that is not ours to read', given({ zone: failed() }, { zones: none }), 'crit'],
    [
      'the zone lists another VPC alone',
      given(zoneOf({ vpcIds: ['vpc-0000000000000000b'] }), { zones: failed() }),
      'crit',
    ],
    [
      'another zone of the same name is listed',
      given(unlisted, { zones: read([other(HOST)]), profiles: profile(other(HOST)) }),
      'crit',
    ],
    ['the zone is public', given(zoneOf({ isPrivate: false, vpcIds: [] }), { zones: none }), 'crit'],
    [
      'neither lists the other, and Profiles are unread',
      given(unlisted, { zones: none, profiles: failed() }),
      'unknown',
    ],
    ['zone and VPC are unread', given({ zone: failed() }, { zones: failed() }), 'unknown'],
  ])('where %s', (_, situationGiven, expected) => {
    expect(verdicts(privNotAssociated(situationGiven))).toEqual([expected]);
  });

  it('mends it by the association, Region included', () => {
    expect(privNotAssociated(given(unlisted, { zones: none }))).toMatchObject([
      {
        subject: `${HOST} in ${VPC}`,
        fix: `aws route53 associate-vpc-with-hosted-zone --hosted-zone-id ${PRIVATE_ZONE} --vpc VPCRegion=${REGION},VPCId=${VPC}`,
      },
    ]);
  });
});

describe('PRIV_SHADOWED', () => {
  const wide = zoneOf({ name: WIDE });

  it.each<[string, EndpointAudit, string]>([
    ['alone', given({}, {}), 'ok'],
    ['with a wider one', given({}, { zones: read([own(), other(WIDE)]) }), 'ok'],
    ['with a neighbour', given(wide, { zones: read([own(WIDE), other('www.example.com')]) }), 'ok'],
    ['with one whose name only ends alike', given(wide, { zones: read([own(WIDE), other('i.example.com')]) }), 'ok'],
    ['with one below the name', given({}, { zones: read([own(), other(`v2.${HOST}`)]) }), 'ok'],
    ['with a closer one', given(wide, { zones: read([own(WIDE), other(HOST)]) }), 'crit'],
    [
      'with a closer one of a Profile',
      given(wide, { zones: read([own(WIDE)]), profiles: profile(other(HOST)) }),
      'crit',
    ],
    ['with its like, of a Profile, itself direct', given({}, { profiles: profile(other(HOST)) }), 'ok'],
    [
      'with its like, direct, itself of a Profile',
      given({}, { zones: read([other(HOST)]), profiles: profile(own()) }),
      'crit',
    ],
    ['with its like, both of a Profile', given({}, { zones: read([]), profiles: profile(own(), other(HOST)) }), 'crit'],
    ['with its like, both direct', given({}, { zones: read([own(), other(HOST)]) }), 'crit'],
    ['not at all, and nothing else', given({}, { zones: read([]) }), 'unknown'],
    ['not at all, and a wider one', given({}, { zones: read([other(WIDE)]) }), 'unknown'],
    ['not at all, and a closer one', given(wide, { zones: read([other(HOST)]) }), 'crit'],
    ['by a Profile alone', given({}, { zones: read([]), profiles: profile(own()) }), 'ok'],
    [
      'holding another name, with one that holds the name',
      given(zoneOf({ name: 'example.org' }), { zones: read([own('example.org'), other('com')]) }),
      'crit',
    ],
    ['unread, its name listed', given({ zone: failed() }, {}), 'ok'],
    [
      'unread, its name listed by a Profile, and a closer one',
      given({ zone: failed() }, { zones: read([other(HOST)]), profiles: profile(own(WIDE)) }),
      'crit',
    ],
    ['unread, its name not listed', given({ zone: failed() }, { zones: read([other(HOST)]) }), 'unknown'],
    ['perhaps: the VPC’s own are unread', given({}, { zones: failed() }), 'unknown'],
    [
      'perhaps: the VPC’s own are unread, and a Profile brings its like',
      given({}, { zones: failed(), profiles: profile(other(HOST)) }),
      'unknown',
    ],
    ['perhaps with a zone of a Profile whose name is unread', given({}, { profiles: foreignProfile('Z1') }), 'unknown'],
    [
      'by a Profile alone, whose name for it is unread',
      given({}, { zones: read([]), profiles: foreignProfile(PRIVATE_ZONE) }),
      'ok',
    ],
    [
      'with a closer one, and another whose name is unread',
      given(wide, { zones: read([own(WIDE), other(HOST)]), profiles: foreignProfile('Z1') }),
      'crit',
    ],
    ['perhaps: Profiles are unread', given({}, { profiles: failed() }), 'unknown'],
    [
      'with a closer one, and Profiles are unread',
      given(wide, { zones: read([own(WIDE), other(HOST)]), profiles: failed() }),
      'crit',
    ],
  ])('of a zone that the VPC has %s', (_, situationGiven, expected) => {
    expect(verdicts(privShadowed(situationGiven))).toEqual([expected]);
  });

  it('names the closest of several, and puts the record there', () => {
    const zones = read([own('com'), { id: 'ZWIDER', name: WIDE }, { id: 'ZCLOSEST', name: HOST }]);
    const text = said(privShadowed(given(zoneOf({ name: 'com' }), { zones })));
    expect(text).toContain(`${HOST} (ZCLOSEST)`);
    expect(text).toContain('aws route53 change-resource-record-sets --hosted-zone-id ZCLOSEST');
  });
});
