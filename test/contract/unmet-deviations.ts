import type { Reporter, TestModule } from 'vitest/node';
import { deviations } from './deviations.ts';

/** Set where the suite runs without filters, so that a deviation nobody met may fail it. */
export const WHOLE_RUN = 'CONTRACT_WHOLE_RUN';

/** Fails a whole, green run that met a listed deviation nowhere: moto has mended it, or its test is gone. */
export class UnmetDeviations implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const whole = process.env[WHOLE_RUN] !== undefined;
    if (!whole || tests.length === 0 || tests.some((test) => test.result().state !== 'passed')) return;

    const met = new Set<string>(tests.flatMap((test) => test.meta().deviations ?? []));
    const unmet = Object.keys(deviations).filter((id) => !met.has(id));
    if (unmet.length === 0) return;
    console.error(`No test met these deviations of moto: ${unmet.join(', ')}. Remove them from deviations.ts.`);
    process.exitCode = 1;
  }
}
