import { resolveAddresses } from './live/resolve.ts';
import type { Resolve } from './observe/answered.ts';

/** Asks the resolver of the network this runs in. */
export const ownResolver: Resolve = (name) => resolveAddresses(undefined, name);
