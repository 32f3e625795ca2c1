import type { Request } from './calls.ts';
import type { XmlRecord } from './xml.ts';

/** What reads were answered, so that a replica that lags can answer it again. */
export type Replica = {
  readonly remember: (request: Request, answer: XmlRecord) => void;
  /** The answer the same request of the same caller got before; undefined for a request never made. */
  readonly recall: (request: Request) => XmlRecord | undefined;
};

export function createReplica(): Replica {
  const answers = new Map<string, XmlRecord>();
  return {
    remember: (request, answer) => answers.set(keyOf(request), answer),
    recall: (request) => answers.get(keyOf(request)),
  };
}

function keyOf({ service, operation, region, account, params }: Request): string {
  return JSON.stringify([service, operation, region, account, params]);
}
