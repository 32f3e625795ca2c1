import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { FUNCTION_TIMEOUT_SECONDS } from '../model/limits.ts';
import { type AwsOptions, clientConfig } from './clients.ts';
import { doing } from './failure.ts';

/** What an invoked function came to: its answer, or the message of the error it ended with. */
export type Invoked =
  | { readonly kind: 'returned'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly message: string };

/** Room for the answer of a function to arrive, inside the time of the function that waits for it. */
const MARGIN_MS = 5_000;

/** Invokes a function and waits for its answer: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
export function invokeFunction(
  functionArn: string,
  payload: string,
  { region, options }: { readonly region: string; readonly options: AwsOptions },
): Promise<Invoked> {
  return doing(`invoking ${functionArn}`, async () => {
    const timeoutMs = FUNCTION_TIMEOUT_SECONDS * 1000 - MARGIN_MS;
    // One attempt: the gate asks again by itself.
    const client = new LambdaClient({ ...clientConfig(region, options, timeoutMs), maxAttempts: 1 });
    const answer = await client.send(new InvokeCommand({ FunctionName: functionArn, Payload: Buffer.from(payload) }), {
      abortSignal: AbortSignal.timeout(timeoutMs),
    });
    const text = answer.Payload?.transformToString() ?? '';
    const value: unknown = text === '' ? undefined : JSON.parse(text);
    return answer.FunctionError === undefined
      ? { kind: 'returned', value }
      : { kind: 'failed', message: errorMessage(value, answer.FunctionError) };
  });
}

/** Lambda reports an error as `{ errorType, errorMessage }`: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html */
function errorMessage(value: unknown, kind: string): string {
  const { errorType, errorMessage: message } = (value ?? {}) as Readonly<Record<string, unknown>>;
  return `${String(errorType ?? kind)}: ${String(message ?? 'no message')}`;
}
