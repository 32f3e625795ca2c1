import { isIP } from 'node:net';
import type { Family } from './state.ts';

/** The family of an IP; undefined for anything else. */
export function familyOf(ip: string): Family | undefined {
  const version = isIP(ip);
  return version === 0 ? undefined : version === 6 ? 'ipv6' : 'ipv4';
}

/** True if a block, of either family, contains an IP. */
export function contains(cidr: string, ip: string): boolean {
  const { base, hostBits, family } = parseCidr(cidr);
  return familyOf(ip) === family && toNumber(ip) >> hostBits === base >> hostBits;
}

/** True if two blocks share an address. */
export function overlap(a: string, b: string): boolean {
  return contains(a, b.split('/')[0] ?? '') || contains(b, a.split('/')[0] ?? '');
}

/** The nth address of a block; undefined beyond its end. */
export function nthAddress(cidr: string, n: number): string | undefined {
  const { base, hostBits, family } = parseCidr(cidr);
  return BigInt(n) < 1n << hostBits ? toText(base + BigInt(n), family) : undefined;
}

/** How many addresses a block has. */
export function sizeOf(cidr: string): number {
  return 2 ** Number(parseCidr(cidr).hostBits);
}

/** The one spelling of an IP, so that equal addresses compare equal. */
export function canonical(ip: string): string {
  const family = familyOf(ip);
  return family === undefined ? ip : toText(toNumber(ip), family);
}

function parseCidr(cidr: string): { base: bigint; hostBits: bigint; family: Family } {
  const [network = '', length = ''] = cidr.split('/');
  const family = familyOf(network);
  if (family === undefined || !/^\d+$/.test(length)) throw new Error(`reading the block ${cidr}: it is not a CIDR`);
  return { base: toNumber(network), hostBits: BigInt((family === 'ipv6' ? 128 : 32) - Number(length)), family };
}

function toNumber(ip: string): bigint {
  if (!ip.includes(':')) return ip.split('.').reduce((value, byte) => value * 256n + BigInt(byte), 0n);
  const [head = [], tail = []] = ip.split('::').map((half) => half.split(':').filter((group) => group !== ''));
  const zeros: string[] = Array.from({ length: 8 - head.length - tail.length }, () => '0');
  return [...head, ...zeros, ...tail].reduce((value, group) => value * 65_536n + BigInt(`0x${group}`), 0n);
}

function toText(value: bigint, family: Family): string {
  if (family === 'ipv4') return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.');
  const groups = Array.from({ length: 8 }, (_, index) => ((value >> BigInt(112 - 16 * index)) & 65_535n).toString(16));
  // The URL parser compresses the longest run of zeros, as RFC 5952 asks.
  return new URL(`http://[${groups.join(':')}]/`).hostname.slice(1, -1);
}
