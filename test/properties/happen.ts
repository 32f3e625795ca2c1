import { OPERATOR_ACTS } from './happen/operators.ts';
import { OTHER_ACTS } from './happen/others.ts';
import type { Act, Acts, Kind, Scene } from './happen/scene.ts';
import { SERVING_ACTS } from './happen/serving.ts';
import { SIGHT_ACTS } from './happen/sight.ts';
import { SOURCE_ACTS } from './happen/sources.ts';
import { noteAddresses } from './land/network.ts';
import { sourceOf } from './land/truth.ts';
import type { Land } from './land.ts';
import type { Happening } from './story/happening.ts';

/** True for what a deployment does to the seal. */
export function movesSeal({ kind }: Happening): boolean {
  return kind === 'replace' || kind === 'move back' || kind === 'unseal';
}

/** Lets something happen, and says in words what came of it: what cannot happen just now does not. */
export function happen(land: Land, what: Act): string {
  const { cloud, group, loadBalancer } = land;
  const boundId = land.bound.at(-1) ?? '';
  const bound = sourceOf(land, boundId);
  const scene = { land, cloud, group, loadBalancer, now: cloud.clock.now().getTime(), boundId, bound };
  const said = act(what.kind, scene, what);
  noteAddresses(land);
  return said ?? `${what.kind}: nothing to do it to`;
}

const ACTS: Acts = { ...SOURCE_ACTS, ...SIGHT_ACTS, ...OTHER_ACTS, ...SERVING_ACTS, ...OPERATOR_ACTS };

// The compiler cannot see that a happening has the kind it was looked up by.
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- it ties the entry to its happening
function act<K extends Kind>(kind: K, scene: Scene, what: Act): string | undefined {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
  return ACTS[kind](scene, what as Extract<Act, { readonly kind: K }>);
}
