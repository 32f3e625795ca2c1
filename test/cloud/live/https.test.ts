import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import { connect, type PeerCertificate } from 'node:tls';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Authority, createAuthority, type Identity, selfSigned } from './certificates.ts';
import { type HttpRequest, type HttpsOptions, serveHttps } from './https.ts';

const NAME = 'api.example.com';
const OK = { status: 200, body: 'ok' };
const closing: (() => Promise<void>)[] = [];
let authority: Authority;

beforeAll(async () => {
  authority = await createAuthority();
});

afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function open(options: Partial<HttpsOptions> & Pick<HttpsOptions, 'certificate'>): Promise<number> {
  const { port, close } = await serveHttps({ respond: () => OK, ...options });
  closing.push(close);
  return port;
}

/** The certificate that is shown to a client, and why it is not trusted or not valid for the name, if so. */
function shown(
  port: number,
  servername = NAME,
): Promise<{ certificate: PeerCertificate; problem: string | undefined }> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, servername, ca: authority.ca, rejectUnauthorized: false });
    socket.once('error', reject);
    socket.once('secureConnect', () => {
      const problem = socket.authorized ? undefined : String(socket.authorizationError);
      resolve({ certificate: socket.getPeerCertificate(), problem });
      socket.destroy();
    });
  });
}

function get(port: number, path: string, headers: Readonly<Record<string, string>> = {}) {
  return new Promise<{ status: number | undefined; headers: NodeJS.Dict<string | string[]>; body: string }>(
    (resolve, reject) => {
      const sent = { Host: NAME, ...headers };
      request({ host: '127.0.0.1', port, servername: NAME, ca: authority.ca, headers: sent, path, agent: false })
        .once('response', (response) => {
          text(response).then(
            (body) => resolve({ status: response.statusCode, headers: response.headers, body }),
            reject,
          );
        })
        .once('error', reject)
        .end();
    },
  );
}

describe('a certificate', () => {
  test('of an authority is trusted, for its names and until its day', async () => {
    const notAfter = new Date('2031-02-03T04:05:06Z');
    const port = await open({ certificate: await authority.issue({ names: [NAME, '*.example.org'], notAfter }) });
    const { certificate, problem } = await shown(port);
    expect(problem).toBeUndefined();
    expect(certificate.subjectaltname).toBe(`DNS:${NAME}, DNS:*.example.org`);
    expect(new Date(certificate.valid_to)).toEqual(notAfter);
    expect((await shown(port, 'a.example.org')).problem).toBeUndefined();
  });

  test.each([
    {
      what: 'that has expired',
      issue: (): Promise<Identity> => authority.issue({ names: [NAME], notAfter: new Date('2020-01-01T00:00:00Z') }),
      code: 'CERT_HAS_EXPIRED',
    },
    {
      what: 'of another name',
      issue: (): Promise<Identity> => authority.issue({ names: ['other.example.com'] }),
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    },
    {
      what: 'that is self-signed',
      issue: (): Promise<Identity> => selfSigned({ names: [NAME] }),
      code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    },
    {
      what: 'of an authority that is not trusted',
      issue: async (): Promise<Identity> => (await createAuthority()).issue({ names: [NAME] }),
      code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    },
  ])('$what is refused with $code', async ({ issue, code }) => {
    const port = await open({ certificate: await issue() });
    await expect(get(port, '/')).rejects.toMatchObject({ code });
  });
});

describe('an HTTPS server', () => {
  test('shows the certificate of the name asked for, and another without SNI', async () => {
    const issue = (name: string): Promise<Identity> => authority.issue({ names: [name] });
    const [own, fallback] = await Promise.all([issue(NAME), issue('fallback.example.com')]);
    const port = await open({ certificate: (serverName) => (serverName === NAME ? own : fallback) });
    expect((await shown(port)).certificate.subjectaltname).toBe(`DNS:${NAME}`);
    expect((await shown(port, 'x.example.com')).certificate.subjectaltname).toBe('DNS:fallback.example.com');
    expect((await shown(port, '')).certificate.subjectaltname).toBe('DNS:fallback.example.com');
  });

  test('hands over host, path and method, and sends status, headers and body', async () => {
    const requests: HttpRequest[] = [];
    const port = await open({
      certificate: await authority.issue({ names: [NAME] }),
      respond: (each) => {
        requests.push(each);
        return { status: 418, headers: { 'x-pot': 'short' }, body: 'tea' };
      },
    });
    expect(await get(port, '/a?b=c', { Host: `API.example.com:${port}` })).toMatchObject({
      status: 418,
      headers: { 'x-pot': 'short' },
      body: 'tea',
    });
    expect(requests).toEqual([{ host: NAME, path: '/a?b=c', method: 'GET' }]);
  });

  test('resets a connection in place of an answer, once TLS is made', async () => {
    const port = await open({ certificate: await authority.issue({ names: [NAME] }), respond: () => 'reset' });
    expect((await shown(port)).problem).toBeUndefined();
    await expect(get(port, '/')).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  test('refuses connections once it is closed, and has ended those it had', async () => {
    const { port, close } = await serveHttps({
      certificate: await authority.issue({ names: [NAME] }),
      respond: () => OK,
    });
    const socket = connect({ host: '127.0.0.1', port, servername: NAME, ca: authority.ca });
    const ended = new Promise((resolve) => {
      socket.once('error', () => undefined).once('close', resolve);
    });
    await new Promise((resolve) => {
      socket.once('secureConnect', resolve);
    });
    await close();
    await ended;
    await expect(get(port, '/')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
