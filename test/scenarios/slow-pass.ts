import { replace } from './happenings.ts';
import { holdAt } from './hold-at.ts';
import type { Pass, Stage } from './stage.ts';

/** Where a pass stands still: before the n-th call of an operation. */
type Stop = { readonly operation: string; readonly nth?: number };

/**
 * A slow pass, with the binding as it is now, stands still before a call while something happens, and then goes on. The
 * passes of that something come first, then the slow one.
 */
export async function slowly(
  stage: Stage,
  { operation, nth }: Stop,
  meanwhile: () => Promise<readonly Pass[]>,
): Promise<readonly Pass[]> {
  const held = holdAt(stage.cloud, operation, nth);
  const slow = stage.deliver(stage.event(), { requestHandler: held.requestHandler });
  const ended = slow.then(() => {
    throw new Error(`the pass ended before call ${nth ?? 1} of ${operation}`);
  });
  await Promise.race([held.reached, ended]);
  const fast = await meanwhile();
  held.release();
  return [...fast, await slow];
}

/** A deployment moves the seal to another endpoint, and a fast pass with the new binding follows; the old endpoint stays. */
export async function deploy(stage: Stage, seconds = 20): Promise<readonly Pass[]> {
  replace(stage);
  const pass = await stage.pass();
  stage.cloud.advance(seconds);
  return [pass];
}

/** Reads the seal; the first call of a pass is for all bindings. */
export const SEAL = 'DescribeTags';

/** Why the only binding of a pass was refused, if it was. */
export const codeOf = (pass: Pass | undefined): string | undefined => pass?.outcomes[0]?.refusal?.code;
