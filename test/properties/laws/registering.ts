import { addressesOf } from '../land/truth.ts';
import { failed, isSourceRead, isStranger, keyOf, lastBefore, targetsOf } from '../traces.ts';
import { isBlurred, judged, type Law, passName, told } from './law.ts';

/** What a pass may bring in. */
export const nothingButTheSource: Law = {
  name: 'nothing but the source',
  sentence: 'what is registered are addresses of the source as that pass read them, on the binding’s port',
  broken: (life) =>
    life.passes.flatMap((pass) =>
      pass.steps
        .filter(({ operation }) => operation === 'RegisterTargets')
        .flatMap((step) => {
          const read = lastBefore(pass, step, (each) => isSourceRead(each) && !failed(each));
          const behind = pass.steps.some(({ fault }) => fault === 'behind');
          const own = new Set([
            ...(read?.truth.addresses ?? []),
            ...(behind ? addressesOf(life.land, pass.sourceId) : []),
          ]);
          return targetsOf(step)
            .filter(
              ({ ip, port }) => !behind && (!own.has(ip) || port !== life.land.port || life.land.keep.includes(ip)),
            )
            .map((target) => `${passName(pass)} registers ${keyOf(target)}, which is not the source’s`);
        }),
    ),
};

/** A surplus waits for what is to replace it. */
export const registersFirst: Law = {
  name: 'registers first',
  sentence: 'where a registration failed, nothing but strangers is removed in that pass',
  broken: (life) =>
    judged(life).flatMap((removal) => {
      const { pass, step, targets, truth } = removal;
      const entered = pass.steps.filter(
        ({ operation, place }) => operation === 'RegisterTargets' && place < step.place,
      );
      const open = entered
        .filter((each) => each.error !== undefined)
        .flatMap(targetsOf)
        .filter(
          (target) =>
            entered.findLast((each) => targetsOf(each).some((other) => keyOf(other) === keyOf(target)))?.error !==
            undefined,
        );
      const others = targets.filter(({ ip }) => !isStranger(truth.carriers.get(ip)));
      return open.length > 0 && others.length > 0 && !isBlurred(removal)
        ? [told(removal, 'a registration had failed')]
        : [];
    }),
};
