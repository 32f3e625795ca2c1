import { parseForm } from './form.ts';
import type { Asked, Protocol, WireRequest, Written } from './protocol.ts';
import { elements, errorDocument, xmlDocument } from './xml.ts';

/** Form in, XML out, with the members of an answer wrapped in a result: ELB, STS, CloudFormation. */
export function query(namespace: string): Protocol {
  return {
    read,
    answer: (operation, answer, requestId) =>
      write(
        200,
        xmlDocument(`${operation}Response`, {
          '@xmlns': namespace,
          [`${operation}Result`]: elements(answer, () => 'member'),
          ResponseMetadata: { RequestId: requestId },
        }),
      ),
    error: (error, requestId) => write(error.status, errorDocument(namespace, error, requestId)),
  };
}

/** EC2's own way: the members of an answer stand beside `requestId`, and errors have their own document. */
export function ec2Query(namespace: string): Protocol {
  return {
    read,
    answer: (operation, answer, requestId) =>
      write(
        200,
        xmlDocument(`${operation}Response`, { '@xmlns': namespace, requestId, ...elements(answer, () => 'item') }),
      ),
    error: ({ code, message, status }, requestId) =>
      write(
        status,
        xmlDocument('Response', { Errors: { Error: { Code: code, Message: message } }, RequestID: requestId }),
      ),
  };
}

function read({ body }: WireRequest): Asked {
  const { Action: action, Version: _version, ...params } = parseForm(body);
  return { operation: typeof action === 'string' ? action : '', params };
}

function write(status: number, body: string): Written {
  return { status, headers: { 'content-type': 'text/xml' }, body };
}
