import { createUDPServer, Packet, type Question, type Resource } from 'dns2';

/** What a name has of a type. None: the name exists, without such a record. `silence`: the question is not answered. */
export type DnsAnswer = readonly string[] | 'NXDOMAIN' | 'SERVFAIL' | 'silence';

/** The types there are answers for. */
export type DnsType = 'A' | 'AAAA' | 'NS' | 'CNAME';

/** What a server knows. Names come in lower case and without a trailing dot; so may names in the answer. */
export type DnsSource = (name: string, type: DnsType) => DnsAnswer;

const TYPES: ReadonlyMap<number, DnsType> = new Map([
  [Packet.TYPE.A, 'A'],
  [Packet.TYPE.AAAA, 'AAAA'],
  [Packet.TYPE.NS, 'NS'],
  [Packet.TYPE.CNAME, 'CNAME'],
]);

/** Aliases in a row. A chain that is longer goes in a circle. */
const MAX_CHAIN = 8;

/**
 * A recursive resolver on a free UDP port of 127.0.0.1, for `setServers([address])`. Aliases are followed and answered
 * with what they lead to. It does not speak TCP: an answer has to fit 512 bytes, some two dozen addresses.
 */
export async function serveDns(source: DnsSource): Promise<{
  readonly address: string;
  readonly close: () => Promise<void>;
}> {
  const server = createUDPServer((request, send) => {
    const [question] = request.questions;
    const response = question === undefined ? undefined : answer(request, question, source);
    if (response !== undefined) void send(response);
  });
  await server.listen(0, '127.0.0.1');
  return {
    address: `127.0.0.1:${server.address().port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
      }),
  };
}

function answer(request: Packet, { name, type: code }: Question, source: DnsSource): Packet | undefined {
  const type = TYPES.get(code);
  const response = Packet.createResponseFromRequest(request);
  response.header.ra = 1;
  if (type === undefined) {
    response.header.rcode = Packet.RCODE.NOTIMP;
    return response;
  }
  const { records, outcome } = follow(source, name, type);
  if (outcome === 'silence') return undefined;
  response.header.rcode = Packet.RCODE[outcome];
  response.answers = [...records];
  return response;
}

type Followed = {
  readonly records: readonly Resource[];
  readonly outcome: 'NOERROR' | 'NXDOMAIN' | 'SERVFAIL' | 'silence';
};

/** A source may follow aliases itself: only a name without the type asked for is asked for an alias. */
function follow(source: DnsSource, name: string, type: DnsType): Followed {
  let at = name;
  let chain: readonly Resource[] = [];
  while (chain.length <= MAX_CHAIN) {
    const found = source(spelled(at), type);
    if (typeof found === 'string') return { records: chain, outcome: found };
    const records = [...chain, ...found.map((value) => toRecord(at, type, value))];
    const alias = found.length === 0 && type !== 'CNAME' ? source(spelled(at), 'CNAME') : [];
    const target = typeof alias === 'string' ? undefined : alias[0];
    if (target === undefined) return { records, outcome: 'NOERROR' };
    chain = [...chain, toRecord(at, 'CNAME', target)];
    at = target;
  }
  return { records: [], outcome: 'SERVFAIL' };
}

/** A resolver may ask in mixed case, and must get back the case it asked in. */
function spelled(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}

/** Lives no second: a resolver that kept an answer would hide what a test changes. */
function toRecord(name: string, type: DnsType, value: string): Resource {
  const data = { A: { address: value }, AAAA: { address: value }, NS: { ns: value }, CNAME: { domain: value } }[type];
  return new Packet.Resource({ name, type: Packet.TYPE[type], class: Packet.CLASS.IN, ttl: 0, ...data });
}
