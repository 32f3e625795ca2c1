import { read } from '../../../controller/model/reading.ts';
import type { AuditSituation } from '../../../controller/model/audit.ts';
import { apiWith, situation, sourceWith, valueOf } from './situation.ts';

type Json = Readonly<Record<string, unknown>>;

/** A statement that lets everybody call everything, with overrides. */
export function allow(over: Json = {}): Json {
  return { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*', ...over };
}

/** The same as a deny, under a condition. */
export function deny(condition: Json = {}, over: Json = {}): Json {
  return allow({ Effect: 'Deny', Condition: condition, ...over });
}

/** The text of a policy of some statements. */
export function policyText(...statements: readonly unknown[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

/** The healthy situation with another policy of the API; without one, with none. */
export function withApiPolicy(policy: string | undefined, base: AuditSituation = situation()): AuditSituation {
  const { policy: _, ...restApi } = valueOf(apiWith().restApi);
  return { ...base, api: apiWith({ restApi: read({ ...restApi, ...(policy !== undefined && { policy }) }) }) };
}

/** The healthy situation with another policy of the endpoint. */
export function withEndpointPolicy(policy: string, base: AuditSituation = situation()): AuditSituation {
  return { ...base, source: read(sourceWith({ policy })) };
}
