import type { Fate } from '../model/fate.ts';
import type { Deregistration, Hold } from '../model/plan.ts';
import type { TargetGroup } from '../model/target-group.ts';
import { isHealthy, type ListedTarget } from '../model/target.ts';

/** Ports on which a TCP group is taken to pass TLS through untouched, so that a stranger cannot read it. */
const TLS_PORTS: ReadonlySet<number> = new Set([443, 8443]);

/** Decides on a target whose IP now belongs to a stranger (rule 5). No refusal stands in its way. */
export function judgeStranger(
  target: ListedTarget,
  fate: Extract<Fate, { kind: 'stranger' }>,
  {
    group,
    healthyDesired,
    sourceUsable,
  }: { readonly group: TargetGroup; readonly healthyDesired: number; readonly sourceUsable: boolean },
): Deregistration | Hold {
  const whose = `${target.ip} belongs to ${fate.interfaceId} (${fate.what})`;
  const evict = (why: string): Deregistration => ({ target, rule: 'stranger', reason: `${whose}; ${why}` });

  if (!isHealthy(target)) return evict(`it is ${target.health}, so it serves nobody`);
  if (strangerCanRead(group, target.port))
    return evict(`it is healthy, and on ${group.protocol}:${target.port} it can read the traffic`);
  if (healthyDesired > 0) return evict(`it is healthy, and ${healthyDesired} desired can serve instead`);
  return {
    target,
    kind: sourceUsable ? 'waiting' : 'blocked',
    reason: `${whose} and is the healthy one: 0 desired targets are healthy`,
    remedy: sourceUsable
      ? 'It goes as soon as one desired target is healthy.'
      : 'Restore the source, or deregister this target by hand; clients reach a stranger until then.',
  };
}

/** A TLS group decrypts before it forwards, and a clear-text port never encrypted: either way the target reads all. */
function strangerCanRead(group: TargetGroup, port: number): boolean {
  return group.protocol === 'TLS' || !TLS_PORTS.has(port);
}
