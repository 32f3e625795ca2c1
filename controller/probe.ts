import { call } from './live/call.ts';
import type { Route } from './live/dial.ts';
import { resolveAddresses } from './live/resolve.ts';
import type { ProbeReport, ProbeRequest } from './model/probe.ts';

/** The network, and the resolver to ask instead of the VPC's own. */
export type ProbeMeans = { readonly route: Route; readonly resolver?: string };

/** Resolves the name with the VPC's resolver, and calls it at every address, all side by side. What fails is in the report. */
export async function probe(
  { hostname, resolve, path, addresses }: ProbeRequest,
  { route, resolver }: ProbeMeans,
): Promise<ProbeReport> {
  const [resolution, attempts] = await Promise.all([
    resolve ? resolutionOf(hostname, resolver) : undefined,
    Promise.all(addresses.map((address) => call(address, { hostname, path }, route))),
  ]);
  return { ...(resolution !== undefined && { resolution }), attempts };
}

async function resolutionOf(hostname: string, resolver: string | undefined): Promise<ProbeReport['resolution']> {
  const answer = await resolveAddresses(resolver, hostname);
  if (answer.kind === 'unread') {
    const { code, message } = answer.problem;
    return { kind: 'failed', code, message };
  }
  return answer.value.length > 0
    ? { kind: 'resolved', ips: answer.value }
    : { kind: 'failed', code: 'ENOTFOUND', message: 'the name has no address here' };
}
