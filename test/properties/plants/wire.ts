import type { Plant } from '../life.ts';
import type { Answer, Carry } from '../swift-clients.ts';

type Wire = Parameters<Carry>[0];

/** True for a request that is made with the keys of a role. */
export function isOfRole({ headers }: Wire): boolean {
  return headers['authorization']?.includes('Credential=ASIA') === true;
}

/** What a request asks for. */
export function actionOf({ body }: Wire): string {
  return /Action=(\w+)/.exec(String(body))?.[1] ?? '';
}

/** The same request with one target more. */
export function withTarget(request: Wire, ip: string, port: number): Wire {
  const body = `${String(request.body)}&Targets.member.99.Id=${encodeURIComponent(ip)}&Targets.member.99.Port=${port}`;
  return { ...request, body };
}

/** The body of a request for some targets. */
export function asked(
  action: string,
  groupArn: string,
  targets: readonly { readonly ip: string; readonly port: number }[],
): string {
  const members = targets.map(
    ({ ip, port }, index) =>
      `&Targets.member.${index + 1}.Id=${encodeURIComponent(ip)}&Targets.member.${index + 1}.Port=${port}`,
  );
  return `Action=${action}&Version=2015-12-01&TargetGroupArn=${encodeURIComponent(groupArn)}${members.join('')}`;
}

/** AWS says that it is done. */
export function yes(action: string): Answer {
  const body = `<${action}Response xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/"><${action}Result/></${action}Response>`;
  return { statusCode: 200, headers: { 'content-type': 'text/xml' }, body: Buffer.from(body) };
}

/** Changes what is read of AWS: text in the answers of one operation. */
export function rewrites(operation: string, change: (text: string) => string): Plant {
  return (carry) => async (request, options) => {
    const answer = await carry(request, options);
    if (actionOf(request) !== operation || answer.statusCode !== 200) return answer;
    return { ...answer, body: Buffer.from(change(Buffer.from(answer.body).toString())) };
  };
}

/** Answers a read that failed with the last one that did not, whoever asked: every read, or those that fit. */
export function fromMemory(fits: (request: Wire) => boolean = () => true): Plant {
  const known = new WeakMap<object, Map<string, Answer>>();
  return (carry, land) => async (request, options) => {
    const memory = known.get(land.cloud) ?? new Map<string, Answer>();
    known.set(land.cloud, memory);
    const key = String(request.body);
    const answer = await carry(request, options);
    if (answer.statusCode !== 200) return fits(request) ? (memory.get(key) ?? answer) : answer;
    memory.set(key, answer);
    return answer;
  };
}
