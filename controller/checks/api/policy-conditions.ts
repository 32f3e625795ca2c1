import type { Condition } from './policy-document.ts';
import { matches } from './policy-pattern.ts';

/** Who calls: nobody in particular, through an endpoint of some VPC. Nothing else is known of a call. */
export type Caller = { readonly endpointId: string; readonly vpcId: string };

/** Yes, no, or why it cannot be told. */
export type Answer = boolean | { readonly why: string };

const OPERATORS: ReadonlyMap<string, { readonly like: boolean; readonly negated: boolean }> = new Map([
  ['StringEquals', { like: false, negated: false }],
  ['StringNotEquals', { like: false, negated: true }],
  ['StringLike', { like: true, negated: false }],
  ['StringNotLike', { like: true, negated: true }],
]);

/** Keys that see who connects to the endpoint: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-aws-condition-keys.html */
const ADDRESS_KEYS: ReadonlySet<string> = new Set(['aws:sourceip', 'aws:vpcsourceip']);

/** Whether a condition holds for a call. One with several values holds for any of them; a negated one, for none. */
export function holds({ operator, key, values }: Condition, caller: Caller): Answer {
  // With IfExists a condition holds without the key; the keys known here are always there.
  const known = OPERATORS.get(operator.replace(/IfExists$/, ''));
  const actual = valueOf(key, caller);
  if (known === undefined || actual === undefined) return { why: `${operator} ${key} cannot be told from here` };
  // A policy variable, which stands for something of the call.
  if (values.some((value) => value.includes('${'))) return { why: `${key} is compared with a policy variable` };
  const found = values.some((value) => (known.like ? matches(value, actual) : value === actual));
  return found !== known.negated;
}

function valueOf(key: string, { endpointId, vpcId }: Caller): string | undefined {
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
