import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { parseArn } from '../model/target-group.ts';
import { type AwsOptions, clientConfig } from './clients.ts';
import { doing } from './failure.ts';

/** What an invoked function came to: its answer, or the message of the error it ended with. */
export type Invoked =
  | { readonly kind: 'returned'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly message: string };

/** A function to invoke, what to send it, how long to wait for it, and the pass that waits. */
export type Invocation = {
  readonly functionArn: string;
  readonly payload: string;
  readonly timeoutSeconds: number;
  readonly signal?: AbortSignal | undefined;
};

/** Invokes a function and waits for its answer: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
export function invokeFunction(
  { functionArn, payload, timeoutSeconds, signal }: Invocation,
  options: AwsOptions,
): Promise<Invoked> {
  return doing(`invoking ${functionArn}`, async () => {
    const timeoutMs = timeoutSeconds * 1000;
    // One attempt: whoever asks, asks again by itself.
    const config = { ...clientConfig(parseArn(functionArn).region, options, timeoutMs), maxAttempts: 1 };
    const own = AbortSignal.timeout(timeoutMs);
    const answer = await new LambdaClient(config).send(
      new InvokeCommand({ FunctionName: functionArn, Payload: Buffer.from(payload) }),
      { abortSignal: signal === undefined ? own : AbortSignal.any([signal, own]) },
    );
    const text = answer.Payload?.transformToString() ?? '';
    const value: unknown = text === '' ? undefined : JSON.parse(text);
    return answer.FunctionError === undefined
      ? { kind: 'returned', value }
      : {
          kind: 'failed',
          message: `${fieldOf(value, 'errorType') ?? answer.FunctionError}: ${fieldOf(value, 'errorMessage') ?? 'no message'}`,
        };
  });
}

/** Lambda reports an error as `{ errorType, errorMessage }`: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html */
function fieldOf(value: unknown, name: string): string | undefined {
  const field = Object.entries(Object(value)).find(([key]) => key === name)?.[1];
  return typeof field === 'string' ? field : undefined;
}
