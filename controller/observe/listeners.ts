import type { Aws } from '../aws/clients.ts';
import { given } from '../aws/failure.ts';
import type * as elbv2 from '../aws/listeners.ts';
import { describeListenerCertificates, describeListeners } from '../aws/listeners.ts';
import type { Listener } from '../model/audit.ts';

/** Reads the listeners of a load balancer with all of their certificates, ordered by port. */
export async function observeListeners(aws: Aws, loadBalancerArn: string): Promise<readonly Listener[]> {
  const listeners = await describeListeners(aws, loadBalancerArn);
  const observed = listeners.map(async (raw): Promise<Listener> => {
    const arn = given(raw.ListenerArn, 'ListenerArn');
    const protocol = given(raw.Protocol, 'Protocol');
    const certificates = protocol === 'TLS' ? await describeListenerCertificates(aws, arn) : [];
    const [alpn] = raw.AlpnPolicy ?? [];
    return {
      arn,
      port: given(raw.Port, 'Port'),
      protocol,
      ...(alpn !== undefined && { alpn }),
      forwards: given(raw.DefaultActions, 'DefaultActions').flatMap(toForwards),
      certificateArns: defaultFirst(certificates),
    };
  });
  return (await Promise.all(observed)).toSorted((a, b) => a.port - b.port);
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
