import type { Land } from '../land.ts';

/** The name of the binding, and of its group. */
export const NAME = 'public-api';

/** Moves binding and seal to an endpoint, as a deployment does. */
export function deploy(land: Land, endpointId: string): void {
  land.cloud.seal(land.group.arn, NAME, endpointId);
  land.bound.push(endpointId);
  land.sealMoves += 1;
}

/** The binding as a deployment of an endpoint writes it. */
export function bindingOf({ group, opening, keep }: Land, vpcEndpointId: string): Readonly<Record<string, unknown>> {
  const { minHealthy, mode } = opening;
  return { name: NAME, targetGroupArn: group.arn, source: { vpcEndpointId }, minHealthy, mode, keep };
}
