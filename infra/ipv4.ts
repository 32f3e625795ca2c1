/** A block of IPv4 addresses as numbers: its first and its last. */
type Block = { readonly first: number; readonly last: number };

/** The prefix length of a CIDR: 16 in 10.0.0.0/16. */
export function prefixLength(cidr: string): number {
  return Number(cidr.split('/')[1]);
}

/** The CIDR without host bits: 10.0.0.0/16 for 10.0.0.1/16. */
export function canonicalCidr(cidr: string): string {
  return `${toText(blockOf(cidr).first)}/${prefixLength(cidr)}`;
}

/** The n-th block of a prefix length, counted from the first address of a CIDR. It may lie beyond the CIDR's end. */
export function blockAt(cidr: string, length: number, index: number): string {
  return `${toText(blockOf(cidr).first + index * 2 ** (32 - length))}/${length}`;
}

/** Where an address lies in a CIDR, counted from its first address and from its last. Undefined: it lies outside. */
export function positionIn(cidr: string, ip: string): { fromFirst: number; fromLast: number } | undefined {
  const { first, last } = blockOf(cidr);
  const address = toNumber(ip);
  return address < first || address > last ? undefined : { fromFirst: address - first, fromLast: last - address };
}

function blockOf(cidr: string): Block {
  const size = 2 ** (32 - prefixLength(cidr));
  const first = Math.floor(toNumber(cidr.split('/')[0] ?? '') / size) * size;
  return { first, last: first + size - 1 };
}

function toNumber(ip: string): number {
  return ip.split('.').reduce((value, byte) => value * 256 + Number(byte), 0);
}

function toText(address: number): string {
  return [24, 16, 8, 0].map((bits) => Math.floor(address / 2 ** bits) % 256).join('.');
}
