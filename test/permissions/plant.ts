import { readPolicy, type Statement } from './policy.ts';
import { grantText } from './under-roles.ts';

/** A role that lacks an action. */
export function without(statements: readonly Statement[], action: string): readonly Statement[] {
  if (!statements.some(({ actions }) => actions.includes(action))) throw new Error(`${action} is not granted`);
  return statements.map((each) => ({ ...each, actions: each.actions.filter((granted) => granted !== action) }));
}

/** A role that lacks an action on one of the resources for which it has it, as {@link grantText} writes them. */
export function withoutGrant(statements: readonly Statement[], grant: string): readonly Statement[] {
  return statements.flatMap((each) =>
    each.actions.flatMap((action) =>
      each.resources
        .filter((resource) => grantText({ action, resource }) !== grant)
        .map((resource) => ({ ...each, actions: [action], resources: [resource] })),
    ),
  );
}

/** A role that has an action more. */
export function withSpare(statements: readonly Statement[], action: string, resource = '*'): readonly Statement[] {
  const spare = { Effect: 'Allow', Action: action, Resource: resource };
  return [...statements, ...readPolicy({ Version: '2012-10-17', Statement: [spare] })];
}
