import { expect } from 'vitest';
import { betweenPasses, freeFirstAddress } from '../happenings.ts';
import type { Chapter, Scenario } from '../scenario.ts';

/** One of two targets, so half of two clients, for the 35 s until the pass; a tenth of both for the 120 s after it. */
const UNTIL_EVICTED = { stranger: (2 * 35) / 2 + (2 * 120) / 10 };

const scenarios: readonly Scenario[] = [
  {
    title: 'a stranger on a freed address',
    twin: 'the endpoint on its own freed address',
    given: 'the endpoint leaves its first address, and a host that answers gets it',
    when: 'passes repeat',
    then: 'the next pass evicts it',
    play: (stage) =>
      betweenPasses(
        stage,
        () => {
          const { ip, subnetId } = freeFirstAddress(stage);
          stage.cloud.takeAddress({ subnetId, ip, listens: [443] });
        },
        3,
      ),
    expected: {
      outcomes: ['in-sync', 'changed', 'in-sync', 'in-sync'],
      writes: ['RegisterTargets', 'DeregisterTargets'],
      targets: () => ['10.0.1.11:443 draining', '10.0.1.12:443 healthy', '10.0.2.11:443 healthy'],
      lost: UNTIL_EVICTED,
    },
  },
  {
    title: 'the endpoint on its own freed address',
    given: 'the endpoint leaves its first address and takes it again, with another interface',
    when: 'passes repeat',
    then: 'nothing is evicted',
    play: (stage) =>
      betweenPasses(
        stage,
        () => {
          const { ip, subnetId } = freeFirstAddress(stage);
          stage.cloud.readdress(stage.endpoint.id, subnetId, ip);
        },
        3,
      ),
    expected: {
      outcomes: ['in-sync', 'in-sync', 'in-sync', 'in-sync'],
      writes: [],
      targets: () => ['10.0.1.11:443 healthy', '10.0.2.11:443 healthy'],
      // Re-addressing cuts the zone off for 20 s; after 14 s two health checks have failed, and clients go elsewhere.
      lost: { failed: 14 },
    },
  },
  {
    title: 'a pod of a delegated prefix on a freed address',
    twin: 'the endpoint on its own freed address',
    given: 'the endpoint leaves its first address, and a host of containers gets a range of addresses around it',
    when: 'passes repeat',
    then: 'the container is a stranger like any other',
    stage: { addresses: ['10.0.1.70'] },
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
      targets: () => ['10.0.1.11:443 healthy', '10.0.1.70:443 draining', '10.0.2.11:443 healthy'],
      lost: UNTIL_EVICTED,
    },
  },
  {
    title: 'a stranger on a freed IPv6 address',
    twin: 'the endpoint on its own freed address',
    given: 'the endpoint leaves its first IPv6 address, and a host that answers gets it',
    when: 'passes repeat',
    then: 'the next pass evicts it',
    stage: { family: 'ipv6' },
    play: (stage) =>
      betweenPasses(
        stage,
        () => {
          const { ipv6, subnetId } = freeFirstAddress(stage);
          stage.cloud.takeAddress({ subnetId, ipv6, listens: [443] });
        },
        3,
      ),
    expected: {
      outcomes: ['in-sync', 'changed', 'in-sync', 'in-sync'],
      writes: ['RegisterTargets', 'DeregisterTargets'],
      targets: () => ['2001:db8:0:1::d:443 draining', '2001:db8:0:1::f:443 healthy', '2001:db8:0:2::d:443 healthy'],
      lost: UNTIL_EVICTED,
    },
    also: ([, pass]) => {
      expect(pass?.outcomes[0]?.changes.deregistered).toEqual(['[2001:db8:0:1::d]:443']);
    },
  },
];

/** An address goes to somebody else. */
export const strangers: Chapter = {
  title: 'an address goes to somebody else',
  rows: scenarios,
};
