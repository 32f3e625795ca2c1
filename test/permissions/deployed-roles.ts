import type { Template } from 'aws-cdk-lib/assertions';
import { z } from 'zod';
import { createCloud } from '../cloud/cloud.ts';
import { all, render, type Resource } from '../infra/resources.ts';
import { NAMED, settingsWith } from '../infra/settings-builders.ts';
import { templateFor } from '../infra/synth.ts';
import { FUNCTION, STACK } from '../scenarios/deployment.ts';
import { setStage } from '../scenarios/stage.ts';
import { type RoleName, ROLES } from './beyond-calls.ts';
import { readPolicy, type Statement } from './policy.ts';

export type Roles = Readonly<Record<RoleName, readonly Statement[]>>;

const { region, account } = createCloud().settings;

/** What is deployed: a hostname, a custom domain and a probe, in the account of the simulated cloud. */
export const template = (): Template => templateFor(settingsWith(NAMED, { account, region }));

/** The binding that the stack's roles are for. */
export const BINDING = 'static-ip-private-api/TargetSync';

/** The same in every stage. */
export const GROUP_ARN = setStage().group.arn;

/** What is known of a stage once it is set. */
type World = { readonly restApiId?: string; readonly groupArn?: string };

const PSEUDO_PARAMETERS: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::Region': region,
  'AWS::AccountId': account,
  'AWS::StackId': STACK,
};

/** What CloudFormation fills in for a resource, by its type; as the scenarios have it, where they have one. */
const VALUES: Readonly<Record<string, (id: string, world: World) => string | undefined>> = {
  'AWS::ElasticLoadBalancingV2::TargetGroup': (_id, { groupArn = GROUP_ARN }) => groupArn,
  'AWS::ApiGateway::RestApi': (_id, { restApiId }) => restApiId,
  'AWS::Lambda::Function': (id) => functionArn(id),
  'AWS::Lambda::Alias': () => `${FUNCTION}:live`,
  'AWS::Logs::LogGroup': (id) => `arn:aws:logs:${region}:${account}:log-group:${id}:*`,
  'AWS::SQS::Queue': (id) => `arn:aws:sqs:${region}:${account}:${id}`,
};

function functionArn(id: string): string {
  if (id.startsWith('TargetSyncFunction')) return FUNCTION;
  return `arn:aws:lambda:${region}:${account}:function:${id.startsWith('Probe') ? 'probe' : id}`;
}

/** Resolves what a template writes, as far as the scenarios have it. Throws at a token of something else. */
export function resolver(resources: readonly Resource[], world: World = {}): (value: unknown) => unknown {
  const types = new Map(resources.map(({ id, Type }) => [id, Type]));
  const put = (id: string): string => {
    const type = types.get(id) ?? 'pseudo parameter';
    const value = PSEUDO_PARAMETERS[id] ?? VALUES[type]?.(id, world);
    if (value === undefined) throw new Error(`the scenarios have no ${type} ${id}`);
    return value;
  };
  const resolve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    if (entries.length === 1 && /^Ref$|^Fn::/.test(entries[0]?.[0] ?? '')) return render(value, put);
    return Object.fromEntries(entries.map(([key, inner]) => [key, resolve(inner)]));
  };
  return resolve;
}

/** Every role of ours in a template, with all that it grants. */
export function rolesOf(of: Template, world: World): Roles {
  const statements = (name: RoleName): readonly Statement[] => statementsOf(of, roleOf(of, name), world);
  return {
    sync: statements('sync'),
    begin: statements('begin'),
    judge: statements('judge'),
    audit: statements('audit'),
    probe: statements('probe'),
    syncSchedule: statements('syncSchedule'),
    auditSchedule: statements('auditSchedule'),
  };
}

/** The logical id of a role of ours. */
export function roleOf(of: Template, name: RoleName): string {
  const pattern = new RegExp(`^${ROLES[name]}[0-9A-F]{8}$`);
  const found = all(of).filter(({ id, Type }) => Type === 'AWS::IAM::Role' && pattern.test(id));
  if (found[0] === undefined || found.length > 1) throw new Error(`${found.length} roles ${ROLES[name]}`);
  return found[0].id;
}

/** What is not inline is not read here. */
const ownPolicies = z.object({
  Policies: z.array(z.object({ PolicyDocument: z.unknown() })).default([]),
  ManagedPolicyArns: z.never('managed policies are not evaluated here').optional(),
});

/** The statements of a role's inline policies. Throws where managed policies grant more. */
export function statementsOf(of: Template, roleId: string, world: World = {}): readonly Statement[] {
  const resolve = resolver(all(of), world);
  const isAttached = ({ Type, Properties: { Roles } }: Resource): boolean =>
    Type.startsWith('AWS::IAM::') && JSON.stringify(Roles ?? []).includes(`{"Ref":"${roleId}"}`);
  const documents = all(of).flatMap((each) => {
    if (each.id === roleId) return ownPolicies.parse(each.Properties).Policies.map((own) => own.PolicyDocument);
    if (!isAttached(each)) return [];
    if (each.Type !== 'AWS::IAM::Policy') throw new Error(`${each.id} grants to ${roleId} as a ${each.Type}`);
    return [each.Properties['PolicyDocument']];
  });
  return documents.flatMap((document) => readPolicy(resolve(document)));
}
