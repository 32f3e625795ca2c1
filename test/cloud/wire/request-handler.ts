import { Readable } from 'node:stream';
import { answer, type Backstage } from './answer.ts';
import type { WireRequest } from './protocol.ts';

/** What an SDK client takes as its `requestHandler`: the cloud in the network's place, in process. */
export type InProcessHandler = {
  readonly metadata: { readonly handlerProtocol: string };
  readonly handle: (request: SdkRequest, options?: SdkOptions) => Promise<{ readonly response: SdkResponse }>;
  readonly updateHttpClientConfig: () => void;
  readonly httpHandlerConfigs: () => Record<string, never>;
  readonly destroy: () => void;
};

type SdkRequest = {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly body?: unknown;
};
type SdkOptions = { readonly abortSignal?: { readonly aborted: boolean }; readonly requestTimeout?: number };
type SdkResponse = {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: Readable;
};

/** How long a client waits for a call that hangs, unless it says otherwise. */
const REQUEST_TIMEOUT_MS = 4_000;

/**
 * Answers in process. A call that hangs takes its timeout of virtual time, and no real time: `sleep` moves the world on,
 * then the call fails as the SDK's own handler would fail it.
 */
export function createRequestHandler(backstage: Backstage, sleep: (ms: number) => void): InProcessHandler {
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    handle: async (request, { abortSignal, requestTimeout = REQUEST_TIMEOUT_MS } = {}) => {
      throwIfAborted(abortSignal);
      const result = await answer(backstage, read(request));
      if (result.kind === 'reset') throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
      if (result.kind === 'hang') {
        // Another call may have moved the world past the signal since.
        throwIfAborted(abortSignal);
        sleep(requestTimeout);
        throwIfAborted(abortSignal);
        throw named('TimeoutError', `Request did not complete within ${requestTimeout} ms`);
      }
      return {
        response: {
          statusCode: result.status,
          headers: { ...result.headers },
          body: Readable.from([Buffer.from(result.body)]),
        },
      };
    },
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
    destroy: () => undefined,
  };
}

function read({ method, path, query = {}, headers, body }: SdkRequest): WireRequest {
  return {
    method,
    path,
    query: new URLSearchParams(
      Object.entries(query).map(([name, value]): [string, string] => [name, value?.toString() ?? '']),
    ),
    // A request that was signed by hand may spell them as it likes.
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    body: textOf(body),
  };
}

/** A form is a string; JSON and the payload of an invocation are bytes. */
function textOf(body: unknown): string {
  if (body instanceof Uint8Array) return new TextDecoder().decode(body);
  return typeof body === 'string' ? body : '';
}

function throwIfAborted(signal: SdkOptions['abortSignal']): void {
  if (signal?.aborted === true) throw named('AbortError', 'Request aborted');
}

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}
