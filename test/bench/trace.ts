import type { Ground } from './ground.ts';

/** Something that happens at a virtual second from the start. */
export type Happening<S extends Ground = Ground> = { readonly at: number; readonly happens: (site: S) => void };

/** What happens to a steady site, the same for every policy. */
export type Trace<S extends Ground = Ground> = {
  readonly name: string;
  readonly tells: string;
  /** Virtual minutes from start to end. Each begins with a pass, the last ten are calm. */
  readonly minutes: number;
  readonly set: () => S;
  readonly happenings: readonly Happening<S>[];
  /** The second from which healing is measured, where it is not that of the first happening. */
  readonly mendableAt?: number;
};

/** How long traces are, in words. */
export function minutesOf(traces: readonly Pick<Trace, 'minutes'>[]): string {
  const minutes = traces.map((trace) => trace.minutes);
  const [least, most] = [Math.min(...minutes), Math.max(...minutes)];
  return least === most ? String(least) : `${least} to ${most}`;
}

/** In the third minute: 25 s after a pass, 35 s before the next. */
export const EVENT = 2 * 60 + 25;

/** Begins a trouble that ends by itself. */
export function during<S extends Ground>(
  from: number,
  seconds: number,
  begin: (site: S) => () => void,
): readonly Happening<S>[] {
  let end = (): void => undefined;
  return [
    {
      at: from,
      happens: (site) => {
        end = begin(site);
      },
    },
    {
      at: from + seconds,
      happens: () => {
        end();
      },
    },
  ];
}
