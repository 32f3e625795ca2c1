import type { Subnet } from '../cloud/world/state.ts';

/** The subnet of a zone. */
export function subnetIn(subnets: readonly Subnet[], zone: 1 | 2): Subnet {
  const subnet = subnets[zone - 1];
  if (subnet === undefined) throw new Error(`no subnet in zone ${zone}`);
  return subnet;
}
