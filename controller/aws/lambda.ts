import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { PASS_DEADLINE_SECONDS } from '../model/limits.ts';
import { parseArn } from '../model/target-group.ts';
import { type AwsOptions, clientConfig } from './clients.ts';
import { doing } from './failure.ts';

/** What an invoked function came to: its answer, or the message of the error it ended with. */
export type Invoked =
  | { readonly kind: 'returned'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly message: string };

/** A pass's own time: of whoever waits for it, the function has only a little more. */
const TIMEOUT_MS = PASS_DEADLINE_SECONDS * 1000;

/** Invokes a function and waits for its answer: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
export function invokeFunction(functionArn: string, payload: string, options: AwsOptions): Promise<Invoked> {
  return doing(`invoking ${functionArn}`, async () => {
    // One attempt: the gate asks again by itself.
    const config = { ...clientConfig(parseArn(functionArn).region, options, TIMEOUT_MS), maxAttempts: 1 };
    const answer = await new LambdaClient(config).send(
      new InvokeCommand({ FunctionName: functionArn, Payload: Buffer.from(payload) }),
      { abortSignal: AbortSignal.timeout(TIMEOUT_MS) },
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
