import { z } from 'zod';
import type { AwsOptions } from './aws/clients.ts';
import { describeStackStatus } from './aws/cloudformation.ts';
import { attempt } from './aws/failure.ts';
import { parseBindingDocument } from './binding-document.ts';
import { createConnect } from './connect.ts';
import type { Log } from './log.ts';
import type { Clock } from './model/clock.ts';
import { GATE_SECONDS, GATE_SETTLE_SECONDS } from './model/limits.ts';
import { type Notify, tellOfChanges } from './notify.ts';
import type { Resolve } from './observe/answered.ts';
import { judgeGate } from './plan/gate.ts';
import { judgeRehearsal } from './plan/rehearsal.ts';
import { type Ending, judgeFailure } from './plan/rollback.ts';
import type { Verdict } from './plan/verdict.ts';
import { rehearse } from './rehearse.ts';
import { sync } from './sync.ts';

/** What the gate stands on. Production passes the wall clock, the Powertools logger and the event bus. */
export type GateMeans = {
  readonly clock: Clock;
  readonly logger: Pick<Log, 'info' | 'warn'>;
  readonly notify: Notify;
  readonly resolve: Resolve;
  readonly options?: AwsOptions;
};

/** What `isComplete` answers. Data may stand only beside a completion: the framework fails a resource for it otherwise. */
export type Completion =
  | { readonly IsComplete: false }
  | { readonly IsComplete: true; readonly Data?: { readonly Summary: string } };

/** The two handlers of CDK's Provider: https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.custom_resources-readme.html */
export type Gate = {
  /** What it returns, the framework carries along into each `isComplete`. */
  readonly onEvent: (event: unknown) => { readonly PhysicalResourceId: string; readonly startedAt: string };
  readonly isComplete: (event: unknown) => Promise<Completion>;
};

/** Thrown where a deployment must not go on. CloudFormation shows its message as the reason of the failure. */
export class GateClosed extends Error {
  override readonly name = 'GateClosed';
}

/** A Delete is answered whatever else it holds: it must not fail for what made a Create fail. */
const gateRequest = z.object({
  RequestType: z.enum(['Create', 'Update', 'Delete']),
  StackId: z.string(),
  LogicalResourceId: z.string(),
  PhysicalResourceId: z.string().optional(),
  ResourceProperties: z.unknown().optional(),
  startedAt: z.unknown().optional(),
});
type GateRequest = z.output<typeof gateRequest>;

/** With `functionArn` a rehearsal, without it the gate. `addresses` is there to change; nobody reads it. */
const gateProperties = z.object({ document: z.string(), functionArn: z.string().optional() });

/**
 * CloudFormation takes 4,096 bytes of answer, the framework's stack trace and JSON's escapes included; of a longer one it
 * tells nothing, and a rollback that waits for it hangs. Characters may have three bytes.
 */
const MAX_REASON = 800;

/**
 * The gate of a deployment, as two custom resources on one provider. With a `functionArn` it has that version of the sync
 * function plan, before the alias moves to it. Without, it runs the sync pass until every serviceable target is healthy and
 * no retired one is left.
 */
export function createGate({ clock, logger, notify, resolve, options = {} }: GateMeans): Gate {
  const connect = createConnect(options);

  const judge = async (request: GateRequest, elapsed: () => number): Promise<Verdict> => {
    const { document, functionArn } = readProperties(request);
    const { bindings } = parseBindingDocument(document, 'The gate’s document');
    if (elapsed() === Number.POSITIVE_INFINITY)
      throw new GateClosed(`startedAt is "${String(request.startedAt)}", not a time`);
    if (functionArn !== undefined) {
      const answer = await attempt(() => rehearse(functionArn, document, options));
      return judgeRehearsal(bindings, answer, elapsed());
    }
    const passStartedAt = clock.now();
    const outcomes = await sync(bindings, { connect, resolve, clock, write: true });
    await tellOfChanges(outcomes, { notify, logger, passStartedAt });
    const byName = new Map(outcomes.map((outcome) => [outcome.binding, outcome]));
    const judged = bindings.flatMap((spec) => {
      const outcome = byName.get(spec.name);
      return outcome === undefined ? [] : [{ spec, outcome }];
    });
    return judgeGate(judged, elapsed());
  };

  const settle = async (verdict: Verdict, request: GateRequest, elapsedSeconds: number): Promise<Verdict | Ending> => {
    if (verdict.kind !== 'fail') return verdict;
    const { StackId: stackId, LogicalResourceId: logicalId } = request;
    const status = await attempt(() => describeStackStatus(stackId, options));
    // A rehearsal heals nothing, and the gate, which does, comes after it.
    const patienceSeconds = stageOf(request) === 'gate' ? GATE_SECONDS : GATE_SETTLE_SECONDS;
    return judgeFailure(verdict.reason, status, { elapsedSeconds, patienceSeconds, stackId, logicalId });
  };

  return {
    onEvent: (event) => {
      const request = gateRequest.parse(event);
      // An update may be a rollback, which must not fail here: `isComplete` can tell, and finds the same problems.
      if (request.RequestType === 'Create') checkDocument(request);
      // Stable, so that CloudFormation never takes an update for a replacement.
      const PhysicalResourceId = request.PhysicalResourceId ?? request.LogicalResourceId;
      return { PhysicalResourceId, startedAt: clock.now().toISOString() };
    },

    isComplete: async (event) => {
      const request = gateRequest.parse(event);
      if (request.RequestType === 'Delete') return { IsComplete: true };
      const startedAt = Date.parse(String(request.startedAt));
      const elapsed = (): number =>
        Number.isNaN(startedAt) ? Number.POSITIVE_INFINITY : Math.round((clock.now().getTime() - startedAt) / 1000);
      const { kind, reason } = await settle(await judge(request, elapsed).catch(toFailure), request, elapsed());

      const level = kind === 'let-through' || kind === 'fail' ? 'warn' : 'info';
      logger[level]('gate', {
        stage: stageOf(request),
        verdict: kind,
        reason,
        // JSON has no infinity.
        ...(Number.isFinite(elapsed()) && { elapsedSeconds: elapsed() }),
      });
      if (kind === 'fail') throw new GateClosed(shorten(reason));
      return kind === 'wait' ? { IsComplete: false } : { IsComplete: true, Data: { Summary: shorten(reason) } };
    },
  };
}

function readProperties({ ResourceProperties }: GateRequest): z.output<typeof gateProperties> {
  const parsed = gateProperties.safeParse(ResourceProperties);
  if (!parsed.success) throw new GateClosed(`The gate’s properties cannot be used: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function stageOf({ ResourceProperties }: GateRequest): 'rehearsal' | 'gate' {
  return Object.hasOwn(Object(ResourceProperties), 'functionArn') ? 'rehearsal' : 'gate';
}

function checkDocument(request: GateRequest): void {
  try {
    parseBindingDocument(readProperties(request).document, 'The gate’s document');
  } catch (cause) {
    throw new GateClosed(shorten(toFailure(cause).reason), { cause });
  }
}

/** One line: the framework repeats all but the first in its stack trace. */
function shorten(reason: string): string {
  return reason.replaceAll(/\s*\n\s*/g, ' ').slice(0, MAX_REASON);
}

/** Whatever is thrown may come in a rollback, so it is judged as any other failure. */
function toFailure(error: unknown): Verdict {
  return { kind: 'fail', reason: error instanceof Error ? error.message : String(error) };
}
