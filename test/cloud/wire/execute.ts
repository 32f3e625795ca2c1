import { BadParameter, parameterError } from '../api/bad-parameter.ts';
import type { Operation } from '../api/operation.ts';
import { isWrite, SERVICES } from '../api/services.ts';
import { AwsError } from '../world/aws-error.ts';
import type { World } from '../world/state.ts';
import type { Request } from './calls.ts';
import { faultError } from './fault-errors.ts';
import type { FaultName, FaultPlan } from './faults.ts';
import { omitInterfaces, repeat, shorten } from './maim.ts';
import type { Replica } from './replica.ts';
import type { XmlRecord } from './xml.ts';

/** What executing takes: the world, and what goes wrong with its answers. */
export type Stage = { readonly world: World; readonly plan: FaultPlan; readonly replica: Replica };

/** Executes an operation under the fault it meets; throws what AWS would answer as an error. */
export function execute({ plan, replica }: Stage, request: Request, fault: FaultName | undefined): XmlRecord {
  const { service, operation: name } = request;
  const operation = SERVICES[service]?.operations[name];
  if (operation === undefined) throw invalidAction(service, name);
  if (fault === 'lies') return { return: true };
  const stale = fault === 'stale' ? replica.recall(request) : undefined;
  if (stale !== undefined) return stale;
  const error = fault === undefined ? undefined : faultError(fault, service, name);
  if (error !== undefined && fault !== 'lands-then-fails') throw error;
  const answer = omitInterfaces(run(operation, plan.worldOf(request), request), plan.isOmitted);
  if (error !== undefined) throw error;
  if (!isWrite(name)) replica.remember(request, answer);
  if (fault === 'empty') return {};
  if (fault === 'repeated-page') return repeat(answer, request.params);
  return fault === 'short-page' ? shorten(answer) : answer;
}

function run(operation: Operation, world: World, request: Request): XmlRecord {
  try {
    return operation(world, request, request.params);
  } catch (error) {
    throw error instanceof BadParameter ? parameterError(request.service, error) : error;
  }
}

function invalidAction(service: string, name: string): AwsError {
  const operations = SERVICES[service]?.operations;
  const offer =
    operations === undefined
      ? `It has the services ${Object.keys(SERVICES).join(', ')}`
      : `It has ${Object.keys(operations).join(', ')}`;
  return new AwsError('InvalidAction', `This cloud has no ${service}:${name}. ${offer}.`);
}
