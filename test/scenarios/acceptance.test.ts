import { describe, expect, it } from 'vitest';
import type { OutcomeWord } from '../../controller/model/outcome.ts';
import type { Tally } from '../cloud/world/tally.ts';
import { type Pass, setStage, type Stage, type StageOptions } from './stage.ts';

/**
 * Eight situations in which a well-known syncer of this kind was measured, restated for this source and these rules.
 * `restated` says what differs from the situation as it was measured: there, IPs came from DNS and left after three
 * sightings of their absence; here they come from an endpoint's interfaces and leave by what became of them.
 */
type Scenario = {
  readonly id: string;
  readonly title: string;
  readonly restated: string;
  readonly given: string;
  readonly when: string;
  readonly then: string;
  readonly stage?: StageOptions;
  readonly play: (stage: Stage) => Promise<readonly Pass[]>;
  readonly expected: {
    /** One a pass. */
    readonly outcomes: readonly OutcomeWord[];
    /** Operations that write, over all passes. */
    readonly writes: readonly string[];
    /** As listed after the last pass; `1` is the address in the first zone. */
    readonly targets: (stage: Stage) => readonly string[];
    /** Client-seconds that did not reach the source. Default: none. */
    readonly lost?: Partial<Tally>;
  };
  /** What else must hold, of the passes. */
  readonly also?: (passes: readonly Pass[], stage: Stage) => void;
};

const healthy = (stage: Stage): readonly string[] => stage.endpoint.ips.map((ip) => `${ip}:443 healthy`);
const first = ({ endpoint }: Stage): string => endpoint.ips[0] ?? '';
const second = ({ endpoint }: Stage): string => endpoint.ips[1] ?? '';
const secondSubnet = ({ subnetIds }: Stage): string => subnetIds[1] ?? '';

const scenarios: readonly Scenario[] = [
  {
    id: 'A',
    title: 'steady state',
    restated: 'five calls instead of about three: the seal and the interfaces are read as well',
    given: 'the targets equal the source',
    when: 'passes repeat',
    then: 'five reads a pass, and no write',
    play: (stage) => stage.passes(5),
    expected: { outcomes: ['in-sync', 'in-sync', 'in-sync', 'in-sync', 'in-sync'], writes: [], targets: healthy },
    also: (passes) => expect(passes.map(({ calls }) => calls.length)).toEqual([5, 5, 5, 5, 5]),
  },
  {
    id: 'B',
    title: 'scale-in',
    restated: 'a subnet leaves the endpoint; its fate decides, not a number of sightings',
    given: 'the second subnet leaves the endpoint, and its interface is gone',
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
    id: 'C',
    title: 'drain resurrection',
    restated: 'none',
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
    id: 'D',
    title: 'failed replacement',
    restated: 'a replacement endpoint, whose registration AWS throttles every time',
    given: 'another endpoint replaces the bound one, and every RegisterTargets fails',
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
    id: 'E',
    title: 'target describe throttled',
    restated: 'none',
    given: 'DescribeTargetHealth is throttled',
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
    id: 'F',
    title: 'source times out',
    restated: 'DescribeVpcEndpoints never answers, where name servers did not',
    given: 'DescribeVpcEndpoints hangs',
    when: 'a pass starts',
    then: 'the source is unknown: refused with a clear message, and nothing is written',
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
    id: 'G',
    title: 'partial source',
    restated: 'three of four interfaces are missing from the listing',
    given: 'one of four interfaces is listed',
    when: 'three passes follow',
    then: 'the pass knows that its source is partial, waits, and removes nothing',
    stage: { zones: 4 },
    play: async (stage) => {
      stage.cloud.faults.omitInterfaces(stage.endpoint.interfaces.slice(1).map(({ id }) => id));
      return stage.passes(3);
    },
    expected: { outcomes: ['waiting', 'waiting', 'waiting'], writes: [], targets: healthy },
    also: ([pass]) => expect(pass?.outcomes[0]?.partial).toContain('1 of 4 listed interfaces were found'),
  },
  {
    id: 'H',
    title: 'other port',
    restated: 'none',
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

describe.each(scenarios)('$id, $title: given $given', ({ when, then, stage: options, play, expected, also }) => {
  it(`when ${when}, then ${then}`, async () => {
    const stage = setStage(options);
    const before = stage.cloud.traffic.mark();
    const passes = await play(stage);

    expect(passes.flatMap(({ outcomes }) => outcomes.map(({ outcome }) => outcome))).toEqual(expected.outcomes);
    expect(passes.flatMap(({ writes }) => writes.map(({ operation }) => operation))).toEqual(expected.writes);
    expect(stage.targets()).toEqual(expected.targets(stage));
    const { failed, stranger } = stage.cloud.traffic.since(before);
    expect({ failed, stranger }).toEqual({ failed: 0, stranger: 0, ...expected.lost });
    also?.(passes, stage);
  });
});
