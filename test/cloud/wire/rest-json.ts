import { readJson, writeJson } from './json.ts';
import type { Protocol } from './protocol.ts';
import { readRoute, type Routes } from './route.ts';

/** Paths, and JSON both ways: API Gateway, Route 53 Profiles. An error is named by a header. */
export function restJson(routes: Routes): Protocol {
  const headers = { 'content-type': 'application/json' };
  return {
    read: (request) => {
      const { operation, params } = readRoute(routes, request);
      return { operation, params: { ...params, ...readJson(request.body) } };
    },
    answer: (_operation, answer) => ({ status: 200, headers, body: writeJson(answer) }),
    error: ({ code, message, status }) => ({
      status,
      headers: { ...headers, 'x-amzn-errortype': code },
      body: writeJson({ message }),
    }),
  };
}
