/** Two sets of IPs against each other. `missing` are expected and not found, `foreign` found and not expected. */
export type Comparison = {
  readonly equal: boolean;
  readonly missing: readonly string[];
  readonly foreign: readonly string[];
};

/** Compares IPs as sets; both are canonical. */
export function compareIps(found: readonly string[], expected: readonly string[]): Comparison {
  const missing = expected.filter((ip) => !found.includes(ip));
  const foreign = found.filter((ip) => !expected.includes(ip));
  return { equal: missing.length === 0 && foreign.length === 0, missing, foreign };
}
