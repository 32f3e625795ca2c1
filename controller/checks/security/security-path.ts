import type { AuditSituation } from '../../model/audit.ts';
import { type CheckResult, unread } from '../../model/finding.ts';
import { clientsToEndpoint } from './clients-to-endpoint.ts';
import { loadBalancerToEndpoint } from './load-balancer-to-endpoint.ts';
import { openGroups } from './open-groups.ts';
import { partnersToLoadBalancer } from './partners-to-load-balancer.ts';

/** SG_PATH: security groups let partners reach the load balancer, it and VPC clients the endpoint, and nobody else. */
export function sgPath(situation: AuditSituation): readonly CheckResult[] {
  const { securityGroups } = situation;
  if (securityGroups.kind === 'unread') return [unread('SG_PATH', 'security groups', securityGroups.problem)];
  const guarded = { situation, groups: securityGroups.value };
  return [
    loadBalancerToEndpoint(guarded),
    ...clientsToEndpoint(guarded),
    partnersToLoadBalancer(guarded),
    ...openGroups(guarded),
  ];
}
