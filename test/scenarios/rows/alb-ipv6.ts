import { expect } from 'vitest';
import { between, gainsNodes, losesNode } from '../alb-happenings.ts';
import { refusals } from '../happenings.ts';
import { albChapter, type AlbScenario } from '../scenario.ts';

const stage = { family: 'ipv6', nodes: 2 } as const;
const left = (state: string): readonly string[] => [
  `2001:db8:0:1::d:443 ${state}`,
  '2001:db8:0:1::f:443 healthy',
  '2001:db8:0:2::d:443 healthy',
  '2001:db8:0:2::f:443 healthy',
];

const scenarios: readonly AlbScenario[] = [
  {
    title: 'a dualstack ALB, IPv6',
    twin: 'an IPv4 ALB, IPv6',
    given: 'the group holds IPv6 addresses, and the ALB has both families',
    when: 'it gains a node, and three minutes later loses another one',
    then: 'its IPv6 addresses alone are registered, and removed',
    stage,
    play: async (stage) => {
      const before = await stage.passes(1);
      gainsNodes(stage, [1]);
      const grown = await stage.passes(3);
      return [...before, ...grown, ...(await between(stage, () => losesNode(stage), 2))];
    },
    expected: {
      outcomes: ['in-sync', 'changed', 'in-sync', 'in-sync', 'in-sync', 'changed', 'in-sync'],
      writes: ['RegisterTargets', 'DeregisterTargets'],
      targets: () => [...left('draining'), '2001:db8:0:2::11:443 healthy'].toSorted(),
      // A fifth of two clients for the 14 s until two checks have failed.
      lost: { failed: (2 * 14) / 5 },
    },
  },
  {
    title: 'an IPv4 ALB, IPv6',
    given: 'the group holds IPv6 addresses; an ALB without any is bound',
    when: 'passes repeat',
    then: 'each refuses: there is no address that the group could hold; it keeps what it holds',
    stage,
    play: (stage) => {
      const { cloud, albSubnetIds } = stage;
      stage.moveTo(cloud.createInternalAlb({ name: 'ipv4-only', subnetIds: albSubnetIds }).arn);
      return stage.passes(2);
    },
    expected: { outcomes: ['refused', 'refused'], writes: [], targets: () => left('healthy') },
    also: (passes) => {
      expect(refusals(passes)).toEqual(['source-without-address', 'source-without-address']);
    },
  },
  {
    title: 'a stranger on a node’s IPv6 address',
    twin: 'a dualstack ALB, IPv6',
    given: 'a node leaves, and a machine that answers gets its IPv6 address',
    when: 'passes repeat',
    then: 'the next pass evicts it',
    stage,
    play: (stage) =>
      between(
        stage,
        () => {
          const { ip, subnetId } = losesNode(stage);
          stage.cloud.takeAddress({ subnetId, ipv6: ip, listens: [443] });
        },
        2,
      ),
    expected: {
      outcomes: ['in-sync', 'changed', 'in-sync'],
      writes: ['DeregisterTargets'],
      targets: () => left('draining'),
      lost: { stranger: (2 * 35) / 4 + (2 * 120) / 10 },
    },
  },
  {
    title: 'an IPv6 node that DNS still names',
    twin: 'a dualstack ALB, IPv6',
    given: 'a node leaves, and the resolver has answered with its IPv6 address just before',
    when: 'passes repeat',
    then: 'the target waits while that answer lives, and then goes',
    stage,
    play: (stage) =>
      between(
        stage,
        () => {
          stage.resolver.ask(stage.alb.dnsName, 'AAAA');
          losesNode(stage);
        },
        3,
      ),
    expected: {
      outcomes: ['in-sync', 'waiting', 'changed', 'in-sync'],
      writes: ['DeregisterTargets'],
      targets: () => left('draining'),
      // A quarter of two clients for the 14 s until two checks have failed.
      lost: { failed: (2 * 14) / 4 },
    },
  },
  {
    title: 'IPv6 addresses outside the VPC',
    twin: 'a dualstack ALB, IPv6',
    given: 'the ALB stands in another VPC; AWS takes no IPv6 address from outside a group’s VPC',
    when: 'passes repeat',
    then: 'nothing is registered, and an operator is told',
    stage: { family: 'ipv6', where: 'other-vpc', registered: false, attached: false },
    play: (stage) => {
      stage.cloud.setTargetGroupAttributes(stage.group.arn, { 'load_balancing.cross_zone.enabled': 'true' });
      return stage.passes(2);
    },
    expected: { outcomes: ['refused', 'refused'], writes: [], targets: () => [] },
  },
];

/** A group of IPv6 addresses behind a load balancer of both families. */
export const albIpv6 = albChapter('an ALB and IPv6', scenarios);
