import { Readable } from 'node:stream';
import { answer, type Backstage } from './answer.ts';

/** What an SDK client takes as its `requestHandler`: the cloud in the network's place, in process. */
export type InProcessHandler = {
  readonly metadata: { readonly handlerProtocol: string };
  readonly handle: (request: SdkRequest, options?: SdkOptions) => Promise<{ readonly response: SdkResponse }>;
  readonly updateHttpClientConfig: () => void;
  readonly httpHandlerConfigs: () => Record<string, never>;
  readonly destroy: () => void;
};

type SdkRequest = {
  readonly headers: Readonly<Record<string, string>>;
  readonly path: string;
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
    handle: async ({ headers, path, body }, { abortSignal, requestTimeout = REQUEST_TIMEOUT_MS } = {}) => {
      throwIfAborted(abortSignal);
      const result = await answer(backstage, { authorization: headers['authorization'], path, body: textOf(body) });
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

/** A form is a string; the payload of an invocation is bytes. */
function textOf(body: unknown): string {
  if (body instanceof Uint8Array) return Buffer.from(body).toString('utf8');
  return typeof body === 'string' ? body : '';
}

function throwIfAborted(signal: SdkOptions['abortSignal']): void {
  if (signal?.aborted === true) throw named('AbortError', 'Request aborted');
}

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}
