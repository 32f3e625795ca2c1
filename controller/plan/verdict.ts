import { GATE_SETTLE_SECONDS } from '../model/limits.ts';
import { isLasting, type ProblemKind } from '../model/reading.ts';

/** Whether a deployment may go on. `wait` asks again, `fail` is final unless the stack is rolling back. */
export type Verdict = { readonly kind: 'open' | 'wait' | 'fail'; readonly reason: string };

/**
 * How long an obstacle is waited for: `none` needs an operator; `settle` is what a permission or a tag that was just made
 * may cause while it spreads; `time` may pass by itself.
 */
export type Patience = 'none' | 'settle' | 'time';

/** What stands in the way, with what to do. */
export type Obstacle = {
  readonly reason: string;
  readonly remedy?: string | undefined;
  readonly patience: Patience;
};

/** A call that failed may pass by itself, or is what spreads; where none did, only an operator helps. */
export function patienceWith(failed: ProblemKind | undefined): Patience {
  if (failed === undefined) return 'none';
  return isLasting({ kind: failed }) ? 'settle' : 'time';
}

/** Tags may take a moment to show; any other refusal is what the deployment itself says, unless a read failed. */
export function patienceWithRefusal(refusal: {
  readonly code: string;
  readonly unread?: ProblemKind | undefined;
}): Patience {
  return refusal.code === 'unsealed' || refusal.code === 'other-seal' ? 'settle' : patienceWith(refusal.unread);
}

/** Fails as soon as one obstacle has been waited for long enough. */
export function judgeObstacles(what: string, obstacles: readonly Obstacle[], elapsedSeconds: number): Verdict {
  const settled = elapsedSeconds >= GATE_SETTLE_SECONDS;
  const final = obstacles.some(({ patience }) => patience === 'none' || (patience === 'settle' && settled));
  const reasons = obstacles.map(({ reason, remedy = '' }) => `${sentence(reason)} ${remedy}`.trim());
  return { kind: final ? 'fail' : 'wait', reason: `${what}: ${reasons.join(' ')}` };
}

/** The worst verdict over all bindings of a deployment, each named, with the reasons of all that are as bad. */
export function worstOf(verdicts: readonly (Verdict & { readonly binding: string })[]): Verdict {
  const kind = (['fail', 'wait'] as const).find((each) => verdicts.some((verdict) => verdict.kind === each)) ?? 'open';
  const same = verdicts.filter((verdict) => verdict.kind === kind);
  return { kind, reason: same.map(({ binding, reason }) => `${binding}: ${reason}`).join('; ') };
}

/** Nothing stands in the way. */
export function open(reason: string): Verdict {
  return { kind: 'open', reason };
}

/** Time may resolve it. */
export function wait(reason: string): Verdict {
  return { kind: 'wait', reason };
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
