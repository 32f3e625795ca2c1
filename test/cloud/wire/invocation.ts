import type { Caller } from '../api/operation.ts';
import { AwsError } from '../world/aws-error.ts';
import type { LambdaFunction, World } from '../world/state.ts';
import type { Backstage, WireAnswer } from './answer.ts';
import type { Call } from './calls.ts';
import { faultError } from './fault-errors.ts';
import type { FaultName } from './faults.ts';
import type { WireRequest } from './protocol.ts';

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
  const run = find(world, call, fault);
  if (run instanceof AwsError) {
    record({ ...call, error: run.code });
    const type = run.status < 500 ? 'User' : 'Service';
    const refusal = JSON.stringify({ Type: type, Message: run.message });
    return respond(run.status, requestId, refusal, { 'x-amzn-errortype': run.code });
  }
  // Before it runs, so that what the function calls is recorded after its own invocation.
  record(call);
  return invoke(run, body, requestId);
}

function find(world: World, { operation, params }: Call, fault: FaultName | undefined): LambdaFunction | AwsError {
  if (operation !== 'Invoke')
    return new AwsError('UnknownOperationException', `This cloud has no lambda:${operation}.`);
  const name = typeof params['FunctionName'] === 'string' ? params['FunctionName'] : '';
  const missing = new AwsError('ResourceNotFoundException', `Function not found: ${name}`, 404);
  const error = fault === undefined ? undefined : faultError(fault, 'lambda', operation);
  return error ?? world.functions.get(name) ?? missing;
}

/** What a function throws is no error of Lambda: it answers 200, with a header that says so. */
async function invoke(run: LambdaFunction, payload: string, requestId: string): Promise<WireAnswer> {
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
): WireAnswer {
  const common = { 'content-type': 'application/json', 'x-amzn-requestid': requestId };
  return { kind: 'response', status, headers: { ...common, ...headers }, body };
}
