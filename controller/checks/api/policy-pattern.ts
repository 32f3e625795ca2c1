/** True if a pattern of a policy, with its `*` and `?`, matches a text. */
export function matches(pattern: string, text: string): boolean {
  return reached(pattern, text).has(pattern.length);
}

/** Resources as a policy spells them: everything that begins with `text` and has `slashes` more at least; without `slashes`, that one alone. */
export type Called = { readonly text: string; readonly slashes?: number };

/** How much of what is called a pattern matches: `execute-api:/live/GET/*` matches some of what begins with `execute-api:/live/`. */
export function coverage(pattern: string, { text, slashes }: Called): 'all' | 'some' | 'none' {
  const places = reached(pattern, text);
  if (slashes === undefined) return places.has(pattern.length) ? 'all' : 'none';
  if ([...places].some((place) => matchesAll(pattern.slice(place), slashes))) return 'all';
  return places.size > 0 ? 'some' : 'none';
}

/** True if the rest of a pattern is stars, with no more slashes between them than whatever follows has. */
function matchesAll(rest: string, slashes: number): boolean {
  const parts = rest.split('/');
  return parts.length - 1 <= slashes && parts.every((part) => /^\*+$/.test(part));
}

/**
 * The places in a pattern that a text may lead to. Walked side by side: a regular expression would try every way to
 * divide the text among the stars, one after another.
 */
function reached(pattern: string, text: string): ReadonlySet<number> {
  return Array.from(text).reduce<ReadonlySet<number>>(
    (places, character) =>
      withStarsSkipped(
        pattern,
        [...places].flatMap((place) => {
          if (pattern[place] === '*') return [place];
          return pattern[place] === '?' || pattern[place] === character ? [place + 1] : [];
        }),
      ),
    withStarsSkipped(pattern, [0]),
  );
}

/** A star may stand for nothing, so whoever stands before it stands behind it too. */
function withStarsSkipped(pattern: string, places: readonly number[]): ReadonlySet<number> {
  const all = new Set(places);
  // A set grows while it is walked.
  for (const place of all) if (pattern[place] === '*') all.add(place + 1);
  return all;
}
