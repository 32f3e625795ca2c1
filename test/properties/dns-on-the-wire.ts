import { read, unread } from '../../controller/model/reading.ts';
import type { Resolve } from '../../controller/observe/answered.ts';
import type { Land } from './land.ts';
import type { Answer, Carry } from './swift-clients.ts';

type Wire = Parameters<Carry>[0];

/** What the resolver says to a question: addresses of both families, or how it fails. */
export type DnsAnswers = readonly string[] | 'SERVFAIL' | 'silence';

const QUESTION = 'Action=Resolve&Name=';
/** How long a question that is not answered is waited for: two tries of 1.5 s. */
const SILENCE_SECONDS = 3;

/**
 * The resolver of a pass, asked over the wire that its calls to AWS take: so questions too stand still until they are let go,
 * are written down, and can be answered wrongly by a planted defect. It opens no socket.
 */
export function askDns(carry: Carry): Resolve {
  return async (name) => {
    const { statusCode, body } = await carry({ method: 'GET', headers: {}, path: '/', body: `${QUESTION}${name}` });
    const text = Buffer.from(body).toString();
    if (statusCode === 200) return read(text.split(' ').filter((ip) => ip !== ''));
    return unread({ kind: 'transient', doing: `asking for ${name}`, code: text, message: 'no usable answer' });
  };
}

/** True for a question to the resolver. */
export function isQuestion({ body }: Wire): boolean {
  return String(body).startsWith(QUESTION);
}

/** The name that is asked for. */
export function askedName({ body }: Wire): string {
  return String(body).slice(QUESTION.length);
}

/** What the resolver of a land says. A question that it does not answer takes its time. */
export function answerDns({ resolver, cloud }: Land, name: string): DnsAnswers {
  const answers = [resolver.ask(name, 'A'), resolver.ask(name, 'AAAA')];
  if (answers.includes('silence')) cloud.advance(SILENCE_SECONDS);
  const failure = answers.find((answer) => answer === 'SERVFAIL' || answer === 'silence');
  if (failure === 'SERVFAIL' || failure === 'silence') return failure;
  return answers.flatMap((answer) => (typeof answer === 'string' ? [] : answer));
}

/** The same over the wire. */
export function toAnswer(answers: DnsAnswers): Answer {
  return typeof answers === 'string'
    ? { statusCode: 503, headers: {}, body: Buffer.from(answers) }
    : { statusCode: 200, headers: {}, body: Buffer.from(answers.join(' ')) };
}
