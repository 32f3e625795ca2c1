import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProbeReport } from '../../../controller/model/probe.ts';
import { probe } from '../../../controller/probe.ts';
import { readProbeReport, readProbeRequest } from '../../../controller/probe-payload.ts';
import { type Api, answerAsApiGateway } from '../../cloud/live/api-gateway.ts';
import { type Authority, createAuthority } from '../../cloud/live/certificates.ts';
import { serveDns } from '../../cloud/live/dns.ts';
import { serveHttps } from '../../cloud/live/https.ts';
import type { Open } from '../../cloud/live/loopback.ts';
import { type Destination, type Network, openNetwork } from '../../cloud/live/network.ts';

const HOST = 'api.example.com';
const api: Api = { id: 'a1b2c3d4e5', stage: 'live', paths: { '/': { status: 200, body: 'hello' } } };

let authority: Authority;
let network: Network;
let resolver: Awaited<ReturnType<typeof serveDns>>;
const servers: Open[] = [];
const apis = new Map<string, Api>([
  [HOST, api],
  ['denied.example.com', { ...api, access: 'explicit-deny' }],
  ['unallowed.example.com', { ...api, access: 'implicit-deny' }],
]);

beforeAll(async () => {
  authority = await createAuthority();
  const names = [HOST, 'denied.example.com', 'unallowed.example.com', 'unknown.example.com'];
  const gateway = await serveHttps({
    certificate: await authority.issue({ names }),
    respond: answerAsApiGateway({ region: 'eu-west-1', account: '111122223333', apis }),
  });
  const other = await serveHttps({
    certificate: await authority.issue({ names: ['other.example.com'] }),
    respond: () => ({ status: 200, body: '' }),
  });
  const rude = await serveHttps({ certificate: await authority.issue({ names: [HOST] }), respond: () => 'reset' });
  servers.push(gateway, other, rude);
  network = await openNetwork(
    new Map<string, Destination>([
      ['10.0.1.17:443', gateway.port],
      ['10.0.1.18:443', other.port],
      ['10.0.1.19:443', rude.port],
      ['10.0.1.21:443', 'refused'],
    ]),
  );
  resolver = await serveDns((name, type) => {
    if (name === 'failing.example.com') return 'SERVFAIL';
    if (name !== HOST) return 'NXDOMAIN';
    return type === 'A' ? ['10.0.1.17'] : [];
  });
});
afterAll(() => Promise.all([network.close(), resolver.close(), ...servers.map(({ close }) => close())]));

function look(hostname: string, { ip = '10.0.1.17', path = '/', resolve = false } = {}): Promise<ProbeReport> {
  return probe(
    { hostname, resolve, path, addresses: [{ of: 'target', ip, port: 443 }] },
    { route: { dial: network.dial, ca: authority.ca }, resolver: resolver.address },
  );
}

describe('the probe', () => {
  it.each([
    ['what the API answers', HOST, '/', { status: 200 }],
    ['a path without a method', HOST, '/nothing', { status: 403, forbidden: 'missing-token' }],
    ['a deny in the API’s policy', 'denied.example.com', '/', { status: 403, forbidden: 'explicit-deny' }],
    ['a policy that allows nothing', 'unallowed.example.com', '/', { status: 403, forbidden: 'implicit-deny' }],
    ['a name without an API', 'unknown.example.com', '/', { status: 403, forbidden: 'no-such-api' }],
  ])('tells %s', async (_, hostname, path, expected) => {
    const { attempts } = await look(hostname, { path });
    expect(attempts).toEqual([{ of: 'target', ip: '10.0.1.17', port: 443, kind: 'answered', ...expected }]);
  });

  it.each([
    ['connect', '10.0.1.21', 'ECONNREFUSED'],
    ['tls', '10.0.1.18', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['http', '10.0.1.19', 'ECONNRESET'],
  ])('says that %s failed at %s', async (step, ip, code) => {
    const { attempts } = await look(HOST, { ip });
    expect(attempts).toMatchObject([{ ip, kind: 'failed', step, code }]);
  });

  it.each([
    ['resolves the name where it stands', HOST, { kind: 'resolved', ips: ['10.0.1.17'] }],
    ['says that a name has no address there', 'unknown.example.com', { kind: 'failed', code: 'ENOTFOUND' }],
    ['says that the resolver failed', 'failing.example.com', { kind: 'failed', code: 'ESERVFAIL' }],
  ])('%s', async (_, hostname, expected) => {
    const { resolution } = await look(hostname, { resolve: true });
    expect(resolution).toMatchObject(expected);
  });

  it('resolves nothing where it is not asked to', async () => {
    expect(await look(HOST)).not.toHaveProperty('resolution');
  });
});

describe('what passes between audit and probe', () => {
  it('comes through JSON as it was', async () => {
    const report = await look('denied.example.com', { resolve: true });
    expect(readProbeReport(JSON.parse(JSON.stringify(report)))).toEqual(report);
    const request = {
      hostname: HOST,
      resolve: true,
      path: '/',
      addresses: [{ of: 'target', ip: '10.0.1.1', port: 443 }],
    };
    expect(readProbeRequest(JSON.parse(JSON.stringify(request)))).toEqual(request);
  });

  it.each([[undefined], [null], ['done'], [{ outcomes: [] }], [{ attempts: [{ kind: 'answered' }] }]])(
    'is no report where another function answers: %j',
    (value) => {
      expect(readProbeReport(value)).toBeUndefined();
    },
  );

  it.each([[{}], [{ bindings: [] }], [{ hostname: HOST, resolve: true, path: 'x', addresses: [] }]])(
    'is refused where the event is no request: %j',
    (event) => {
      expect(() => readProbeRequest(event)).toThrow(/hostname|path/);
    },
  );
});
