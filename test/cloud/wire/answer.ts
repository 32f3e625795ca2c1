import { isWrite, SERVICES } from '../api/services.ts';
import { AwsError } from '../world/aws-error.ts';
import type { Call } from './calls.ts';
import { execute, type Stage } from './execute.ts';
import { parseForm } from './form.ts';
import { answerInvocation } from './invocation.ts';
import { readScope, type Scope } from './scope.ts';
import { type Dialect, renderAnswer, renderError } from './xml.ts';

/** A request as it comes off the wire. Only Lambda names its operation by the path. */
export type WireRequest = {
  readonly authorization: string | undefined;
  readonly path: string;
  readonly body: string;
};

/** What goes back: a response, a broken connection, or silence. */
export type WireAnswer =
  | {
      readonly kind: 'response';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    }
  | { readonly kind: 'reset' }
  | { readonly kind: 'hang' };

/** What answering takes: what executing takes, and where calls are recorded. */
export type Backstage = Stage & { readonly record: (call: Call) => void };

/** How a service this cloud does not have is answered, and a request that names none. */
const COMMON: Dialect = { name: 'query', namespace: '' };

/** Answers one request: reads who calls what, picks the fault it meets, executes, records, renders. */
export async function answer(backstage: Backstage, wireRequest: WireRequest): Promise<WireAnswer> {
  const { world } = backstage;
  const scope = readScope(wireRequest.authorization, world.settings.account);
  if (!(scope instanceof AwsError)) {
    return scope.service === 'lambda'
      ? answerInvocation(backstage, scope.caller, wireRequest)
      : answerQuery(backstage, scope, wireRequest.body);
  }
  const requestId = world.ids.requestId();
  return respond(scope.status, requestId, renderError(COMMON, scope, requestId));
}

function answerQuery(backstage: Backstage, scope: Scope, body: string): WireAnswer {
  const { world, plan, record } = backstage;
  const requestId = world.ids.requestId();
  const request = readRequest(scope, body, new Date(world.now));
  const fault = plan.take(request);
  if (fault === 'reset' || fault === 'hang') {
    record({ ...request, error: fault });
    return { kind: fault };
  }
  const dialect = SERVICES[scope.service]?.dialect ?? COMMON;
  try {
    const result = execute(backstage, request, fault);
    record(request);
    return respond(200, requestId, renderAnswer(dialect, request.operation, result, requestId));
  } catch (error) {
    // Anything else is a defect of this cloud, and must not look like an answer of AWS.
    if (!(error instanceof AwsError)) throw error;
    record({ ...request, error: error.code });
    return respond(error.status, requestId, renderError(dialect, error, requestId));
  }
}

function readRequest({ service, caller }: Scope, body: string, at: Date): Call {
  const { Action: action, Version: _version, ...params } = parseForm(body);
  const operation = typeof action === 'string' ? action : '';
  return { at, service, operation, ...caller, params, write: isWrite(operation) };
}

function respond(status: number, requestId: string, body: string): WireAnswer {
  // The SDK reads the request id from this header only.
  return { kind: 'response', status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }, body };
}
