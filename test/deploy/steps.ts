/** One step of a lane: throws if it is not as it should be, and may say what it found. */
export type Step = { readonly what: string; readonly run: () => Promise<string | undefined> };

/** Runs steps that build upon each other, a line for each; none after a failure. True if all passed. */
export async function runSteps(steps: readonly Step[], explain: () => string): Promise<boolean> {
  for (const [index, { what, run }] of steps.entries()) {
    const beganAt = performance.now();
    const seconds = (): string => `${((performance.now() - beganAt) / 1_000).toFixed(1)} s`;
    try {
      // oxlint-disable-next-line no-await-in-loop -- one stands on the other
      const found = await run();
      console.log(`ok ${index + 1}: ${what} (${seconds()})${found === undefined ? '' : `\n    ${found}`}`);
    } catch (error) {
      console.log(`FAILED ${index + 1}: ${what} (${seconds()})`);
      console.log(error instanceof Error ? (error.stack ?? error.message) : String(error));
      console.log(explain());
      console.log(`${index} passed, 1 failed, ${steps.length - index - 1} not run`);
      return false;
    }
  }
  console.log(`${steps.length} passed, 0 failed`);
  return true;
}

/** Looks every second until something is there; throws when the time is over. */
export async function eventually<T>(
  what: string,
  seconds: number,
  look: () => T | undefined | Promise<T | undefined>,
): Promise<T> {
  const until = performance.now() + seconds * 1_000;
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- one look after the other
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > until) throw new Error(`${what}: not within ${seconds} s`);
    // oxlint-disable-next-line no-await-in-loop -- as above
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}
