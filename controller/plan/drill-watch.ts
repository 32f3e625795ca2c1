import type { DrillPlan, Moment, Sighting } from '../model/drill.ts';
import { isDraining, isHealthy, type ListedTarget, targetKey } from '../model/target.ts';

/** How long a write may take to show in the listing: until then a target still listed as healthy says nothing. */
const LISTING_SECONDS = 15;
/** By then two scheduled passes should have registered the target again. */
const REGISTERED_AGAIN_SECONDS = 3 * 60;
/** By then a registered target should serve: a load balancer takes one to three minutes. */
const HEALTHY_SECONDS = 10 * 60;

/** Where a drill stands: deregistered and not yet seen to go, seen out of the group, or registered again. */
export type Watch = { readonly plan: DrillPlan; readonly stage: 'leaving' | 'out' | 'back' };

/** What one listing says of a drill. Where it ends unhealed and not `back`, the target has to be registered back. */
export type Watched = { readonly watch: Watch; readonly moment?: Moment } & (
  | { readonly kind: 'goes-on' | 'healed' }
  | { readonly kind: 'unhealed'; readonly reason: string }
);

/** Follows the target that was taken out through one listing, `seconds` after its deregistration. */
export function watchOn(before: Watch, targets: readonly ListedTarget[], seconds: number): Watched {
  const { plan, stage: was } = before;
  const listed = new Map(targets.map((target) => [targetKey(target), target]));
  const key = targetKey(plan.target);
  const target = listed.get(key);
  const stage = stageOf(before, target, seconds);
  const watch = { plan, stage };
  const shows: Sighting = target?.health ?? 'absent';

  if (stage === 'back') {
    if (was === 'back' && target !== undefined && isHealthy(target)) {
      return { kind: 'healed', watch, moment: { seconds, what: 'healthy' } };
    }
    if (seconds >= HEALTHY_SECONDS) {
      return { kind: 'unhealed', watch, reason: `${key} is registered again, but ${shows} after ${minutes(seconds)}` };
    }
    return { kind: 'goes-on', watch, ...(was !== stage && { moment: { seconds, what: 'registered-again', shows } }) };
  }

  const left = stage === 'out' && was !== stage && { moment: { seconds, what: 'out', shows } as const };
  const failing = plan.others.filter((other) => {
    const seen = listed.get(targetKey(other));
    return seen === undefined || !isHealthy(seen);
  });
  const reason = whyStop({ key, failing: failing.map(targetKey), stage, seconds });
  return reason === undefined ? { kind: 'goes-on', watch, ...left } : { kind: 'unhealed', watch, ...left, reason };
}

function stageOf({ stage }: Watch, target: ListedTarget | undefined, seconds: number): Watch['stage'] {
  if (target === undefined || isDraining(target)) return 'out';
  if (stage === 'back') return 'back';
  // It was healthy when it was taken out: initial can only be a registration after that.
  if (target.health === 'initial') return 'back';
  // Anything else may be the listing of before, which a replica that lags shows for a while.
  return stage === 'out' && seconds > LISTING_SECONDS ? 'back' : stage;
}

type Out = {
  readonly key: string;
  readonly failing: readonly string[];
  readonly stage: 'leaving' | 'out';
  readonly seconds: number;
};

/** Why a target must not stay out any longer. */
function whyStop({ key, failing, stage, seconds }: Out): string | undefined {
  if (failing.length > 0) return `${failing.join(', ')} stopped being healthy while ${key} was out`;
  if (stage === 'leaving' && seconds > LISTING_SECONDS) {
    return `AWS accepted the deregistration of ${key}, but does not show it after ${LISTING_SECONDS} s`;
  }
  if (seconds >= REGISTERED_AGAIN_SECONDS) {
    return `${key} is not registered again ${minutes(REGISTERED_AGAIN_SECONDS)} after it was taken out: the schedule does not heal`;
  }
  return undefined;
}

function minutes(seconds: number): string {
  return `${Math.floor(seconds / 60)} minutes`;
}
