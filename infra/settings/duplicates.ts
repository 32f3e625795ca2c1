/**
 * A problem for every value that a list has twice. `leaf` is the part of an entry that the values are of, as in
 * `.availabilityZone`. Undefined values are not compared.
 */
export function duplicates(path: string, values: readonly (string | undefined)[] = [], leaf = ''): readonly string[] {
  return values.flatMap((value, index) => {
    const first = values.indexOf(value);
    return value === undefined || first === index
      ? []
      : [`${path}[${index}]${leaf}: "${value}" is already in ${path}[${first}]; remove one of them`];
  });
}
