import type { Cloud } from '../cloud/cloud.ts';
import type { Request } from '../cloud/wire/calls.ts';
import { demandsOf } from './actions.ts';
import { type Demand, type Grant, grantsOf, judge, type Statement } from './policy.ts';
import { isTrusted, type Trust } from './trust.ts';

/** What calls came to: the grants of each role that allowed them, and what nobody had granted. */
export type Watch<Role extends string> = {
  readonly used: (role: Role) => readonly string[];
  /** Each demand that was allowed, and of whom. */
  readonly demands: readonly (Demand & { readonly role: Role })[];
  readonly denied: readonly string[];
  /** ARNs of the roles that took the lent one. */
  readonly takers: readonly string[];
};

/** A role of another account: whom it trusts, and the ARNs by which that account knows the callers. */
export type Lent<Role extends string> = {
  readonly roleArn: string;
  readonly trust: readonly Trust[];
  readonly principalOf: (role: Role) => string;
};

/** A grant in one line. */
export function grantText({ action, resource }: Grant): string {
  return `${action} on ${resource}`;
}

/** All that a role grants. */
export function grantsIn(statements: readonly Statement[]): readonly string[] {
  return [
    ...new Set(
      statements
        .filter(({ effect }) => effect === 'Allow')
        .flatMap(grantsOf)
        .map(grantText),
    ),
  ];
}

/**
 * Lets a cloud evaluate roles: from now on a caller may do what its role grants, and who has no role may do nothing. A lent
 * role is taken by whom it trusts alone; without one, trust is left to the cloud.
 */
export function putUnderRoles<Role extends string>(
  cloud: Cloud,
  roles: Readonly<Record<Role, readonly Statement[]>>,
  roleOf: (accessKeyId: string) => Role | undefined,
  lent?: Lent<Role>,
): Watch<Role> {
  const used: { readonly role: Role; readonly grant: string }[] = [];
  const demands: (Demand & { readonly role: Role })[] = [];
  const denied: string[] = [];
  const takers = new Set<string>();
  const isTaken = (role: Role, { account, params: { ExternalId } }: Request): boolean => {
    if (lent === undefined) return true;
    const principalArn = lent.principalOf(role);
    const said = typeof ExternalId === 'string' ? { externalId: ExternalId } : {};
    const trusted = isTrusted(lent.trust, { account, principalArn, ...said });
    if (trusted) takers.add(principalArn);
    else denied.push(`${role}: is not trusted by ${lent.roleArn}`);
    return trusted;
  };
  const isAllowed = (request: Request): boolean => {
    const role = roleOf(request.accessKeyId);
    const judged = demandsOf(request, cloud.tags).map((demand) => ({
      demand,
      ...judge(role === undefined ? [] : roles[role], demand),
    }));
    const refused = judged.filter(({ allowed }) => !allowed);
    denied.push(...refused.map(({ demand }) => `${role ?? request.accessKeyId}: ${grantText(demand)}`));
    if (role === undefined || refused.length > 0) return false;
    if (request.operation === 'AssumeRole' && !isTaken(role, request)) return false;
    demands.push(...judged.map(({ demand }) => ({ ...demand, role })));
    used.push(...judged.flatMap(({ by }) => by.map((grant) => ({ role, grant: grantText(grant) }))));
    return true;
  };
  cloud.faults.add({ fault: 'deny', match: (_params, request) => !isAllowed(request) });
  const usedBy = (role: Role): readonly string[] => [
    ...new Set(used.flatMap((each) => (each.role === role ? [each.grant] : []))),
  ];
  return {
    used: usedBy,
    demands,
    denied,
    get takers() {
      return [...takers];
    },
  };
}
