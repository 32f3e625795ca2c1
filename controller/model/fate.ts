import type { Problem } from './reading.ts';
import type { ListedTarget } from './target.ts';

/** What became of a surplus target's IP. */
export type Fate =
  /** An interface of our source after all: the observation is stale. */
  | { readonly kind: 'ours'; readonly interfaceId: string }
  /** An endpoint of the same service, or a source named in `previous`. `deleted` where it is, or is being: it serves no more. */
  | { readonly kind: 'retired'; readonly sourceId: string; readonly zoneId: string; readonly deleted?: true }
  /** Any other interface. */
  | { readonly kind: 'stranger'; readonly interfaceId: string; readonly what: string }
  /** No interface, proved. */
  | { readonly kind: 'gone' }
  /** Nothing proved. `needsOperator` where time will not tell; `problem` where a read failed. */
  | { readonly kind: 'unknown'; readonly why: string; readonly needsOperator: boolean; readonly problem?: Problem };

/** A surplus target with its fate. */
export type Surplus = { readonly target: ListedTarget; readonly fate: Fate };
