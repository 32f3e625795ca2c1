import { expect } from 'vitest';
import type { Chapter, Scenario } from '../scenario.ts';
import type { Stage } from '../stage.ts';

/**
 * Eight situations in which a well-known syncer of this kind was measured, restated for this source and these rules.
 * `restated` says what differs from the situation as it was measured: there, IPs came from DNS and left after three
 * sightings of their absence; here they come from an endpoint's interfaces and leave by what became of them.
 */
type Restated = Scenario & { readonly restated: string };

const healthy = (stage: Stage): readonly string[] => stage.endpoint.ips.map((ip) => `${ip}:443 healthy`);
const first = ({ endpoint }: Stage): string => endpoint.ips[0] ?? '';
const second = ({ endpoint }: Stage): string => endpoint.ips[1] ?? '';
const secondSubnet = ({ subnetIds }: Stage): string => subnetIds[1] ?? '';

const scenarios: readonly Restated[] = [
  {
    title: 'A, steady state',
    restated: 'five calls instead of about three: the seal and the interfaces are read as well',
    given: 'the group holds the addresses of the source, and nothing else',
    when: 'passes repeat',
    then: 'five reads a pass, and no write',
    play: (stage) => stage.passes(5),
    expected: { outcomes: ['in-sync', 'in-sync', 'in-sync', 'in-sync', 'in-sync'], writes: [], targets: healthy },
    also: (passes) => expect(passes.map(({ calls }) => calls.length)).toEqual([5, 5, 5, 5, 5]),
  },
  {
    title: 'B, scale-in',
    restated: 'a subnet leaves the endpoint; what became of its address decides, not a number of sightings',
    given: 'the endpoint leaves its second zone, and nobody has its address there any more',
    when: 'passes repeat',
    then: 'its target is held while the load balancer still calls it healthy, deregistered once, and never again',
    play: async (stage) => {
      stage.cloud.removeEndpointSubnet(stage.endpoint.id, secondSubnet(stage));
      return stage.passes(7);
    },
    expected: {
      outcomes: ['waiting', 'changed', 'in-sync', 'in-sync', 'in-sync', 'in-sync', 'in-sync'],
      writes: ['DeregisterTargets'],
      targets: (stage) => [`${first(stage)}:443 healthy`],
      // Half of two clients’ connections for 19 s, until its checks have failed twice.
      lost: { failed: 19 },
    },
  },
  {
    title: 'C, drain resurrection',
    restated: 'nothing',
    given: 'somebody deregistered a desired target, and it is draining',
    when: 'a pass starts',
    then: 'it is registered again at once',
    play: async (stage) => {
      stage.cloud.deregister(stage.group.arn, [second(stage)]);
      return stage.passes(3);
    },
    expected: { outcomes: ['changed', 'in-sync', 'in-sync'], writes: ['RegisterTargets'], targets: healthy },
  },
  {
    title: 'D, failed replacement',
    twin: 'a replacement beside the old endpoint, cross-zone on',
    restated: 'the targets are those of another endpoint',
    given: 'another endpoint replaces the bound one, and AWS answers “too many calls” to every registration',
    when: 'passes repeat',
    then: 'the old targets stay and serve, and every pass fails loudly',
    play: async (stage) => {
      const { created } = stage.cloud.replaceEndpoint(stage.endpoint.id, { deleteAfterSeconds: 'never' });
      stage.moveTo(created.id);
      stage.cloud.faults.add({ operation: 'RegisterTargets', fault: 'throttle' });
      return stage.passes(2);
    },
    expected: {
      outcomes: ['faulted', 'faulted'],
      writes: Array.from({ length: 6 }, () => 'RegisterTargets'),
      targets: healthy,
    },
    also: (passes) => {
      for (const { fault } of passes) expect(fault?.message).toContain('registering');
    },
  },
  {
    title: 'E, target describe throttled',
    twin: 'A, steady state',
    restated: 'nothing',
    given: 'asked what the group holds, AWS answers “too many calls”',
    when: 'a pass starts',
    then: 'nothing is written, and the pass fails',
    play: async (stage) => {
      stage.cloud.faults.add({ operation: 'DescribeTargetHealth', fault: 'throttle' });
      return stage.passes(1);
    },
    expected: { outcomes: ['faulted'], writes: [], targets: healthy },
    also: ([pass]) => expect(pass?.fault?.message).toContain('Throttling'),
  },
  {
    title: 'F, source times out',
    twin: 'A, steady state',
    restated: 'AWS does not answer, where name servers did not',
    given: 'asked about the endpoint, AWS gives no answer',
    when: 'a pass starts',
    then: 'the source is unknown: the pass refuses and says why, and writes nothing',
    play: async (stage) => {
      stage.cloud.faults.add({ operation: 'DescribeVpcEndpoints', fault: 'hang' });
      return stage.passes(1);
    },
    expected: { outcomes: ['refused'], writes: [], targets: healthy },
    also: ([pass], { endpoint }) => {
      const refusal = pass?.outcomes[0]?.refusal;
      expect(refusal?.code).toBe('source-unreadable');
      expect(refusal?.reason).toContain(`The source ${endpoint.id} could not be read`);
      expect(refusal?.reason).toContain('TimeoutError');
    },
  },
  {
    title: 'G, partial source',
    twin: 'B, scale-in',
    restated: 'three of four interfaces are missing from the listing',
    given: 'AWS lists one of the endpoint’s four interfaces',
    when: 'three passes follow',
    then: 'the pass knows that it sees only part of the endpoint, waits, and removes nothing',
    stage: { zones: 4 },
    play: async (stage) => {
      stage.cloud.faults.omitInterfaces(stage.endpoint.interfaces.slice(1).map(({ id }) => id));
      return stage.passes(3);
    },
    expected: { outcomes: ['waiting', 'waiting', 'waiting'], writes: [], targets: healthy },
    also: ([pass]) => expect(pass?.outcomes[0]?.partial).toContain('1 of 4 listed interfaces were found'),
  },
  {
    title: 'H, other port',
    restated: 'nothing',
    given: 'a desired IP is registered on another port only',
    when: 'a pass starts',
    then: 'the right port is registered, and the other one reported and left alone',
    play: async (stage) => {
      stage.cloud.deregister(stage.group.arn, [second(stage)]);
      stage.cloud.register(stage.group.arn, [{ ip: second(stage), port: 8443 }]);
      stage.cloud.advance(400);
      return stage.passes(3);
    },
    expected: {
      outcomes: ['changed', 'in-sync', 'in-sync'],
      writes: ['RegisterTargets'],
      targets: (stage) => [
        `${first(stage)}:443 healthy`,
        `${second(stage)}:443 healthy`,
        `${second(stage)}:8443 unhealthy`,
      ],
    },
    also: ([pass], stage) => expect(pass?.outcomes[0]?.foreign).toEqual([`${second(stage)}:8443`]),
  },
];

/** Situations in which another syncer of this kind was measured. */
export const acceptance: Chapter = {
  title: 'situations in which another syncer of this kind was measured',
  rows: scenarios,
};
