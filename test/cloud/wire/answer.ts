import { isWrite, SERVICES } from '../api/services.ts';
import { AwsError } from '../world/aws-error.ts';
import type { Call } from './calls.ts';
import { execute, type Stage } from './execute.ts';
import { answerInvocation } from './invocation.ts';
import { truncate } from './maim.ts';
import type { WireRequest, Written } from './protocol.ts';
import { query } from './query.ts';
import { readScope, type Scope } from './scope.ts';

/** What goes back: a response, a broken connection, or silence. */
export type WireAnswer =
  | (Written & { readonly kind: 'response' })
  | { readonly kind: 'reset' }
  | { readonly kind: 'hang' };

/** What answering takes: what executing takes, and where calls are recorded. */
export type Backstage = Stage & { readonly record: (call: Call) => void };

/** How a service this cloud does not have is answered, and a request that names none. */
const COMMON = query('');

/** Answers one request: reads who calls what, picks the fault it meets, executes, records, renders. */
export async function answer(backstage: Backstage, wireRequest: WireRequest): Promise<WireAnswer> {
  const { world } = backstage;
  const scope = readScope(wireRequest.headers['authorization'], world.settings.account);
  if (!(scope instanceof AwsError)) {
    return scope.service === 'lambda'
      ? answerInvocation(backstage, scope.caller, wireRequest)
      : answerOperation(backstage, scope, wireRequest);
  }
  const requestId = world.ids.requestId();
  return respond(requestId, COMMON.error(scope, requestId));
}

function answerOperation(backstage: Backstage, { service, caller }: Scope, wireRequest: WireRequest): WireAnswer {
  const { world, plan, record } = backstage;
  const requestId = world.ids.requestId();
  const protocol = SERVICES[service]?.protocol ?? COMMON;
  const { operation, params } = protocol.read(wireRequest);
  const request: Call = {
    at: new Date(world.now),
    service,
    operation,
    ...caller,
    params,
    write: isWrite(operation),
  };
  const fault = plan.take(request);
  if (fault === 'reset' || fault === 'hang') {
    record({ ...request, error: fault });
    return { kind: fault };
  }
  const result = attempt(() => execute(backstage, request, fault));
  if (fault === 'lands-then-hangs') {
    record({ ...request, error: fault });
    return { kind: 'hang' };
  }
  const failed = result instanceof AwsError;
  record(failed ? { ...request, error: result.code } : request);
  const written = failed ? protocol.error(result, requestId) : protocol.answer(operation, result, requestId);
  return respond(requestId, fault === 'truncated-xml' ? truncate(written) : written);
}

function attempt<T>(run: () => T): T | AwsError {
  try {
    return run();
  } catch (error) {
    // Anything else is a defect of this cloud, and must not look like an answer of AWS.
    if (!(error instanceof AwsError)) throw error;
    return error;
  }
}

function respond(requestId: string, { headers, ...written }: Written): WireAnswer {
  // The SDK reads the request id from this header only.
  return { kind: 'response', headers: { ...headers, 'x-amzn-requestid': requestId }, ...written };
}
