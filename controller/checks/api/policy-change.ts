import { type Call, judge } from './policy.ts';
import { type Caller, isNegated, valueOf } from './policy-conditions.ts';
import { isObject, type Json, rawPolicy, readPolicy } from './policy-document.ts';

/** An empty policy, for where there is none. */
const NONE = '{"Version":"2012-10-17","Statement":[]}';

/** The text of a policy with statements more at its end, and nothing else changed. */
export function withStatements(text: string | undefined, more: readonly Json[]): string {
  const { whole, statements } = rawPolicy(text ?? NONE) ?? { whole: {}, statements: [] };
  return JSON.stringify({ ...whole, Statement: [...statements, ...more] });
}

/**
 * The text of a policy with the caller put among the exceptions of every statement that denies the call, and nothing
 * else changed. Undefined where one has no such exceptions, or none denies.
 */
export function withException(text: string, call: Call): string | undefined {
  const { whole, statements } = rawPolicy(text) ?? { whole: {}, statements: [] };
  const denying = new Set(statements.filter((statement) => denies(statement, call)));
  const changed = statements.map((each) => (denying.has(each) ? excepting(each, call.caller) : each));
  return denying.size === 0 || changed.includes(undefined)
    ? undefined
    : JSON.stringify({ ...whole, Statement: changed });
}

/** The operation by which API Gateway replaces the policy of an API or a domain. */
export function replacePolicy(text: string): string {
  return JSON.stringify([{ op: 'replace', path: '/policy', value: text }]);
}

function denies(statement: unknown, call: Call): boolean {
  const alone = readPolicy(JSON.stringify({ Statement: [statement] }));
  return alone !== undefined && judge(alone, call).kind === 'denied';
}

/** A statement holds no longer once one of its conditions does not. */
function excepting(statement: unknown, caller: Caller): Json | undefined {
  const conditions = isObject(statement) ? statement['Condition'] : undefined;
  if (!isObject(statement) || !isObject(conditions)) return undefined;
  const exceptions = Object.entries(conditions).flatMap(([operator, keys]) =>
    isNegated(operator) && isObject(keys)
      ? Object.entries(keys).map(([key, values]) => ({ operator, keys, key, values, own: valueOf(key, caller) }))
      : [],
  );
  // By its VPC if the policy names VPCs: that survives a replacement of the endpoint, the endpoint's id does not.
  const place = exceptions.find(({ own }) => own === caller.vpcId) ?? exceptions.find(({ own }) => own !== undefined);
  if (place === undefined) return undefined;
  const { operator, keys, key, values, own } = place;
  return { ...statement, Condition: { ...conditions, [operator]: { ...keys, [key]: [values, own].flat(1) } } };
}
