import type { Address } from '../model/address.ts';
import { byTarget, isDraining, isHealthy, type ListedTarget, type Target, targetKey } from '../model/target.ts';

/** Desired targets beside what the group lists. Draining targets are neither; foreign ones are on another port. */
export type Comparison = {
  readonly desired: readonly (Target & { readonly address: Address })[];
  readonly missing: readonly (Target & { readonly address: Address })[];
  /** Desired and registered, as listed. */
  readonly present: readonly ListedTarget[];
  readonly surplus: readonly ListedTarget[];
  readonly foreign: readonly ListedTarget[];
  /** On their way out, on the binding’s port, and not desired. */
  readonly leaving: readonly ListedTarget[];
  /** True while a zonal shift shows on any target listed, whatever it is to us. */
  readonly zonalShift: boolean;
};

/** Compares by identity. `keep` IPs are neither missing nor surplus; a desired target found draining is missing. */
export function compare(
  addresses: readonly Address[],
  targets: readonly ListedTarget[],
  { port, keep }: { readonly port: number; readonly keep: readonly string[] },
): Comparison {
  const kept = new Set(keep);
  const desired = addresses
    .filter((address) => !kept.has(address.ip))
    .map((address) => ({ ip: address.ip, port, address }))
    .toSorted(byTarget);
  const desiredKeys = new Set(desired.map(targetKey));

  const registered = targets.filter((target) => !isDraining(target)).toSorted(byTarget);
  const ours = registered.filter((target) => target.port === port && !kept.has(target.ip));
  const registeredKeys = new Set(ours.map(targetKey));

  return {
    desired,
    missing: desired.filter((target) => !registeredKeys.has(targetKey(target))),
    present: ours.filter((target) => desiredKeys.has(targetKey(target))),
    surplus: ours.filter((target) => !desiredKeys.has(targetKey(target))),
    foreign: registered.filter((target) => target.port !== port),
    leaving: targets
      .filter((target) => isDraining(target) && target.port === port)
      .filter((target) => !kept.has(target.ip) && !desiredKeys.has(targetKey(target)))
      .toSorted(byTarget),
    zonalShift: targets.some((target) => target.zonalShift),
  };
}

/** Desired targets that may serve. */
export function healthyDesired({ present }: Comparison): readonly ListedTarget[] {
  return present.filter(isHealthy);
}
