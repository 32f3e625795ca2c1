import { InvokeCommand } from '@aws-sdk/client-lambda';
import { z } from 'zod';
import { createCloud } from '../cloud/cloud.ts';
import { sdk } from '../cloud/sdk.ts';
import { all, resource } from '../infra/resources.ts';
import { HOST } from '../path/sample-path.ts';
import type { Surroundings } from '../path/surroundings.ts';
import { type AuditPass, type AuditStage, setAuditStage } from '../scenarios/audit-stage.ts';
import {
  another,
  ask,
  documentOf,
  GATE_ROLE,
  OPENS,
  publish,
  STACK,
  staged,
  SYNC_ROLE,
} from '../scenarios/deployment.ts';
import { betweenPasses, freeFirstAddress, replace } from '../scenarios/happenings.ts';
import { type Pass, setStage, type Stage, type StageOptions } from '../scenarios/stage.ts';
import { type RoleName, ROLES } from './beyond-calls.ts';
import { BINDING, resolver, type Roles, template } from './deployed-roles.ts';
import { putUnderRoles, type Watch } from './under-roles.ts';

/** A scenario that is played under the deployed roles, and how it must end for nothing to have been missing. */
export type Play = {
  readonly title: string;
  readonly expected: unknown;
  readonly play: (
    roles: Roles,
    surroundings: Surroundings,
  ) => Promise<{ readonly result: unknown; readonly watch: Watch<RoleName> }>;
};

type SyncPlay = {
  readonly title: string;
  readonly stage?: StageOptions;
  readonly play: (stage: Stage) => Promise<readonly Pass[]>;
  readonly expected: readonly string[];
};

const CONVERGES = ['waiting', 'waiting', 'waiting', 'changed', 'in-sync', 'in-sync'];

/** What sync passes do: read, judge every fate there is, register, and deregister. */
const SYNC: readonly SyncPlay[] = [
  { title: 'a group in sync', play: (stage) => stage.passes(2), expected: ['in-sync', 'in-sync'] },
  {
    title: 'a replaced endpoint',
    play: (stage) => {
      replace(stage);
      return stage.passes(6);
    },
    expected: CONVERGES,
  },
  {
    title: 'a replaced endpoint, cross-zone off',
    stage: { crossZone: false },
    play: (stage) => {
      replace(stage);
      return stage.passes(6);
    },
    expected: CONVERGES,
  },
  {
    title: 'a stranger on a freed address',
    play: (stage) =>
      betweenPasses(
        stage,
        () => {
          const { ip, subnetId } = freeFirstAddress(stage);
          stage.cloud.takeAddress({ subnetId, ip, listens: [443] });
        },
        2,
      ),
    expected: ['in-sync', 'changed', 'in-sync'],
  },
  {
    title: 'a subnet that left the endpoint',
    play: (stage) => {
      stage.cloud.removeEndpointSubnet(stage.endpoint.id, stage.subnetIds[1] ?? '');
      return stage.passes(3);
    },
    expected: ['waiting', 'changed', 'in-sync'],
  },
  {
    title: 'a full group with strangers in it',
    stage: { settings: { targetsPerGroup: 4 } },
    play: (stage) => {
      replace(stage);
      const [subnetId = ''] = stage.subnetIds;
      const strangers = [1, 2].map(() => stage.cloud.takeAddress({ subnetId, listens: [] }).ip);
      stage.cloud.register(stage.group.arn, strangers);
      return stage.passes(1);
    },
    expected: ['waiting'],
  },
];

const SYNC_PLAYS: readonly Play[] = SYNC.map(({ title, stage: options, play, expected }) => ({
  title: `sync: ${title}`,
  expected,
  play: async (roles) => {
    const stage = setStage({ ...options, name: BINDING });
    const watch = putUnderRoles<RoleName>(stage.cloud, roles, () => 'sync');
    const passes = await play(stage);
    return { result: passes.flatMap(({ outcomes }) => outcomes.map(({ outcome }) => outcome)), watch };
  },
}));

/** The sync function is rehearsed under its own role, which a key of its own shows. */
const inDeployment = (accessKeyId: string): RoleName | undefined =>
  accessKeyId === GATE_ROLE ? 'judge' : accessKeyId === SYNC_ROLE ? 'sync' : undefined;

const GATE_PLAYS: readonly Play[] = [
  {
    title: 'gate: a deployment that replaces the endpoint',
    expected: [`${BINDING}: the new version plans, and finds it waiting`, OPENS.replace('public-api', BINDING)],
    play: async (roles) => {
      const { stage } = staged({ name: BINDING });
      const { cloud } = stage;
      const watch = putUnderRoles<RoleName>(cloud, roles, inDeployment);
      const { id } = another(stage);
      cloud.seal(stage.group.arn, BINDING, id);
      const document = documentOf(stage, id);
      const rehearsal = await ask(cloud, { ResourceProperties: { document, functionArn: publish(cloud, 2) } });
      const gate = await ask(cloud, { ResourceProperties: { document } });
      return { result: [rehearsal.text, gate.text], watch };
    },
  },
  {
    title: 'gate: a rollback to code that does not plan',
    expected: 'complete',
    play: async (roles) => {
      const { stage } = staged({ name: BINDING });
      stage.cloud.setStackStatus(STACK, 'UPDATE_ROLLBACK_IN_PROGRESS');
      const watch = putUnderRoles<RoleName>(stage.cloud, roles, inDeployment);
      const functionArn = publish(stage.cloud, 1, () => Promise.reject(new TypeError('x is not a function')));
      const document = documentOf(stage, stage.endpoint.id);
      const { status } = await ask(stage.cloud, { ResourceProperties: { document, functionArn } });
      return { result: status, watch };
    },
  },
];

type AuditPlay = {
  readonly title: string;
  readonly change?: (stage: AuditStage) => void;
  readonly privateZone?: string;
};

/** What stands on a path decides what the audit asks for. */
const AUDIT: readonly AuditPlay[] = [
  { title: 'a path on which everything is right' },
  {
    title: 'a private custom domain',
    change: ({ cloud, domainArn, certificateArn, restApiId, endpoint }) => {
      cloud.deleteDomain(domainArn);
      const mappings = [{ path: '', apiId: restApiId, stage: 'live' }];
      const { arn } = cloud.createDomain({ name: HOST, certificateArn, mappings });
      cloud.allowEndpoint(arn, endpoint.id);
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
  { title: 'a private zone as wide as the public one', privateZone: 'example.com' },
];

const AUDIT_PLAYS: readonly Play[] = AUDIT.map(({ title, change = () => undefined, privateZone }) => ({
  title: `audit: ${title}`,
  expected: { unknown: [], fault: undefined },
  play: async (roles, surroundings) => {
    const stage = await setAuditStage(surroundings, privateZone === undefined ? {} : { privateZone });
    change(stage);
    const watch = putUnderRoles<RoleName>(stage.cloud, roles, () => 'audit');
    return { result: toUnknown(await stage.pass()), watch };
  },
}));

/** What an audit could not tell. */
export function toUnknown({ reports, fault }: AuditPass): { unknown: readonly string[]; fault: string | undefined } {
  const results = reports.flatMap((report) => report.results);
  const unknown = results.flatMap((each) => (each.kind === 'unknown' ? [`${each.code}: ${each.why}`] : []));
  return { unknown, fault: fault?.message };
}

/** Invokes what a schedule of the template invokes, under its role. */
const SCHEDULE_PLAYS: readonly Play[] = (['syncSchedule', 'auditSchedule'] as const).map((role) => ({
  title: `${role}: an invocation`,
  expected: 200,
  play: async (roles) => {
    const cloud = createCloud();
    const functionArn = scheduleOf(role).invoked;
    cloud.createFunction(functionArn, () => Promise.resolve());
    const watch = putUnderRoles<RoleName>(cloud, roles, () => role);
    const { StatusCode } = await sdk(cloud).lambda.send(new InvokeCommand({ FunctionName: functionArn }));
    return { result: StatusCode, watch };
  },
}));

const scheduleProperties = z.object({
  Target: z.object({ Arn: z.unknown(), DeadLetterConfig: z.object({ Arn: z.unknown() }) }),
});

/** What a schedule of the template invokes, and where it keeps what it could not deliver. */
export function scheduleOf(
  role: 'syncSchedule' | 'auditSchedule',
  deployed = template(),
): { invoked: string; deadLetters: string } {
  const { Properties } = resource(deployed, 'AWS::Scheduler::Schedule', ROLES[role].replace('Role', ''));
  const { Arn, DeadLetterConfig } = scheduleProperties.parse(Properties).Target;
  const resolve = resolver(all(deployed));
  return { invoked: String(resolve(Arn)), deadLetters: String(resolve(DeadLetterConfig.Arn)) };
}

/** A representative set: each shows something that a role is granted. */
export const PLAYS: readonly Play[] = [...SYNC_PLAYS, ...GATE_PLAYS, ...AUDIT_PLAYS, ...SCHEDULE_PLAYS];
