import type { Scope } from './scope.ts';
import type { Params } from './form.ts';
import type { XmlRecord } from './xml.ts';

/** What reads were answered, so that a replica that lags can answer it again. */
export type Replica = {
  readonly remember: (read: Read, answer: XmlRecord) => void;
  /** The answer the same request of the same caller got before; undefined for a request never made. */
  readonly recall: (read: Read) => XmlRecord | undefined;
};

type Read = { readonly scope: Scope; readonly name: string; readonly params: Params };

export function createReplica(): Replica {
  const answers = new Map<string, XmlRecord>();
  return {
    remember: (read, answer) => answers.set(keyOf(read), answer),
    recall: (read) => answers.get(keyOf(read)),
  };
}

function keyOf({ scope, name, params }: Read): string {
  return JSON.stringify([scope, name, params]);
}
