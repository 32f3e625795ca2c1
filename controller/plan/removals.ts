import type { Evidence } from '../model/evidence.ts';
import type { Fate, Surplus } from '../model/fate.ts';
import type { Deregistration, Hold, RemovalRule, Removals } from '../model/plan.ts';
import type { Spec } from '../model/spec.ts';
import type { TargetGroup } from '../model/target-group.ts';
import { hasFailed, type ListedTarget } from '../model/target.ts';
import type { Comparison } from './compare.ts';
import { holdUnread } from './held.ts';
import { remedyFor } from './remedies.ts';
import { judgeRetired, type RetiredTarget } from './retired.ts';

type Context = {
  readonly spec: Spec;
  readonly group: TargetGroup;
  /** True where the source lies outside the group's VPC. */
  readonly outside: boolean;
  readonly comparison: Comparison;
  /** Absent where the surplus only appeared during the pass. */
  readonly evidence: Evidence | undefined;
  /** Why the source is only part of itself, if it is. */
  readonly partial: string | undefined;
};

/** Decides on the surplus that is no stranger's: rules 3 and 8 hold all of it; then `gone` and what is dead (6), then `retired` (7). */
export function judgeRemovals(surplus: readonly Surplus[], context: Context): Removals {
  if (surplus.length === 0) return { deregister: [], hold: [] };
  const held = holdAll(surplus, context);
  if (held !== undefined) return { deregister: [], hold: surplus.map(({ target }) => ({ target, ...held })) };

  const deregister: Deregistration[] = [];
  const hold: Hold[] = [];
  const retired: RetiredTarget[] = [];
  const { comparison } = context;
  /** Rule 6: it goes once a desired target stands registered. */
  const take = (target: ListedTarget, rule: RemovalRule, why: string): void => {
    const { present } = comparison;
    if (present.length === 0) hold.push({ target, ...holdWithoutDesired(why, comparison), dead: rule });
    else deregister.push({ target, rule, reason: `${why}; ${present.length} desired stand registered`, dead: true });
  };
  for (const { target, fate } of surplus) {
    switch (fate.kind) {
      case 'gone':
        take(target, 'gone', `no interface carries ${target.ip}`);
        break;
      case 'retired':
        // Nobody is served by it, and where nothing is healthy the load balancer would still send clients to it.
        if (fate.deleted === true && hasFailed(target)) take(target, 'retired', whyDead(target, fate));
        else if (target.health === 'initial') hold.push({ target, kind: 'waiting', reason: whyTooNew(target, fate) });
        else retired.push({ target, fate });
        break;
      case 'unknown':
        hold.push(holdUnknown(target, fate, context.spec));
        break;
      case 'ours':
      case 'stranger':
        break;
    }
  }
  const verdict = judgeRetired(retired, context);
  return { deregister: [...deregister, ...verdict.deregister], hold: [...hold, ...verdict.hold] };
}

/** The one reason, if there is one, that holds every removal of this pass. */
function holdAll(
  surplus: readonly Surplus[],
  { spec, group, comparison, evidence, partial }: Context,
): Omit<Hold, 'target'> | undefined {
  const ours = surplus.find(({ fate }) => fate.kind === 'ours');
  if (ours !== undefined) {
    const reason = `${ours.target.ip} is an interface of the source after all: the source as read is stale, or the interface is leaving it`;
    return { kind: 'waiting', reason };
  }
  if (partial !== undefined) return { kind: 'waiting', reason: `the source is partial: ${partial}` };
  if (evidence?.sourceView?.listing.kind === 'unread') {
    return holdUnread('the interfaces beside the source are unknown', evidence.sourceView.listing.problem, spec);
  }
  const lost = findLost(comparison, evidence);
  if (lost !== undefined) {
    return { kind: 'waiting', reason: `the listing does not show ${lost} of the source: the source as read is stale` };
  }
  if (comparison.zonalShift) {
    return { kind: 'waiting', reason: 'a zonal shift is active, so health does not tell what can serve' };
  }
  if (group.loadBalancerArn === undefined) {
    return {
      kind: 'blocked',
      reason: 'the group is attached to nothing, so no target can become healthy',
      remedy: `Attach ${group.arn} to a listener, or deregister by hand.`,
    };
  }
  if (evidence?.reach?.kind === 'unread') {
    return holdUnread('the load balancer’s zones are unknown', evidence.reach.problem, spec);
  }
  return undefined;
}

/** An interface of the source that the listing, read after the source and over all of its subnets, does not show. */
function findLost({ desired }: Comparison, evidence: Evidence | undefined): string | undefined {
  const listings = [evidence?.listing, evidence?.sourceView?.listing, evidence?.ownerView?.listing].flatMap((each) =>
    each?.kind === 'read' ? [each.value] : [],
  );
  // Without any, no fate is known, and nothing goes.
  if (listings.length === 0) return undefined;
  const shown = new Set(listings.flatMap(({ interfaces }) => interfaces.map(({ id }) => id)));
  return desired.find(({ address }) => !shown.has(address.interfaceId))?.address.interfaceId;
}

/** EC2's answers may be a minute old, and whoever registered it since may have known better. */
function whyTooNew({ ip }: ListedTarget, { sourceId }: RetiredTarget['fate']): string {
  return `${ip} belongs to the retired ${sourceId}, yet its health checks have only begun: AWS’s answers may be older`;
}

function whyDead({ ip, health }: ListedTarget, { sourceId }: RetiredTarget['fate']): string {
  return `${ip} is ${health} and belongs to ${sourceId}, which is deleted`;
}

function holdWithoutDesired(why: string, { desired }: Comparison): Omit<Hold, 'target'> {
  const reason = `${why}, but 0 of ${desired.length} desired stand registered`;
  if (desired.length > 0) return { kind: 'waiting', reason };
  return {
    kind: 'blocked',
    reason,
    remedy: 'Take a desired IP out of keep, or deregister this target by hand.',
  };
}

function holdUnknown(target: ListedTarget, fate: Extract<Fate, { kind: 'unknown' }>, spec: Spec): Hold {
  const reason = `what became of ${target.ip} is unknown: ${fate.why}`;
  if (!fate.needsOperator) return { target, kind: 'waiting', reason };
  const { problem } = fate;
  if (problem !== undefined) {
    const remedy = remedyFor(problem, 'evidence', spec);
    return { target, kind: 'blocked', reason, remedy, unread: problem.kind };
  }
  // Of a load balancer it was a node, which somebody else may come to have: nothing to keep.
  const orKeep = 'vpcEndpointId' in spec.source ? ', or list it under keep' : '';
  return { target, kind: 'blocked', reason, remedy: `Deregister ${target.ip} by hand${orKeep}.` };
}
