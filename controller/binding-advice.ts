import type { Advice } from './model/advice.ts';
import type { Identity, LoadBalancerSource, Spec } from './model/spec.ts';

/** Whether one binding is needed, way by way: as people and pipelines read it, from `plan --json`. */
export type BindingAdvice = Identity & { readonly ways: readonly Advice[] };

/** True where there is something to advise on: a binding to an endpoint is needed whatever else there is. */
export function isAdvisable(spec: Spec): spec is Spec & { readonly source: LoadBalancerSource } {
  return 'loadBalancerArn' in spec.source;
}
