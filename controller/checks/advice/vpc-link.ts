import type { Advice, AdviceGround, Need } from '../../model/advice.ts';
import { firstUnread, need, needsOfPlace, needsOfPort, needsOfTargets, portOf } from './needs.ts';
import { type VpcLinkParts, vpcLinkChanges, vpcLinkSteps } from './vpc-link-steps.ts';

/**
 * Whether a REST API that reaches the load balancer by a VPC link could reach the ALB by one of the second kind. A reason
 * against it stands whatever else could not be read; without one, everything must have been.
 */
export function adviseVpcLink(ground: AdviceGround): Advice {
  const way = 'vpc-link';
  const needs = [
    ...needsOfPlace(ground),
    ...needsOfScheme(ground),
    ...needsOfLink(ground),
    ...needsOfPort(ground),
    ...needsOfTargets(ground),
  ];
  if (needs.length > 0) return { way, kind: 'needed', needs };

  const { group, targets, source, appListeners, frontDoor, facts } = ground;
  const why = firstUnread([group, targets, source, appListeners, frontDoor?.loadBalancer, facts.vpcLinks]);
  if (why !== undefined) return { way, kind: 'unknown', why };
  const parts = partsOf(ground);
  if (parts === undefined) {
    return { way, kind: 'unknown', why: 'No load balancer leads to the group, so none could be left out.' };
  }
  return { way, kind: 'instead', steps: vpcLinkSteps(parts), changes: vpcLinkChanges(parts) };
}

function needsOfScheme({ frontDoor, source }: AdviceGround): readonly Need[] {
  const front = frontDoor?.loadBalancer.kind === 'read' ? frontDoor.loadBalancer.value : undefined;
  const alb = source.kind === 'read' ? source.value.loadBalancer : undefined;
  return [front, alb].flatMap((each) =>
    each === undefined || each.scheme === 'internal'
      ? []
      : [need('internet-facing', `${each.name} is ${each.scheme}, for clients that are no API`)],
  );
}

function needsOfLink({ frontDoor, facts: { vpcLinks } }: AdviceGround): readonly Need[] {
  if (vpcLinks?.kind !== 'read' || vpcLinks.value.length > 0 || frontDoor?.loadBalancer.kind !== 'read') return [];
  return [need('no-vpc-link', `no VPC link leads to ${frontDoor.loadBalancer.value.name}`)];
}

function partsOf(ground: AdviceGround): VpcLinkParts | undefined {
  const { group, source, appListeners, frontDoor, facts } = ground;
  if (group.kind === 'unread' || source.kind === 'unread' || appListeners.kind === 'unread') return undefined;
  if (frontDoor?.loadBalancer.kind !== 'read' || facts.vpcLinks?.kind !== 'read') return undefined;
  const listener = appListeners.value.find(({ port }) => port === portOf(ground));
  if (listener === undefined) return undefined;
  return {
    group: group.value,
    alb: source.value.loadBalancer,
    listener,
    frontDoor: frontDoor.loadBalancer.value,
    links: facts.vpcLinks.value,
  };
}
