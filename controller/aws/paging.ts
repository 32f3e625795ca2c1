import { IncompleteAnswer } from './failure.ts';

/** One page of a listing: its items, and the token of the next page if there is one. */
export type Page<T> = { readonly items: readonly T[]; readonly next?: string | undefined };

/** Reads every page. A repeated token throws: a listing that cannot be finished is not a list. */
export async function readAllPages<T>(
  readPage: (token: string | undefined) => Promise<Page<T>>,
): Promise<readonly T[]> {
  const items: T[] = [];
  const seen = new Set<string>();
  let token: string | undefined;
  do {
    const page = await readPage(token);
    items.push(...page.items);
    token = page.next === '' ? undefined : page.next;
    if (token !== undefined && seen.has(token))
      throw new IncompleteAnswer('a page token was repeated, so the listing never ends');
    if (token !== undefined) seen.add(token);
  } while (token !== undefined);
  return items;
}

/** Splits a list into runs of at most `size`. */
export function chunk<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
