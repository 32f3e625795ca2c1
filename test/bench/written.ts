import type { Ground } from './ground.ts';

/** What was written so far, as `operation ip ip`. */
export function writesOf({ stage: { cloud } }: Ground): readonly string[] {
  return cloud.calls
    .filter(({ write }) => write)
    .map(({ operation, params: { Targets } }) =>
      [operation, ...(Array.isArray(Targets) ? Targets.map(({ Id }) => String(Id)) : [])].join(' '),
    );
}
