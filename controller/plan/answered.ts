import type { Evidence } from '../model/evidence.ts';
import { familyOf } from '../model/ip.ts';
import type { ObservedSource } from '../model/network.ts';
import { problemText, type Reading } from '../model/reading.ts';

/**
 * Why DNS does not let go of an IP that no interface carries: a load balancer's name still answers it, or nobody could tell.
 * Undefined otherwise, and for a source that is no load balancer. That an answer lacks an IP proves nothing and is asked to
 * prove nothing: a name answers eight addresses at most, late, and from caches.
 */
export function whyStillAnswered(
  ip: string,
  source: Reading<ObservedSource>,
  { answered }: Evidence,
): string | undefined {
  if (source.kind !== 'read' || !('loadBalancer' in source.value)) return undefined;
  const { dnsName } = source.value.loadBalancer;
  if (answered === undefined) return `nobody was asked what ${dnsName} answers`;
  if (answered.kind === 'unread') return `DNS may still answer it: ${problemText(answered.problem)}`;
  const { name, all } = answered.value;
  if (name.includes(ip) || all.includes(ip)) return `no interface carries ${ip}, yet ${dnsName} still answers it`;
  // One that serves has an address: a resolver that knows none does not know the name.
  const knowsNone = !name.some((each) => familyOf(each) === familyOf(ip));
  return knowsNone ? `DNS may still answer ${ip}: ${dnsName} answers no address at all` : undefined;
}
