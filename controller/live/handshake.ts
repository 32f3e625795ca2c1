import { connect, type PeerCertificate, type TLSSocket } from 'node:tls';
import type { HandshakeResult } from '../model/audit-certificate.ts';
import { canonicalName } from '../model/dns.ts';
import type { Route } from './dial.ts';

/** Time for connection and handshake together. */
const TIMEOUT_MS = 3_000;

/** The address to shake hands with, and the name to ask for by SNI. */
type Partner = { readonly hostname: string; readonly ip: string; readonly port: number };

/** Makes a TLS handshake and says which certificate was shown, valid or not, or which step failed. */
export function shakeHands({ hostname, ip, port }: Partner, { dial, ca }: Route): Promise<HandshakeResult> {
  return new Promise((resolve) => {
    let connected = false;
    const socket = connect({
      ...dial({ ip, port }),
      servername: hostname,
      ...(ca !== undefined && { ca }),
      // What is wrong with the certificate is for a check to judge: it has to be seen first.
      rejectUnauthorized: false,
      checkServerIdentity: () => undefined,
    });
    AbortSignal.timeout(TIMEOUT_MS).addEventListener('abort', () => {
      socket.destroy(Object.assign(new Error('no answer in time'), { code: 'ETIMEDOUT' }));
    });
    socket.once('connect', () => {
      connected = true;
    });
    socket.once('secureConnect', () => {
      resolve(shown(socket));
      socket.destroy();
    });
    socket.once('error', (error) => {
      resolve({ kind: 'failed', step: connected ? 'tls' : 'connect', ...failureOf(error) });
    });
    socket.once('end', () => {
      resolve({ kind: 'failed', step: 'tls', timedOut: false, code: 'ECONNRESET', message: 'the peer hung up' });
      socket.destroy();
    });
  });
}

/** How a connection failed, in Node's code and words. */
export function failureOf(error: Error): {
  readonly timedOut: boolean;
  readonly code: string;
  readonly message: string;
} {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  const timedOut = error.name === 'AbortError' || code === 'ETIMEDOUT';
  return timedOut
    ? { timedOut, code: 'ETIMEDOUT', message: 'no answer in time' }
    : { timedOut, code, message: error.message };
}

function shown(socket: TLSSocket): HandshakeResult {
  const certificate = socket.getPeerCertificate();
  const untrusted = socket.authorized ? undefined : String(socket.authorizationError);
  return {
    kind: 'shown',
    names: namesOf(certificate),
    notAfter: new Date(certificate.valid_to),
    // That it has ended is told by its date.
    ...(untrusted !== undefined && untrusted !== 'CERT_HAS_EXPIRED' && { untrusted }),
  };
}

/** The DNS names of a certificate: its subject alternative names, which alone count. */
function namesOf({ subjectaltname = '' }: PeerCertificate): readonly string[] {
  return subjectaltname
    .split(', ')
    .filter((entry) => entry.startsWith('DNS:'))
    .map((entry) => canonicalName(entry.slice('DNS:'.length)));
}
