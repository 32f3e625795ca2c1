import { expect } from 'vitest';
import { loadBalancerId } from '../../../controller/model/spec.ts';
import { OTHER_ACCOUNT } from '../alb-stage.ts';
import { onlyOld } from '../converging.ts';
import { refusals } from '../happenings.ts';
import type { Chapter, Scenario } from '../scenario.ts';
import type { Stage } from '../stage.ts';

type Denied = { readonly denied: boolean };

/** A network of another account, reachable, and a role there; it trusts nobody but that account where it is denied. */
function setAway({ cloud, vpcId }: Stage, { denied }: Denied): { vpcId: string; subnetIds: string[]; roleArn: string } {
  const away = cloud.createVpc({ cidr: '10.1.0.0/16', ownerId: OTHER_ACCOUNT }).id;
  const subnetIds = ['a', 'b'].map(
    (letter, zone) => cloud.createSubnet({ vpcId: away, zone: `eu-west-1${letter}`, cidr: `10.1.${zone + 1}.0/24` }).id,
  );
  cloud.peerVpcs(vpcId, away);
  const trusts = [denied ? OTHER_ACCOUNT : cloud.settings.account];
  const roleArn = cloud.createRole({ name: 'front-door-reads', account: OTHER_ACCOUNT, trusts });
  return { vpcId: away, subnetIds, roleArn };
}

/** Binds an ALB of another account in place of the endpoint, which nothing names and which is kept. */
function toAlb(stage: Stage, denied: Denied): void {
  const { cloud, group, name, bind } = stage;
  const { subnetIds, roleArn } = setAway(stage, denied);
  const { arn } = cloud.createInternalAlb({ subnetIds, ownerId: OTHER_ACCOUNT, listens: [group.port] });
  cloud.seal(group.arn, name, loadBalancerId(arn));
  bind({ source: { loadBalancerArn: arn, roleArn } });
}

/** Binds an endpoint of another account in place of an ALB of our own, which nothing names and which is kept. */
function fromAlb(stage: Stage, denied: Denied): void {
  const { cloud, group, name, bind, subnetIds: home } = stage;
  const { ips } = cloud.createInternalAlb({ subnetIds: home, listens: [group.port] });
  cloud.register(group.arn, ips);
  cloud.setHealthy(group.arn);
  cloud.deregister(group.arn, stage.endpoint.ips);
  // Until nothing of the endpoint is listed any more.
  cloud.advance(600);
  cloud.forgetCalls();
  const { vpcId, subnetIds, roleArn } = setAway(stage, denied);
  const { id } = cloud.createEndpoint({ vpcId, subnetIds, ownerId: OTHER_ACCOUNT });
  cloud.seal(group.arn, name, id);
  bind({ source: { vpcEndpointId: id, roleArn } });
}

const ALB_TARGETS = ['10.0.1.12:443 healthy', '10.0.2.12:443 healthy'];
const NEW_TARGETS = ['10.1.1.10:443 healthy', '10.1.2.10:443 healthy'];

type Move = {
  readonly what: string;
  readonly given: string;
  readonly move: (stage: Stage, denied: Denied) => void;
  readonly old: readonly string[];
};

/** On a TLS group, where a stranger would be evicted at once: while the role is denied, and with the role. */
const pair = ({ what, given, move, old }: Move): readonly Scenario[] => [
  {
    title: `${what}, its role denied`,
    twin: `${what}, by its role`,
    given: `${given}; the binding names a role there, which does not trust the function, and not what it replaces`,
    when: 'passes repeat',
    then: 'each refuses, and the old targets serve on: what could be a source may be the one that serves',
    stage: { protocol: 'TLS' },
    play: (stage) => {
      move(stage, { denied: true });
      return stage.passes(3);
    },
    expected: { outcomes: ['refused', 'refused', 'refused'], writes: [], targets: () => old },
    also: (passes) => {
      expect(refusals(passes)).toEqual(passes.map(() => 'source-unreadable'));
    },
  },
  {
    title: `${what}, by its role`,
    given: `${given}; the binding names a role there, and not what it replaces`,
    when: 'passes repeat',
    then: 'what nothing names is a stranger’s, which a TLS group would let read the traffic: it goes at once',
    stage: { protocol: 'TLS' },
    play: (stage) => {
      move(stage, { denied: false });
      return stage.passes(3);
    },
    expected: {
      outcomes: ['changed', 'in-sync', 'in-sync'],
      writes: ['RegisterTargets', 'DeregisterTargets'],
      targets: () => [...old.map((target) => target.replace('healthy', 'draining')), ...NEW_TARGETS],
    },
  },
];

/** A binding that is moved between kinds and accounts. */
export const albMoved: Chapter = {
  title: 'a source of another kind, in another account',
  rows: [
    ...pair({
      what: 'an endpoint that is replaced by an ALB of another account',
      given: 'an ALB of another account is bound in place of an endpoint, which is kept, on a TLS group',
      move: toAlb,
      old: onlyOld(),
    }),
    ...pair({
      what: 'an ALB that is replaced by an endpoint of another account',
      given: 'an endpoint of another account is bound in place of an ALB, which is kept, on a TLS group',
      move: fromAlb,
      old: ALB_TARGETS,
    }),
  ],
};
