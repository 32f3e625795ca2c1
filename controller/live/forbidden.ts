import type { Forbidden } from '../model/probe.ts';

/** Tells the kinds of 403 of API Gateway apart, by the body: https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html */
export function forbiddenBy(body: string): Forbidden {
  if (/not authorized to perform/i.test(body)) return /explicit deny/i.test(body) ? 'explicit-deny' : 'implicit-deny';
  if (/Missing Authentication Token/i.test(body)) return 'missing-token';
  return /"message"\s*:\s*"Forbidden"/i.test(body) ? 'no-such-api' : 'other';
}
