import { GATE_SECONDS, GATE_SETTLE_SECONDS } from '../model/limits.ts';
import type { Outcome } from '../model/outcome.ts';
import { problemText } from '../model/reading.ts';
import type { Spec } from '../model/spec.ts';
import { type Target, targetKey } from '../model/target.ts';
import {
  judgeObstacles,
  type Obstacle,
  open,
  patienceWith,
  patienceWithRefusal,
  type Verdict,
  wait,
  worstOf,
} from './verdict.ts';

/** A binding, and what one pass over it came to. */
export type Judged = { readonly spec: Spec; readonly outcome: Outcome };

/** Judges a pass over all bindings of a deployment, `elapsedSeconds` after the gate began. The worst of them counts. */
export function judgeGate(judged: readonly Judged[], elapsedSeconds: number): Verdict {
  const verdict = worstOf(
    judged.map(({ spec, outcome }) => ({ binding: spec.name, ...judgeBinding(spec, outcome, elapsedSeconds) })),
  );
  if (verdict.kind !== 'wait' || elapsedSeconds < GATE_SECONDS) return verdict;
  return {
    kind: 'fail',
    reason:
      `After ${Math.round(elapsedSeconds)} s the gate gives up. ${verdict.reason}. Look first at the security groups ` +
      'between load balancer and source, at the health check, and at the state of the source.',
  };
}

function judgeBinding(spec: Spec, outcome: Outcome, elapsedSeconds: number): Verdict {
  const { plan, faults } = outcome;
  if (spec.mode === 'observe') return open('only observed, so not waited for');
  if (plan.pause?.kind === 'waiting') return open('paused, so not waited for');
  if (outcome.outcome === 'faulted') {
    const failed = faults.map(({ problem, remedy }) => ({
      reason: problemText(problem),
      remedy,
      patience: patienceWith(problem.kind),
    }));
    return judgeObstacles('faulted', failed, elapsedSeconds);
  }
  if (plan.refusal !== undefined) {
    const { reason, remedy } = plan.refusal;
    return judgeObstacles('refused', [{ reason, remedy, patience: patienceWithRefusal(plan.refusal) }], elapsedSeconds);
  }
  if (outcome.outcome === 'blocked') return judgeObstacles('blocked', obstaclesOf(outcome), elapsedSeconds);
  if (spec.mode === 'add') return open('the mode is add, so not waited for');

  const dead = plan.partial === undefined ? whyNothingCanServe(outcome) : undefined;
  // A listener that was just made may not show on its group yet.
  if (dead !== undefined) return judgeObstacles('nothing can serve', [{ ...dead, patience: 'settle' }], elapsedSeconds);
  const { serviceable } = outcome.pending;
  if (serviceable.length < outcome.health.desired && elapsedSeconds < GATE_SETTLE_SECONDS) {
    // A zone that load balancer and source have just gained together shows as not enabled for a moment.
    return wait(`only ${serviceable.length} of ${outcome.health.desired} targets lie in zones that are enabled yet`);
  }
  const delay = whyNotYet(outcome);
  return delay === undefined ? open('every serviceable target is healthy, and no other is left') : wait(delay);
}

function obstaclesOf({ plan: { hold, pause } }: Outcome): readonly Obstacle[] {
  const holds = hold
    .filter(({ kind }) => kind === 'blocked')
    .map(({ target, reason, remedy, unread }) => ({
      reason: `${targetKey(target)}: ${reason}`,
      remedy,
      patience: patienceWith(unread),
    }));
  return pause?.kind === 'blocked' ? [...holds, { ...pause, patience: 'none' }] : holds;
}

/** Why no target of this group can become healthy however long one waits, if that is so. */
function whyNothingCanServe({ targetGroupArn, health, pending }: Outcome): Omit<Obstacle, 'patience'> | undefined {
  if (!pending.attached) {
    return {
      reason: 'the group is attached to nothing, so no target can become healthy',
      remedy: `Attach ${targetGroupArn} to a listener.`,
    };
  }
  if (pending.serviceable.length > 0) return undefined;
  return {
    reason: `none of the ${health.desired} desired targets lies in a zone that the load balancer enables`,
    remedy: 'Enable one of the source’s zones on the load balancer, or take an address out of keep.',
  };
}

/** What a path that heals still lacks; undefined once a pass finds nothing left to do or to wait for. */
function whyNotYet({ outcome, plan, pending }: Outcome): string | undefined {
  const { serviceable, unhealthy, leaving } = pending;
  if (plan.partial !== undefined) return `the source is partial: ${plan.partial}`;
  if (unhealthy.length > 0) {
    const ready = serviceable.length - unhealthy.length;
    return `${ready} of ${serviceable.length} targets are healthy, not yet ${list(unhealthy)}`;
  }
  if (leaving.length > 0) return `still registered or draining: ${list(leaving)}`;
  const held = plan.hold.map(({ target, reason }) => `${targetKey(target)}: ${reason}`);
  if (held.length > 0) return `held: ${held.join('; ')}`;
  return outcome === 'in-sync' ? undefined : `the pass is ${outcome}; the next one must find the group in sync`;
}

function list(targets: readonly Target[]): string {
  return targets.map(targetKey).join(', ');
}
