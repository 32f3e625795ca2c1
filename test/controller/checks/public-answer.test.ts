import { describe, expect, it } from 'vitest';
import { pubAnswer } from '../../../controller/checks/dns/public-answer.ts';
import type { EndpointAudit } from '../../../controller/model/audit.ts';
import type { PublicHalf } from '../../../controller/model/audit-dns.ts';
import type { LoadBalancer } from '../../../controller/model/audit-load-balancer.ts';
import { read } from '../../../controller/model/reading.ts';
import { said } from './results.ts';
import {
  detached,
  endpointInterface,
  FIXED_IPS,
  failed,
  frontDoorWith,
  HOST,
  loadBalancerWith,
  nameWith,
  publicHalf,
  situation,
  toLoadBalancer,
  valueRecord,
} from './situation.ts';
import { verdicts } from './verdicts.ts';

const [FIRST, SECOND] = FIXED_IPS;

function withHalf(half: Partial<PublicHalf>, loadBalancer: Partial<LoadBalancer> = {}): EndpointAudit {
  return situation({
    names: [nameWith({ publicHalf: publicHalf(half) })],
    frontDoor: frontDoorWith({ loadBalancer: read(loadBalancerWith(loadBalancer)) }),
  });
}

function answering(ips: readonly string[], loadBalancer: Partial<LoadBalancer> = {}): EndpointAudit {
  return withHalf({ answers: [{ resolver: '1.1.1.1', ips: read(ips) }] }, loadBalancer);
}

function withSecondary(base: EndpointAudit): EndpointAudit {
  const interfaces = [1, 2].map((number) =>
    endpointInterface(number, { ips: [`10.0.${number}.5`, `10.0.${number}.6`] }),
  );
  return { ...base, frontDoor: frontDoorWith({ ...base.frontDoor, interfaces: read(interfaces) }) };
}

function zonesOf(...addresses: readonly (readonly string[])[]): LoadBalancer['zones'] {
  return addresses.map((ips, at) => ({
    subnetId: `subnet-${at}`,
    zoneName: `eu-west-1${at}`,
    addresses: ips.map((ip) => ({ ip })),
  }));
}

describe('PUB_ANSWER', () => {
  it.each<[string, EndpointAudit, string]>([
    ['both addresses, in any order', answering([SECOND, FIRST]), 'ok'],
    ['one of the two', answering([FIRST]), 'warn'],
    ['one address more', answering([...FIXED_IPS, '203.0.113.9']), 'crit'],
    ['another address', answering(['203.0.113.9']), 'crit'],
    ['nothing', answering([]), 'crit'],
    ['IPv6 alone', answering(['2001:db8::1']), 'crit'],
    ['IPv6 of a load balancer without it', answering([...FIXED_IPS, '2001:db8::1']), 'crit'],
    [
      'both addresses in both families',
      answering([...FIXED_IPS, '2001:db8::1', '2001:db8::2'], {
        ipAddressType: 'dualstack',
        zones: zonesOf([FIRST, '2001:db8::1'], [SECOND, '2001:db8::2']),
      }),
      'ok',
    ],
    [
      'IPv6 of a load balancer whose own is not known',
      answering([...FIXED_IPS, '2001:db8::1'], { ipAddressType: 'dualstack' }),
      'unknown',
    ],
    [
      'private addresses of an internal load balancer',
      answering(['10.0.1.5', '10.0.2.5'], { scheme: 'internal', zones: zonesOf([], []) }),
      'ok',
    ],
    [
      'first addresses of an internal load balancer that has secondary ones',
      withSecondary(answering(['10.0.1.5', '10.0.2.5'], { scheme: 'internal', zones: zonesOf([], []) })),
      'ok',
    ],
    [
      'a secondary address of an internal load balancer',
      withSecondary(answering(['10.0.1.5', '10.0.2.6'], { scheme: 'internal', zones: zonesOf([], []) })),
      'crit',
    ],
    [
      'other addresses of an internal load balancer',
      answering(['10.0.1.6'], { scheme: 'internal', zones: zonesOf([], []) }),
      'crit',
    ],
    [
      'any address of a load balancer without fixed ones',
      answering(['203.0.113.9'], { zones: zonesOf([], []) }),
      'unknown',
    ],
    ['any address of a load balancer without zones', answering(['203.0.113.9'], { zones: [] }), 'unknown'],
    [
      'no answer at all',
      withHalf({ answers: [{ resolver: '1.1.1.1', ips: failed('unreachable', 'ETIMEOUT') }] }),
      'unknown',
    ],
    ['no resolver', withHalf({ answers: [] }), 'unknown'],
    ['an answer, and no load balancer', detached(answering(FIXED_IPS)), 'unknown'],
    ['an empty answer, and no load balancer', detached(answering([])), 'crit'],
  ])('judges %s', (_, given, expected) => {
    expect(verdicts(pubAnswer(given))).toEqual([expected]);
  });

  it('says of each resolver what it answers', () => {
    const answers = [
      { resolver: '1.1.1.1', ips: read(FIXED_IPS) },
      { resolver: '8.8.8.8', ips: read(['203.0.113.9']) },
    ];
    expect(pubAnswer(withHalf({ answers }))).toMatchObject([
      { kind: 'ok', subject: `${HOST} at 1.1.1.1` },
      { kind: 'finding', subject: `${HOST} at 8.8.8.8`, found: expect.stringContaining('203.0.113.9') },
    ]);
  });

  it('names what is missing, and blames the zone only where the name follows the load balancer', () => {
    const followed = said(
      pubAnswer(
        withHalf({
          records: read([valueRecord('TXT', ['"x"']), toLoadBalancer]),
          answers: [{ resolver: '1.1.1.1', ips: read([FIRST]) }],
        }),
      ),
    );
    expect(followed).toContain(`missing: ${SECOND}`);
    expect(followed).toContain('without a healthy target');
    const written = said(
      pubAnswer(
        withHalf({
          records: read([valueRecord('A', [FIRST])]),
          answers: [{ resolver: '1.1.1.1', ips: read([FIRST]) }],
        }),
      ),
    );
    expect(written).toContain(`missing: ${SECOND}`);
    expect(written).not.toContain('without a healthy target');
  });
});
