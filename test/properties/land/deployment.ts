import type { Land } from '../land.ts';

/** The name of the binding, and of its group. */
export const NAME = 'public-api';

/** Moves binding and seal to a source, as a deployment does. */
export function deploy(land: Land, sourceId: string): void {
  land.cloud.seal(land.group.arn, NAME, sourceId);
  land.bound.push(sourceId);
  land.sealMoves += 1;
}

/**
 * The binding as a deployment of a source writes it. What an ALB replaces, or is replaced by, is named; an endpoint knows
 * its predecessors by their service.
 */
export function bindingOf(land: Land, sourceId: string): Readonly<Record<string, unknown>> {
  const { group, opening, keep, ground, albs } = land;
  const { minHealthy, mode } = opening;
  const others = [...new Set(land.bound)].filter((id) => id !== sourceId);
  const previous = albs.size === 0 ? [] : others.map((id) => albs.get(id)?.arn ?? id);
  const alb = albs.get(sourceId);
  const source = alb === undefined ? { vpcEndpointId: sourceId } : { loadBalancerArn: alb.arn };
  return {
    name: NAME,
    targetGroupArn: group.arn,
    source: { ...source, previous, ...ground.role },
    minHealthy,
    mode,
    keep,
  };
}
