import { wallClock } from './clock.ts';
import { confirm } from './confirm.ts';
import { createConnect } from './connect.ts';
import { drill } from './drill.ts';
import type { Drill } from './model/drill.ts';
import { identify, type Spec } from './model/spec.ts';
import { ownResolver } from './own-resolver.ts';
import { renderMoment, renderQuestion } from './render-drill.ts';

/** What a terminal, a shell that is left, and a pipeline that is cancelled send. */
const SIGNALS = ['SIGINT', 'SIGQUIT', 'SIGHUP', 'SIGTERM'] as const;

/** `yes`: nobody is asked. `quiet`: the time line is not printed. */
type Manner = { readonly yes: boolean; readonly quiet: boolean };

/** One drill with the credentials, the clock and the terminal of this machine. A signal ends it, with the target registered. */
export async function drillNow(spec: Spec, { yes, quiet }: Manner): Promise<Drill> {
  const interruption = new AbortController();
  const interrupt = (): void => {
    interruption.abort();
  };
  // Kept until the end: a second Ctrl-C must not stop what the first one began.
  for (const signal of SIGNALS) process.on(signal, interrupt);
  // A pipe that nobody reads any more would end the process with the target out.
  process.stdout.on('error', interrupt);
  try {
    return await drill(spec, {
      connect: createConnect(),
      resolve: ownResolver,
      clock: wallClock,
      interrupted: interruption.signal,
      consent: async (plan) =>
        yes || confirm(renderQuestion(identify(spec), plan), { input: process.stdin, output: process.stderr }),
      tell: (moment, plan) => {
        if (!quiet) process.stdout.write(renderMoment(moment, plan));
      },
    });
  } finally {
    for (const signal of SIGNALS) process.off(signal, interrupt);
  }
}
