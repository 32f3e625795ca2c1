import { isIP } from 'node:net';
import { InvalidArgumentError } from 'commander';

/** `ip`, `ip:port` or `[ip]:port`; of an IPv6 address without brackets all colons are its own. */
const ADDRESS = /^(?:\[([^\]]+)\](?::\d{1,5})?|([^:]+)(?::\d{1,5})?|(.+))$/;

/** Takes one more resolver from the command line. Throws commander's error for what is no address. */
export function oneMoreResolver(value: string, before: readonly string[] = []): readonly string[] {
  const [, bracketed, plain, alone] = ADDRESS.exec(value) ?? [];
  if (isIP(bracketed ?? plain ?? alone ?? '') === 0) {
    throw new InvalidArgumentError('Expected an IP address, as in 10.0.0.2 or 10.0.0.2:5353.');
  }
  return [...before, value];
}
