import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockOf, isCovered } from '../../../controller/checks/security/cidr.ts';
import { contains } from '../../../controller/model/ip.ts';

describe('a block', () => {
  it.each([
    ['10.0.0.0/16', ['10.0.0.0/16'], true],
    ['10.0.0.0/16', ['10.0.0.0/8'], true],
    ['10.0.0.0/16', ['0.0.0.0/0'], true],
    ['10.0.0.0/16', ['10.0.0.0/17'], false],
    ['10.0.0.0/16', ['10.0.0.0/17', '10.0.128.0/17'], true],
    ['10.0.0.0/16', ['10.0.0.0/17', '10.0.0.0/17'], false],
    ['10.0.0.0/16', ['10.0.0.0/17', '10.0.0.9/17'], false],
    ['10.0.0.0/16', ['10.0.0.0/17', '10.0.0.0/18', '10.0.64.0/18'], false],
    ['10.0.0.0/16', ['10.0.0.0/17', '10.0.128.0/18', '10.0.192.0/18'], true],
    ['10.0.0.0/16', ['10.1.0.0/16'], false],
    ['10.0.0.0/16', ['::/0'], false],
    ['10.0.0.0/16', [], false],
    ['0.0.0.0/0', ['0.0.0.0/1', '128.0.0.0/1'], true],
    ['203.0.113.9/24', ['203.0.113.0/24'], true],
    ['2001:db8::/32', ['2001:db8::/31'], true],
    ['2001:db8::/32', ['2001:db8::/33', '2001:db8:8000::/33'], true],
    ['2001:db8::/32', ['2001:db8::/33'], false],
    ['::/0', ['0.0.0.0/0'], false],
    ['::/0', ['::/1', '8000::/1'], true],
  ])('%s is covered by %j: %s', (block, by, expected) => {
    expect(isCovered(block, by)).toBe(expected);
  });

  it('is covered exactly when each of its addresses is in one of the others', () => {
    const small = fc
      .tuple(fc.nat(15), fc.integer({ min: 27, max: 32 }))
      .map(([host, prefixLength]) => `10.0.0.${host}/${prefixLength}`);
    const addresses = Array.from({ length: 64 }, (_, host) => `10.0.0.${host}`);
    fc.assert(
      fc.property(small, fc.array(small, { maxLength: 6 }), (block, by) => {
        const own = addresses.filter((ip) => contains(block, ip));
        expect(isCovered(block, by)).toBe(own.every((ip) => by.some((other) => contains(other, ip))));
      }),
    );
  });

  it('may be of one IP, of either family', () => {
    expect(blockOf('10.0.1.17')).toBe('10.0.1.17/32');
    expect(blockOf('2001:db8::1')).toBe('2001:db8::1/128');
  });
});
