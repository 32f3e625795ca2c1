import type { Cloud } from '../cloud/cloud.ts';
import type { Request } from '../cloud/wire/calls.ts';
import { demandsOf } from './actions.ts';
import { type Demand, type Grant, grantsOf, judge, type Statement } from './policy.ts';

/** What calls came to: the grants of each role that allowed them, and what nobody had granted. */
export type Watch<Role extends string> = {
  readonly used: (role: Role) => readonly string[];
  /** Each demand that was allowed. */
  readonly demands: readonly Demand[];
  readonly denied: readonly string[];
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

/** Lets a cloud evaluate roles: from now on a caller may do what its role grants, and who has no role may do nothing. */
export function putUnderRoles<Role extends string>(
  cloud: Cloud,
  roles: Readonly<Record<Role, readonly Statement[]>>,
  roleOf: (accessKeyId: string) => Role | undefined,
): Watch<Role> {
  const used: { readonly role: Role; readonly grant: string }[] = [];
  const demands: Demand[] = [];
  const denied: string[] = [];
  const isAllowed = (request: Request): boolean => {
    const role = roleOf(request.accessKeyId);
    const judged = demandsOf(request, cloud.tags).map((demand) => ({
      demand,
      ...judge(role === undefined ? [] : roles[role], demand),
    }));
    const refused = judged.filter(({ allowed }) => !allowed);
    denied.push(...refused.map(({ demand }) => `${role ?? request.accessKeyId}: ${grantText(demand)}`));
    if (role === undefined || refused.length > 0) return false;
    demands.push(...judged.map(({ demand }) => demand));
    used.push(...judged.flatMap(({ by }) => by.map((grant) => ({ role, grant: grantText(grant) }))));
    return true;
  };
  cloud.faults.add({ fault: 'deny', match: (_params, request) => !isAllowed(request) });
  const usedBy = (role: Role): readonly string[] => [
    ...new Set(used.flatMap((each) => (each.role === role ? [each.grant] : []))),
  ];
  return { used: usedBy, demands, denied };
}
