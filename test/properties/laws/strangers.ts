import type { Life, Pass } from '../life.ts';
import { isStranger, keyOf, landed, type Listed, listingOf, tagsOf, targetsOf } from '../traces.ts';
import { type Law, passName } from './law.ts';

/** A stranger is not left to serve for longer than it takes to see that it is one. */
export const strangersGo: Law = {
  name: 'strangers go',
  sentence: 'the first pass that may evict a stranger does, unless its write meets a fault',
  broken: (life) => life.passes.flatMap((pass) => staying(pass, life)),
};

/** The strangers that a pass might have evicted and left. */
function staying(pass: Pass, { land, passes }: Life): readonly string[] {
  const { opening, port, keep } = land;
  const [first] = pass.steps;
  const lastStep = pass.steps.at(-1);
  if (first === undefined || lastStep === undefined) return [];
  const calm =
    pass.steps.every(({ error, fault }) => error === undefined && fault === undefined) &&
    first.happened === lastStep.happened &&
    first.sealMoves === lastStep.sealMoves;
  const pause = tagsOf(pass.steps.find(({ operation }) => operation === 'DescribeTags'));
  const paused = pause['target-sync:pause-until'] !== undefined;
  const sealed = pause['target-sync:source'] === pass.sourceId;
  if (!calm || paused || !sealed || opening.mode !== 'enforce' || opening.shared) return [];
  if (pass.report?.refusal?.code === 'spec-not-fresh') return [];
  // A source that may not be registered is known all the same.
  const usable = pass.report?.outcome !== 'refused' || pass.report.refusal?.code === 'cross-zone-off';
  const listing = listingOf(pass.steps.find(({ operation }) => operation === 'DescribeTargetHealth'));
  const final = listingOf(pass.steps.findLast(({ operation }) => operation === 'DescribeTargetHealth'));
  const healthyDesired = (list: readonly Listed[]): boolean =>
    list.some(
      ({ ip, port: at, health }) =>
        at === port && health === 'healthy' && first.truth.addresses.includes(ip) && !keep.includes(ip),
    );
  const taken = passes.flatMap(({ steps }) =>
    steps
      .filter(
        (step) =>
          landed(step) &&
          step.operation === 'DeregisterTargets' &&
          step.at >= first.at - opening.lagSeconds * 1_000 &&
          step.place <= lastStep.place,
      )
      .flatMap(targetsOf)
      .map(keyOf),
  );
  /** By a listing alone: health may turn while the pass reads back. */
  const mayGo = (target: Listed, list: readonly Listed[]): boolean => {
    const health = list.find((each) => keyOf(each) === keyOf(target))?.health;
    return health !== 'healthy' || opening.protocol !== 'TCP 443' || (usable && healthyDesired(list));
  };
  return listing
    .filter((target) => target.port === port && !target.health.endsWith('draining') && !keep.includes(target.ip))
    .filter((target) => {
      const carrier = first.truth.carriers.get(target.ip);
      return usable ? isStranger(carrier) : carrier === 'instance';
    })
    .filter((target) => [listing, final].every((list) => mayGo(target, list)))
    .filter((target) => !taken.includes(keyOf(target)))
    .map((target) => `${passName(pass)} leaves the stranger ${keyOf(target)}, which is ${target.health}`);
}
