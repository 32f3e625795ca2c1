import { z } from 'zod';
import type { ProbeReport, ProbeRequest } from './model/probe.ts';

const address = { of: z.enum(['target', 'load-balancer']), ip: z.string(), port: z.int() };

const request = z.strictObject({
  hostname: z.string().min(1),
  resolve: z.boolean(),
  path: z.string().startsWith('/'),
  addresses: z.array(z.strictObject(address)).readonly(),
});

const report = z.object({
  resolution: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('resolved'), ips: z.array(z.string()).readonly() }),
      z.object({ kind: z.literal('failed'), code: z.string(), message: z.string() }),
    ])
    .exactOptional(),
  attempts: z
    .array(
      z.discriminatedUnion('kind', [
        z.object({
          ...address,
          kind: z.literal('answered'),
          status: z.int(),
          forbidden: z
            .enum(['explicit-deny', 'implicit-deny', 'no-such-api', 'missing-token', 'other'])
            .exactOptional(),
        }),
        z.object({
          ...address,
          kind: z.literal('failed'),
          step: z.enum(['connect', 'tls', 'http']),
          code: z.string(),
          message: z.string(),
        }),
      ]),
    )
    .readonly(),
});

/** Reads the probe's event. Throws zod's error, with every problem and its path. */
export function readProbeRequest(event: unknown): ProbeRequest {
  return request.parse(event);
}

/** Reads what the probe answered; undefined for anything else, such as the answer of another function. */
export function readProbeReport(value: unknown): ProbeReport | undefined {
  return report.safeParse(value).data;
}
