import type { AuditSituation } from '../model/audit.ts';
import type { FrontDoor, LoadBalancer } from '../model/audit-load-balancer.ts';
import { problemText } from '../model/reading.ts';

/** The load balancer in front of the group with what belongs to it, or a sentence on why nothing can be said of it. */
export type KnownFrontDoor =
  | { readonly kind: 'known'; readonly loadBalancer: LoadBalancer; readonly parts: FrontDoor }
  | { readonly kind: 'unknown'; readonly why: string };

/** The load balancer that the checks of the path look at. */
export function frontDoorOf({ group, frontDoor }: AuditSituation): KnownFrontDoor {
  if (group.kind === 'unread') return { kind: 'unknown', why: `${problemText(group.problem)}.` };
  if (frontDoor === undefined) {
    return { kind: 'unknown', why: `${group.value.name} is attached to nothing, so no load balancer leads to it.` };
  }
  const { loadBalancer } = frontDoor;
  if (loadBalancer.kind === 'unread') return { kind: 'unknown', why: `${problemText(loadBalancer.problem)}.` };
  return { kind: 'known', loadBalancer: loadBalancer.value, parts: frontDoor };
}
