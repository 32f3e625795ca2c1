import type { AuditSituation } from '../../model/audit.ts';
import { type CheckResult, unread } from '../../model/finding.ts';
import { clientsToSource } from './clients-to-source.ts';
import { loadBalancerToSource } from './load-balancer-to-source.ts';
import { openGroups } from './open-groups.ts';
import { partnersToLoadBalancer } from './partners-to-load-balancer.ts';

/** SG_PATH: security groups let partners reach the load balancer, it and VPC clients the source, and nobody else. */
export function sgPath(situation: AuditSituation): readonly CheckResult[] {
  const { securityGroups, sourceSecurityGroups } = situation;
  const readings = sourceSecurityGroups === undefined ? [securityGroups] : [securityGroups, sourceSecurityGroups];
  const failures = [
    ...(securityGroups.kind === 'unread' ? [unread('SG_PATH', 'security groups', securityGroups.problem)] : []),
    ...(sourceSecurityGroups?.kind === 'unread'
      ? [unread('SG_PATH', 'security groups of the source', sourceSecurityGroups.problem)]
      : []),
  ];
  if (failures.length === readings.length) return failures;
  const groups = readings.flatMap((reading) => (reading.kind === 'read' ? reading.value : []));
  const guarded = { situation, groups };
  return [
    ...failures,
    loadBalancerToSource(guarded),
    ...clientsToSource(guarded),
    partnersToLoadBalancer(guarded),
    ...openGroups(guarded),
  ];
}
