import type { Aws } from '../aws/clients.ts';
import { given } from '../aws/failure.ts';
import { describeListeners } from '../aws/listeners.ts';
import type { AppListener } from '../model/audit-source.ts';
import { observeCertificateArns } from './listeners.ts';

/** A load balancer, and the ports that somebody is sent to. */
type Wanted = { readonly loadBalancerArn: string; readonly ports: readonly number[] };

/** Reads the listeners of an Application Load Balancer, ordered by port. Certificates are read of those that matter alone. */
export async function observeAppListeners(
  aws: Aws,
  { loadBalancerArn, ports }: Wanted,
): Promise<readonly AppListener[]> {
  const listeners = await describeListeners(aws, loadBalancerArn);
  const observed = listeners.map(async (raw): Promise<AppListener> => {
    const arn = given(raw.ListenerArn, 'ListenerArn');
    const port = given(raw.Port, 'Port');
    const protocol = given(raw.Protocol, 'Protocol');
    const matters = protocol === 'HTTPS' && ports.includes(port);
    return { arn, port, protocol, certificateArns: matters ? await observeCertificateArns(aws, arn) : [] };
  });
  return (await Promise.all(observed)).toSorted((a, b) => a.port - b.port);
}
