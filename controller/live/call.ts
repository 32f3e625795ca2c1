import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import type { ProbeAddress, ProbeAttempt } from '../model/probe.ts';
import type { Route } from './dial.ts';
import { forbiddenBy } from './forbidden.ts';
import { failureOf } from './handshake.ts';

/** Time for connection, handshake and answer together. */
const TIMEOUT_MS = 5_000;
/** Of a refusal's body: enough to tell its kind, and no more of somebody's answer. */
const BODY_CHARACTERS = 2_000;

/** What is asked for at an address: the name is in SNI and Host, and the certificate must be valid for it. */
type Wanted = { readonly hostname: string; readonly path: string };

/** Calls a path at one address by TCP, TLS and HTTP, and says which of the three failed. */
export function call(address: ProbeAddress, { hostname, path }: Wanted, { dial, ca }: Route): Promise<ProbeAttempt> {
  return new Promise((resolve) => {
    let step: 'connect' | 'tls' | 'http' = 'connect';
    const fail = (error: Error): void => {
      const { code, message } = failureOf(error);
      resolve({ ...address, kind: 'failed', step, code, message });
    };
    const outgoing = request({
      ...dial(address),
      servername: hostname,
      headers: { Host: hostname },
      path,
      ca,
      // A connection that is kept would prove nothing about the next one.
      agent: false,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    outgoing.once('socket', (socket) => {
      socket.once('connect', () => {
        step = 'tls';
      });
      socket.once('secureConnect', () => {
        step = 'http';
      });
    });
    outgoing.once('error', fail);
    outgoing.once('response', (response) => {
      answered(address, response).then(resolve, fail);
    });
    outgoing.end();
  });
}

async function answered(address: ProbeAddress, response: IncomingMessage): Promise<ProbeAttempt> {
  const status = response.statusCode ?? 0;
  if (status !== 403) {
    response.destroy();
    return { ...address, kind: 'answered', status };
  }
  let body = '';
  for await (const part of response.setEncoding('utf8')) {
    body += String(part);
    if (body.length >= BODY_CHARACTERS) break;
  }
  return { ...address, kind: 'answered', status, forbidden: forbiddenBy(body) };
}
