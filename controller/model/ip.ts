/** The family of an IP and of a target group: AWS's IpAddressType of a target group. */
export type Family = 'ipv4' | 'ipv6';

/**
 * The one spelling of an IP, so that equal addresses compare equal: IPv6 lower-case and compressed as in RFC 5952. What
 * is no IP stays as it is.
 */
export function canonicalIp(ip: string): string {
  const url = ip.includes(':') ? URL.parse(`http://[${ip}]/`) : null;
  return url === null ? ip : url.hostname.slice(1, -1);
}

/** True if a CIDR block, of either family, contains an IP. */
export function contains(cidr: string, ip: string): boolean {
  const [network = '', prefixLength = ''] = cidr.split('/');
  if (network.includes(':') !== ip.includes(':')) return false;
  const hostBits = BigInt((ip.includes(':') ? 128 : 32) - Number(prefixLength));
  return toNumber(network) >> hostBits === toNumber(ip) >> hostBits;
}

function toNumber(ip: string): bigint {
  if (!ip.includes(':')) return ip.split('.').reduce((value, byte) => value * 256n + BigInt(byte), 0n);
  const [head = '', tail] = canonicalIp(ip).split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros: string[] = Array.from({ length: 8 - left.length - right.length }, () => '0');
  return [...left, ...zeros, ...right].reduce((value, group) => value * 65_536n + BigInt(`0x${group}`), 0n);
}

/** The family an IP is written in. */
export function familyOf(ip: string): Family {
  return ip.includes(':') ? 'ipv6' : 'ipv4';
}
