import type { Asked, WireRequest } from './protocol.ts';

/** Where a REST service has its operations, by name: `GET /restapis/{restapi_id}`. */
export type Routes = Readonly<Record<string, string>>;

/** What a request's method, path and query ask for. One that fits no route is an operation by its own method and path. */
export function readRoute(routes: Routes, { method, path, query }: WireRequest): Asked {
  for (const [operation, route] of Object.entries(routes)) {
    const inPath = match(route, `${method} ${path}`);
    if (inPath !== undefined) return { operation, params: { ...inPath, ...Object.fromEntries(query) } };
  }
  return { operation: `${method} ${path}`, params: Object.fromEntries(query) };
}

function match(route: string, path: string): Readonly<Record<string, string>> | undefined {
  const wanted = route.split('/');
  // Route 53's clients end some paths with a slash.
  const given = path.replace(/\/$/, '').split('/');
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, step] of wanted.entries()) {
    const value = given[index] ?? '';
    const [, name] = /^\{(\w+)\}$/.exec(step) ?? [];
    if (name !== undefined) params[name] = decodeURIComponent(value);
    else if (step !== value) return undefined;
  }
  return params;
}
