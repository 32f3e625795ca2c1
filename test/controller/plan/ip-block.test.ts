import { describe, expect, it } from 'vitest';
import { canonicalIp, contains } from '../../../controller/model/ip.ts';

/** A few blocks at their edges; controller/ip.test.ts holds every other block to Node's own answer. */
describe('an IP lies in a block', () => {
  it.each([
    ['10.0.1.0/24', '10.0.1.0', '10.0.1.255'],
    ['10.0.1.16/28', '10.0.1.16', '10.0.1.31'],
    ['10.0.0.0/16', '10.0.0.0', '10.0.255.255'],
    ['10.0.1.17/32', '10.0.1.17', '10.0.1.17'],
    ['0.0.0.0/0', '0.0.0.0', '255.255.255.255'],
    ['2001:db8:0:1::/64', '2001:db8:0:1::', '2001:db8:0:1:ffff:ffff:ffff:ffff'],
    ['2001:db8:0:1::a0/124', '2001:db8:0:1::a0', '2001:db8:0:1::af'],
    ['::/0', '::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['::1/128', '::1', '::1'],
  ])('%s from its first, %s, to its last, %s', (block, first, last) => {
    expect([contains(block, first), contains(block, last)]).toEqual([true, true]);
  });

  it.each([
    ['10.0.1.0/24', '10.0.0.255', '10.0.2.0'],
    ['10.0.1.16/28', '10.0.1.15', '10.0.1.32'],
    ['10.0.1.17/32', '10.0.1.16', '10.0.1.18'],
    ['2001:db8:0:1::/64', '2001:db8::ffff:ffff:ffff:ffff', '2001:db8:0:2::'],
    ['2001:db8:0:1::a0/124', '2001:db8:0:1::9f', '2001:db8:0:1::b0'],
    ['::1/128', '::', '::2'],
  ])('%s, and not its neighbours, %s and %s', (block, before, after) => {
    expect([contains(block, before), contains(block, after)]).toEqual([false, false]);
  });

  it.each([
    ['0.0.0.0/0', '::1'],
    ['::/0', '10.0.0.1'],
  ])('%s only where it is of its family, unlike %s', (block, ip) => {
    expect(contains(block, ip)).toBe(false);
  });
});

describe('equal IPs are written equally', () => {
  it.each([
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['2001:0db8::0001', '2001:db8::1'],
    ['10.0.1.17', '10.0.1.17'],
    ['10.0.1.017', '10.0.1.017'],
    ['::g', '::g'],
    ['i-0123456789abcdef0', 'i-0123456789abcdef0'],
  ])('%s as %s; what is no IPv6 address stays as it is', (written, canonical) => {
    expect(canonicalIp(written)).toBe(canonical);
  });
});
