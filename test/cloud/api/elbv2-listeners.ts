import type { XmlRecord } from '../wire/xml.ts';
import { AwsError } from '../world/aws-error.ts';
import * as listeners from '../world/listeners.ts';
import type { Listener } from '../world/state.ts';
import { findListener, findLoadBalancer, findTargetGroup, owned } from './elbv2-find.ts';
import type { Operation } from './operation.ts';
import { ELB_PAGING, page } from './paging.ts';
import { integer, records, requiredText, text, texts } from './params.ts';

export const createListener: Operation = (world, caller, params) => {
  const [action = {}] = records(params, 'DefaultActions');
  const port = integer(params, 'Port');
  if (port === undefined) throw new AwsError('ValidationError', 'A port must be specified');
  const listener = listeners.createListener(world, {
    loadBalancer: findLoadBalancer(world, caller, requiredText(params, 'LoadBalancerArn')),
    group: findTargetGroup(world, caller, requiredText(action, 'TargetGroupArn')),
    port,
    protocol: requiredText(params, 'Protocol'),
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

function render({ arn, loadBalancerArn, targetGroupArn, port, protocol }: Listener): XmlRecord {
  return {
    ListenerArn: arn,
    LoadBalancerArn: loadBalancerArn,
    Port: port,
    Protocol: protocol,
    DefaultActions: [
      {
        Type: 'forward',
        TargetGroupArn: targetGroupArn,
        ForwardConfig: { TargetGroups: [{ TargetGroupArn: targetGroupArn }] },
      },
    ],
  };
}
