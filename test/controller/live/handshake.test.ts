import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shakeHands } from '../../../controller/live/handshake.ts';
import { type Authority, createAuthority, type Identity, selfSigned } from '../../cloud/live/certificates.ts';
import { serveHttps } from '../../cloud/live/https.ts';
import type { Open } from '../../cloud/live/loopback.ts';
import { serveReset, serveSilence } from '../../cloud/live/misbehaving.ts';
import { type Destination, type Network, openNetwork } from '../../cloud/live/network.ts';

const HOST = 'api.example.com';
const YESTERDAY = new Date(Date.now() - 86_400_000);

let authority: Authority;
let network: Network;
const servers: Open[] = [];

beforeAll(async () => {
  authority = await createAuthority();
  const serve = async (certificate: Identity): Promise<number> => {
    const server = await serveHttps({ certificate, respond: () => ({ status: 200, body: '' }) });
    servers.push(server);
    return server.port;
  };
  const [reset, silent] = await Promise.all([serveReset(), serveSilence()]);
  servers.push(reset, silent);
  network = await openNetwork(
    new Map<string, Destination>([
      ['198.51.100.1:443', await serve(await authority.issue({ names: [HOST, '*.example.com'] }))],
      ['198.51.100.2:443', await serve(await authority.issue({ names: ['other.example.com'] }))],
      ['198.51.100.3:443', await serve(await authority.issue({ names: [HOST], notAfter: YESTERDAY }))],
      ['198.51.100.4:443', await serve(await selfSigned({ names: [HOST] }))],
      ['198.51.100.5:443', 'refused'],
      ['198.51.100.6:443', reset.port],
      ['198.51.100.7:443', silent.port],
      ['198.51.100.8:443', 'silence'],
    ]),
  );
});
afterAll(() => Promise.all([network.close(), ...servers.map(({ close }) => close())]));

function shake(ip: string): ReturnType<typeof shakeHands> {
  return shakeHands({ hostname: HOST, ip, port: 443 }, { dial: network.dial, ca: authority.ca });
}

describe('a handshake', () => {
  it('says the names and the end of the certificate that is shown for a name', async () => {
    const result = await shake('198.51.100.1');
    expect(result).toMatchObject({ kind: 'shown', names: [HOST, '*.example.com'] });
    expect(result).not.toHaveProperty('untrusted');
    expect(result.kind === 'shown' && result.notAfter.getTime()).toBeGreaterThan(Date.now());
  });

  it('shows a certificate for another name, which a check then judges', async () => {
    expect(await shake('198.51.100.2')).toMatchObject({ kind: 'shown', names: ['other.example.com'] });
  });

  it('shows one that has ended by its date, and does not call its chain untrusted', async () => {
    const result = await shake('198.51.100.3');
    expect(result).toMatchObject({ kind: 'shown', names: [HOST] });
    expect(result).not.toHaveProperty('untrusted');
    expect(result.kind === 'shown' && result.notAfter.getTime()).toBeLessThan(Date.now());
  });

  it('says why a chain is not trusted', async () => {
    expect(await shake('198.51.100.4')).toMatchObject({ kind: 'shown', untrusted: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  });

  it('fails to connect where the connection is refused', async () => {
    expect(await shake('198.51.100.5')).toMatchObject({
      kind: 'failed',
      step: 'connect',
      timedOut: false,
      code: 'ECONNREFUSED',
    });
  });

  it('fails, and not for want of time, where the connection is reset', async () => {
    // Whether the reset comes before or after the word that a connection was made is chance.
    expect(await shake('198.51.100.6')).toMatchObject({ kind: 'failed', timedOut: false, code: 'ECONNRESET' });
  });

  it('gives up after its time, and says whether a connection was made', async () => {
    const [mute, dropped] = await Promise.all([shake('198.51.100.7'), shake('198.51.100.8')]);
    expect(mute).toMatchObject({ kind: 'failed', step: 'tls', timedOut: true });
    expect(dropped).toMatchObject({ kind: 'failed', step: 'connect', timedOut: true, code: 'ETIMEDOUT' });
  });
});
