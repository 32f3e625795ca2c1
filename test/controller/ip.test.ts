import { BlockList } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalIp, contains } from '../../controller/model/ip.ts';

describe('an IP', () => {
  it.each([
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['2001:db8::1', '2001:db8::1'],
    ['::', '::'],
    ['fd00:0:0:1::', 'fd00:0:0:1::'],
    ['10.0.1.17', '10.0.1.17'],
    ['i-0123456789abcdef0', 'i-0123456789abcdef0'],
    ['arn:aws:elasticloadbalancing:x:1:loadbalancer/app/a/b', 'arn:aws:elasticloadbalancing:x:1:loadbalancer/app/a/b'],
  ])('%s has the one spelling %s', (written, canonical) => {
    expect(canonicalIp(written)).toBe(canonical);
  });

  it.each([
    [fc.ipV4(), 'ipv4', 32],
    [fc.ipV6(), 'ipv6', 128],
  ] as const)('is in a block exactly when Node says so (%#)', (arbitrary, family, bits) => {
    const nearby = fc.tuple(arbitrary, arbitrary, fc.boolean(), fc.nat(bits));
    fc.assert(
      fc.property(nearby, ([network, other, same, prefixLength]) => {
        const ip = canonicalIp(same ? network : other);
        const block = new BlockList();
        block.addSubnet(network, prefixLength, family);
        expect(contains(`${network}/${prefixLength}`, ip)).toBe(block.check(ip, family));
      }),
    );
  });

  it('is never in a block of the other family', () => {
    expect(contains('0.0.0.0/0', '::1')).toBe(false);
    expect(contains('::/0', '10.0.0.1')).toBe(false);
  });
});
