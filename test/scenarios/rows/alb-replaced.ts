import { expect } from 'vitest';
import type { OutcomeWord } from '../../../controller/model/outcome.ts';
import { anotherAlb, idOf, replaceAlb } from '../alb-happenings.ts';
import type { AlbStage } from '../alb-stage.ts';
import { CONVERGES, oldDrain, REGISTER_THEN_ZONE_BY_ZONE } from '../converging.ts';
import { deregistered, holds } from '../happenings.ts';
import { albChapter, type AlbScenario } from '../scenario.ts';

/** An endpoint in the ALB's subnets is bound in place of the ALB, which is its predecessor and is kept. */
function bindEndpoint({ cloud, alb, vpcId, subnetIds, group, name, bind }: AlbStage): void {
  const { id } = cloud.createEndpoint({ vpcId, subnetIds, ownerId: cloud.settings.account });
  cloud.seal(group.arn, name, id);
  bind({ source: { vpcEndpointId: id, previous: [alb.arn] } });
}

/** Binds the ALB in place of an endpoint, whose targets the group holds. */
function bindInPlaceOfEndpoint({ cloud, alb, vpcId, subnetIds, group, moveTo }: AlbStage): void {
  const { id, ips } = cloud.createEndpoint({ vpcId, subnetIds, ownerId: cloud.settings.account });
  cloud.register(group.arn, ips);
  cloud.setHealthy(group.arn);
  moveTo(alb.arn, { previous: [id] });
}

const replacement = (crossZone: boolean): AlbScenario => ({
  title: `an ALB that is replaced, cross-zone ${crossZone ? 'on' : 'off'}`,
  twin: 'an ALB that is replaced by one that does not answer',
  given: 'another ALB is bound, which names the old one as its predecessor, and the old one is kept',
  when: 'passes repeat',
  then: 'the new targets are registered; when they are healthy the old ones go, one zone a pass, and no client notices',
  stage: { crossZone },
  play: (stage) => {
    replaceAlb(stage);
    return stage.passes(6);
  },
  expected: { outcomes: CONVERGES, writes: REGISTER_THEN_ZONE_BY_ZONE, targets: oldDrain },
  also: (_passes, stage) => {
    expect(deregistered(stage)).toEqual([['10.0.1.11'], ['10.0.2.11']]);
  },
});

const unnamed = (crossZone: boolean, outcomes: readonly OutcomeWord[]): AlbScenario => ({
  title: `an ALB that is replaced and not named, cross-zone ${crossZone ? 'on' : 'off'}`,
  twin: `an ALB that is replaced, cross-zone ${crossZone ? 'on' : 'off'}`,
  given: 'another ALB is bound, which does not name the old one as its predecessor',
  when: 'passes repeat',
  then: 'the old one is a stranger like any other load balancer: its targets go once a new one is healthy',
  stage: { crossZone },
  play: (stage) => {
    replaceAlb(stage, 'unnamed');
    return stage.passes(5);
  },
  expected: { outcomes, writes: ['RegisterTargets', 'DeregisterTargets'], targets: oldDrain },
});

type Silent = Pick<AlbScenario, 'title' | 'twin' | 'given' | 'then' | 'expected'> & { readonly previous: boolean };

const silentOnClearText = ({ previous, ...told }: Silent): AlbScenario => ({
  ...told,
  when: 'passes repeat',
  stage: { port: 80 },
  play: (stage) => {
    const created = anotherAlb(stage, { listeners: [], listens: [] });
    stage.moveTo(created.arn, previous ? { previous: [stage.alb.arn] } : {});
    return stage.passes(3);
  },
});

const scenarios: readonly AlbScenario[] = [
  replacement(true),
  replacement(false),
  {
    title: 'an ALB that is replaced by one that does not answer',
    given: 'another ALB is bound, which names the old one as its predecessor, and has no listener',
    when: 'passes repeat',
    then: 'the old targets serve on',
    play: (stage) => {
      const created = anotherAlb(stage, { listeners: [], listens: [] });
      stage.moveTo(created.arn, { previous: [stage.alb.arn] });
      return stage.passes(5);
    },
    expected: {
      outcomes: ['waiting', 'waiting', 'waiting', 'waiting', 'waiting'],
      writes: ['RegisterTargets'],
      targets: () => [
        '10.0.1.11:443 healthy',
        '10.0.1.12:443 unhealthy',
        '10.0.2.11:443 healthy',
        '10.0.2.12:443 unhealthy',
      ],
    },
    also: (passes) => {
      expect(holds(passes.at(-1))[0]?.reason).toContain('0 of the 1 replacements needed are healthy');
    },
  },
  {
    title: 'an ALB that is replaced, one of two predecessors',
    twin: 'an ALB that is replaced and not named, cross-zone on',
    given: 'another ALB is bound, which names an endpoint and the old ALB as its predecessors, and the old one is kept',
    when: 'passes repeat',
    then: 'each name counts; the old targets go one zone a pass',
    play: (stage) => {
      replaceAlb(stage, ['vpce-0a1b2c3d4e5f60718', stage.alb.arn]);
      return stage.passes(6);
    },
    expected: { outcomes: CONVERGES, writes: REGISTER_THEN_ZONE_BY_ZONE, targets: oldDrain },
    also: ([first], stage) => {
      expect(holds(first)).toHaveLength(2);
      expect(first?.outcomes[0]?.source).not.toBe(idOf(stage.alb));
    },
  },
  unnamed(true, ['waiting', 'waiting', 'changed', 'in-sync', 'in-sync']),
  unnamed(false, ['waiting', 'waiting', 'changed', 'in-sync', 'in-sync']),
  {
    title: 'an ALB that is deleted before the new one is healthy',
    twin: 'an ALB that is replaced, cross-zone on',
    given: 'another ALB is bound, and the old one is deleted 30 s later',
    when: 'passes repeat',
    then: 'the load balancer tries the new targets as soon as the old ones have failed their checks; the old ones go when their interfaces have',
    play: async (stage) => {
      replaceAlb(stage);
      const first = await stage.pass();
      stage.cloud.advance(30);
      stage.cloud.deleteAlb(stage.alb.arn);
      stage.cloud.advance(30);
      return [first, ...(await stage.passes(4))];
    },
    expected: {
      outcomes: ['waiting', 'waiting', 'changed', 'in-sync', 'in-sync'],
      writes: ['RegisterTargets', 'DeregisterTargets'],
      targets: oldDrain,
      // Both clients for the 19 s until the old targets have failed two checks; half of them for the 40 s until the new are healthy.
      lost: { failed: 2 * 19 + 40 },
    },
  },
  {
    title: 'an endpoint in place of an ALB',
    twin: 'an ALB in place of an endpoint',
    given: 'an endpoint is bound that names the ALB as its predecessor, which is kept',
    when: 'passes repeat',
    then: 'the ALB’s targets are retired: they go one zone a pass',
    play: (stage) => {
      bindEndpoint(stage);
      return stage.passes(6);
    },
    expected: { outcomes: CONVERGES, writes: REGISTER_THEN_ZONE_BY_ZONE, targets: oldDrain },
  },
  {
    title: 'an ALB in place of an endpoint',
    given: 'an ALB is bound that names the endpoint as its predecessor, which is kept; the ALB’s targets are healthy',
    when: 'passes repeat',
    then: 'the endpoint’s targets go at once, one zone a pass',
    play: (stage) => {
      bindInPlaceOfEndpoint(stage);
      return stage.passes(3);
    },
    expected: {
      outcomes: ['waiting', 'changed', 'in-sync'],
      writes: ['DeregisterTargets', 'DeregisterTargets'],
      targets: () => [
        '10.0.1.11:443 healthy',
        '10.0.1.12:443 draining',
        '10.0.2.11:443 healthy',
        '10.0.2.12:443 draining',
      ],
    },
  },
  {
    title: 'an ALB that is replaced, IPv6',
    twin: 'an ALB that is replaced and not named, cross-zone on',
    given: 'the group holds IPv6 addresses, and another ALB is bound, which names the old one',
    when: 'passes repeat',
    then: 'as with IPv4: one zone a pass, and no client notices',
    stage: { family: 'ipv6' },
    play: (stage) => {
      replaceAlb(stage);
      return stage.passes(6);
    },
    expected: {
      outcomes: CONVERGES,
      writes: REGISTER_THEN_ZONE_BY_ZONE,
      targets: () => [
        '2001:db8:0:1::d:443 draining',
        '2001:db8:0:1::f:443 healthy',
        '2001:db8:0:2::d:443 draining',
        '2001:db8:0:2::f:443 healthy',
      ],
    },
  },
  silentOnClearText({
    title: 'an ALB of clear text that is replaced and not named',
    twin: 'an ALB of clear text that is replaced',
    given: 'the group is of TCP:80, and another ALB is bound, which does not name the old one and does not answer yet',
    then: 'the old one is a stranger that can read the traffic: its targets go at once, and nobody is served until the new one answers',
    previous: false,
    expected: {
      outcomes: ['changed', 'in-sync', 'in-sync'],
      writes: ['RegisterTargets', 'DeregisterTargets'],
      targets: () => [
        '10.0.1.11:80 draining',
        '10.0.1.12:80 unhealthy',
        '10.0.2.11:80 draining',
        '10.0.2.12:80 unhealthy',
      ],
      // All of two clients, but for a tenth of them in the first 120 s, which the old targets still get.
      lost: { failed: 2 * 180 - (2 * 120) / 10 },
    },
  }),
  silentOnClearText({
    title: 'an ALB of clear text that is replaced',
    given: 'the same, and the binding names the old one as its predecessor',
    then: 'the old targets serve on',
    previous: true,
    expected: {
      outcomes: ['waiting', 'waiting', 'waiting'],
      writes: ['RegisterTargets'],
      targets: () => [
        '10.0.1.11:80 healthy',
        '10.0.1.12:80 unhealthy',
        '10.0.2.11:80 healthy',
        '10.0.2.12:80 unhealthy',
      ],
    },
  }),
];

/** Another source is bound where an ALB was, or an ALB where another source was. */
export const albReplaced = albChapter('an ALB is replaced', scenarios);
