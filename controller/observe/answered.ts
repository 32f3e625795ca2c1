import type { Answered } from '../model/evidence.ts';
import { read, type Reading } from '../model/reading.ts';

/** Asks DNS for the addresses of a name, of both families. No such name is an empty answer; a resolver that fails, none. */
export type Resolve = (name: string) => Promise<Reading<readonly string[]>>;

/**
 * Asks what a load balancer's name answers, and the form of it that names every node: the name itself answers eight at most.
 * https://github.com/aws/elastic-load-balancing-tools
 */
export async function observeAnswered(resolve: Resolve, dnsName: string): Promise<Reading<Answered>> {
  const [name, all] = await Promise.all([resolve(dnsName), resolve(`all.${dnsName}`)]);
  if (name.kind === 'unread') return name;
  if (all.kind === 'unread') return all;
  return read({ name: name.value, all: all.value });
}
