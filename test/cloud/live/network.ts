import type { Dial } from '../../../controller/live/dial.ts';
import { CLOSED_PORT } from './misbehaving.ts';
import { openUnreachable } from './unreachable.ts';

/**
 * Where a connection leads: to a port of 127.0.0.1, to one that refuses it, or (`silence`) to one that never answers the
 * attempt to connect. A server that accepts and then stays silent is another thing, with a port of its own.
 */
export type Destination = number | 'refused' | 'silence';

/** A network with fixed IPs, on loopback. */
export type Network = { readonly dial: Dial; readonly close: () => Promise<void> };

/**
 * A network of destinations by `ip:port` (`[ip]:port` in IPv6), read at every connection: a test may change them. An
 * address that is not among them is a mistake in the test, and dialling it throws.
 */
export async function openNetwork(destinations: ReadonlyMap<string, Destination>): Promise<Network> {
  const unreachable = await openUnreachable();
  return {
    dial: ({ ip, port }) => {
      const address = ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`;
      const destination = destinations.get(address);
      if (destination === undefined) throw new Error(`dialling ${address}: this network has no such address`);
      const ports = { refused: CLOSED_PORT, silence: unreachable.port };
      return { host: '127.0.0.1', port: typeof destination === 'number' ? destination : ports[destination] };
    },
    close: unreachable.close,
  };
}
