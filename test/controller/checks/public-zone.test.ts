import { describe, expect, it } from 'vitest';
import { pubZoneNotAuthoritative } from '../../../controller/checks/dns/public-zone.ts';
import type { EndpointAudit } from '../../../controller/model/audit.ts';
import type { PublicHalf } from '../../../controller/model/audit-dns.ts';
import type { HostedZone } from '../../../controller/model/dns.ts';
import { read } from '../../../controller/model/reading.ts';
import { said } from './results.ts';
import { failed, nameWith, PUBLIC_ZONE, publicHalf, situation, valueOf } from './situation.ts';
import { verdicts } from './verdicts.ts';

const zone = valueOf(publicHalf().zone);
const servers = zone.nameServers;
const SUBZONE = { id: 'Z00000000000000SUB', name: 'api.example.com' };

function withHalf(over: Partial<PublicHalf>): EndpointAudit {
  return situation({ names: [nameWith({ publicHalf: publicHalf(over) })] });
}

function withZone(over: Partial<HostedZone>): EndpointAudit {
  return withHalf({ zone: read({ ...zone, ...over }) });
}

describe('PUB_ZONE_NOT_AUTHORITATIVE', () => {
  it.each<[string, EndpointAudit, readonly string[]]>([
    ['the delegation set in another order', withHalf({ delegation: read(servers.toReversed()) }), ['ok']],
    ['its name servers listed in another order', withZone({ nameServers: servers.toReversed() }), ['ok']],
    ['a zone named as the host', withZone({ name: 'api.example.com' }), ['ok']],
    ['a private zone', withZone({ isPrivate: true }), ['crit']],
    ['a zone that does not hold the name', withZone({ name: 'example.org' }), ['crit']],
    ['a zone whose name only ends alike', withZone({ name: 'i.example.com' }), ['crit']],
    ['a more specific public zone', withHalf({ moreSpecific: read([SUBZONE]) }), ['crit']],
    ['a delegation to others', withHalf({ delegation: read(['ns1.example.net', 'ns2.example.net']) }), ['crit']],
    ['a delegation to some of its servers', withHalf({ delegation: read(servers.slice(1)) }), ['warn']],
    ['a delegation to one server more', withHalf({ delegation: read([...servers, 'ns1.example.net']) }), ['warn']],
    ['no delegation', withHalf({ delegation: read([]) }), ['crit']],
    [
      'a more specific zone and no delegation',
      withHalf({ moreSpecific: read([SUBZONE]), delegation: read([]) }),
      ['crit', 'crit'],
    ],
    ['a zone that is gone', withHalf({ zone: failed('not-found', 'NoSuchHostedZone') }), ['crit']],
    ['an unread zone', withHalf({ zone: failed() }), ['unknown']],
    ['an unread delegation', withHalf({ delegation: failed() }), ['unknown']],
    ['unread other zones', withHalf({ moreSpecific: failed() }), ['unknown']],
    ['a zone without name servers', withZone({ nameServers: [] }), ['unknown']],
    [
      'a more specific zone, and an unread delegation',
      withHalf({ moreSpecific: read([SUBZONE]), delegation: failed() }),
      ['crit', 'unknown'],
    ],
  ])('judges %s', (_, given, expected) => {
    expect(verdicts(pubZoneNotAuthoritative(given))).toEqual(expected);
  });

  it('says that the world is sent nowhere, rather than to a list of nothing', () => {
    expect(said(pubZoneNotAuthoritative(withHalf({ delegation: read([]) })))).toContain('sent nowhere');
  });

  it('names the more specific zone, and puts the record into the most specific of several', () => {
    const closest = { id: 'Z0000000000000NEAR', name: 'api.example.com' };
    const text = said(
      pubZoneNotAuthoritative(
        withHalf({ moreSpecific: read([{ id: 'Z00000000000000FAR', name: 'x.example.com' }, closest]) }),
      ),
    );
    expect(text).toContain(`${closest.name} (${closest.id})`);
    expect(text).toContain(`--hosted-zone-id ${closest.id}`);
  });

  it('shows the delegation set to put at the parent', () => {
    const text = said(pubZoneNotAuthoritative(withHalf({ delegation: read(['ns1.example.net']) })));
    expect(text).toContain('ns1.example.net');
    expect(text).toContain(servers[0]);
    expect(text).toContain(`aws route53 get-hosted-zone --id ${PUBLIC_ZONE}`);
  });
});
