import { contains, familyOf } from '../../model/ip.ts';

/** The blocks of everybody, one a family. */
export const EVERYBODY = ['0.0.0.0/0', '::/0'] as const;

/** The block of one IP. */
export function blockOf(ip: string): string {
  return `${ip}/${bitsOf(ip)}`;
}

/** True if blocks contain, together, every address of a block. */
export function isCovered(block: string, by: readonly string[]): boolean {
  if (by.some((outer) => isWithin(block, outer))) return true;
  const inside = by.filter((inner) => isWithin(inner, block));
  // Two blocks are nested or disjoint. So the outermost of those inside fill the block when their sizes add up to its own.
  return outermost(inside).reduce((sum, inner) => sum + sizeOf(inner), 0n) === sizeOf(block);
}

/** True if two blocks have an address in common. */
export function overlap(one: string, other: string): boolean {
  return isWithin(one, other) || isWithin(other, one);
}

function outermost(blocks: readonly string[]): readonly string[] {
  const widestFirst = blocks.toSorted((a, b) => prefixLengthOf(a) - prefixLengthOf(b));
  return widestFirst.reduce<readonly string[]>(
    (kept, block) => (kept.some((outer) => isWithin(block, outer)) ? kept : [...kept, block]),
    [],
  );
}

function isWithin(inner: string, outer: string): boolean {
  const [network = ''] = inner.split('/');
  return prefixLengthOf(outer) <= prefixLengthOf(inner) && contains(outer, network);
}

function sizeOf(block: string): bigint {
  return 1n << BigInt(bitsOf(block) - prefixLengthOf(block));
}

function prefixLengthOf(block: string): number {
  return Number(block.split('/')[1]);
}

function bitsOf(block: string): number {
  return familyOf(block) === 'ipv6' ? 128 : 32;
}
