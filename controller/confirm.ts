import { createInterface } from 'node:readline/promises';

/** Where a question is put, and where its answer comes from. */
export type Terminal = { readonly input: NodeJS.ReadableStream; readonly output: NodeJS.WritableStream };

/** Asks a question. Only `y` or `yes` is consent: the end of the input and Ctrl-C are not. */
export async function confirm(question: string, { input, output }: Terminal): Promise<boolean> {
  const asking = createInterface({ input, output });
  const closed = new AbortController();
  asking.once('close', () => {
    closed.abort();
  });
  try {
    return /^y(es)?$/i.test((await asking.question(question, { signal: closed.signal })).trim());
  } catch (error) {
    if (closed.signal.aborted) return false;
    throw error;
  } finally {
    asking.close();
  }
}
