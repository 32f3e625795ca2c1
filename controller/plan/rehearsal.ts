import { GATE_SETTLE_SECONDS } from '../model/limits.ts';
import { problemText, type Reading } from '../model/reading.ts';
import type { Planned, Rehearsal } from '../model/rehearsal.ts';
import type { Spec } from '../model/spec.ts';
import { judgeObstacles, open, patienceWith, patienceWithRefusal, type Verdict, wait, worstOf } from './verdict.ts';

/**
 * Judges what new code planned, `elapsedSeconds` after the rehearsal began. It asks whether the code works where it will
 * run, not whether the path serves: so it waits only for what spreads, a permission, a role, the function itself.
 */
export function judgeRehearsal(specs: readonly Spec[], answer: Reading<Rehearsal>, elapsedSeconds: number): Verdict {
  const verdict = judgeAnswer(specs, answer, elapsedSeconds);
  if (verdict.kind !== 'wait' || elapsedSeconds < GATE_SETTLE_SECONDS) return verdict;
  return { ...verdict, kind: 'fail' };
}

function judgeAnswer(specs: readonly Spec[], answer: Reading<Rehearsal>, elapsedSeconds: number): Verdict {
  if (answer.kind === 'unread') {
    const remedy =
      answer.problem.kind === 'denied'
        ? 'Grant lambda:InvokeFunction on the function’s versions to the gate.'
        : 'Look whether the version exists and is active, and deploy again.';
    return wait(`${problemText(answer.problem)}. ${remedy}`);
  }
  const rehearsal = answer.value;
  if (rehearsal.kind === 'failed') {
    return wait(`the new version failed: ${rehearsal.message}. The log of the function has the stack.`);
  }
  const byName = new Map(rehearsal.plans.map((planned) => [planned.binding, planned]));
  return worstOf(
    specs.map((spec) => ({ binding: spec.name, ...judgePlanned(spec, byName.get(spec.name), elapsedSeconds) })),
  );
}

function judgePlanned(spec: Spec, planned: Planned | undefined, elapsedSeconds: number): Verdict {
  if (planned === undefined) {
    return { kind: 'fail', reason: 'the new version planned nothing for it. This is a defect of target-sync.' };
  }
  const { outcome, refusal, pause, blocked } = planned;
  if (outcome === 'faulted') return wait('faulted. The log of the function has the reason.');
  if (spec.mode === 'observe') return open('only observed');
  if (pause?.kind === 'waiting') return open('paused');
  if (refusal !== undefined) {
    const { reason, remedy } = refusal;
    return judgeObstacles('refused', [{ reason, remedy, patience: patienceWithRefusal(refusal) }], elapsedSeconds);
  }
  if (outcome !== 'blocked') return open(`the new version plans, and finds it ${outcome}`);
  const holds = blocked.map(({ unread, ...why }) => ({ ...why, patience: patienceWith(unread) }));
  const obstacles = pause === undefined ? holds : [...holds, { ...pause, patience: patienceWith(undefined) }];
  return judgeObstacles('blocked', obstacles, elapsedSeconds);
}
