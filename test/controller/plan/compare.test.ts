import { describe, expect, it } from 'vitest';
import { byTarget, targetKey } from '../../../controller/model/target.ts';
import { compare, healthyDesired } from '../../../controller/plan/compare.ts';
import { IP_1, IP_2, listed } from '../builders.ts';

const addresses = [IP_2, IP_1].map(
  (ip) => ({ ip, family: 'ipv4', interfaceId: `eni-${ip}`, subnetId: 'subnet-1' }) as const,
);
const SETTINGS = { port: 443, keep: [] };

/** Each row: what the group lists, and what that makes of .17 and .23 on port 443. */
describe('desired and registered are compared by ip and port', () => {
  it.each([
    ['nothing', [], [`${IP_1}:443`, `${IP_2}:443`], [], []],
    ['both', [listed(IP_1), listed(IP_2)], [], [], []],
    [
      'both, with zones AWS filled in',
      [listed(IP_1, 'healthy', { asListed: { Id: IP_1, Port: 443, AvailabilityZone: 'eu-west-1a' } }), listed(IP_2)],
      [],
      [],
      [],
    ],
    ['one, and another', [listed(IP_1), listed('10.0.1.99')], [`${IP_2}:443`], ['10.0.1.99:443'], []],
    [
      'a desired IP on another port',
      [listed(IP_1), listed(IP_2, 'healthy', { port: 80 })],
      [`${IP_2}:443`],
      [],
      [`${IP_2}:80`],
    ],
    ['a desired one draining', [listed(IP_1), listed(IP_2, 'draining')], [`${IP_2}:443`], [], []],
    [
      'a desired one draining for its health',
      [listed(IP_1), listed(IP_2, 'unhealthy.draining')],
      [`${IP_2}:443`],
      [],
      [],
    ],
    ['another one draining', [listed(IP_1), listed(IP_2), listed('10.0.1.99', 'draining')], [], [], []],
  ])('with %s listed', (_, targets, missing, surplus, foreign) => {
    const comparison = compare(addresses, targets, SETTINGS);
    expect(comparison.missing.map(targetKey)).toEqual(missing);
    expect(comparison.surplus.map(targetKey)).toEqual(surplus);
    expect(comparison.foreign.map(targetKey)).toEqual(foreign);
  });

  it('a kept IP is neither missing nor surplus, nor a replacement', () => {
    const comparison = compare(addresses, [listed('10.0.1.99'), listed(IP_1)], {
      port: 443,
      keep: ['10.0.1.99', IP_2],
    });
    expect(comparison.missing).toEqual([]);
    expect(comparison.surplus).toEqual([]);
    expect(comparison.present.map(targetKey)).toEqual([`${IP_1}:443`]);
  });

  it('a kept IP on another port is foreign: keep is about the binding’s port', () => {
    const kept = { port: 443, keep: ['10.0.1.99'] };
    const comparison = compare(addresses, [listed('10.0.1.99'), listed('10.0.1.99', 'healthy', { port: 80 })], kept);
    expect(comparison.foreign.map(targetKey)).toEqual(['10.0.1.99:80']);
    expect(comparison.surplus).toEqual([]);
  });

  it('writes IPv6 identities in brackets', () => {
    expect(targetKey({ ip: '2001:db8::1', port: 443 })).toBe('[2001:db8::1]:443');
  });
});

describe('targets are ordered by identity', () => {
  const inOrder = [
    { ip: '10.0.1.17', port: 443 },
    { ip: '10.0.1.17', port: 80 },
    { ip: '10.0.2.23', port: 443 },
  ];

  it('so that what comes after another comes after it from either side, and nothing comes before itself', () => {
    const order = inOrder.map((a) => inOrder.map((b) => byTarget(a, b)));
    expect(order).toEqual([
      [0, -1, -1],
      [1, 0, -1],
      [1, 1, 0],
    ]);
  });
});

describe('a desired target counts as healthy', () => {
  it.each([
    ['healthy', undefined, true],
    ['unavailable', 'Target.HealthCheckDisabled', true],
    ['unavailable', 'Elb.InternalError', false],
    ['unavailable', undefined, false],
    ['unhealthy', 'Target.HealthCheckDisabled', false],
    ['initial', undefined, false],
    ['unused', undefined, false],
    ['unknown', undefined, false],
  ] as const)('when AWS calls it %s with reason %s: %s', (health, healthReason, expected) => {
    const target = listed(IP_1, health, healthReason === undefined ? {} : { healthReason });
    const healthy = healthyDesired(compare(addresses, [target], SETTINGS));
    expect(healthy).toEqual(expected ? [target] : []);
  });
});
