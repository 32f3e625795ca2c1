import type { Advice, AdviceGround, Need } from '../../model/advice.ts';
import type { Listener } from '../../model/audit-load-balancer.ts';
import { type AlbTargetGroupParts, albTargetGroupChanges, albTargetGroupSteps } from './alb-target-group-steps.ts';
import { firstUnread, need, needsOfPlace, needsOfPort, needsOfTargets, portOf } from './needs.ts';

/** As many may have one ALB as their target: https://docs.aws.amazon.com/elasticloadbalancing/latest/network/application-load-balancer-target.html */
const LOAD_BALANCERS_PER_ALB = 2;

/**
 * Whether a target group of type `alb` would do in place of the binding. A reason against it stands whatever else could not
 * be read; without one, everything must have been.
 */
export function adviseAlbTargetGroup(ground: AdviceGround): Advice {
  const way = 'alb-target-group';
  const needs = [
    ...needsOfPlace(ground),
    ...needsOfVpc(ground),
    ...needsOfGroup(ground),
    ...needsOfPort(ground),
    ...needsOfListeners(ground),
    ...needsOfTargets(ground),
    ...needsOfCount(ground),
  ];
  if (needs.length > 0) return { way, kind: 'needed', needs };

  const { group, targets, source, appListeners, frontDoor, facts } = ground;
  const { loadBalancer, attributes, listeners } = frontDoor ?? {};
  const { albGroups, siblings } = facts;
  const seen = [group, targets, source, appListeners, loadBalancer, attributes, listeners, albGroups, siblings];
  const why = firstUnread(seen);
  if (why !== undefined) return { way, kind: 'unknown', why };
  const parts = partsOf(ground);
  if (parts === undefined) {
    return { way, kind: 'unknown', why: 'No listener leads to the group, so none could lead elsewhere.' };
  }
  return { way, kind: 'instead', steps: albTargetGroupSteps(parts), changes: albTargetGroupChanges(parts) };
}

function partsOf(ground: AdviceGround): AlbTargetGroupParts | undefined {
  const { group, source, appListeners, frontDoor, facts } = ground;
  if (group.kind === 'unread' || source.kind === 'unread' || appListeners.kind === 'unread') return undefined;
  if (frontDoor?.loadBalancer.kind !== 'read' || frontDoor.attributes.kind === 'unread') return undefined;
  if (facts.albGroups === undefined) return undefined;
  const listener = appListeners.value.find(({ port }) => port === portOf(ground));
  const forwarding = forwardingListeners(ground);
  if (listener === undefined || forwarding.length === 0) return undefined;
  return {
    group: group.value,
    alb: source.value.loadBalancer,
    listener,
    frontDoor: frontDoor.loadBalancer.value,
    attributes: frontDoor.attributes.value,
    forwarding,
  };
}

function needsOfVpc({ group, source }: AdviceGround): readonly Need[] {
  if (group.kind === 'unread' || source.kind === 'unread') return [];
  const [own, theirs] = [group.value.vpcId, source.value.loadBalancer.vpcId];
  return own === theirs ? [] : [need('other-vpc', `the ALB is in ${theirs}, the group in ${own}`)];
}

function needsOfGroup({ group }: AdviceGround): readonly Need[] {
  if (group.kind === 'unread') return [];
  const { protocol, family } = group.value;
  return [
    ...(protocol === 'TCP' ? [] : [need('group-protocol', `the group is ${protocol}, and the type is TCP alone`)]),
    ...(family === 'ipv4' ? [] : [need('ipv6', 'the group is IPv6, and the type is IPv4 alone')]),
  ];
}

/** A listener that ends TLS leads to groups of addresses or instances alone. */
function needsOfListeners(ground: AdviceGround): readonly Need[] {
  const others = forwardingListeners(ground).filter(({ protocol }) => protocol !== 'TCP');
  return others.map(({ protocol, port }) =>
    need('listener-protocol', `the listener ${protocol}:${port} is not TCP, and the type takes TCP alone`),
  );
}

function needsOfCount({ group, facts: { albGroups, siblings } }: AdviceGround): readonly Need[] {
  const own = group.kind === 'read' ? group.value.loadBalancerArn : undefined;
  const before = new Set([
    ...(own === undefined ? [] : [own]),
    ...(albGroups?.kind === 'read' ? albGroups.value.flatMap(({ loadBalancerArn }) => loadBalancerArn ?? []) : []),
    ...(siblings.kind === 'read' ? siblings.value : []),
  ]);
  if (before.size <= LOAD_BALANCERS_PER_ALB) return [];
  const names = [...before].map((arn) => arn.split('/').at(-2) ?? arn).toSorted();
  return [
    need(
      'too-many-load-balancers',
      `${before.size} load balancers stand before the ALB (${names.join(', ')}), and the type allows ${LOAD_BALANCERS_PER_ALB}`,
    ),
  ];
}

function forwardingListeners({ spec, frontDoor }: AdviceGround): readonly Listener[] {
  if (frontDoor?.listeners.kind !== 'read') return [];
  return frontDoor.listeners.value.filter(({ forwards }) =>
    forwards.some(({ groupArn }) => groupArn === spec.targetGroupArn),
  );
}
