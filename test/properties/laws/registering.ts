import { addressesOf } from '../land/truth.ts';
import { failed, ipsIn, isSourceRead, isStranger, keyOf, lastBefore, targetsOf, zonesOf } from '../traces.ts';
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

/** Who says what the source's addresses are. */
export const ec2Alone: Law = {
  name: 'EC2 alone',
  sentence:
    'every address that is registered stood in what EC2 answered to that pass of the source’s own; DNS never adds one',
  broken: ({ passes }) =>
    passes.flatMap((pass) => {
      const named = new Set(pass.steps.filter(isSourceRead).flatMap(ipsIn));
      return pass.steps
        .filter(({ operation }) => operation === 'RegisterTargets')
        .flatMap(targetsOf)
        .filter(({ ip }) => !named.has(ip))
        .map(({ ip }) => `${passName(pass)} registers ${ip}, which EC2 did not name`);
    }),
};

/** What is said of a target's zone. */
export const allOutside: Law = {
  name: 'all outside',
  sentence: 'a registration says the zone all exactly where the source lies outside the group’s VPC, and else no zone',
  broken: ({ passes, land }) =>
    passes.flatMap((pass) =>
      pass.steps
        .filter(({ operation }) => operation === 'RegisterTargets')
        .flatMap(zonesOf)
        .filter((zone) => zone !== (land.ground.outside ? 'all' : undefined))
        .map((zone) => `${passName(pass)} registers with the zone ${zone ?? 'that AWS finds'}`),
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
