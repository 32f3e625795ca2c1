import type { AwsError } from '../world/aws-error.ts';

/** An answer before it is XML or JSON. Members are named as on the wire; an undefined member is left out. */
export type Xml = string | number | boolean | Date | undefined | readonly Xml[] | XmlRecord;
export type XmlRecord = { readonly [name: string]: Xml };

export function xmlDocument(root: string, content: object): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${tag(root, content)}`;
}

/** The error document of every protocol in XML but EC2's. */
export function errorDocument(namespace: string, { code, message, status }: AwsError, requestId: string): string {
  return xmlDocument('ErrorResponse', {
    '@xmlns': namespace,
    Error: { Type: status < 500 ? 'Sender' : 'Receiver', Code: code, Message: message },
    RequestId: requestId,
  });
}

/**
 * The elements of an answer, with lists wrapped in the element that `itemOf` names. An empty list stays as an empty
 * element: the SDK reads a missing one as undefined.
 */
export function elements(answer: XmlRecord, itemOf: (list: string) => string): object {
  return Object.fromEntries(
    Object.entries(answer)
      .filter(([, inner]) => inner !== undefined)
      .map(([name, inner]) => [name, element(name, inner, itemOf)]),
  );
}

function element(name: string, value: Xml, itemOf: (list: string) => string): unknown {
  if (value instanceof Date) return value.toISOString();
  if (isList(value)) {
    return value.length === 0 ? '' : { [itemOf(name)]: value.map((each) => element(itemOf(name), each, itemOf)) };
  }
  return typeof value === 'object' ? elements(value, itemOf) : String(value);
}

/** An element; `@` begins the name of an attribute. By hand: a general builder took half the time of an answer. */
function tag(name: string, content: unknown): string {
  if (typeof content !== 'object' || content === null) return `<${name}>${escaped(String(content))}</${name}>`;
  let attributes = '';
  let inner = '';
  for (const [key, value] of Object.entries(content)) {
    if (key.startsWith('@')) attributes += ` ${key.slice(1)}="${escaped(String(value))}"`;
    else if (Array.isArray(value)) for (const each of value) inner += tag(key, each);
    else inner += tag(key, value);
  }
  return `<${name}${attributes}>${inner}</${name}>`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}

function isList(value: Xml): value is readonly Xml[] {
  return Array.isArray(value);
}
