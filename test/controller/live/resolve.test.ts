import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolveAddresses, resolveNameServers } from '../../../controller/live/resolve.ts';
import { type DnsAnswer, serveDns } from '../../cloud/live/dns.ts';
import { CLOSED_PORT } from '../../cloud/live/misbehaving.ts';

const ZONE: Readonly<Record<string, DnsAnswer>> = {
  'api.example.com A': ['198.51.100.2', '198.51.100.1'],
  'api.example.com AAAA': ['2001:DB8:0::2'],
  'v4.example.com A': ['198.51.100.1'],
  'broken.example.com A': 'SERVFAIL',
  'half.example.com A': ['198.51.100.1'],
  'half.example.com AAAA': 'SERVFAIL',
  'example.com NS': ['NS-2.example.net.', 'ns-1.example.net'],
};

let server: Awaited<ReturnType<typeof serveDns>>;
beforeAll(async () => {
  server = await serveDns((name, type) => {
    const known = Object.keys(ZONE).some((key) => key.startsWith(`${name} `));
    return ZONE[`${name} ${type}`] ?? (known ? [] : 'NXDOMAIN');
  });
});
afterAll(() => server.close());

describe('asking a resolver', () => {
  it.each([
    ['both families, sorted and in one spelling', 'api.example.com', ['198.51.100.1', '198.51.100.2', '2001:db8::2']],
    ['one family where the other has no record', 'v4.example.com', ['198.51.100.1']],
    ['nothing for a name that does not exist', 'nobody.example.com', []],
  ])('gives %s', async (_, name, expected) => {
    expect(await resolveAddresses(server.address, name)).toEqual({ kind: 'read', value: expected });
  });

  it.each([
    ['fails', 'broken.example.com', 'ESERVFAIL'],
    ['fails for one family alone', 'half.example.com', 'ESERVFAIL'],
  ])('is unread, not empty, where it %s', async (_, name, code) => {
    expect(await resolveAddresses(server.address, name)).toMatchObject({
      kind: 'unread',
      problem: { kind: 'transient', code, doing: `asking ${server.address} for ${name}` },
    });
  });

  it('is unread where the resolver is not there', async () => {
    const nobody = `127.0.0.1:${CLOSED_PORT}`;
    expect(await resolveAddresses(nobody, 'api.example.com')).toMatchObject({
      kind: 'unread',
      problem: { kind: 'unreachable', code: 'ECONNREFUSED' },
    });
  });

  it('gives the name servers of a zone, and none where the world is sent nowhere', async () => {
    expect(await resolveNameServers(server.address, 'example.com')).toEqual({
      kind: 'read',
      value: ['ns-1.example.net', 'ns-2.example.net'],
    });
    expect(await resolveNameServers(server.address, 'nobody.example')).toEqual({ kind: 'read', value: [] });
  });
});
