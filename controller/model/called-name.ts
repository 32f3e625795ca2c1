import type { AuditSpec } from './audit-spec.ts';
import { awsDomain } from './aws-domain.ts';
import { canonicalName } from './dns.ts';
import { parseArn } from './target-group.ts';

/** The name by which a probe calls the API: the first hostname, or else the API's own. Undefined where the binding has neither. */
export function calledName({ hostnames: [first], audit, targetGroupArn }: AuditSpec): string | undefined {
  if (first !== undefined) return canonicalName(first.name);
  const { region } = parseArn(targetGroupArn);
  return audit?.restApiId === undefined ? undefined : `${audit.restApiId}.execute-api.${region}.${awsDomain(region)}`;
}
