/**
 * A name as Route 53 saves and answers it: lower case, everything but `a-z0-9-_` as `\ooo`, with a trailing dot.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html
 */
export function savedName(name: string): string {
  const escaped = plainName(name).replaceAll(
    /[^a-z0-9_.-]/gu,
    (character) => `\\${(character.codePointAt(0) ?? 0).toString(8).padStart(3, '0')}`,
  );
  return `${escaped}.`;
}

/** A name as resolvers say it: lower case, no escapes, no trailing dot. */
export function plainName(name: string): string {
  return name
    .replaceAll(/\\([0-7]{3})/g, (_, octal: string) => String.fromCodePoint(Number.parseInt(octal, 8)))
    .replace(/\.$/, '')
    .toLowerCase();
}

/**
 * Route 53's order: by the labels reversed, as in `com.example.www.`, escapes and trailing dot included.
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_ListHostedZonesByName.html
 */
export function compareNames(a: string, b: string): number {
  return compareText(reversed(a), reversed(b));
}

/** Compares by ASCII. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** True if a saved name is a zone's own, or lies in it. */
export function liesIn(name: string, zone: string): boolean {
  return zone === '.' || name === zone || name.endsWith(`.${zone}`);
}

/** The saved name without its first label; undefined for the root. */
export function parentOf(name: string): string | undefined {
  if (name === '.') return undefined;
  return name.slice(name.indexOf('.') + 1) || '.';
}

function reversed(name: string): string {
  return `${name.split('.').slice(0, -1).toReversed().join('.')}.`;
}
