import type { Land } from '../land.ts';
import { carrierOf, type Source } from '../land/truth.ts';
import type { Happening } from '../story/happening.ts';

/** The world as a happening finds it. */
export type Scene = Pick<Land, 'cloud' | 'group' | 'loadBalancer'> & {
  readonly land: Land;
  readonly now: number;
  /** The source that is bound, while AWS knows of it. */
  readonly boundId: string;
  readonly bound: Source | undefined;
};

/** What happens to a world; that calls take long is no matter of the world's. */
export type Act = Exclude<Happening, { readonly kind: 'stall' }>;
export type Kind = Act['kind'];

/** What each happening does, and what is said of it; undefined where there is nothing to do it to. */
export type Acts = {
  readonly [K in Kind]: (scene: Scene, what: Extract<Act, { readonly kind: K }>) => string | undefined;
};

/** IPs that a source had and nobody has now, the last one first. */
export function freedIps(land: Land): readonly string[] {
  return [...land.known].filter((ip) => carrierOf(land, ip) === 'nobody').toReversed();
}
