import type { Call } from '../cloud/wire/calls.ts';
import type { FaultName } from '../cloud/wire/faults.ts';
import { answerDns, askedName, type DnsAnswers, isQuestion, toAnswer } from './dns-on-the-wire.ts';
import { addressesOf, carriersOf, sourceOf } from './land/truth.ts';
import type { Carrier, Land } from './land.ts';
import type { Pass } from './life.ts';
import type { Answer, Carry } from './swift-clients.ts';

/** What was true of the world when AWS answered a read: what the read can have shown. */
export type Truth = {
  /** Who carries an IP; of one that is not here, nobody does. */
  readonly carriers: ReadonlyMap<string, Carrier>;
  /** The addresses of the pass's source. */
  readonly addresses: readonly string[];
  readonly state: string;
  readonly crossZone: boolean;
};

/** One call of a pass, as AWS received and answered it. */
export type Step = {
  /** Its place among all calls of the life. */
  readonly place: number;
  readonly at: number;
  /** Whose keys it was made with. */
  readonly account: string;
  /** AWS's operation, or `Resolve`: a question to the resolver. */
  readonly operation: string;
  readonly params: Call['params'];
  readonly error?: string;
  readonly fault?: FaultName | 'behind';
  /** How much had happened, and how often the seal had moved, before it. */
  readonly happened: number;
  readonly sealMoves: number;
  /** What the read shows: of one answered from the past, what was true when it was first answered. */
  readonly truth: Truth;
  /** The answer of DescribeTargetHealth, DescribeTags and the source's interfaces; of the resolver its addresses. */
  text?: string;
};

/** Writes down what passes call, and what was true then. */
export type Recorder = {
  /** The wire of a pass. */
  readonly carryFor: (pass: Pass) => Carry;
  /** Told by a fault of the call that it meets. */
  readonly meets: (fault: FaultName | 'behind') => void;
  /** Told when something happened that no pass did. */
  readonly happened: () => void;
  /** Every fault that met a call. */
  readonly met: ReadonlyMap<string, number>;
};

/** The reads whose answers laws speak of; for the others it does not matter what was true. */
const WITH_TRUTH: ReadonlySet<string> = new Set([
  'DescribeNetworkInterfaces',
  'DescribeTargetGroupAttributes',
  'DescribeLoadBalancerAttributes',
]);
const WITH_TEXT: ReadonlySet<string> = new Set(['DescribeTargetHealth', 'DescribeTags', 'DescribeNetworkInterfaces']);

export function createRecorder(land: Land): Recorder {
  const { cloud } = land;
  const shown = new Map<string, Truth>();
  const met = new Map<string, number>();
  let fault: Step['fault'];
  let happened = 0;
  /** A question is no call to AWS: it stands between two of them. */
  const askResolver = (pass: Pass, request: Parameters<Carry>[0]): Answer => {
    const answers: DnsAnswers = answerDns(land, askedName(request));
    pass.steps.push({
      place: cloud.calls.length - 0.5,
      at: cloud.clock.now().getTime(),
      account: '',
      operation: 'Resolve',
      params: { Name: askedName(request) },
      happened,
      truth: pass.steps.at(-1)?.truth ?? truthOf(land, pass.sourceId),
      sealMoves: land.sealMoves,
      ...(typeof answers === 'string' ? { error: answers } : { text: answers.join(' ') }),
    });
    return toAnswer(answers);
  };
  return {
    met,
    meets: (name) => {
      fault = name;
      met.set(name, (met.get(name) ?? 0) + 1);
    },
    happened: () => {
      happened += 1;
    },
    carryFor: (pass) => async (request, options) => {
      fault = undefined;
      if (isQuestion(request)) return askResolver(pass, request);
      const place = cloud.calls.length;
      // The cloud executes a call before it first waits for anything, so what it did is there to be read.
      const answering = cloud.requestHandler.handle(request, options);
      const call = cloud.calls[place];
      if (call === undefined) return read(await answering);
      const { operation, params, error, account } = call;
      const key = JSON.stringify([account, operation, params]);
      const before = pass.steps.at(-1)?.truth;
      const now = before === undefined || WITH_TRUTH.has(operation) ? truthOf(land, pass.sourceId) : before;
      const truth = fault === 'stale' ? (shown.get(key) ?? now) : now;
      if (error === undefined && fault !== 'stale') shown.set(key, now);
      const step: Step = {
        place,
        account,
        operation,
        params,
        happened,
        truth,
        sealMoves: land.sealMoves,
        at: call.at.getTime(),
        ...(error !== undefined && { error }),
        ...(fault !== undefined && { fault }),
      };
      pass.steps.push(step);
      const answer = await read(await answering);
      if (WITH_TEXT.has(operation) && error === undefined) step.text = Buffer.from(answer.body).toString();
      return answer;
    },
  };
}

async function read({ response }: Awaited<ReturnType<Land['cloud']['requestHandler']['handle']>>): Promise<Answer> {
  const chunks: Buffer[] = [];
  for await (const part of response.body) chunks.push(Buffer.from(part));
  return { ...response, body: Buffer.concat(chunks) };
}

function truthOf(land: Land, sourceId: string): Truth {
  return {
    carriers: carriersOf(land),
    addresses: addressesOf(land, sourceId),
    state: sourceOf(land, sourceId)?.state ?? 'not found',
    crossZone: land.crossZone,
  };
}
