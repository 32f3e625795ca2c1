import type { Caller } from '../api/operation.ts';
import { AwsError } from '../world/aws-error.ts';
import type { LambdaFunction, World } from '../world/state.ts';
import type { Backstage, WireAnswer } from './answer.ts';
import type { Call } from './calls.ts';
import { faultError } from './fault-errors.ts';
import { truncate } from './maim.ts';
import type { WireRequest } from './protocol.ts';

type Response = Extract<WireAnswer, { readonly kind: 'response' }>;

/** Lambda speaks REST: the path names function and operation. https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
const INVOKE = /^\/2015-03-31\/functions\/([^/]+)\/invocations/;

/** Answers Invoke: runs the function that a test made, waits for it, and says what it returned or threw. */
export async function answerInvocation(
  { world, plan, record }: Backstage,
  caller: Caller,
  { path, body }: WireRequest,
): Promise<WireAnswer> {
  const requestId = world.ids.requestId();
  const name = INVOKE.exec(path)?.[1];
  const call: Call = {
    at: new Date(world.now),
    service: 'lambda',
    operation: name === undefined ? path : 'Invoke',
    ...caller,
    params: { FunctionName: decodeURIComponent(name ?? ''), Payload: body },
    write: true,
  };
  const fault = plan.take(call);
  if (fault === 'reset' || fault === 'hang') {
    record({ ...call, error: fault });
    return { kind: fault };
  }
  const error = fault === undefined ? undefined : faultError(fault, 'lambda', call.operation);
  const run = error !== undefined && fault !== 'lands-then-fails' ? error : find(world, call);
  if (run instanceof AwsError) {
    record({ ...call, error: run.code });
    return refuse(run, requestId);
  }
  // Before it runs, so that what the function calls is recorded after its own invocation.
  const harm = fault === 'lands-then-hangs' ? fault : error?.code;
  record(harm === undefined ? call : { ...call, error: harm });
  const answered = await invoke(fault === 'lies' ? doNothing : run, body, requestId);
  if (fault === 'lands-then-hangs') return { kind: 'hang' };
  if (error !== undefined) return refuse(error, requestId);
  return fault === 'truncated-xml' ? truncate(answered) : answered;
}

function find(world: World, { operation, params }: Call): LambdaFunction | AwsError {
  if (operation !== 'Invoke')
    return new AwsError('UnknownOperationException', `This cloud has no lambda:${operation}.`);
  const name = typeof params['FunctionName'] === 'string' ? params['FunctionName'] : '';
  const missing = new AwsError('ResourceNotFoundException', `Function not found: ${name}`, 404);
  return world.functions.get(name) ?? missing;
}

async function doNothing(): Promise<unknown> {
  return undefined;
}

function refuse({ code, status, message }: AwsError, requestId: string): Response {
  const refusal = JSON.stringify({ Type: status < 500 ? 'User' : 'Service', Message: message });
  return respond(status, requestId, refusal, { 'x-amzn-errortype': code });
}

/** What a function throws is no error of Lambda: it answers 200, with a header that says so. */
async function invoke(run: LambdaFunction, payload: string, requestId: string): Promise<Response> {
  try {
    const value = await run(payload === '' ? undefined : JSON.parse(payload));
    return respond(200, requestId, JSON.stringify(value) ?? 'null');
  } catch (thrown) {
    const { name, message } = thrown instanceof Error ? thrown : new Error(String(thrown));
    const body = JSON.stringify({ errorType: name, errorMessage: message, trace: [] });
    return respond(200, requestId, body, { 'x-amz-function-error': 'Unhandled' });
  }
}

function respond(
  status: number,
  requestId: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const common = { 'content-type': 'application/json', 'x-amzn-requestid': requestId };
  return { kind: 'response', status, headers: { ...common, ...headers }, body };
}
