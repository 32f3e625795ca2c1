import type { Operation } from '../api/operation.ts';
import { isWrite, type Service, SERVICES } from '../api/services.ts';
import { AwsError } from '../world/aws-error.ts';
import type { World } from '../world/state.ts';
import type { Call } from './calls.ts';
import { faultError } from './fault-errors.ts';
import type { FaultName, FaultPlan } from './faults.ts';
import { type Params, parseForm } from './form.ts';
import { omitInterfaces, shorten } from './maim.ts';
import type { Replica } from './replica.ts';
import { readScope, type Scope } from './scope.ts';
import { renderAnswer, renderError, type XmlRecord } from './xml.ts';

/** A request as it comes off the wire. */
export type WireRequest = { readonly authorization: string | undefined; readonly body: string };

/** What goes back: a response, a broken connection, or silence. */
export type WireAnswer =
  | { readonly kind: 'response'; readonly status: number; readonly requestId: string; readonly body: string }
  | { readonly kind: 'reset' }
  | { readonly kind: 'hang' };

/** What answering takes: the world, what goes wrong in it, and where calls are recorded. */
export type Backstage = {
  readonly world: World;
  readonly plan: FaultPlan;
  readonly replica: Replica;
  readonly record: (call: Call) => void;
};

/** Answers one request: who calls what, the fault it meets, the operation, the record. */
export function answer(backstage: Backstage, request: WireRequest): WireAnswer {
  const { world } = backstage;
  const requestId = world.ids.requestId();
  const scope = tryReadScope(request, world);
  if (scope instanceof AwsError) return respondError(undefined, scope, requestId);
  const service = SERVICES[scope.service];
  const { Action: action, Version: _version, ...params } = parseForm(request.body);
  const name = typeof action === 'string' ? action : '';
  const fault = backstage.plan.take({
    service: scope.service,
    operation: name,
    region: scope.caller.region,
    params,
    write: isWrite(name),
  });
  const record = (error?: string): void => backstage.record(toCall(world, scope, name, params, error));
  if (fault === 'reset' || fault === 'hang') {
    record(fault);
    return { kind: fault };
  }
  try {
    const result = run(backstage, { operation: find(service, scope, name), name, scope, params, fault });
    record();
    const body = service === undefined ? '' : renderAnswer(service.dialect, name, result, requestId);
    return { kind: 'response', status: 200, requestId, body };
  } catch (error) {
    // Anything else is a defect of this cloud, and must not look like an answer of AWS.
    if (!(error instanceof AwsError)) throw error;
    record(error.code);
    return respondError(service, error, requestId);
  }
}

type Run = {
  readonly operation: Operation;
  readonly name: string;
  readonly scope: Scope;
  readonly params: Params;
  readonly fault: FaultName | undefined;
};

function run({ world, plan, replica }: Backstage, request: Run): XmlRecord {
  const { operation, name, scope, params, fault } = request;
  if (fault === 'lies') return { return: true };
  const stale = fault === 'stale' ? replica.recall(request) : undefined;
  if (stale !== undefined) return stale;
  const error = fault === undefined ? undefined : faultError(fault, scope.service, name);
  if (error !== undefined && fault !== 'lands-then-fails') throw error;
  const result = omitInterfaces(operation(world, scope.caller, params), plan.isOmitted);
  if (error !== undefined) throw error;
  if (!isWrite(name)) replica.remember(request, result);
  return fault === 'short-page' ? shorten(result) : result;
}

function find(service: Service | undefined, scope: Scope, name: string): Operation {
  const operation = service?.operations[name];
  if (operation === undefined) {
    throw new AwsError(
      'InvalidAction',
      `This cloud has no ${scope.service}:${name}. Its operations: ${offer(service)}`,
    );
  }
  return operation;
}

function offer(service: Service | undefined): string {
  return service === undefined ? `of ${Object.keys(SERVICES).join(', ')}` : Object.keys(service.operations).join(', ');
}

function tryReadScope({ authorization }: WireRequest, world: World): Scope | AwsError {
  try {
    return readScope(authorization, world.settings.account);
  } catch (error) {
    if (error instanceof AwsError) return error;
    throw error;
  }
}

function respondError(service: Service | undefined, error: AwsError, requestId: string): WireAnswer {
  const dialect = service?.dialect ?? { name: 'query', namespace: '' };
  return { kind: 'response', status: error.status, requestId, body: renderError(dialect, error, requestId) };
}

function toCall(world: World, { service, caller }: Scope, operation: string, params: Params, error?: string): Call {
  return {
    at: new Date(world.now),
    service,
    operation,
    ...caller,
    params,
    write: isWrite(operation),
    ...(error !== undefined && { error }),
  };
}
