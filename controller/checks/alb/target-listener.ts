import { type AuditSituation, isEndpointAudit, type LoadBalancerAudit } from '../../model/audit.ts';
import type { Listener } from '../../model/audit-load-balancer.ts';
import type { AppListener } from '../../model/audit-source.ts';
import { fromReading, type Known, known } from '../known.ts';
import { servicePort } from '../security/ports.ts';

/** The ALB's listener on the port of the targets; undefined where it has none there. */
export function targetListener(situation: LoadBalancerAudit): Known<AppListener | undefined> {
  const listeners = fromReading(situation.appListeners);
  if (listeners.kind === 'unknown') return listeners;
  const port = servicePort(situation);
  if (port.kind === 'unknown') return port;
  return known(listeners.value.find((listener) => listener.port === port.value));
}

/** True where targets are known to take clear text: an ALB's listener of HTTP. An endpoint takes TLS alone. */
export function takesClearText(situation: AuditSituation): boolean {
  if (isEndpointAudit(situation)) return false;
  const listener = targetListener(situation);
  return listener.kind === 'known' && listener.value?.protocol === 'HTTP';
}

/** The listeners of the load balancer that lead to the group, of one port or of any. Undefined where they are not known. */
export function forwardingListeners(
  { spec, frontDoor }: AuditSituation,
  port?: number,
): readonly Listener[] | undefined {
  if (frontDoor?.listeners.kind !== 'read') return undefined;
  return frontDoor.listeners.value.filter(
    (listener) =>
      (port === undefined || listener.port === port) &&
      listener.forwards.some(({ groupArn }) => groupArn === spec.targetGroupArn),
  );
}

/** True where partners, on their port, are known to be met in clear text: it is passed on to a target that takes it. */
export function isClearTextToPartners(situation: AuditSituation): boolean {
  const listeners = forwardingListeners(situation, situation.spec.audit?.publicPort);
  const [listener] = listeners ?? [];
  return listener !== undefined && listener.protocol !== 'TLS' && takesClearText(situation);
}
