import type { LoadBalancerAudit } from '../../model/audit.ts';
import type { AuditedGroup } from '../../model/audit-group.ts';
import { type CheckResult, unread } from '../../model/finding.ts';
import { modify, weakness } from '../group/health-check-words.ts';
import { checkPort, trafficPort } from '../security/ports.ts';

/** What keeps the check of a group from saying whether the ALB serves. A check that no listener can pass leaves no target healthy. */
export function albWeaknesses(group: AuditedGroup, { spec, appListeners }: LoadBalancerAudit): readonly CheckResult[] {
  const { protocol, port, path = '/', matcher } = group.healthCheck;
  const [checked, traffic] = [checkPort(spec, group), trafficPort(spec, group)];
  const listener = appListeners.kind === 'read' ? appListeners.value.find((one) => one.port === checked) : undefined;
  const asking = (asked: string): string =>
    modify(group, { 'health-check-protocol': asked, 'health-check-path': path });
  return [
    ...(appListeners.kind === 'unread'
      ? [unread('TG_HEALTH_CHECK', 'health check listener', appListeners.problem)]
      : []),
    // Of the traffic port ALB_LISTENER speaks.
    ...(appListeners.kind === 'read' && listener === undefined && checked !== traffic
      ? [
          weakness({
            subject: 'health check port',
            severity: 'crit',
            expected: `The check is made where the ALB listens, as on the traffic port, ${traffic}.`,
            found: `It is made on ${port}, where the ALB does not listen: it never passes.`,
            fix: modify(group, { 'health-check-port': 'traffic-port' }),
          }),
        ]
      : []),
    ...(listener !== undefined && protocol !== 'TCP' && protocol !== listener.protocol
      ? [
          weakness({
            subject: 'health check protocol',
            severity: 'crit',
            expected: `The check speaks what the listener takes, ${listener.protocol}:${listener.port}.`,
            found: `It is ${protocol}, which never passes there.`,
            fix: asking(listener.protocol),
          }),
        ]
      : []),
    ...(protocol === 'TCP'
      ? [
          weakness({
            subject: 'health check protocol',
            expected: 'The check asks something that only the application behind the ALB answers.',
            found: 'It is TCP, which passes an ALB without a healthy target, and a stranger on a reused address.',
            fix: `With a path that the application answers without credentials:\n${asking(listener?.protocol ?? 'HTTPS')}`,
          }),
        ]
      : []),
    ...(protocol !== 'TCP' && matcher === '403'
      ? [
          weakness({
            subject: 'health check matcher',
            expected: 'The check expects an answer that says all is well.',
            found: 'It expects 403 alone, which a rule of the ALB may give whatever its targets do.',
            fix: modify(group, { matcher: 'HttpCode=200' }),
          }),
        ]
      : []),
    ...(listener !== undefined && checked !== traffic
      ? [
          weakness({
            subject: 'health check port',
            expected: `The check is made on the traffic port, ${traffic}.`,
            found: `It is made on ${port}, another listener of the ALB.`,
            fix: modify(group, { 'health-check-port': 'traffic-port' }),
          }),
        ]
      : []),
  ];
}
