import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Open } from './loopback.ts';
import { serveReset, serveSilence } from './misbehaving.ts';
import { type Destination, type Network, openNetwork } from './network.ts';

/** Time after which a thing that does not happen counts as not happening. */
const PATIENCE_MS = 150;
const destinations = new Map<string, Destination>();
let network: Network;
let silent: Open;
let resetting: Open;

beforeAll(async () => {
  [network, silent, resetting] = await Promise.all([openNetwork(destinations), serveSilence(), serveReset()]);
});

afterEach(() => {
  destinations.clear();
});

afterAll(async () => {
  await Promise.all([network.close(), silent.close(), resetting.close()]);
});

/** The first of some events that a socket has; `nothing` after a while. The error's code, where it is one. */
function first(socket: Socket, events: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    const end = (what: string): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(what);
    };
    const timer = setTimeout(end, PATIENCE_MS, 'nothing');
    for (const event of events) socket.once(event, () => end(event));
    socket.on('error', (error) => {
      end('code' in error ? String(error.code) : error.message);
    });
  });
}

const tcp = (ip: string, port = 443): Promise<string> => first(connectTcp(network.dial({ ip, port })), ['connect']);
const tls = (ip: string, port = 443): Promise<string> =>
  first(connectTls({ ...network.dial({ ip, port }), servername: 'api.example.com' }), ['secureConnect']);

describe('a network', () => {
  test('leads each fixed address to where it should go, until the test changes its mind', async () => {
    destinations.set('198.51.100.1:443', silent.port).set('[2001:db8::1]:443', silent.port);
    expect(network.dial({ ip: '198.51.100.1', port: 443 })).toEqual({ host: '127.0.0.1', port: silent.port });
    expect(await tcp('198.51.100.1')).toBe('connect');
    expect(await tcp('2001:db8::1')).toBe('connect');
    destinations.set('198.51.100.1:443', 'refused');
    expect(await tcp('198.51.100.1')).toBe('ECONNREFUSED');
    expect(await tcp('2001:db8::1')).toBe('connect');
  });

  test('never answers the attempt to connect where there is silence', async () => {
    destinations.set('198.51.100.1:443', 'silence');
    expect(await Promise.all([tcp('198.51.100.1'), tcp('198.51.100.1'), tls('198.51.100.1')])).toEqual([
      'nothing',
      'nothing',
      'nothing',
    ]);
  });

  test('knows no address that the test did not name', () => {
    destinations.set('198.51.100.1:443', silent.port);
    expect(() => network.dial({ ip: '198.51.100.1', port: 8443 })).toThrow('198.51.100.1:8443');
    expect(() => network.dial({ ip: '198.51.100.2', port: 443 })).toThrow('no such address');
  });
});

describe('a server that misbehaves', () => {
  test('accepts and stays silent, so that TCP is made and TLS is not', async () => {
    destinations.set('198.51.100.1:443', silent.port);
    expect(await tcp('198.51.100.1')).toBe('connect');
    expect(await tls('198.51.100.1')).toBe('nothing');
  });

  test('accepts and resets, so that TLS fails at once', async () => {
    destinations.set('198.51.100.1:443', resetting.port);
    expect(await tls('198.51.100.1')).toBe('ECONNRESET');
  });
});
