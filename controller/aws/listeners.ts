import {
  type Certificate,
  DescribeListenerCertificatesCommand,
  DescribeListenersCommand,
  type Listener,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { type Aws, callOptions } from './clients.ts';
import { doing, given } from './failure.ts';
import { readAllPages } from './paging.ts';

export type { Action, Certificate, Listener } from '@aws-sdk/client-elastic-load-balancing-v2';

type Elb = Pick<Aws, 'elbv2' | 'signal'>;

/** Every listener of a load balancer. */
export function describeListeners(aws: Elb, loadBalancerArn: string): Promise<readonly Listener[]> {
  return doing(`reading the listeners of ${loadBalancerArn}`, () =>
    readAllPages(async (token) => {
      const answer = await aws.elbv2.send(
        new DescribeListenersCommand({ LoadBalancerArn: loadBalancerArn, Marker: token }),
        callOptions(aws),
      );
      return { items: given(answer.Listeners, 'Listeners'), next: answer.NextMarker };
    }),
  );
}

/** Every certificate of a listener, the default one among them. */
export function describeListenerCertificates(aws: Elb, listenerArn: string): Promise<readonly Certificate[]> {
  return doing(`reading the certificates of ${listenerArn}`, () =>
    readAllPages(async (token) => {
      const answer = await aws.elbv2.send(
        new DescribeListenerCertificatesCommand({ ListenerArn: listenerArn, Marker: token }),
        callOptions(aws),
      );
      return { items: given(answer.Certificates, 'Certificates'), next: answer.NextMarker };
    }),
  );
}
