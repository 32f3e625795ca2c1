import { z } from 'zod';

/** What a request asks of IAM: one action on one resource, with the condition keys that AWS sets for it. */
export type Demand = {
  readonly action: string;
  /** An ARN, or `*` where the action knows no resources. */
  readonly resource: string;
  readonly context: Readonly<Record<string, string>>;
};

type Condition = {
  readonly operator: 'StringEquals' | 'Null';
  readonly key: string;
  readonly values: readonly string[];
};

/** A statement of an identity policy. */
export type Statement = {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: readonly Condition[];
};

const texts = z.union([z.string(), z.array(z.string()).nonempty()]).transform((value) => [value].flat());

/** Strict: an element that is not evaluated here must not pass for one that grants, or denies, nothing. */
const statement = z
  .strictObject({
    Effect: z.enum(['Allow', 'Deny']),
    Action: texts,
    Resource: texts,
    Condition: z
      .strictObject({
        StringEquals: z.record(z.string(), texts).optional(),
        Null: z
          .record(
            z.string(),
            z.enum(['true', 'false']).transform((value) => [value]),
          )
          .optional(),
      })
      .optional(),
  })
  .refine(({ Resource, Condition }) => !JSON.stringify([Resource, Condition]).includes('${'), {
    error: 'policy variables are not evaluated here',
  })
  // How far such a wildcard reaches depends on what stands after it.
  .refine(({ Resource }) => Resource.every((arn) => arn === '*' || !/[*?]/.test(segments(arn).slice(0, -1).join())), {
    error: 'wildcards are evaluated in the last segment of an ARN alone',
  });

const policyDocument = z.strictObject({ Version: z.literal('2012-10-17'), Statement: z.array(statement).nonempty() });

/** Reads an identity policy. Throws at whatever {@link judge} would not take into account. */
export function readPolicy(document: unknown): readonly Statement[] {
  return policyDocument.parse(document).Statement.map(({ Effect, Action, Resource, Condition = {} }) => ({
    effect: Effect,
    actions: Action,
    resources: Resource,
    conditions: (['StringEquals', 'Null'] as const).flatMap((operator) =>
      Object.entries(Condition[operator] ?? {}).map(([key, values]) => ({ operator, key, values })),
    ),
  }));
}

/** An action on a resource as a policy writes them, wildcards included: what can be spare. */
export type Grant = { readonly action: string; readonly resource: string };

/** True where an identity policy alone allows; `by` are the grants that do. */
export type Judgement = { readonly allowed: boolean; readonly by: readonly Grant[] };

/**
 * Judges a demand as IAM does: a deny wins, and what nobody allows is denied.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function judge(statements: readonly Statement[], demand: Demand): Judgement {
  const fitting = statements.filter(({ conditions }) => conditions.every((condition) => holds(condition, demand)));
  const grants = (effect: Statement['effect']): readonly Grant[] =>
    fitting.filter((each) => each.effect === effect).flatMap((each) => grantsOf(each).filter(covers(demand)));
  const by = grants('Allow');
  return grants('Deny').length === 0 && by.length > 0 ? { allowed: true, by } : { allowed: false, by: [] };
}

/** Every action of a statement on every resource of it. */
export function grantsOf({ actions, resources }: Statement): readonly Grant[] {
  return actions.flatMap((action) => resources.map((resource) => ({ action, resource })));
}

function covers({ action, resource }: Demand): (grant: Grant) => boolean {
  // Actions are matched without regard to case, resources are not.
  return (grant) => matches(grant.action.toLowerCase(), action.toLowerCase()) && matchesArn(grant.resource, resource);
}

/**
 * The last segment has colons of its own, over which a wildcard reaches.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
function matchesArn(pattern: string, arn: string): boolean {
  if (pattern === '*') return true;
  const given = segments(arn);
  return segments(pattern).every((part, index) => matches(part, given[index] ?? ''));
}

function segments(arn: string): readonly string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
}

function matches(pattern: string, text: string): boolean {
  const expression = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${expression}$`, 's').test(text);
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
function holds({ operator, key, values }: Condition, { context }: Demand): boolean {
  const [, given] = Object.entries(context).find(([name]) => sameKey(name, key)) ?? [];
  return operator === 'Null'
    ? values.includes(String(given === undefined))
    : given !== undefined && values.includes(given);
}

/** Condition keys are compared without regard to case. */
function sameKey(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
