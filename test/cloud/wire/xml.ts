import { XMLBuilder } from 'fast-xml-parser';
import type { AwsError } from '../world/aws-error.ts';

/** An answer before it is XML. Members are named as on the wire; an undefined member is left out. */
export type Xml = string | number | boolean | Date | undefined | readonly Xml[] | XmlRecord;
export type XmlRecord = { readonly [name: string]: Xml };

/** The two dialects: EC2 has its own, ELB and STS share the other. */
export type Dialect = { readonly name: 'ec2' | 'query'; readonly namespace: string };

const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@' });

/** An answer as AWS sends it: EC2 puts the members beside `requestId`, the others wrap them in a result. */
export function renderAnswer(dialect: Dialect, operation: string, answer: XmlRecord, requestId: string): string {
  const body = expandMembers(answer, dialect.name === 'ec2' ? 'item' : 'member');
  return document(`${operation}Response`, {
    '@xmlns': dialect.namespace,
    ...(dialect.name === 'ec2'
      ? { requestId, ...body }
      : { [`${operation}Result`]: body, ResponseMetadata: { RequestId: requestId } }),
  });
}

export function renderError(dialect: Dialect, { code, message, status }: AwsError, requestId: string): string {
  if (dialect.name === 'ec2') {
    return document('Response', { Errors: { Error: { Code: code, Message: message } }, RequestID: requestId });
  }
  return document('ErrorResponse', {
    '@xmlns': dialect.namespace,
    Error: { Type: status < 500 ? 'Sender' : 'Receiver', Code: code, Message: message },
    RequestId: requestId,
  });
}

function document(root: string, content: object): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build({ [root]: content })}`;
}

/** Wraps lists in their item element. An empty list stays as an empty element: the SDK reads a missing one as undefined. */
function expand(value: Xml, item: string): unknown {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.length === 0 ? '' : { [item]: value.map((each: Xml) => expand(each, item)) };
  if (typeof value !== 'object') return String(value);
  return expandMembers(value, item);
}

function expandMembers(value: object, item: string): object {
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([name, inner]: [string, Xml]) => [name, expand(inner, item)]),
  );
}
