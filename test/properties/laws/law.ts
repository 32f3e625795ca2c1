import type { Life, Pass } from '../life.ts';
import { type Removal, removalsOf } from '../traces.ts';

/** What must be true of every life. `broken` says where it is not, in words. */
export type Law = {
  readonly name: string;
  readonly sentence: string;
  readonly broken: (life: Life) => readonly string[];
};

/** The removals that laws speak of: those under the seal as last read. */
export function judged(life: Life): readonly Removal[] {
  return removalsOf(life).filter(({ overtaken }) => !overtaken);
}

/** A pass, in words. */
export function passName({ index, kind }: Pass): string {
  return `${kind} pass ${index + 1}`;
}

/** A removal and what is wrong with it, in words. */
export function told({ pass, targets }: Removal, what: string): string {
  return `${passName(pass)} removes ${targets.map(({ ip }) => ip).join(', ')}: ${what}`;
}

/** True where a replica that is behind may have shown the pass another time. */
export function isBlurred({ pass }: Pick<Removal, 'pass'>): boolean {
  return pass.steps.some(({ fault }) => fault === 'behind');
}
