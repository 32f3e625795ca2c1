import { type Aws, type AwsOptions, createAws } from '../../controller/aws/clients.ts';
import { roleCredentials } from '../../controller/aws/role-credentials.ts';
import type { Role } from '../../controller/aws/sts.ts';
import type { Connect } from '../../controller/connect.ts';
import type { InProcessHandler } from '../cloud/wire/request-handler.ts';
import { instantRetries } from './instant-retries.ts';

type Wire = Parameters<InProcessHandler['handle']>[0];
type Options = Parameters<InProcessHandler['handle']>[1];

/** What carries a request to the cloud, and its answer back. */
export type Carry = (request: Wire, options?: Options) => Promise<Answer>;
export type Answer = {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
};

/**
 * The SDK's clients of one Region, of the caller and of roles, with the wire behind them, which may be changed from pass to
 * pass. `assume` is the wire of STS: a pass's end does not end its calls. A pass assumes a role once.
 */
export type SwiftClients = {
  readonly connect: Connect;
  readonly connectTo: (wires: { readonly carry: Carry; readonly assume: Carry }) => void;
};

/** Answers known by heart; then they are forgotten, so that a soak of any length takes the same room. */
const REMEMBERED = 20_000;

/** A request's way to the wire, and what its answers read as, by heart. All clients share it: both are pure functions. */
const requests = new Map<string, Wire>();
const outputs = new Map<string, object>();

/**
 * The real clients, made once for many worlds. What the SDK makes of a request, and of an answer of success, depends on
 * nothing else: it does both for each that is new, and what it made is used again when the same comes up. Every request
 * goes to the cloud; every answer that is an error goes through the SDK, which decides whether to try again.
 */
export function createSwiftClients(region: string, credentials: Credentials): SwiftClients {
  const nothing: Carry = () => Promise.reject(new Error('these clients are connected to nothing'));
  let wires = { carry: nothing, assume: nothing };
  const retryStrategy = instantRetries();
  /** What a pass has assumed, or is about to, as its controller asks for it or else as its first call does. */
  let sessions = new Map<string, Promise<unknown>>();
  const made = new Map<string, Aws>();
  const own: AwsOptions = { requestHandler: handlerOf((request) => wires.assume(request)), credentials, retryStrategy };
  /** As the SDK does it: credentials are kept, a failure to get them is not. */
  const assumed = async (name: string, assume: () => Promise<unknown>): Promise<void> => {
    const session = sessions.get(name) ?? assume();
    sessions.set(name, session);
    await session.catch((error: unknown) => {
      sessions.delete(name);
      throw error;
    });
  };
  const make = (name: string, role: Role | undefined): Aws => {
    const provider = role === undefined ? undefined : roleCredentials(region, role, own);
    const ask = async (request: Wire): Promise<Answer> => {
      if (typeof provider === 'function') await assumed(name, provider);
      return wires.carry(request);
    };
    const keys = role === undefined ? credentials : keysOf(role);
    const aws = createAws(region, { requestHandler: handlerOf(ask), credentials: keys, retryStrategy });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of the stack's many overloads these few words are used
    for (const { middlewareStack } of [aws.ec2, aws.elbv2] as readonly { readonly middlewareStack: Stack }[]) {
      learn(middlewareStack, keys.accessKeyId, ask);
    }
    return typeof provider === 'function' ? { ...aws, takeRole: () => assumed(name, provider) } : aws;
  };
  return {
    connect: (_, role) => {
      const name = JSON.stringify(role ?? null);
      const aws = made.get(name) ?? make(name, role);
      made.set(name, aws);
      return aws;
    },
    connectTo: (next) => {
      wires = next;
      sessions = new Map();
    },
  };
}

/** Keys of the account of a role. Which session they are of, nobody asks. */
function keysOf({ roleArn }: Role): Credentials {
  return { accessKeyId: `ASIA${roleArn.split(':')[4]}0`, secretAccessKey: 'secret' };
}

function handlerOf(ask: (request: Wire) => Promise<Answer>) {
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    handle: async (request: Wire) => ({ response: await ask(request) }),
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
    destroy: () => undefined,
  };
}

type Credentials = { readonly accessKeyId: string; readonly secretAccessKey: string };

/** The little of the SDK's middleware that this takes: https://github.com/aws/aws-sdk-js-v3#middleware-stack */
type Next = (args: { readonly input: object; readonly request?: Wire }) => Promise<object>;
type Context = { readonly commandName?: string };
type Stack = {
  readonly add: (
    middleware: (next: Next, context: Context) => Next,
    at: { readonly step: 'initialize' | 'deserialize'; readonly priority: 'high' | 'low' },
  ) => void;
};

function learn(stack: Stack, caller: string, ask: (request: Wire) => Promise<Answer>): void {
  const keys = new WeakMap<Context, string>();
  /** What came of the request already; a call that broke off is tried again by the SDK, like one that was refused. */
  const arrived = new WeakMap<Context, () => Answer>();
  stack.add(
    (next, context) => async (args) => {
      const key = `${caller} ${context.commandName} ${JSON.stringify(args.input)}`;
      keys.set(context, key);
      const request = requests.get(key);
      if (request === undefined) return next(args);
      const answer = await settle(() => ask(request));
      arrived.set(context, answer.take);
      if (answer.value?.statusCode !== 200) return next(args);
      const text = `${context.commandName} ${withoutRequestId(Buffer.from(answer.value.body).toString())}`;
      const known = outputs.get(text);
      if (known !== undefined) return known;
      const result = await next(args);
      remember(outputs, text, result);
      return result;
    },
    { step: 'initialize', priority: 'high' },
  );
  stack.add(
    (next, context) => async (args) => {
      const key = keys.get(context);
      if (key !== undefined && args.request !== undefined) remember(requests, key, args.request);
      const take = arrived.get(context);
      arrived.delete(context);
      return take === undefined ? next(args) : { response: take() };
    },
    { step: 'deserialize', priority: 'low' },
  );
}

async function settle<T>(run: () => Promise<T>): Promise<{ readonly value?: T; readonly take: () => T }> {
  try {
    const value = await run();
    return { value, take: () => value };
  } catch (error) {
    return {
      take: () => {
        throw error;
      },
    };
  }
}

function withoutRequestId(text: string): string {
  return text.replace(/<([Rr]equestId)>[^<]*/, '');
}

function remember<T>(memory: Map<string, T>, key: string, value: T): void {
  if (memory.size >= REMEMBERED) memory.clear();
  memory.set(key, value);
}
