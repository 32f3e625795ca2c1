import { prefixLength } from '../ipv4.ts';

/** Shortest prefix that is still somebody: no operator but a registry's largest holders has a /8. */
const SHORTEST_PREFIX_LENGTH = 8;

/** Why a block may not connect unless it is asked for by name. Undefined: it may. */
export function opensToTheWorld(block: string): string | undefined {
  return prefixLength(block) >= SHORTEST_PREFIX_LENGTH
    ? undefined
    : `"${block}" opens the front door to the world (any prefix shorter than /${SHORTEST_PREFIX_LENGTH} counts so)`;
}
