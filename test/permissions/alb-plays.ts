import { InvokeCommand } from '@aws-sdk/client-lambda';
import { loadBalancerId } from '../../controller/model/spec.ts';
import { createCloud } from '../cloud/cloud.ts';
import { sdk } from '../cloud/sdk.ts';
import type { Surroundings } from '../path/surroundings.ts';
import { anotherAlb, between, gainsNodes, losesNode } from '../scenarios/alb-happenings.ts';
import { type AlbStage, type AlbStageOptions, OTHER_ACCOUNT, setAlbStage } from '../scenarios/alb-stage.ts';
import { type AlbStage as AuditedAlb, setAlbStage as setAuditedAlb } from '../scenarios/audit-alb-stage.ts';
import { ask, GATE_ROLE, publish, STACK, SYNC_ROLE } from '../scenarios/deployment.ts';
import type { Pass } from '../scenarios/stage.ts';
import type { AlbDeployed, AlbRole } from './alb-deployments.ts';
import { scheduleOf, toUnknown } from './plays.ts';
import { putUnderRoles, type Watch } from './under-roles.ts';

export type AlbPlayed = { readonly result: unknown; readonly watch: Watch<AlbRole> };

/** A scenario that is played under the roles of a deployment in front of an ALB, and how it must end. */
export type AlbPlay = {
  readonly title: string;
  readonly expected: unknown;
  readonly play: (deployed: AlbDeployed, surroundings: Surroundings) => Promise<AlbPlayed>;
};

/** Puts a cloud under the roles. The caller’s keys are of one role, unless they show another; a session’s are of the lent one. */
export function putUnder(cloud: AlbStage['cloud'], { roles, lent }: AlbDeployed, caller: AlbRole): Watch<AlbRole> {
  const shown: Readonly<Record<string, AlbRole>> = { [GATE_ROLE]: 'judge', [SYNC_ROLE]: 'sync' };
  const roleOf = (key: string): AlbRole => (key.startsWith(`ASIA${OTHER_ACCOUNT}`) ? 'source' : (shown[key] ?? caller));
  return putUnderRoles(cloud, roles, roleOf, lent);
}

/** The stage as the deployment binds it. Whom the lent role trusts is judged by its own policy. */
export function setDeployed(deployed: AlbDeployed, options: AlbStageOptions = {}): AlbStage {
  const { where, name, lent } = deployed;
  const stage = setAlbStage({ where, name, ...options });
  if (lent !== undefined) stage.cloud.createRole({ arn: lent.roleArn, trusts: [stage.cloud.settings.account] });
  bindTo(stage, deployed, stage.alb.arn);
  return stage;
}

/** Binds an ALB, as a deployment does. */
export function bindTo(
  { cloud, group, name, bind }: AlbStage,
  { source }: AlbDeployed,
  loadBalancerArn: string,
  previous: readonly string[] = [],
): void {
  cloud.seal(group.arn, name, loadBalancerId(loadBalancerArn));
  bind({ source: { ...source, loadBalancerArn, previous } });
}

/** Binds another ALB that names the first. */
function replace(stage: AlbStage, deployed: AlbDeployed): void {
  bindTo(stage, deployed, anotherAlb(stage).arn, [stage.alb.arn]);
}

/** An endpoint in the group’s VPC served before the ALB, which names it. */
function replaceEndpoint(stage: AlbStage, deployed: AlbDeployed): void {
  const { cloud, vpcId, subnetIds, group, alb } = stage;
  const endpoint = cloud.createEndpoint({ vpcId, subnetIds, ownerId: cloud.settings.account });
  cloud.register(group.arn, endpoint.ips);
  cloud.setHealthy(group.arn);
  bindTo(stage, deployed, alb.arn, [endpoint.id]);
}

type SyncPlay = {
  readonly title: string;
  readonly stage?: AlbStageOptions;
  readonly play: (stage: AlbStage, deployed: AlbDeployed) => Promise<readonly Pass[]>;
  readonly expected: readonly string[];
};

const CONVERGES = ['waiting', 'waiting', 'waiting', 'changed', 'in-sync', 'in-sync'];

/** An ALB’s life, with every read in it. */
const SYNC: readonly SyncPlay[] = [
  { title: 'a group in sync', play: (stage) => stage.passes(2), expected: ['in-sync', 'in-sync'] },
  {
    title: 'a first deployment',
    stage: { registered: false },
    play: (stage) => stage.passes(4),
    expected: ['changed', 'in-sync', 'in-sync', 'in-sync'],
  },
  {
    title: 'an ALB that gets a node',
    play: (stage) => between(stage, () => gainsNodes(stage, [0]), 4),
    expected: ['in-sync', 'changed', 'in-sync', 'in-sync', 'in-sync'],
  },
  {
    title: 'an ALB that loses a node',
    stage: { nodes: 2 },
    play: (stage) => between(stage, () => losesNode(stage), 4),
    expected: ['in-sync', 'changed', 'in-sync', 'in-sync', 'in-sync'],
  },
  {
    title: 'a stranger on the address of a node that left',
    stage: { nodes: 2 },
    play: (stage) =>
      between(
        stage,
        () => {
          const { ip, subnetId } = losesNode(stage);
          stage.cloud.takeAddress({ subnetId, ip, listens: [443] });
        },
        3,
      ),
    expected: ['in-sync', 'changed', 'in-sync', 'in-sync'],
  },
  {
    title: 'a replaced ALB',
    play: (stage, deployed) => {
      replace(stage, deployed);
      return stage.passes(6);
    },
    expected: CONVERGES,
  },
  {
    title: 'a replaced ALB, cross-zone on for the group alone',
    play: (stage, deployed) => {
      const { cloud, group, loadBalancer } = stage;
      cloud.setTargetGroupAttributes(group.arn, { 'load_balancing.cross_zone.enabled': 'true' });
      cloud.setLoadBalancerAttributes(loadBalancer.arn, { 'load_balancing.cross_zone.enabled': 'false' });
      replace(stage, deployed);
      return stage.passes(6);
    },
    expected: CONVERGES,
  },
  {
    title: 'an endpoint that the ALB replaces',
    stage: { registered: false },
    play: (stage, deployed) => {
      replaceEndpoint(stage, deployed);
      return stage.passes(6);
    },
    expected: CONVERGES,
  },
];

const SYNC_PLAYS: readonly AlbPlay[] = SYNC.map(({ title, stage: options, play, expected }) => ({
  title: `sync: ${title}`,
  expected,
  play: async (deployed) => {
    const stage = setDeployed(deployed, options);
    const watch = putUnder(stage.cloud, deployed, 'sync');
    const passes = await play(stage, deployed);
    return { result: passes.flatMap(({ outcomes }) => outcomes.map(({ outcome }) => outcome)), watch };
  },
}));

const documentOf = ({ event }: AlbStage): string => JSON.stringify({ bindings: event().bindings });

const DEPLOYMENTS: readonly {
  readonly title: string;
  readonly stage?: AlbStageOptions;
  readonly deploy: (stage: AlbStage, deployed: AlbDeployed) => void;
}[] = [
  { title: 'gate: a deployment that replaces the ALB', deploy: replace },
  {
    title: 'gate: a deployment that has the ALB replace an endpoint',
    stage: { registered: false },
    deploy: replaceEndpoint,
  },
];

const GATE_PLAYS: readonly AlbPlay[] = [
  ...DEPLOYMENTS.map(({ title, stage: options, deploy }) => ({
    title,
    expected: [
      'the new version plans, and finds it waiting',
      'every serviceable target is healthy, and no other is left',
    ],
    play: async (deployed: AlbDeployed) => {
      const stage = setDeployed(deployed, options);
      const { cloud, name } = stage;
      cloud.setStackStatus(STACK, 'UPDATE_IN_PROGRESS');
      const watch = putUnder(cloud, deployed, 'judge');
      deploy(stage, deployed);
      const document = documentOf(stage);
      const rehearsal = await ask(cloud, { ResourceProperties: { document, functionArn: publish(cloud, 2) } });
      const gate = await ask(cloud, { ResourceProperties: { document } });
      return { result: [rehearsal, gate].map(({ text }) => text.replace(`${name}: `, '')), watch };
    },
  })),
  {
    title: 'gate: a rollback to code that does not plan',
    expected: 'complete',
    play: async (deployed) => {
      const stage = setDeployed(deployed);
      stage.cloud.setStackStatus(STACK, 'UPDATE_ROLLBACK_IN_PROGRESS');
      const watch = putUnder(stage.cloud, deployed, 'judge');
      const functionArn = publish(stage.cloud, 1, () => Promise.reject(new TypeError('x is not a function')));
      const { status } = await ask(stage.cloud, { ResourceProperties: { document: documentOf(stage), functionArn } });
      return { result: status, watch };
    },
  },
];

/** Sets the audit’s stage as the deployment has it: no probe, and no VPC of clients but the load balancer’s. */
export async function setAudited(deployed: AlbDeployed, surroundings: Surroundings): Promise<AuditedAlb> {
  const { lent, source, name } = deployed;
  const stage = await setAuditedAlb(surroundings, lent === undefined ? 'near' : 'far');
  const { cloud, vpcId, group, alb, bind, see, configure } = stage;
  if (lent !== undefined) {
    cloud.createRole({ arn: lent.roleArn, trusts: [cloud.settings.account] });
    see({ externalId: undefined, ...source });
  }
  cloud.seal(group.arn, name, loadBalancerId(alb.arn));
  bind({ name });
  configure({ clientVpcIds: [vpcId], probe: undefined });
  return stage;
}

export type AlbAudit = {
  readonly title: string;
  readonly change?: (stage: AuditedAlb) => void;
  /** Default: none. */
  readonly unknown?: readonly string[];
};

/** What stands on a path decides what the audit asks for. */
export const ALB_AUDITS: readonly AlbAudit[] = [
  { title: 'a path to an ALB on which everything is right' },
  {
    title: 'a load balancer that somebody has end TLS',
    change: ({ cloud, listenerArn }) => {
      const certificateArns = [cloud.createCertificate({ domainName: 'orders.example.com' })];
      cloud.setListener(listenerArn, { protocol: 'TLS', certificateArns, alpn: 'None' });
    },
  },
  {
    title: 'an ALB that admits the addresses of the load balancer, and no others',
    change: ({ cloud, albGroupId, loadBalancer }) => {
      const peers = loadBalancer.ips.map((ip) => `${ip}/32`);
      cloud.setRules(albGroupId, { ingress: [{ port: 443, peers }] });
    },
  },
  {
    title: 'a Profile that brings a zone and a rule to the VPC',
    change: ({ cloud, vpcId }) => {
      const { id: elsewhere } = cloud.createVpc();
      const zoneId = cloud.createPrivateZone({ name: 'corp.example', vpcIds: [elsewhere] });
      const ruleId = cloud.createResolverRule({ domain: 'corp.example', vpcIds: [elsewhere] });
      cloud.createProfile({ vpcIds: [vpcId], zoneIds: [zoneId], ruleIds: [ruleId] });
    },
  },
  {
    title: 'a VPC link to an internal load balancer',
    unknown: [
      'TLS_ANSWER: internal-door is internal: an audit from outside its VPC cannot reach it, and a probe inside can.',
    ],
    change: ({ cloud, vpcId, albVpcId, subnetIds, alb, bind, binding }) => {
      const { arn: loadBalancerArn } = cloud.createNetworkLoadBalancer({
        subnetIds,
        name: 'internal-door',
        scheme: 'internal',
        crossZone: true,
      });
      const { arn } = cloud.createTargetGroup({ vpcId, name: 'internal-door' });
      cloud.attach({ loadBalancerArn, targetGroupArn: arn });
      cloud.seal(arn, String(binding()['name']), loadBalancerId(alb.arn));
      cloud.register(
        arn,
        alb.ips.map((ip) => ({ ip, ...(albVpcId !== vpcId && { zone: 'all' }) })),
      );
      cloud.setHealthy(arn);
      cloud.createVpcLink({ name: 'rest', loadBalancerArn });
      bind({ targetGroupArn: arn });
    },
  },
];

const AUDIT_PLAYS: readonly AlbPlay[] = ALB_AUDITS.map(({ title, change = () => undefined, unknown = [] }) => ({
  title: `audit: ${title}`,
  expected: { unknown, fault: undefined },
  play: async (deployed, surroundings) => {
    const stage = await setAudited(deployed, surroundings);
    change(stage);
    const watch = putUnder(stage.cloud, deployed, 'audit');
    return { result: toUnknown(await stage.pass()), watch };
  },
}));

const SCHEDULE_PLAYS: readonly AlbPlay[] = (['syncSchedule', 'auditSchedule'] as const).map((role) => ({
  title: `${role}: an invocation`,
  expected: 200,
  play: async (deployed) => {
    const cloud = createCloud();
    const functionArn = scheduleOf(role, deployed.template).invoked;
    cloud.createFunction(functionArn, () => Promise.resolve());
    const watch = putUnder(cloud, deployed, role);
    const { StatusCode } = await sdk(cloud).lambda.send(new InvokeCommand({ FunctionName: functionArn }));
    return { result: StatusCode, watch };
  },
}));

/** A representative set: each shows something that a role is granted. */
export const ALB_PLAYS: readonly AlbPlay[] = [...SYNC_PLAYS, ...GATE_PLAYS, ...AUDIT_PLAYS, ...SCHEDULE_PLAYS];
