import type { Condition } from './policy-document.ts';
import { matches } from './policy-pattern.ts';

/** Who calls: nobody in particular, through an endpoint of some VPC. Nothing else is known of a call. */
export type Caller = { readonly endpointId: string; readonly vpcId: string };

/** Yes, no, or why it cannot be told. */
export type Answer = boolean | { readonly why: string };

/** Compares a value of the policy with the caller's. */
type Comparison = (value: string, actual: string) => boolean;

const isEqual: Comparison = (value, actual) => value === actual;
const isEqualIgnoringCase: Comparison = (value, actual) => value.toLowerCase() === actual.toLowerCase();

const OPERATORS: ReadonlyMap<string, { readonly compare: Comparison; readonly negated: boolean }> = new Map([
  ['StringEquals', { compare: isEqual, negated: false }],
  ['StringNotEquals', { compare: isEqual, negated: true }],
  ['StringEqualsIgnoreCase', { compare: isEqualIgnoringCase, negated: false }],
  ['StringNotEqualsIgnoreCase', { compare: isEqualIgnoringCase, negated: true }],
  ['StringLike', { compare: matches, negated: false }],
  ['StringNotLike', { compare: matches, negated: true }],
]);

/** Keys that see who connects to the endpoint: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-aws-condition-keys.html */
const ADDRESS_KEYS: ReadonlySet<string> = new Set(['aws:sourceip', 'aws:vpcsourceip']);

/** Whether a condition holds for a call. One with several values holds for any of them; a negated one, for none. */
export function holds({ operator, key, values }: Condition, caller: Caller): Answer {
  const known = operatorOf(operator);
  const actual = valueOf(key, caller);
  // `Null: true` holds where the key is missing. The keys known here never are.
  if (operator === 'Null' && actual !== undefined) return values.includes('false');
  if (known === undefined || actual === undefined) return { why: `${operator} ${key} cannot be told from here` };
  // A policy variable, which stands for something of the call.
  if (values.some((value) => value.includes('${'))) return { why: `${key} is compared with a policy variable` };
  return values.some((value) => known.compare(value, actual)) !== known.negated;
}

/** True if a condition with this operator stops holding by one more value. */
export function isNegated(operator: string): boolean {
  return operatorOf(operator)?.negated === true;
}

/** With IfExists a condition holds without the key, too; the keys known here are always there. */
function operatorOf(name: string): { readonly compare: Comparison; readonly negated: boolean } | undefined {
  return OPERATORS.get(name.replace(/IfExists$/, ''));
}

/** What the caller has for a key. Undefined for a key of which nothing is known. */
export function valueOf(key: string, { endpointId, vpcId }: Caller): string | undefined {
  // Keys know no case.
  const known = key.toLowerCase();
  return known === 'aws:sourcevpce' ? endpointId : known === 'aws:sourcevpc' ? vpcId : undefined;
}

/** True if a condition is on the caller's address. Behind a load balancer that is the load balancer's own. */
export function isOnAddress({ key }: Condition): boolean {
  return ADDRESS_KEYS.has(key.toLowerCase());
}

/** Yes if all are; no if one is, whatever cannot be told of the rest. */
export function every(answers: readonly Answer[]): Answer {
  if (answers.includes(false)) return false;
  return answers.find((answer) => answer !== true) ?? true;
}
