import { read, unread } from '../../controller/model/reading.ts';
import type { Resolve } from '../../controller/observe/answered.ts';
import type { DnsAnswer } from './live/dns.ts';

/** DNS as a controller asks it, without a socket: the addresses of both families that a name has in a cloud or a cache of it. */
export function resolveOn(ask: (name: string, type: 'A' | 'AAAA') => DnsAnswer): Resolve {
  return async (name) => {
    const answers = [ask(name, 'A'), ask(name, 'AAAA')];
    const failure = answers.find((answer) => answer === 'SERVFAIL' || answer === 'silence');
    if (failure === undefined) return read(answers.flatMap((answer) => (typeof answer === 'string' ? [] : answer)));
    const code = failure === 'silence' ? 'ETIMEOUT' : 'ESERVFAIL';
    return unread({ kind: 'transient', doing: `asking for ${name}`, code, message: 'the resolver gave no answer' });
  };
}
