import { GATE_SECONDS, GATE_SETTLE_SECONDS } from '../model/limits.ts';
import type { Outcome } from '../model/outcome.ts';
import type { RefusalCode } from '../model/plan.ts';
import { problemText } from '../model/reading.ts';
import type { Spec } from '../model/spec.ts';
import { type Target, targetKey } from '../model/target.ts';

/** Whether a deployment may go on. `wait` asks again, `fail` is final unless the stack is rolling back. */
export type Verdict = { readonly kind: 'open' | 'wait' | 'fail'; readonly reason: string };

/** A binding, and what one pass over it came to. */
export type Judged = { readonly spec: Spec; readonly outcome: Outcome };

/** What permissions, tags and endpoints that CloudFormation has just made may cause while they spread. */
const MAY_SETTLE: ReadonlySet<RefusalCode> = new Set([
  'source-unreadable',
  'group-unreadable',
  'unsealed',
  'other-seal',
]);

const OPEN: Verdict = { kind: 'open', reason: 'every serviceable target is healthy, and nothing retired is left' };

/** Judges a pass over all bindings of a deployment, `elapsedSeconds` after the gate began. The worst of them counts. */
export function judgeGate(judged: readonly Judged[], elapsedSeconds: number): Verdict {
  const verdict = worstOf(
    judged.map(({ spec, outcome }) => {
      const { kind, reason } = judgeBinding(spec, outcome, elapsedSeconds);
      return { kind, reason: `${outcome.binding}: ${reason}` };
    }),
  );
  if (verdict.kind !== 'wait' || elapsedSeconds < GATE_SECONDS) return verdict;
  return {
    kind: 'fail',
    reason:
      `After ${Math.round(elapsedSeconds)} s the gate gives up. ${verdict.reason}. Look first at the security groups ` +
      'between load balancer and endpoint, at the health check, and at the state of the endpoint.',
  };
}

function judgeBinding(spec: Spec, outcome: Outcome, elapsedSeconds: number): Verdict {
  const { plan, pending, faults } = outcome;
  if (spec.mode === 'observe') return open('only observed, so not waited for');
  if (plan.pause?.kind === 'waiting') return open('paused, so not waited for');
  if (outcome.outcome === 'faulted') {
    return wait(faults.map(({ problem, remedy }) => `${problemText(problem)}. ${remedy}`).join(' '));
  }

  const settling = elapsedSeconds < GATE_SETTLE_SECONDS;
  if (plan.refusal !== undefined) {
    const { code, reason, remedy } = plan.refusal;
    return { kind: settling && MAY_SETTLE.has(code) ? 'wait' : 'fail', reason: `refused: ${reason} ${remedy}` };
  }
  if (outcome.outcome === 'blocked') return { kind: 'fail', reason: `blocked: ${blockedText(outcome)}` };
  if (spec.mode === 'add') return open('the mode is add, so not waited for');

  if (plan.partial !== undefined) return wait(`the source is partial: ${plan.partial}`);
  const dead = whyNothingCanServe(outcome);
  // A listener that was just made may not show on its group yet.
  if (dead !== undefined) return { kind: settling ? 'wait' : 'fail', reason: dead };
  if (pending.unhealthy.length > 0) {
    const ready = pending.serviceable.length - pending.unhealthy.length;
    return wait(`${ready} of ${pending.serviceable.length} targets are healthy, not yet ${list(pending.unhealthy)}`);
  }
  if (pending.leaving.length > 0) return wait(`still registered or draining: ${list(pending.leaving)}`);
  return OPEN;
}

/** Why no target of this group can become healthy however long one waits, if that is so. */
function whyNothingCanServe({ targetGroupArn, health, pending }: Outcome): string | undefined {
  if (!pending.attached) {
    return `the group is attached to nothing, so no target can become healthy. Attach ${targetGroupArn} to a listener.`;
  }
  if (pending.serviceable.length > 0) return undefined;
  return (
    `none of the ${health.desired} desired targets lies in a zone that the load balancer enables. ` +
    'Enable one of the endpoint’s zones on the load balancer, or take an address out of keep.'
  );
}

function blockedText({ plan }: Outcome): string {
  const holds = plan.hold
    .filter(({ kind }) => kind === 'blocked')
    .map(({ target, reason, remedy }) => `${targetKey(target)}: ${reason}. ${remedy ?? ''}`.trim());
  const pause = plan.pause === undefined ? [] : [`${plan.pause.reason} ${plan.pause.remedy}`];
  return [...holds, ...pause].join(' ');
}

/** The worst of several verdicts, with the reasons of all that are as bad. */
export function worstOf(verdicts: readonly Verdict[]): Verdict {
  const kind = (['fail', 'wait', 'open'] as const).find((each) => verdicts.some((verdict) => verdict.kind === each));
  const reasons = verdicts.filter((verdict) => verdict.kind === kind).map(({ reason }) => reason);
  return { kind: kind ?? 'open', reason: reasons.join('; ') };
}

function open(reason: string): Verdict {
  return { kind: 'open', reason };
}

function wait(reason: string): Verdict {
  return { kind: 'wait', reason };
}

function list(targets: readonly Target[]): string {
  return targets.map(targetKey).join(', ');
}
