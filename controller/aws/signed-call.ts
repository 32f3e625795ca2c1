import { SignatureV4 } from '@smithy/signature-v4';
import type { z } from 'zod';
import { awsDomain } from '../model/aws-domain.ts';
import { callOptions } from './clients.ts';
import type { AuditAws } from './audit-clients.ts';
import { IncompleteAnswer } from './failure.ts';
import type { Pace } from './pace.ts';

/** What calls to the Resolver and to Profiles are made with. Like Route 53 they allow few calls a second. */
export type SignedAws = Pick<AuditAws, 'ec2' | 'region' | 'signal'> & { readonly pace: Pace };

/** A call of a service that speaks JSON, in the words of its wire. The service is its name in host and signature. */
export type SignedCall = {
  readonly service: 'route53resolver' | 'route53profiles';
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};

type Response = {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
};

/**
 * Calls a service for which there is no SDK client to be had, with the credentials, sockets and endpoint override of a
 * client there is. One attempt: what fails is unknown for this audit, and the next is five minutes away.
 */
export async function signedCall<T>(aws: SignedAws, call: SignedCall, answer: z.ZodType<T>): Promise<T> {
  const { requestHandler, streamCollector } = aws.ec2.config;
  await aws.pace();
  const request = await sign(aws, call);
  const { response }: { readonly response: Response } = await requestHandler.handle(request, callOptions(aws));
  const text = Buffer.from(await streamCollector(response.body)).toString('utf8');
  const body = parseJson(text);
  if (response.statusCode >= 300) throw serviceError(response, body);
  const parsed = answer.safeParse(body);
  if (!parsed.success) throw new IncompleteAnswer(`the answer is not understood: ${parsed.error.message}`);
  return parsed.data;
}

async function sign(aws: SignedAws, { service, method, path, query = {}, headers = {}, body }: SignedCall) {
  const { credentials, sha256, serviceConfiguredEndpoint } = aws.ec2.config;
  // AWS_ENDPOINT_URL, as the SDK reads it.
  const configured = await serviceConfiguredEndpoint?.();
  const url = new URL(configured ?? `https://${service}.${aws.region}.${awsDomain(aws.region)}`);
  const signer = new SignatureV4({ service, region: aws.region, credentials, sha256 });
  return signer.sign({
    method,
    protocol: url.protocol,
    hostname: url.hostname,
    ...(url.port !== '' && { port: Number(url.port) }),
    path,
    query: { ...query },
    headers: { host: url.host, ...headers },
    body,
  });
}

/** https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html: the code is in a header or in the body, with a namespace. */
function serviceError({ statusCode, headers }: Response, body: unknown): Error {
  const header = Object.entries(headers).find(([name]) => name.toLowerCase() === 'x-amzn-errortype')?.[1];
  const code = (header ?? textOf(body, '__type') ?? '').split(':')[0]?.split('#').pop();
  const message = textOf(body, 'message') ?? textOf(body, 'Message') ?? 'no message';
  // A code that is missing is told by the status, as the SDK does.
  const name = code === undefined || code === '' ? `Http${statusCode}` : code;
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode: statusCode } });
}

function textOf(body: unknown, key: string): string | undefined {
  const value = Object.entries(Object(body)).find(([name]) => name === key)?.[1];
  return typeof value === 'string' ? value : undefined;
}

/** Not every answer is JSON: a proxy's is a page. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
