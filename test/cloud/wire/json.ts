import type { Param, Params } from './form.ts';
import type { Xml, XmlRecord } from './xml.ts';

/** The members of a JSON body, with numbers and booleans as text, as in a form. */
export function readJson(body: string): Params {
  return body === '' ? {} : paramsOf(JSON.parse(body));
}

/** An answer as JSON; times are seconds since 1970. https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */
export function writeJson(answer: XmlRecord): string {
  return JSON.stringify(plain(answer));
}

function paramsOf(value: unknown): Params {
  return Object.fromEntries(
    Object.entries(Object(value))
      .filter(([, inner]) => inner !== null)
      .map(([name, inner]) => [name, paramOf(inner)]),
  );
}

function paramOf(value: unknown): Param {
  if (Array.isArray(value)) return value.map(paramOf);
  if (typeof value === 'object') return paramsOf(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function plain(value: Xml): unknown {
  if (value instanceof Date) return value.getTime() / 1_000;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
}
