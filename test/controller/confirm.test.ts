import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { confirm } from '../../controller/confirm.ts';

/** Asks, and answers with what is typed; then the input ends. */
async function answer(typed: string): Promise<{ readonly consent: boolean; readonly asked: string }> {
  const input = new PassThrough();
  const output = new PassThrough();
  const consent = confirm('Take it out? ', { input, output });
  input.end(typed);
  return { consent: await consent, asked: String(output.read()).trimEnd() };
}

describe('a question', () => {
  it.each(['y\n', 'Y\n', 'yes\n', ' yes \n'])('takes %j as consent', async (typed) => {
    expect(await answer(typed)).toEqual({ consent: true, asked: 'Take it out?' });
  });

  it.each(['n\n', 'no\n', '\n', 'yesterday\n', ''])('does not take %j as consent', async (typed) => {
    expect(await answer(typed)).toEqual({ consent: false, asked: 'Take it out?' });
  });
});
