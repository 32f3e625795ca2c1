import { expect } from 'vitest';
import { oldDrain, REGISTER_THEN_ZONE_BY_ZONE } from '../converging.ts';
import { betweenPasses, bindAnother, freeFirstAddress, replace } from '../happenings.ts';
import type { Chapter } from '../scenario.ts';

/** Of two clients: half until the pass 35 s later; then a tenth for two minutes. */
const UNTIL_EVICTED = 35 + (2 * 120) / 10;
/** Of two clients half, until the freed address has failed two checks, as nothing answers there. */
const UNTIL_UNHEALTHY = 14;

/** IPv4, IPv6, and the prefixes of both that container hosts are given. */
export const families: Chapter = {
  title: 'families and prefixes',
  rows: [
    {
      title: 'a delegated prefix beside a freed address',
      twin: 'a pod of a delegated prefix on a freed address',
      given:
        'the endpoint leaves its first address, and a host of containers gets a range of addresses that ends right before it',
      when: 'passes repeat',
      then: 'the address is nobody’s, not the host’s: its checks have failed by the next pass, which lets it go',
      stage: { addresses: ['10.0.1.80'] },
      play: (stage) =>
        betweenPasses(
          stage,
          () => {
            const { subnetId } = freeFirstAddress(stage);
            stage.cloud.takeAddress({ subnetId, prefix: '10.0.1.64/28', listens: [443] });
          },
          3,
        ),
      expected: {
        outcomes: ['in-sync', 'changed', 'in-sync', 'in-sync'],
        writes: ['RegisterTargets', 'DeregisterTargets'],
        targets: () => ['10.0.1.11:443 healthy', '10.0.1.80:443 draining', '10.0.2.11:443 healthy'],
        lost: { failed: UNTIL_UNHEALTHY },
      },
      also: ([, pass]) => {
        expect(pass?.outcomes[0]?.reasons).toContainEqual(
          expect.objectContaining({ target: '10.0.1.80:443', reason: expect.stringMatching(/^no interface carries/) }),
        );
      },
    },
    {
      title: 'a pod of a delegated IPv6 prefix on a freed address',
      given: 'the endpoint leaves its first IPv6 address, which lies in a range that a host of containers then gets',
      when: 'passes repeat',
      then: 'the container is a stranger like any other',
      stage: { family: 'ipv6', addresses: ['2001:db8:0:1:5::7'] },
      play: (stage) =>
        betweenPasses(
          stage,
          () => {
            const { subnetId } = freeFirstAddress(stage);
            stage.cloud.takeAddress({ subnetId, prefix: '2001:db8:0:1:5::/80', listens: [443] });
          },
          3,
        ),
      expected: {
        outcomes: ['in-sync', 'changed', 'in-sync', 'in-sync'],
        writes: ['RegisterTargets', 'DeregisterTargets'],
        targets: () => ['2001:db8:0:1::e:443 healthy', '2001:db8:0:1:5::7:443 draining', '2001:db8:0:2::d:443 healthy'],
        lost: { stranger: UNTIL_EVICTED },
      },
    },
    {
      title: 'a delegated IPv6 prefix beside a freed address',
      twin: 'a pod of a delegated IPv6 prefix on a freed address',
      given: 'the endpoint leaves its first IPv6 address, and a host of containers gets the range next to it',
      when: 'passes repeat',
      then: 'the address is nobody’s, not the host’s, and goes as such',
      stage: { family: 'ipv6', addresses: ['2001:db8:0:1:5::7'] },
      play: (stage) =>
        betweenPasses(
          stage,
          () => {
            const { subnetId } = freeFirstAddress(stage);
            stage.cloud.takeAddress({ subnetId, prefix: '2001:db8:0:1:6::/80', listens: [443] });
          },
          3,
        ),
      expected: {
        outcomes: ['in-sync', 'changed', 'in-sync', 'in-sync'],
        writes: ['RegisterTargets', 'DeregisterTargets'],
        targets: () => ['2001:db8:0:1::e:443 healthy', '2001:db8:0:1:5::7:443 draining', '2001:db8:0:2::d:443 healthy'],
        lost: { failed: UNTIL_UNHEALTHY },
      },
    },
    {
      title: 'an IPv6 group whose endpoint is replaced without a gate',
      twin: 'an IPv6 group',
      given: 'another endpoint is bound to a group of IPv6 addresses, and the old one is deleted at the same time',
      when: 'passes repeat',
      then: 'it heals as an IPv4 group does, at the same cost',
      stage: { family: 'ipv6' },
      play: (stage) =>
        betweenPasses(
          stage,
          () => {
            replace(stage, 0);
          },
          6,
        ),
      expected: {
        outcomes: ['in-sync', 'changed', 'in-sync', 'in-sync', 'in-sync', 'in-sync', 'in-sync'],
        writes: ['RegisterTargets', 'DeregisterTargets'],
        targets: () => ['2001:db8:0:1::f:443 healthy', '2001:db8:0:2::f:443 healthy'],
        // All for the 35 s until the pass, which takes the dead targets out; a tenth for the 120 s after.
        lost: { failed: 2 * (35 + 120 / 10) },
      },
    },
    {
      title: 'a dualstack endpoint behind an IPv4 group',
      given: 'an endpoint with IPv4 and IPv6 addresses replaces one with IPv4 alone, behind a group of IPv4 addresses',
      when: 'passes repeat',
      then: 'its IPv4 addresses alone take over',
      play: (stage) => {
        bindAnother(stage, { ipAddressType: 'dualstack' });
        return stage.passes(5);
      },
      expected: {
        outcomes: ['waiting', 'waiting', 'waiting', 'changed', 'in-sync'],
        writes: REGISTER_THEN_ZONE_BY_ZONE,
        targets: oldDrain,
      },
    },
    {
      title: 'a dualstack endpoint behind an IPv6 group',
      given: 'a group of IPv6 addresses is empty, and its endpoint has both IPv4 and IPv6 addresses',
      when: 'passes repeat',
      then: 'its IPv6 addresses alone come in',
      stage: { family: 'ipv6', registered: false },
      play: (stage) => stage.passes(3),
      expected: {
        outcomes: ['changed', 'in-sync', 'in-sync'],
        writes: ['RegisterTargets'],
        targets: () => ['2001:db8:0:1::d:443 healthy', '2001:db8:0:2::d:443 healthy'],
      },
    },
    {
      title: 'an endpoint without an address of the group’s family',
      twin: 'a dualstack endpoint behind an IPv6 group',
      given: 'an endpoint with IPv4 addresses alone is bound to a group that holds IPv6 addresses',
      when: 'passes repeat',
      then: 'each refuses, and the group keeps what it holds',
      stage: { family: 'ipv6' },
      play: (stage) => {
        bindAnother(stage);
        return stage.passes(3);
      },
      expected: {
        outcomes: ['refused', 'refused', 'refused'],
        writes: [],
        targets: () => ['2001:db8:0:1::d:443 healthy', '2001:db8:0:2::d:443 healthy'],
      },
      also: ([pass]) => expect(pass?.outcomes[0]?.refusal?.code).toBe('source-without-address'),
    },
  ],
};
