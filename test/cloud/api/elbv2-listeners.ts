import type { Params } from '../wire/form.ts';
import type { XmlRecord } from '../wire/xml.ts';
import { AwsError } from '../world/aws-error.ts';
import * as listeners from '../world/listeners.ts';
import type { Forward, Listener, World } from '../world/state.ts';
import { findListener, findLoadBalancer, findTargetGroup, owned } from './elbv2-find.ts';
import type { Caller, Operation } from './operation.ts';
import { ELB_PAGING, page } from './paging.ts';
import { integer, record, records, requiredText, text, texts } from './params.ts';

export const createListener: Operation = (world, caller, params) => {
  const port = integer(params, 'Port');
  if (port === undefined) throw new AwsError('ValidationError', 'A port must be specified');
  const sslPolicy = text(params, 'SslPolicy');
  const [alpn] = texts(params, 'AlpnPolicy');
  const listener = listeners.createListener(world, {
    loadBalancer: findLoadBalancer(world, caller, requiredText(params, 'LoadBalancerArn')),
    port,
    protocol: requiredText(params, 'Protocol'),
    forwards: readForwards(world, caller, params),
    certificateArns: records(params, 'Certificates').map((each) => requiredText(each, 'CertificateArn')),
    ...(sslPolicy !== undefined && { sslPolicy }),
    ...(alpn !== undefined && { alpn }),
  });
  return { Listeners: [render(listener)] };
};

export const describeListeners: Operation = (world, caller, params) => {
  const arns = texts(params, 'ListenerArns');
  const loadBalancerArn = text(params, 'LoadBalancerArn');
  if (arns.length === 0 && loadBalancerArn === undefined) {
    throw new AwsError('ValidationError', 'You must specify either listener ARNs or a load balancer ARN');
  }
  const chosen =
    loadBalancerArn === undefined
      ? arns.map((arn) => findListener(world, caller, arn))
      : owned(world.listeners, caller).filter(
          (each) => each.loadBalancerArn === findLoadBalancer(world, caller, loadBalancerArn).arn,
        );
  const { items, next } = page(chosen, params, ELB_PAGING);
  return { Listeners: items.map(render), NextMarker: next };
};

export const deleteListener: Operation = (world, caller, params) => {
  world.listeners.delete(findListener(world, caller, requiredText(params, 'ListenerArn')).arn);
  return {};
};

/** Either the one group of an action, or several with weights. */
function readForwards(world: World, caller: Caller, params: Params): readonly Forward[] {
  const [action = {}] = records(params, 'DefaultActions');
  const several = records(record(action, 'ForwardConfig'), 'TargetGroups');
  return (several.length > 0 ? several : [action]).map((each) => {
    const weight = integer(each, 'Weight');
    const { arn } = findTargetGroup(world, caller, requiredText(each, 'TargetGroupArn'));
    return { targetGroupArn: arn, ...(weight !== undefined && { weight }) };
  });
}

function render({ certificateArns, sslPolicy, alpn, forwards, ...listener }: Listener): XmlRecord {
  const [first] = forwards;
  return {
    ListenerArn: listener.arn,
    LoadBalancerArn: listener.loadBalancerArn,
    Port: listener.port,
    Protocol: listener.protocol,
    // Only the default one; DescribeListenerCertificates has the others.
    Certificates: certificateArns.slice(0, 1).map((CertificateArn) => ({ CertificateArn })),
    SslPolicy: sslPolicy,
    AlpnPolicy: alpn === undefined ? undefined : [alpn],
    DefaultActions: [
      {
        Type: 'forward',
        TargetGroupArn: forwards.length === 1 ? first?.targetGroupArn : undefined,
        ForwardConfig: {
          TargetGroups: forwards.map(({ targetGroupArn, weight }) => ({
            TargetGroupArn: targetGroupArn,
            Weight: weight,
          })),
        },
      },
    ],
  };
}
