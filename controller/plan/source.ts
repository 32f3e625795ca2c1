import type { Address } from '../model/address.ts';
import { familyOf } from '../model/ip.ts';
import type { NetworkInterface, ObservedSource } from '../model/network.ts';
import type { Refusal } from '../model/plan.ts';
import { problemText, type Reading } from '../model/reading.ts';
import { sourceId, type Spec } from '../model/spec.ts';
import type { TargetGroup } from '../model/target-group.ts';
import { findGapsOfEndpoint, refuseEndpoint } from './endpoint-source.ts';
import { checkKeep } from './group.ts';
import { findGapsOfLoadBalancer, refuseLoadBalancer } from './load-balancer-source.ts';
import { remedyFor } from './remedies.ts';

/** What a source calls for: all of its addresses, some of them (`partial`: register only), or a refusal. */
export type SourceVerdict =
  | { readonly kind: 'complete'; readonly addresses: readonly Address[] }
  | { readonly kind: 'partial'; readonly addresses: readonly Address[]; readonly why: string }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** Judges whether an observed source is what the binding means, and whether its addresses are all there. */
export function judgeSource(spec: Spec, group: TargetGroup, source: Reading<ObservedSource>): SourceVerdict {
  if (source.kind === 'unread') {
    const reason = `The source ${sourceId(spec.source)} could not be read: ${problemText(source.problem)}`;
    const remedy = remedyFor(source.problem, 'source', spec);
    return { kind: 'refused', refusal: { code: 'source-unreadable', reason, remedy, unread: source.problem.kind } };
  }
  const wrong = checkKeep(spec, group) ?? refuse(spec, group, source.value);
  if (wrong !== undefined) return { kind: 'refused', refusal: wrong };

  const addresses = addressesOf(source.value.interfaces, group);
  if (addresses.length === 0) return { kind: 'refused', refusal: withoutAddress(spec, group, source.value) };
  const gaps = findGaps(source.value, addresses);
  return gaps.length === 0 ? { kind: 'complete', addresses } : { kind: 'partial', addresses, why: gaps.join('; ') };
}

function refuse(spec: Spec, group: TargetGroup, source: ObservedSource): Refusal | undefined {
  return 'endpoint' in source ? refuseEndpoint(spec, group, source) : refuseLoadBalancer(spec, source);
}

function findGaps(source: ObservedSource, addresses: readonly Address[]): readonly string[] {
  return 'endpoint' in source ? findGapsOfEndpoint(source, addresses) : findGapsOfLoadBalancer(source, addresses);
}

/** The addresses that a group can hold: those of its family. */
function addressesOf(interfaces: readonly NetworkInterface[], { family }: TargetGroup): readonly Address[] {
  return interfaces.flatMap(({ id, subnetId, ips }) =>
    ips.filter((ip) => familyOf(ip) === family).map((ip) => ({ ip, family, interfaceId: id, subnetId })),
  );
}

function withoutAddress(spec: Spec, { family }: TargetGroup, source: ObservedSource): Refusal {
  const found = source.interfaces.length;
  const [what, state, listed] =
    'endpoint' in source
      ? ['endpoint', source.endpoint.state, `${found} of ${source.endpoint.interfaceIds.length} listed interfaces`]
      : ['load balancer', source.loadBalancer.state, `${found} interfaces in use`];
  return {
    code: 'source-without-address',
    reason: `${sourceId(spec.source)} is ${state} and shows no ${family} address: ${listed} were found.`,
    remedy: `Give the ${what} a subnet with ${family} addresses, or bind a target group of its own family.`,
  };
}
