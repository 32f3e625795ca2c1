import { createServer } from 'node:https';
import { createSecureContext } from 'node:tls';
import type { Identity } from './certificates.ts';
import { type Open, openOnLoopback } from './loopback.ts';

/** What is asked: the Host header without a port, the path with its query, the method. */
export type HttpRequest = { readonly host: string; readonly path: string; readonly method: string };

export type HttpAnswer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
};

/** Answers a request, or resets the connection instead. */
export type Respond = (request: HttpRequest) => HttpAnswer | 'reset';

export type HttpsOptions = {
  /** The one it shows, or the one it chooses by SNI; a client may send none. */
  readonly certificate: Identity | ((serverName: string | undefined) => Identity);
  readonly respond: Respond;
};

/** An HTTPS server on a free port of 127.0.0.1. */
export function serveHttps({ certificate, respond }: HttpsOptions): Promise<Open> {
  const choose = typeof certificate === 'function' ? certificate : () => certificate;
  const server = createServer(
    {
      // Asked for each connection, so that what a test renews shows at once.
      SNICallback: (serverName, done) => {
        done(null, createSecureContext(choose(serverName)));
      },
      ...choose(undefined),
    },
    (request, response) => {
      const { url: path = '/', method = 'GET', headers } = request;
      const host = (headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
      const answer = respond({ host, path, method });
      if (answer === 'reset') request.socket.destroy();
      else response.writeHead(answer.status, answer.headers).end(answer.body);
    },
  );
  return openOnLoopback(server);
}
