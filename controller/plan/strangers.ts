import type { Surplus } from '../model/fate.ts';
import type { Deregistration, Hold, Removals } from '../model/plan.ts';
import type { TargetGroup } from '../model/target-group.ts';
import { type ListedTarget, mayServe } from '../model/target.ts';
import { type Comparison, healthyDesired } from './compare.ts';

/** Ports on which a TCP group is taken to pass TLS through untouched, so that a stranger cannot read it. */
const TLS_PORTS: ReadonlySet<number> = new Set([443, 8443]);

type Context = {
  readonly group: TargetGroup;
  readonly comparison: Comparison;
  /** False where the source is refused, so that no desired target will come. */
  readonly usable: boolean;
};

/** Decides on targets whose IP now belongs to a stranger (rule 5). No refusal and no partial source stands in its way. */
export function judgeStrangers(surplus: readonly Surplus[], context: Context): Removals {
  const deregister: Deregistration[] = [];
  const hold: Hold[] = [];
  for (const { target, fate } of surplus) {
    if (fate.kind !== 'stranger') continue;
    const whose = `${target.ip} belongs to ${fate.interfaceId} (${fate.what})`;
    const evicted = whyEvict(target, context);
    if (evicted === undefined) hold.push({ target, stranger: true, ...holdHealthy(whose, context) });
    else deregister.push({ target, rule: 'stranger', reason: `${whose}; ${evicted}` });
  }
  return { deregister, hold };
}

function whyEvict(target: ListedTarget, { group, comparison }: Context): string | undefined {
  const serving = healthyDesired(comparison).length;
  if (!mayServe(target)) return `it is ${target.health}, so it serves nobody`;
  if (canRead(group, target.port))
    return `it is ${target.health}, and on ${group.protocol}:${target.port} it can read the traffic`;
  return serving > 0 ? `it is ${target.health}, and ${serving} desired can serve instead` : undefined;
}

function holdHealthy(whose: string, { usable }: Context): Omit<Hold, 'target'> {
  const reason = `${whose} and may serve: 0 desired targets are healthy`;
  if (usable) return { kind: 'waiting', reason };
  return {
    kind: 'blocked',
    reason,
    remedy: 'Restore the source, or deregister this target by hand; clients reach a stranger until then.',
  };
}

/** A TLS group decrypts before it forwards, and a clear-text port never encrypted: either way the target reads all. */
function canRead(group: TargetGroup, port: number): boolean {
  return group.protocol === 'TLS' || !TLS_PORTS.has(port);
}
