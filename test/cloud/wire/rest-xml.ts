import { XMLParser } from 'fast-xml-parser';
import type { Param, Params } from './form.ts';
import type { Protocol } from './protocol.ts';
import { readRoute, type Routes } from './route.ts';
import { elements, errorDocument, xmlDocument } from './xml.ts';

const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false, ignoreDeclaration: true });

/** Paths and XML both ways: Route 53. An answer with a `Location` is that of a creation, and it travels as a header. */
export function restXml(namespace: string, routes: Routes): Protocol {
  const headers = { 'content-type': 'text/xml' };
  return {
    read: (request) => {
      const { operation, params } = readRoute(routes, request);
      return { operation, params: { ...params, ...readXml(request.body) } };
    },
    answer: (operation, { Location: location, ...answer }) => ({
      status: location === undefined ? 200 : 201,
      headers: { ...headers, ...(typeof location === 'string' && { location }) },
      body: xmlDocument(`${operation}Response`, { '@xmlns': namespace, ...elements(answer, singular) }),
    }),
    error: (error, requestId) => ({
      status: error.status,
      headers,
      body: errorDocument(namespace, error, requestId),
    }),
  };
}

/** The members of a request's document. */
function readXml(body: string): Params {
  if (body === '') return {};
  const [root] = Object.values<unknown>(parser.parse(body));
  const params = fold('', root);
  return typeof params === 'object' && !isList(params) ? params : {};
}

/** An element that holds nothing but its own singular is a list. */
function fold(name: string, value: unknown): Param {
  if (typeof value !== 'object' || value === null) return String(value);
  const { [singular(name)]: items, ...others } = { ...value } as Readonly<Record<string, unknown>>;
  if (items !== undefined && Object.keys(others).length === 0) {
    return [items].flat().map((item) => fold(singular(name), item));
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fold(key, inner)]));
}

/** Route 53 names the items of `HostedZones` and `HostedZoneSummaries` by the singular. */
function singular(name: string): string {
  return name.replace(/ies$/, 'y').replace(/s$/, '');
}

function isList(value: Param): value is readonly Param[] {
  return Array.isArray(value);
}
