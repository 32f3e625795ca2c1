import type { Answers } from './answers.ts';
import { settle } from './nature.ts';
import { targetsOf } from './pass-facts.ts';
import type { Pass, Passes } from './pass-in-flight.ts';
import { atRest, isWhole } from './scaling.ts';
import { type Setting, type TinyWorld, worldKey } from './tiny-world.ts';
import { isWrite, write } from './writes.ts';

/** What a pass needs to run beside nothing else. */
export type Means = { readonly answers: Answers; readonly passes: Passes; readonly setting: Setting };

/** A pass that met nothing else from beginning to end: how it ended, and the world it left. */
export type Alone = { readonly pass: Pass; readonly world: TinyWorld; readonly wrote: boolean };

/** Passes, each after everything has settled, that heal any world: one to register, one a zone, one to see it, two spare. */
const ENOUGH = 6;

/** Runs one pass for the sealed source, with nothing beside it. */
export async function runAlone(world: TinyWorld, { answers, passes, setting }: Means): Promise<Alone> {
  let pass = await passes.begin(world.seal);
  let now = world;
  for (let [call] = pass.parked; call !== undefined; [call] = pass.parked) {
    // oxlint-disable-next-line no-await-in-loop -- one call after the other
    const answer = await answers.to(call.question, now);
    const { operation } = call.question;
    if (isWrite(operation)) now = write(now, operation, targetsOf(call), setting);
    // oxlint-disable-next-line no-await-in-loop -- as above
    pass = await passes.answered(pass, call, answer);
  }
  return { pass, world: now, wrote: pass.calls.some(({ question }) => isWrite(question.operation)) };
}

/**
 * Runs passes alone, nature settling before each, until one writes nothing. The law: the group then holds the source's
 * addresses and nothing else, or the source is gone and the pass says so.
 */
export async function brokenByTime(start: TinyWorld, means: Means): Promise<string | undefined> {
  let world = start;
  for (let count = 0; count < ENOUGH; count += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one pass after the other
    const { pass, wrote, ...left } = await runAlone(settle(atRest(world, means.setting)), means);
    world = left.world;
    if (wrote) continue;
    const { outcome } = pass;
    const expected = world.carriers.includes(world.seal) ? 'in-sync' : 'refused';
    // Where strangers hold both IPs of a zone an ALB can have no node there, and is not all of itself.
    const isPartial = means.setting.source === 'ALB' && expected === 'in-sync' && !isWhole(world);
    return outcome?.outcome === expected || (isPartial && outcome?.outcome === 'waiting')
      ? undefined
      : `passes alone end ${expected}: ${worldKey(world)} ends ${outcome?.outcome}`;
  }
  return `passes alone end in writing nothing: ${worldKey(world)} is still written to after ${ENOUGH}`;
}
