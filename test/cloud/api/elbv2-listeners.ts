import type { Params } from '../wire/form.ts';
import type { XmlRecord } from '../wire/xml.ts';
import * as albs from '../world/alb-listeners.ts';
import { AwsError } from '../world/aws-error.ts';
import * as listeners from '../world/listeners.ts';
import { listenersOf } from '../world/load-balancers.ts';
import type { Forward, Listener, World } from '../world/state.ts';
import { findListener, findLoadBalancer, findTargetGroup } from './elbv2-find.ts';
import type { Caller, Operation } from './operation.ts';
import { ELB_PAGING, page } from './paging.ts';
import { integer, record, records, requiredText, text, texts } from './params.ts';

export const createListener: Operation = (world, caller, params) => {
  const port = integer(params, 'Port');
  if (port === undefined) throw new AwsError('ValidationError', 'A port must be specified');
  const loadBalancer = findLoadBalancer(world, caller, requiredText(params, 'LoadBalancerArn'));
  const protocol = requiredText(params, 'Protocol');
  const certificateArns = records(params, 'Certificates').map((each) => requiredText(each, 'CertificateArn'));
  if (loadBalancer.type === 'application') {
    const listener = { port, protocol: albProtocol(protocol), certificateArns };
    return { Listeners: [render(albs.addListener(world, loadBalancer, listener))] };
  }
  const sslPolicy = text(params, 'SslPolicy');
  const [alpn] = texts(params, 'AlpnPolicy');
  const listener = listeners.createListener(world, {
    loadBalancer,
    port,
    protocol,
    forwards: readForwards(world, caller, params),
    certificateArns,
    ...(sslPolicy !== undefined && { sslPolicy }),
    ...(alpn !== undefined && { alpn }),
  });
  return { Listeners: [render(listener)] };
};

/** Whatever it is to do with requests, it is described as answering them itself: no request goes beyond an ALB here. */
function albProtocol(protocol: string): albs.AlbListener['protocol'] {
  if (protocol === 'HTTP' || protocol === 'HTTPS') return protocol;
  throw new AwsError('ValidationError', `Listener protocol '${protocol}' must be one of 'HTTPS, HTTP'`);
}

export const describeListeners: Operation = (world, caller, params) => {
  const arns = texts(params, 'ListenerArns');
  const loadBalancerArn = text(params, 'LoadBalancerArn');
  if (arns.length === 0 && loadBalancerArn === undefined) {
    throw new AwsError('ValidationError', 'You must specify either listener ARNs or a load balancer ARN');
  }
  const chosen =
    loadBalancerArn === undefined
      ? arns.map((arn) => findListener(world, caller, arn))
      : listenersOf(world, findLoadBalancer(world, caller, loadBalancerArn));
  const { items, next } = page(chosen, params, ELB_PAGING);
  return { Listeners: items.map(render), NextMarker: next };
};

export const deleteListener: Operation = (world, caller, params) => {
  const listener = findListener(world, caller, requiredText(params, 'ListenerArn'));
  const loadBalancer = world.loadBalancers.get(listener.loadBalancerArn);
  if (loadBalancer?.type === 'application') albs.removeListener(world, loadBalancer, listener);
  else world.listeners.delete(listener.arn);
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

/** What a listener of an ALB does: the model follows connections to its nodes, and no requests beyond them. */
const FIXED_RESPONSE: XmlRecord = {
  Type: 'fixed-response',
  FixedResponseConfig: { StatusCode: '200', ContentType: 'text/plain' },
};

function render({ certificateArns, sslPolicy, alpn, forwards, ...listener }: Listener): XmlRecord {
  return {
    ListenerArn: listener.arn,
    LoadBalancerArn: listener.loadBalancerArn,
    Port: listener.port,
    Protocol: listener.protocol,
    // Only the default one; DescribeListenerCertificates has the others.
    Certificates: certificateArns.slice(0, 1).map((CertificateArn) => ({ CertificateArn })),
    SslPolicy: sslPolicy,
    AlpnPolicy: alpn === undefined ? undefined : [alpn],
    DefaultActions: [forwards.length === 0 ? FIXED_RESPONSE : renderForwards(forwards)],
  };
}

function renderForwards(forwards: readonly Forward[]): XmlRecord {
  const [first] = forwards;
  return {
    Type: 'forward',
    TargetGroupArn: forwards.length === 1 ? first?.targetGroupArn : undefined,
    ForwardConfig: {
      TargetGroups: forwards.map(({ targetGroupArn, weight }) => ({ TargetGroupArn: targetGroupArn, Weight: weight })),
    },
  };
}
