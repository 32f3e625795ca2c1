import type { AwsOptions } from './aws/clients.ts';
import { attempt } from './aws/failure.ts';
import { invokeFunction } from './aws/lambda.ts';
import { type Route, straight } from './live/dial.ts';
import { shakeHands } from './live/handshake.ts';
import { resolveAddresses, resolveNameServers } from './live/resolve.ts';
import type { PublicHalf } from './model/audit-dns.ts';
import { PROBE_TIMEOUT_SECONDS } from './model/limits.ts';
import type { ProbeReport } from './model/probe.ts';
import { read, type Reading, unread } from './model/reading.ts';
import type { Live } from './observe/live.ts';
import { readProbeReport } from './probe-payload.ts';

/** Public resolvers of two companies: where one is wrong, the other tells. */
const PUBLIC_RESOLVERS = ['1.1.1.1', '8.8.8.8'];

/** What a test puts in the place of the internet; production passes nothing. */
export type LiveOptions = { readonly route?: Route; readonly resolvers?: readonly string[] };

/** What the path itself answers, beside what AWS says of it: name servers, fixed addresses, and the probe inside the VPC. */
export function createLive(
  { route = { dial: straight }, resolvers = PUBLIC_RESOLVERS }: LiveOptions = {},
  aws: AwsOptions = {},
): Live {
  return {
    answers: (name) =>
      Promise.all(
        resolvers.map(
          async (resolver): Promise<PublicHalf['answers'][number]> => ({
            resolver,
            ips: await resolveAddresses(resolver, name),
          }),
        ),
      ),
    delegation: async (zoneName) => firstAnswer(resolvers, (resolver) => resolveNameServers(resolver, zoneName)),
    handshake: (partner) => shakeHands(partner, route),
    probe: async (functionArn, request, signal) => {
      const payload = JSON.stringify(request);
      const invoked = await attempt(() =>
        invokeFunction({ functionArn, payload, timeoutSeconds: PROBE_TIMEOUT_SECONDS + 2, signal }, aws),
      );
      if (invoked.kind === 'unread') return invoked;
      return invoked.value.kind === 'failed'
        ? notProbed(functionArn, invoked.value.message)
        : understand(functionArn, invoked.value.value);
    },
  };
}

/** The first resolver that answers has it; what the last one met is said where none does. */
async function firstAnswer<T>(
  resolvers: readonly string[],
  ask: (resolver: string) => Promise<Reading<T>>,
): Promise<Reading<T>> {
  const [resolver = '', ...others] = resolvers;
  const answer = await ask(resolver);
  return answer.kind === 'read' || others.length === 0 ? answer : firstAnswer(others, ask);
}

function understand(functionArn: string, value: unknown): Reading<ProbeReport> {
  const report = readProbeReport(value);
  return report === undefined ? notProbed(functionArn, 'its answer is no report of a probe') : read(report);
}

function notProbed(functionArn: string, message: string): Reading<ProbeReport> {
  return unread({ kind: 'other', doing: `probing with ${functionArn}`, code: 'ProbeFailed', message });
}
