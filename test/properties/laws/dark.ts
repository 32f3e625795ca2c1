import { zoneOf } from '../land/truth.ts';
import type { Life } from '../life.ts';
import { isStranger, keyOf, lastAnswer, type Listed, type Removal } from '../traces.ts';
import { isBlurred, judged, type Law, told } from './law.ts';

/** No pass takes the last target that serves. */
export const neverDark: Law = {
  name: 'never dark',
  sentence: 'passes leave a healthy target that is no stranger’s, if one was listed, whatever others take meanwhile',
  broken: (life) =>
    judged(life).flatMap((removal) => {
      const serving = removal.listing.filter((target) => mayServe(target, removal));
      return serving.length > 0 && left(serving, removal, life).length === 0 ? [told(removal, 'none is left')] : [];
    }),
};

/** Nor the last one of a zone, where a zone has only its own. */
export const noZoneDark: Law = {
  name: 'no zone dark',
  sentence: 'with cross-zone off, no zone loses its last healthy target to passes',
  broken: (life) =>
    judged(life).flatMap((removal) => {
      if (readCrossZone(removal)) return [];
      const enabled = life.land.loadBalancer.zones.map((_, index) => index);
      return enabled.flatMap((zone) => {
        const serving = removal.listing.filter((target) => zoneOf(target.ip) === zone && mayServe(target, removal));
        const dark = serving.length > 0 && left(serving, removal, life).length === 0;
        return dark ? [told(removal, `zone ${zone + 1} has none left`)] : [];
      });
    }),
};

function mayServe({ ip, health }: Listed, { truth }: Removal): boolean {
  return health === 'healthy' && !isStranger(truth.carriers.get(ip));
}

/** What of some targets is left after a removal, and after all that others of us removed since the listing it rests on. */
function left(serving: readonly Listed[], { listedAt, step }: Removal, life: Life): readonly Listed[] {
  const taken = judged(life)
    .filter((other) => other.step.place > listedAt && other.step.place <= step.place)
    .flatMap(({ targets }) => targets.map(keyOf));
  return serving.filter((target) => !taken.includes(keyOf(target)));
}

/** Cross-zone as the pass may have read it: where any reading of it says on, on. */
function readCrossZone({ pass, step }: Removal): boolean {
  const reads = ['DescribeTargetGroupAttributes', 'DescribeLoadBalancerAttributes'].map((operation) =>
    lastAnswer(pass, step, operation),
  );
  return isBlurred({ pass }) || reads.some((read) => read?.truth.crossZone === true);
}
