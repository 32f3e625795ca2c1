import type { LoadBalancerAudit } from '../../model/audit.ts';
import type { AuditedName } from '../../model/audit-dns.ts';
import type { AppListener } from '../../model/audit-source.ts';
import { type CheckResult, notConfigured, ok, unknown } from '../../model/finding.ts';
import { certificateResult } from '../load-balancer/listener-certificate.ts';
import { clientPort, servicePort } from '../security/ports.ts';
import { inSourceAccount } from '../source.ts';
import { forwardingListeners } from './target-listener.ts';

const CODE = 'ALB_LISTENER';

/**
 * Whether the ALB has, for each name, a certificate that those who meet it accept: partners where the load balancer passes TLS
 * on, and VPC clients. Where the load balancer ends TLS it opens its own to the targets, and validates no certificate.
 */
export function albCertificates(
  situation: LoadBalancerAudit,
  listeners: readonly AppListener[],
): readonly CheckResult[] {
  const [targets, clients] = [servicePort(situation), clientPort(situation)];
  const ports = [targets, clients].flatMap((port) => (port.kind === 'known' ? [port.value] : []));
  const shown = listeners.filter(({ port, protocol }) => protocol === 'HTTPS' && ports.includes(port));
  if (shown.length === 0) return [];
  if (situation.names.length === 0) return [notConfigured(CODE, 'certificate', 'hostnames')];
  return shown.flatMap((listener) => {
    const isOfTargets = targets.kind === 'known' && targets.value === listener.port;
    const isOfClients = clients.kind === 'known' && clients.value === listener.port;
    const toPartners = isOfTargets ? isPassedOn(situation) : false;
    return situation.names.map((name) =>
      judge(name, { situation, listener, isMet: (isOfClients && name.privateHalf !== undefined) || toPartners }),
    );
  });
}

/** True where a listener passes TLS on as it comes; undefined where the listeners are not known. */
function isPassedOn(situation: LoadBalancerAudit): boolean | undefined {
  return forwardingListeners(situation)?.some(({ protocol }) => protocol !== 'TLS');
}

type Context = {
  readonly situation: LoadBalancerAudit;
  readonly listener: AppListener;
  /** Whether somebody meets it who looks at the certificate; undefined where that is not known. */
  readonly isMet: boolean | undefined;
};

function judge({ name }: AuditedName, { situation, listener, isMet }: Context): CheckResult {
  const result = certificateResult(name, { code: CODE, listener, situation });
  if (isMet === false)
    return ok(CODE, result.subject, 'Nobody looks at it: the load balancer validates no certificate.');
  if (result.kind !== 'finding') return result;
  if (isMet === undefined) {
    return unknown(CODE, result.subject, `${result.found} Whether anybody looks at it is not known.`);
  }
  return { ...result, fix: inSourceAccount(situation, result.fix) };
}
