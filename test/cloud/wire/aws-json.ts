import { readJson, writeJson } from './json.ts';
import type { Protocol } from './protocol.ts';

/** JSON both ways, with the operation in a header: ACM, EventBridge, Route 53 Resolver. `prefix` is the service's name there. */
export function awsJson(prefix: string): Protocol {
  const headers = { 'content-type': 'application/x-amz-json-1.1' };
  return {
    read: ({ headers: { 'x-amz-target': target = '' }, body }) => ({
      operation: target.startsWith(`${prefix}.`) ? target.slice(prefix.length + 1) : target,
      params: readJson(body),
    }),
    answer: (_operation, answer) => ({ status: 200, headers, body: writeJson(answer) }),
    error: ({ code, message, status }) => ({ status, headers, body: writeJson({ __type: code, message }) }),
  };
}
