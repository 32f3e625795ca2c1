import { readFileSync } from 'node:fs';
import type { Template } from 'aws-cdk-lib/assertions';
import { parse } from 'jsonc-parser';
import { z } from 'zod';
import { readBindingDocument } from '../../controller/binding-document.ts';
import { createCloud } from '../cloud/cloud.ts';
import { payloadOf } from '../infra/payloads.ts';
import { all, resource } from '../infra/resources.ts';
import { settingsWith } from '../infra/settings-builders.ts';
import { sourceRoleFor, templateFor } from '../infra/synth.ts';
import { OTHER_ACCOUNT, setAlbStage } from '../scenarios/alb-stage.ts';
import { resolver, roleOf, statementsOf } from './deployed-roles.ts';
import type { Statement } from './policy.ts';
import { readTrust } from './trust.ts';
import type { Lent } from './under-roles.ts';

/** The roles of a deployment in front of an ALB, and the one in the ALB’s account. */
export const ALB_ROLES = ['sync', 'begin', 'judge', 'audit', 'syncSchedule', 'auditSchedule', 'source'] as const;

export type AlbRole = (typeof ALB_ROLES)[number];

/** What is deployed in front of an ALB: its roles, and what its binding says. */
export type AlbDeployed = {
  readonly template: Template;
  /** Where the scenarios have the ALB. */
  readonly where: 'other-account' | 'other-vpc';
  /** The binding’s name. */
  readonly name: string;
  /** What the binding’s source says besides the ALB. */
  readonly source: { readonly roleArn?: string; readonly externalId?: string };
  /** Nothing is granted to the source’s where there is none. */
  readonly roles: Readonly<Record<AlbRole, readonly Statement[]>>;
  readonly lent?: Lent<AlbRole>;
};

const { account } = createCloud().settings;
/** The same in every stage. */
const { arn: GROUP } = setAlbStage().group;

/** The example, in the accounts of the scenarios. */
const EXAMPLE: Readonly<Record<string, unknown>> = parse(
  readFileSync(new URL('../../infra/examples/alb-other-account.jsonc', import.meta.url), 'utf8')
    .replaceAll('111122223333', account)
    .replaceAll('444455556666', OTHER_ACCOUNT),
);

/** The same before an ALB of another VPC of the account, which needs no role. */
const OWN = settingsWith(EXAMPLE, {
  'alb.loadBalancerArn': `arn:aws:elasticloadbalancing:eu-west-1:${account}:loadbalancer/app/orders/0e000000000000a1`,
  'alb.roleArn': undefined,
  'alb.externalId': undefined,
  'alb.previous': undefined,
});

/** Both stacks of the example: the ALB is another account’s. CloudFormation made this group, or that of the stages. */
export function farDeployed(groupArn = GROUP): AlbDeployed {
  const template = templateFor(EXAMPLE);
  const role = sourceRoleFor(EXAMPLE);
  const { id, Properties } = resource(role, 'AWS::IAM::Role');
  const source = statementsOf(role, id);
  const deployed = deployedOf(template, { where: 'other-account', source, groupArn });
  const { roleArn = '' } = deployed.source;
  const trust = readTrust(resolver(all(role))(Properties['AssumeRolePolicyDocument']));
  return { ...deployed, lent: { roleArn, trust, principalOf: (taker) => arnOf(template, taker) } };
}

/** One stack: the ALB is the account’s own. */
export function nearDeployed(): AlbDeployed {
  return deployedOf(templateFor(OWN), { where: 'other-vpc', source: [], groupArn: GROUP });
}

function deployedOf(
  template: Template,
  {
    where,
    source,
    groupArn,
  }: Pick<AlbDeployed, 'where'> & { readonly source: readonly Statement[]; readonly groupArn: string },
): AlbDeployed {
  const payload = payloadOf(template).replaceAll('111122223333', account);
  const [binding] = readBindingDocument(JSON.parse(payload), 'The payload').bindings;
  if (binding === undefined) throw new Error('the template has no binding');
  const { roleArn, externalId } = binding.source;
  const granted = (name: Exclude<AlbRole, 'source'>): readonly Statement[] =>
    statementsOf(template, roleOf(template, name), { groupArn });
  return {
    template,
    where,
    name: binding.name,
    source: { ...(roleArn !== undefined && { roleArn }), ...(externalId !== undefined && { externalId }) },
    roles: {
      sync: granted('sync'),
      begin: granted('begin'),
      judge: granted('judge'),
      audit: granted('audit'),
      syncSchedule: granted('syncSchedule'),
      auditSchedule: granted('auditSchedule'),
      source,
    },
  };
}

const named = z.object({ RoleName: z.string(), Path: z.string().default('/') });

/** As whom the ALB’s account knows a role. */
function arnOf(template: Template, role: AlbRole): string {
  if (role === 'source') throw new Error('the lent role takes no role');
  const { Properties } = resource(template, 'AWS::IAM::Role', roleOf(template, role));
  const { RoleName, Path } = named.parse(Properties);
  return `arn:aws:iam::${account}:role${Path}${RoleName}`;
}
