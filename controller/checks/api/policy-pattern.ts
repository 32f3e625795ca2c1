/** True if a pattern of a policy, with its `*` and `?`, matches a text. */
export function matches(pattern: string, text: string): boolean {
  return reached(pattern, text).has(pattern.length);
}

/** How much of everything that begins with `prefix` a pattern matches: `execute-api:/live/GET/*` matches some of `execute-api:/live/`. */
export function coverage(pattern: string, prefix: string): 'all' | 'some' | 'none' {
  const places = reached(pattern, prefix);
  if ([...places].some((place) => /^\*+$/.test(pattern.slice(place)))) return 'all';
  return places.size > 0 ? 'some' : 'none';
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
