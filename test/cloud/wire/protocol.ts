import type { AwsError } from '../world/aws-error.ts';
import type { Params } from './form.ts';
import type { XmlRecord } from './xml.ts';

/** A request as it comes off the wire. Names of headers are lower-case. */
export type WireRequest = {
  readonly method: string;
  /** Percent-encoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
};

/** What a request asks for. `params` have the names of the wire, wherever they travelled; scalars are text. */
export type Asked = { readonly operation: string; readonly params: Params };

/** An answer or an error as it goes onto the wire. */
export type Written = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** How a service is spoken with. https://smithy.io/2.0/aws/protocols/index.html */
export type Protocol = {
  readonly read: (request: WireRequest) => Asked;
  readonly answer: (operation: string, answer: XmlRecord, requestId: string) => Written;
  readonly error: (error: AwsError, requestId: string) => Written;
};
