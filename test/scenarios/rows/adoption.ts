import { expect } from 'vitest';
import { oldDrain, REGISTER_THEN_ZONE_BY_ZONE } from '../converging.ts';
import { bindAnother, enrolHosts, holds } from '../happenings.ts';
import type { Chapter } from '../scenario.ts';
import type { Stage } from '../stage.ts';

/** Two clients, who first reach nothing but strangers, and then strangers and the source alike. */
const strangersFor = (aloneSeconds: number, besideSeconds: number): number =>
  2 * aloneSeconds + (2 * besideSeconds) / 2;
/** Of two clients a tenth goes on to deregistered targets for two minutes. */
const STRAGGLING = (2 * 120) / 10;

const onlyOurs = (): readonly string[] => ['10.0.1.11:443 healthy', '10.0.2.11:443 healthy'];
const oursAndTheirsDraining = (): readonly string[] => [
  '10.0.1.11:443 healthy',
  '10.0.1.12:443 draining',
  '10.0.2.11:443 healthy',
  '10.0.2.12:443 draining',
];

/** Hosts of a network that the VPC is connected to: in no subnet of the group's VPC, so nobody's that can be looked up. */
function enrolPeered({ cloud, group }: Stage): readonly string[] {
  const { id: vpcId } = cloud.createVpc({ cidr: '10.9.0.0/16' });
  const { id: subnetId } = cloud.createSubnet({ vpcId, zone: 'eu-west-1a', cidr: '10.9.1.0/24' });
  const ips = [1, 2].map(() => cloud.takeAddress({ subnetId, listens: [443] }).ip);
  cloud.register(
    group.arn,
    ips.map((ip) => ({ ip, zone: 'all' })),
  );
  cloud.setHealthy(group.arn, ips);
  return ips;
}

/** A group that others filled gets its first binding. */
export const adoption: Chapter = {
  title: 'adoption',
  rows: [
    {
      title: 'a group full of healthy strangers',
      twin: 'strangers beside healthy targets of the source',
      given: 'the group holds two hosts that serve, and nothing of the source',
      when: 'passes repeat',
      then: 'the hosts are held until the source’s targets are healthy, and then go at once',
      stage: { registered: false },
      play: (stage) => {
        enrolHosts(stage, { zones: [0, 1] });
        return stage.passes(5);
      },
      expected: {
        outcomes: ['waiting', 'waiting', 'changed', 'in-sync', 'in-sync'],
        writes: ['RegisterTargets', 'DeregisterTargets'],
        targets: oursAndTheirsDraining,
        lost: { stranger: strangersFor(89, 31) + STRAGGLING },
      },
      also: ([first]) => {
        expect(holds(first).map(({ target, stranger }) => ({ target, stranger }))).toEqual([
          { target: '10.0.1.12:443', stranger: true },
          { target: '10.0.2.12:443', stranger: true },
        ]);
      },
    },
    {
      title: 'strangers beside healthy targets of the source',
      given: 'the group holds two hosts that serve, and the source’s targets, which serve as well',
      when: 'passes repeat',
      then: 'the first pass evicts the hosts',
      play: (stage) => {
        enrolHosts(stage, { zones: [0, 1] });
        return stage.passes(3);
      },
      expected: {
        outcomes: ['changed', 'in-sync', 'in-sync'],
        writes: ['DeregisterTargets'],
        targets: oursAndTheirsDraining,
        lost: { stranger: STRAGGLING },
      },
    },
    {
      title: 'a group full of strangers that do not answer',
      given: 'the group holds two hosts that fail their checks, and nothing of the source',
      when: 'passes repeat',
      then: 'the first pass registers and evicts, since the hosts serve nobody',
      stage: { registered: false },
      play: (stage) => {
        enrolHosts(stage, { zones: [0, 1], answers: false });
        stage.cloud.advance(100);
        return stage.passes(3);
      },
      expected: {
        outcomes: ['changed', 'in-sync', 'in-sync'],
        writes: ['RegisterTargets', 'DeregisterTargets'],
        targets: oursAndTheirsDraining,
        // All before the pass; then the load balancer fails open to targets that are not healthy yet.
        lost: { failed: 2 * 100 + STRAGGLING },
      },
    },
    {
      title: 'a group full of healthy targets that nobody can explain',
      twin: 'targets that nobody can explain, taken out by an operator',
      given: 'the group holds two targets that serve, in no subnet of its VPC, and nothing of the source',
      when: 'passes repeat',
      then: 'the source’s targets come in, and the others are held until an operator acts',
      stage: { registered: false },
      play: (stage) => {
        enrolPeered(stage);
        return stage.passes(5);
      },
      expected: {
        outcomes: ['blocked', 'blocked', 'blocked', 'blocked', 'blocked'],
        writes: ['RegisterTargets'],
        targets: () => [...onlyOurs(), '10.9.1.10:443 healthy', '10.9.1.11:443 healthy'],
        lost: { stranger: strangersFor(89, 211) },
      },
      also: (passes) => {
        for (const pass of passes) {
          expect(holds(pass)).toMatchObject([
            { state: 'blocked', remedy: 'Deregister 10.9.1.10 by hand, or list it under keep.' },
            { state: 'blocked', remedy: 'Deregister 10.9.1.11 by hand, or list it under keep.' },
          ]);
        }
      },
    },
    {
      title: 'targets that nobody can explain, taken out by an operator',
      given: 'the group holds two targets that serve, in no subnet of its VPC, and nothing of the source',
      when: 'an operator follows the remedy after three passes',
      then: 'the group is in sync',
      stage: { registered: false },
      play: async (stage) => {
        const unexplained = enrolPeered(stage);
        const before = await stage.passes(3);
        stage.cloud.deregister(stage.group.arn, unexplained);
        return [...before, ...(await stage.passes(6))];
      },
      expected: {
        outcomes: ['blocked', 'blocked', 'blocked', ...Array.from({ length: 6 }, () => 'in-sync' as const)],
        writes: ['RegisterTargets'],
        targets: onlyOurs,
        lost: { stranger: strangersFor(89, 91) + STRAGGLING },
      },
    },
    {
      title: 'a group full of addresses that are nobody’s',
      given: 'the group holds two addresses that nobody has, and that fail their checks',
      when: 'passes repeat',
      then: 'they go in the pass that registers the source’s',
      stage: { registered: false },
      play: (stage) => {
        stage.cloud.register(stage.group.arn, ['10.0.1.12', '10.0.2.12']);
        stage.cloud.advance(100);
        return stage.passes(3);
      },
      expected: {
        outcomes: ['changed', 'in-sync', 'in-sync'],
        writes: ['RegisterTargets', 'DeregisterTargets'],
        targets: oursAndTheirsDraining,
        lost: { failed: 2 * 100 + STRAGGLING },
      },
    },
    {
      title: 'a group without a seal',
      twin: 'a group full of healthy strangers',
      given: 'the group holds two hosts that serve, and its owner has consented to no binding',
      when: 'passes repeat',
      then: 'each refuses, and not even a stranger goes',
      stage: { registered: false },
      play: (stage) => {
        stage.cloud.removeTags(stage.group.arn, ['target-sync:binding', 'target-sync:source']);
        enrolHosts(stage, { zones: [0, 1] });
        return stage.passes(3);
      },
      expected: {
        outcomes: ['refused', 'refused', 'refused'],
        writes: [],
        targets: () => ['10.0.1.12:443 healthy', '10.0.2.12:443 healthy'],
        lost: { stranger: strangersFor(180, 0) },
      },
      also: ([pass]) => expect(pass?.outcomes[0]?.refusal?.code).toBe('unsealed'),
    },
    {
      title: 'a group of another service’s endpoint',
      given: 'the group holds the targets of an endpoint of another service, which the binding does not name',
      when: 'passes repeat',
      then: 'they are strangers: once the source’s are healthy they all go in one pass',
      play: (stage) => {
        bindAnother(stage, { service: 'example' });
        return stage.passes(4);
      },
      expected: {
        outcomes: ['waiting', 'waiting', 'changed', 'in-sync'],
        writes: ['RegisterTargets', 'DeregisterTargets'],
        targets: oldDrain,
      },
    },
    {
      title: 'a group of a predecessor of another service',
      given:
        'the group holds the targets of an endpoint of another service, which the binding names in source.previous',
      when: 'passes repeat',
      then: 'they count as the source’s predecessors: once the source’s are healthy they go one zone a pass',
      play: (stage) => {
        const { id } = bindAnother(stage, { service: 'example' });
        stage.bind({ source: { vpcEndpointId: id, previous: [stage.endpoint.id] } });
        return stage.passes(5);
      },
      expected: {
        outcomes: ['waiting', 'waiting', 'waiting', 'changed', 'in-sync'],
        writes: REGISTER_THEN_ZONE_BY_ZONE,
        targets: oldDrain,
      },
    },
  ],
};
