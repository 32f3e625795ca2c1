import type { Drill, DrillRefusal, Moment } from './model/drill.ts';
import type { Identity } from './model/spec.ts';
import { targetKey } from './model/target.ts';

/** A drill as pipelines read it, from `--json`. Targets are `ip:port`, seconds count from the deregistration. */
export type DrillReport = Identity & {
  readonly outcome: Drill['outcome'];
  /** Absent where the drill was refused. */
  readonly target?: string;
  readonly zoneId?: string;
  /** The other desired targets, healthy when the drill began. */
  readonly others?: readonly string[];
  readonly moments: readonly Moment[];
  readonly refusal?: DrillRefusal;
  /** Why it was not healed. */
  readonly reason?: string;
  readonly remedy?: string;
};

/** Writes a drill as a {@link DrillReport}. */
export function toDrillReport(drill: Drill): DrillReport {
  const { binding, targetGroupArn, source, outcome } = drill;
  const about = { binding, targetGroupArn, source, outcome };
  if (drill.outcome === 'refused') return { ...about, moments: [], refusal: drill.refusal };
  const { target, zoneId, others } = drill.plan;
  return {
    ...about,
    target: targetKey(target),
    zoneId,
    others: others.map(targetKey),
    moments: drill.outcome === 'declined' ? [] : drill.moments,
    ...(drill.outcome === 'not-healed' && { reason: drill.reason, remedy: drill.remedy }),
  };
}
