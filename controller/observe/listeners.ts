import type { Aws } from '../aws/clients.ts';
import { given } from '../aws/failure.ts';
import type * as elbv2 from '../aws/listeners.ts';
import { describeListenerCertificates, describeListeners } from '../aws/listeners.ts';
import type { Listener } from '../model/audit-load-balancer.ts';

/** A load balancer, and the group whose listeners matter. */
type Wanted = { readonly loadBalancerArn: string; readonly groupArn: string };

/**
 * Reads the listeners of a load balancer, ordered by port. Certificates are read of those alone that forward to the group:
 * fifty listeners at once would use up the calls that everybody in the account shares.
 */
export async function observeListeners(aws: Aws, { loadBalancerArn, groupArn }: Wanted): Promise<readonly Listener[]> {
  const listeners = await describeListeners(aws, loadBalancerArn);
  const observed = listeners.map(async (raw): Promise<Listener> => {
    const arn = given(raw.ListenerArn, 'ListenerArn');
    const protocol = given(raw.Protocol, 'Protocol');
    const forwards = given(raw.DefaultActions, 'DefaultActions').flatMap(toForwards);
    const isOurs = protocol === 'TLS' && forwards.some((forward) => forward.groupArn === groupArn);
    const [alpn] = raw.AlpnPolicy ?? [];
    return {
      arn,
      port: given(raw.Port, 'Port'),
      protocol,
      ...(alpn !== undefined && { alpn }),
      forwards,
      certificateArns: isOurs ? await observeCertificateArns(aws, arn) : [],
    };
  });
  return (await Promise.all(observed)).toSorted((a, b) => a.port - b.port);
}

/** Reads the certificates of a listener by ARN: the default one first, then those chosen by SNI. */
export async function observeCertificateArns(aws: Aws, listenerArn: string): Promise<readonly string[]> {
  return defaultFirst(await describeListenerCertificates(aws, listenerArn));
}

/** A network listener only forwards. To one group it may name it in either place. */
function toForwards({ TargetGroupArn, ForwardConfig }: elbv2.Action): Listener['forwards'] {
  const groups = ForwardConfig?.TargetGroups ?? [{ TargetGroupArn }];
  return groups.map((group) => ({
    groupArn: given(group.TargetGroupArn, 'TargetGroupArn'),
    weight: group.Weight ?? 1,
  }));
}

function defaultFirst(certificates: readonly elbv2.Certificate[]): readonly string[] {
  const arnsOf = (isDefault: boolean): readonly string[] =>
    certificates
      .filter((certificate) => (certificate.IsDefault ?? false) === isDefault)
      .map(({ CertificateArn }) => given(CertificateArn, 'CertificateArn'))
      .toSorted();
  return [...new Set([...arnsOf(true), ...arnsOf(false)])];
}
