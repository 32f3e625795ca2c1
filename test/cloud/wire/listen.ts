import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { answer, type Backstage } from './answer.ts';

/** A cloud on a loopback port; a client reaches it by `AWS_ENDPOINT_URL`. */
export type Listening = { readonly url: string; readonly close: () => Promise<void> };

/** Serves on 127.0.0.1 only: it holds no secrets, but it obeys everyone. Port 0 takes a free one. */
export async function listenOn(backstage: Backstage, port: number): Promise<Listening> {
  const server = createServer((request, response) => {
    respond(backstage, request, response).catch((error: unknown) => {
      // A defect of the cloud: no code of AWS, so that nothing takes it for one.
      response.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        // Clients keep connections alive, and a hanging call never ends by itself.
        server.closeAllConnections();
      }),
  };
}

async function respond(backstage: Backstage, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = 'GET', headers, url = '/' } = request;
  const [path = '/', query] = url.split('?');
  const result = await answer(backstage, {
    method,
    path,
    query: new URLSearchParams(query),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value?.toString()])),
    body: await text(request),
  });
  switch (result.kind) {
    case 'reset':
      request.socket.resetAndDestroy();
      return;
    case 'hang':
      return;
    case 'response':
      response.writeHead(result.status, result.headers);
      response.end(result.body);
  }
}
