const DAY_MS = 24 * 60 * 60 * 1000;

/** What of a certificate matters: the names it is for, canonical, and its end where it is known. */
type Dated = { readonly names: readonly string[]; readonly notAfter?: Date };

/** What a certificate must do: be for a name, and not end within some days from now. */
type Demand = { readonly hostname: string; readonly now: Date; readonly minDays: number };

/** What is wrong with a certificate, as a clause that follows "it"; undefined if nothing is. */
export function certificateProblem({ names, notAfter }: Dated, { hostname, now, minDays }: Demand): string | undefined {
  if (!covers(names, hostname))
    return `is for ${names.length === 0 ? 'no name' : names.join(', ')}, not for ${hostname}`;
  if (notAfter === undefined) return undefined;
  const days = Math.floor((notAfter.getTime() - now.getTime()) / DAY_MS);
  if (days < 0) return `expired on ${dateOf(notAfter)}`;
  return days < minDays ? `expires on ${dateOf(notAfter)}, in ${days} days` : undefined;
}

/** True if a certificate's names hold for a hostname; a wildcard stands for one label: https://datatracker.ietf.org/doc/html/rfc6125#section-6.4.3 */
export function covers(names: readonly string[], hostname: string): boolean {
  const wildcard = hostname.replace(/^[^.]+/, '*');
  return names.includes(hostname) || names.includes(wildcard);
}

/** A day, as in 2026-11-20. */
export function dateOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
