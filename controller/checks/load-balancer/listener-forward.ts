import type { AuditSituation } from '../../model/audit.ts';
import type { AuditedGroup } from '../../model/audit-group.ts';
import type { Listener } from '../../model/audit-load-balancer.ts';
import { awsCommand } from '../command.ts';

/** What listeners are judged by: the group, which could be read, and all the rest. */
export type Context = { readonly group: AuditedGroup; readonly situation: AuditSituation };

/** The group's weight in a listener; undefined where the listener does not forward to it. */
export function shareOf({ forwards }: Listener, group: AuditedGroup): number | undefined {
  return forwards.find(({ groupArn }) => groupArn === group.arn)?.weight;
}

/** The command that makes a listener which leads to the group. */
export function createListener(loadBalancerArn: string, { group, situation }: Context): string {
  return awsCommand(
    'elbv2 create-listener',
    {
      'load-balancer-arn': loadBalancerArn,
      protocol: group.protocol,
      port: String(situation.spec.audit?.publicPort ?? group.port),
      ...(group.protocol === 'TLS' && { certificates: 'CertificateArn=<certificate-arn>' }),
      'default-actions': `Type=forward,TargetGroupArn=${group.arn}`,
    },
    situation.region,
  );
}
