import type { Carrier } from '../land.ts';
import type { Pass } from '../life.ts';
import { isStranger, isWrite, lastAnswer, removalsOf, tagsOf } from '../traces.ts';
import { isBlurred, type Law, passName, told } from './law.ts';

/** Whose group a pass may write to. */
export const sealed: Law = {
  name: 'sealed',
  sentence: 'a group is written to only under the seal as last read, unpaused, in a mode that writes',
  broken: (life) =>
    life.passes.flatMap((pass) =>
      pass.steps.filter(isWrite).flatMap((step) => {
        const tags = tagsOf(lastAnswer(pass, step, 'DescribeTags'));
        const pause = tags['target-sync:pause-until'];
        const { mode } = life.land.opening;
        const wrongs = [
          tags['target-sync:source'] !== pass.sourceId && `the seal says ${tags['target-sync:source']}`,
          pause !== undefined && Date.parse(pause) > step.at && `it is paused until ${pause}`,
          mode === 'observe' && 'the mode is observe',
          mode === 'add' && step.operation === 'DeregisterTargets' && 'the mode is add',
        ];
        return wrongs.flatMap((wrong) =>
          wrong === false ? [] : [`${passName(pass)} makes ${step.operation}: ${wrong}`],
        );
      }),
    ),
};

/** What a refusal stops. */
export const refusedIsRefused: Law = {
  name: 'refused is refused',
  sentence: 'a refused pass changes nothing but strangers that name themselves',
  broken: (life) =>
    life.passes
      .filter(({ report }) => report?.outcome === 'refused')
      // A seal that moved in the middle of a pass refuses the rest of it; what came before was under the seal.
      .filter(({ steps }) => steps[0]?.sealMoves === steps.at(-1)?.sealMoves)
      .flatMap((pass) => [
        ...pass.steps
          .filter(({ operation }) => operation === 'RegisterTargets')
          .map(() => `${passName(pass)} is refused and registers`),
        ...removalsOf(life)
          .filter((removal) => removal.pass === pass && !isBlurred(removal))
          .flatMap((removal) =>
            removal.targets
              .filter(({ ip }) => !mayGo(removal.truth.carriers.get(ip), pass))
              .map(({ ip }) => told(removal, `${ip} is of ${removal.truth.carriers.get(ip)}`)),
          ),
      ]),
};

/** Where only cross-zone is in the way the source is known, and with it who else is a stranger. */
function mayGo(carrier: Carrier | undefined, { report }: Pass): boolean {
  return carrier === 'instance' || (report?.refusal?.code === 'cross-zone-off' && isStranger(carrier));
}
