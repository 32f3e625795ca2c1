/** A request's parameters, nested: `Filter.1.Name=a` is `{ Filter: [{ Name: 'a' }] }`. */
export type Params = { readonly [name: string]: Param };
export type Param = string | Params | readonly Param[];

type Tree = { [name: string]: string | Tree };

/** Reads the form of a query request; `Targets.member.1.Id` and `Filter.1.Name` are both lists. */
export function parseForm(body: string): Params {
  const root: Tree = {};
  for (const [path, value] of new URLSearchParams(body)) {
    const steps = path.split('.');
    const leaf = steps.pop() ?? '';
    let branch = root;
    for (const step of steps) {
      const next = branch[step];
      branch = typeof next === 'object' ? next : (branch[step] = {});
    }
    branch[leaf] = value;
  }
  return Object.fromEntries(Object.entries(root).map(([name, value]) => [name, fold(value)]));
}

/** Makes numbered branches lists. */
function fold(value: string | Tree): Param {
  if (typeof value === 'string') return value;
  const { member, ...others } = value;
  if (member !== undefined && Object.keys(others).length === 0) return fold(member);
  const entries = Object.entries(value);
  if (!entries.every(([name]) => /^\d+$/.test(name))) {
    return Object.fromEntries(entries.map(([name, inner]) => [name, fold(inner)]));
  }
  return entries.toSorted(([a], [b]) => Number(a) - Number(b)).map(([, inner]) => fold(inner));
}
