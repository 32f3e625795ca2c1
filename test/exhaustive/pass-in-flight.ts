import { setImmediate as turn } from 'node:timers/promises';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Aws } from '../../controller/aws/clients.ts';
import type { Clock } from '../../controller/model/clock.ts';
import type { Outcome } from '../../controller/model/outcome.ts';
import { once } from '../../controller/model/once.ts';
import type { Spec } from '../../controller/model/spec.ts';
import { read, unread } from '../../controller/model/reading.ts';
import type { Resolve } from '../../controller/observe/answered.ts';
import { sync } from '../../controller/sync.ts';
import type { Answer, Question } from './answers.ts';
import type { Side } from './tiny-world.ts';

/** A call that a pass has made. `name` tells it from the pass's other calls, also from an equal one before it. */
export type Call = { readonly name: string; readonly question: Question; readonly answer?: Answer };

/**
 * A pass that is under way: all that it is, is what it has been answered. In what order its parallel calls were answered
 * makes no difference to it.
 */
export type Pass = {
  readonly id: number;
  readonly side: Side;
  /** In the order in which it made them. */
  readonly calls: readonly Call[];
  /** Those of them that wait for an answer. */
  readonly parked: readonly Call[];
  /** Set once it has ended. */
  readonly outcome?: Outcome;
};

/** The passes of one run. */
export type Passes = {
  readonly begin: (side: Side) => Promise<Pass>;
  /** The pass once one of its parked calls is answered. Equal passes are the same object. */
  readonly answered: (pass: Pass, call: Call, answer: Answer) => Pass | Promise<Pass>;
};

/** What passes are made with. */
export type PassMeans = {
  readonly region: string;
  readonly specOf: (side: Side) => Spec;
  /** Answers that need not be waited for. */
  readonly atOnce: (question: Question) => Answer | undefined;
};

/** The answers that a pass has got, by the names of its calls. */
type Given = ReadonlyMap<string, Answer>;

const START = new Date('2026-01-01T12:00:00Z').getTime();

/** Runs the real `sync()` up to where it has no answer yet, from its beginning each time; what was run once is kept. */
export function createPasses(means: PassMeans): Passes {
  const known = new Map<string, Pass>();
  const next = new Map<Pass, Map<string, Pass>>();
  const numberOf = once((_name) => numbers++);
  let numbers = 0;
  const run = async (side: Side, answers: Given): Promise<Pass> => {
    const steps = [...answers].map(([name, { id }]) => `${numberOf(name)}=${id}`);
    const key = `${side} ${steps.toSorted().join(' ')}`;
    const there = known.get(key);
    if (there !== undefined) return there;
    const pass: Pass = { id: known.size, side, ...(await replay(means, side, answers)) };
    known.set(key, pass);
    return pass;
  };
  return {
    begin: (side) => run(side, new Map()),
    answered: (pass, { name }, answer) => {
      const steps = next.get(pass) ?? new Map<string, Pass>();
      next.set(pass, steps);
      const step = `${numberOf(name)}=${answer.id}`;
      const there = steps.get(step);
      if (there !== undefined) return there;
      const given = pass.calls.flatMap((call): [string, Answer][] =>
        call.answer === undefined ? [] : [[call.name, call.answer]],
      );
      return run(pass.side, new Map([...given, [name, answer]])).then((found) => {
        steps.set(step, found);
        return found;
      });
    },
  };
}

/** A call without an answer is never settled: the pass stands still there, and is dropped. */
async function replay(
  means: PassMeans,
  side: Side,
  answers: Given,
): Promise<Pick<Pass, 'calls' | 'parked' | 'outcome'>> {
  const calls: Call[] = [];
  const times = new Map<string, number>();
  const settle = (question: Question): Promise<object> => {
    const time = (times.get(question.key) ?? 0) + 1;
    times.set(question.key, time);
    const name = `${question.key}#${time}`;
    const answer = answers.get(name) ?? means.atOnce(question);
    calls.push({ name, question, ...(answer !== undefined && { answer }) });
    if (answer === undefined) return new Promise(() => undefined);
    return answer.kind === 'output' ? Promise.resolve(answer.output) : Promise.reject(answer.error);
  };
  let outcome: Outcome | undefined;
  const connect = (region: string): Aws => clientsThat(settle, region);
  void sync([means.specOf(side)], {
    connect,
    resolve: resolverThat(settle),
    clock: clockFrom(START),
    write: true,
  }).then((outcomes) => {
    [outcome] = outcomes;
    return outcome;
  });
  // Nothing in a pass waits for anything but answers: by the next turn of the event loop it has gone as far as it can.
  await turn();
  const parked = calls.filter(({ answer }) => answer === undefined);
  if (parked.length === 0 && outcome === undefined) throw new Error('a pass waits for something that is no answer');
  return { calls, parked, ...(outcome !== undefined && { outcome }) };
}

/** The resolver: it too stands still until it is answered, and opens no socket. */
function resolverThat(settle: (question: Question) => Promise<object>): Resolve {
  return async (name) => {
    try {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what is answered to a question of this service
      const { addresses } = (await settle({ service: 'dns', operation: 'Resolve', key: `Resolve ${name}`, name })) as {
        readonly addresses: readonly string[];
      };
      return read(addresses);
    } catch {
      return unread({ kind: 'transient', doing: `asking for ${name}`, code: 'ESERVFAIL', message: 'it fails' });
    }
  };
}

/** Time that passes only where a pass sleeps. */
function clockFrom(start: number): Clock {
  let now = start;
  return {
    now: () => new Date(now),
    sleepUntil: async (at) => {
      now = Math.max(now, at.getTime());
    },
    abortAt: () => new AbortController().signal,
  };
}

function clientsThat(settle: (question: Question) => Promise<object>, region: string): Aws {
  return {
    region,
    ec2: Object.assign(Object.create(EC2), {
      send: (command: Extract<Question, { service: 'ec2' }>['command']) =>
        settle({ service: 'ec2', command, ...identify(command) }),
    }),
    elbv2: Object.assign(Object.create(ELBV2), {
      send: (command: Extract<Question, { service: 'elbv2' }>['command']) =>
        settle({ service: 'elbv2', command, ...identify(command) }),
    }),
  };
}

const EC2 = new EC2Client({ region: 'eu-west-1' });
const ELBV2 = new ElasticLoadBalancingV2Client({ region: 'eu-west-1' });

function identify(command: { readonly input: object }): Pick<Question, 'operation' | 'key'> {
  const operation = command.constructor.name.replace(/Command$/, '');
  return { operation, key: `${operation} ${JSON.stringify(command.input)}` };
}
