import type { Aws } from '../aws/clients.ts';
import { describeGroups } from '../aws/elbv2.ts';
import { given } from '../aws/failure.ts';
import type { AuditedGroup } from '../model/audit-group.ts';
import { toGroup } from './target-groups.ts';

/** Reads a target group with its health check. */
export async function observeAuditedGroup(aws: Aws, arn: string): Promise<AuditedGroup> {
  const raw = given((await describeGroups(aws, [arn]))[0], 'target group');
  const { HealthCheckPath: path } = raw;
  const matcher = raw.Matcher?.HttpCode;
  return {
    ...toGroup(raw),
    name: given(raw.TargetGroupName, 'TargetGroupName'),
    healthCheck: {
      protocol: given(raw.HealthCheckProtocol, 'HealthCheckProtocol'),
      port: given(raw.HealthCheckPort, 'HealthCheckPort'),
      ...(path !== undefined && { path }),
      ...(matcher !== undefined && { matcher }),
    },
  };
}
