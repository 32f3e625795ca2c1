/** A problem where something is of another account or Region than is deployed to. */
export function differs(
  path: string,
  what: string,
  where: string,
  found: string | undefined,
  expected: string | undefined,
): readonly string[] {
  return found === undefined || expected === undefined || found === expected
    ? []
    : [`${path}: the ${what} is of ${where} ${found}, and ${expected} is deployed to; give one of there`];
}
