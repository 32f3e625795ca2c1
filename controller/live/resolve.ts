import { Resolver } from 'node:dns/promises';
import { canonicalName } from '../model/dns.ts';
import { canonicalIp } from '../model/ip.ts';
import { type ProblemKind, read, type Reading, unread } from '../model/reading.ts';

/** Time for one question; it is asked twice. A resolver that is near answers within milliseconds. */
const TIMEOUT_MS = 1_500;
const TRIES = 2;
/** What the network's own resolver is called in messages. */
const OWN = 'the VPC’s resolver';

/** The name exists without such a record, or does not exist: both are answers. https://nodejs.org/api/dns.html#error-codes */
const NOTHING: ReadonlySet<string> = new Set(['ENODATA', 'ENOTFOUND']);

/** A recursive resolver as `ip` or `ip:port`; undefined: the one of the network this runs in. */
type ResolverAddress = string | undefined;

/** The addresses of both families that a resolver answers for a name, sorted. No such name is an empty answer. */
export async function resolveAddresses(server: ResolverAddress, name: string): Promise<Reading<readonly string[]>> {
  const resolver = at(server);
  return ask(`asking ${server ?? OWN} for ${name}`, async () => {
    const families = await Promise.all([
      orNothing(() => resolver.resolve4(name)),
      orNothing(() => resolver.resolve6(name)),
    ]);
    return families.flat().map(canonicalIp).toSorted();
  });
}

/** The name servers that a resolver finds for a zone: where the world is sent for it. Canonical and sorted. */
export async function resolveNameServers(
  server: ResolverAddress,
  zoneName: string,
): Promise<Reading<readonly string[]>> {
  const resolver = at(server);
  return ask(`asking ${server ?? OWN} for the name servers of ${zoneName}`, async () => {
    const found = await orNothing(() => resolver.resolveNs(zoneName));
    return found.map(canonicalName).toSorted();
  });
}

function at(server: ResolverAddress): Resolver {
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: TRIES });
  if (server !== undefined) resolver.setServers([server]);
  return resolver;
}

async function orNothing(question: () => Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await question();
  } catch (error) {
    if (NOTHING.has(codeOf(error))) return [];
    throw error;
  }
}

async function ask<T>(doing: string, question: () => Promise<T>): Promise<Reading<T>> {
  try {
    return read(await question());
  } catch (cause) {
    const code = codeOf(cause);
    // Without a code it is no answer of the resolver but a defect of ours.
    if (code === '') throw cause;
    const kind: ProblemKind = code === 'ETIMEOUT' || code === 'ECONNREFUSED' ? 'unreachable' : 'transient';
    return unread({ kind, doing, code, message: 'the resolver gave no usable answer', cause });
  }
}

/** The code of an error of Node's, or nothing. */
function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
