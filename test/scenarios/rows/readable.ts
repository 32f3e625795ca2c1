import { expect } from 'vitest';
import { enrolHosts, holds } from '../happenings.ts';
import type { Chapter, Scenario } from '../scenario.ts';
import type { StageOptions } from '../stage.ts';

/** A tenth of two clients goes on to a deregistered target for two minutes. */
const STRAGGLING = (2 * 120) / 10;

/** Nothing desired is healthy, and yet the stranger goes: what it reads weighs more than what it serves. */
function readsAll(what: string, stage: StageOptions): Scenario {
  const { port = 443 } = stage;
  return {
    title: `a healthy stranger that reads ${what}`,
    given: `the group holds one host that serves, and nothing of the source; the host can read ${what}`,
    when: 'passes repeat',
    then: 'the first pass evicts it, and the load balancer, with nothing healthy left, tries the targets that the pass registered',
    stage: { ...stage, registered: false },
    play: (played) => {
      const { cloud, endpoint } = played;
      for (const { id } of endpoint.interfaces) cloud.setListening(id, [port]);
      enrolHosts(played, { zones: [0] });
      return played.passes(3);
    },
    expected: {
      outcomes: ['changed', 'in-sync', 'in-sync'],
      writes: ['RegisterTargets', 'DeregisterTargets'],
      targets: () => [`10.0.1.11:${port} healthy`, `10.0.1.12:${port} draining`, `10.0.2.11:${port} healthy`],
      lost: { stranger: STRAGGLING },
    },
    also: ([pass]) => {
      expect(pass?.outcomes[0]?.reasons).toContainEqual(
        expect.objectContaining({ change: 'deregister', reason: expect.stringContaining('it can read the traffic') }),
      );
    },
  };
}

/** A host of somebody else in the group, by what it could read of what clients send. */
export const readable: Chapter = {
  title: 'strangers that can read, and strangers that cannot',
  rows: [
    {
      title: 'a healthy stranger that passes TLS on',
      twin: 'a healthy stranger that reads decrypted TLS',
      given:
        'the group takes encrypted connections (TCP:443) and holds one host that serves, and nothing of the source',
      when: 'passes repeat',
      then: 'the host cannot read what passes through it, so it is held until a desired target is healthy',
      stage: { registered: false },
      play: (stage) => {
        enrolHosts(stage, { zones: [0] });
        return stage.passes(4);
      },
      expected: {
        outcomes: ['waiting', 'waiting', 'changed', 'in-sync'],
        writes: ['RegisterTargets', 'DeregisterTargets'],
        targets: () => ['10.0.1.11:443 healthy', '10.0.1.12:443 draining', '10.0.2.11:443 healthy'],
        // All of two clients for 89 s; a third of them for 31 s, beside two healthy targets; then a tenth.
        lost: { stranger: 2 * 89 + 20.666 + STRAGGLING },
      },
      also: ([pass]) => expect(holds(pass)).toMatchObject([{ target: '10.0.1.12:443', state: 'waiting' }]),
    },
    readsAll('decrypted TLS', { protocol: 'TLS' }),
    readsAll('clear text on TCP:80', { protocol: 'TCP', port: 80 }),
    {
      title: 'an unhealthy stranger that passes TLS on',
      given:
        'the group takes encrypted connections (TCP:443) and holds one host that does not answer, and nothing of the source',
      when: 'passes repeat',
      then: 'the first pass evicts it, since it serves nobody',
      stage: { registered: false },
      play: (stage) => {
        enrolHosts(stage, { zones: [0], answers: false });
        return stage.passes(3);
      },
      expected: {
        outcomes: ['changed', 'in-sync', 'in-sync'],
        writes: ['RegisterTargets', 'DeregisterTargets'],
        targets: () => ['10.0.1.11:443 healthy', '10.0.1.12:443 draining', '10.0.2.11:443 healthy'],
        lost: { failed: STRAGGLING },
      },
    },
  ],
};
