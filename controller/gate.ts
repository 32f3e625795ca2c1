import { z } from 'zod';
import type { AwsOptions } from './aws/clients.ts';
import { describeStackStatus } from './aws/cloudformation.ts';
import { attempt } from './aws/failure.ts';
import { invokeFunction } from './aws/lambda.ts';
import { type BindingDocument } from './binding.ts';
import { parseBindingDocument } from './binding-document.ts';
import { createConnect } from './connect.ts';
import type { Clock } from './model/clock.ts';
import { GATE_SECONDS } from './model/limits.ts';
import { problemText } from './model/reading.ts';
import { parseArn } from './model/target-group.ts';
import { judgeGate, type Verdict } from './plan/gate.ts';
import { judgeRehearsal } from './plan/rehearsal.ts';
import { sync } from './sync.ts';

/** What the gate stands on. */
export type GateMeans = {
  readonly clock: Clock;
  readonly logger: Readonly<Record<'info' | 'warn', (message: string, fields: Readonly<Record<string, unknown>>) => void>>;
  readonly options?: AwsOptions;
};

/** The answers of CDK's Provider framework: https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.custom_resources-readme.html */
export type Gate = {
  readonly onEvent: (event: unknown) => { readonly PhysicalResourceId: string; readonly startedAt: string };
  /** Data may stand only beside a completion: the framework fails a resource for it otherwise. */
  readonly isComplete: (
    event: unknown,
  ) => Promise<{ readonly IsComplete: false } | { readonly IsComplete: true; readonly Data?: { readonly Summary: string } }>;
};

/** Thrown where a deployment must not go on. CloudFormation shows its message as the reason of the failure. */
export class GateClosed extends Error {
  override readonly name = 'GateClosed';
}

const change = z.object({
  RequestType: z.enum(['Create', 'Update']),
  StackId: z.string(),
  LogicalResourceId: z.string(),
  PhysicalResourceId: z.string().optional(),
  ResourceProperties: z.object({ document: z.string(), planFunctionArn: z.string().optional() }),
  /** What `onEvent` noted; the framework carries it along. */
  startedAt: z.string().optional(),
});
const removal = z.object({ RequestType: z.literal('Delete'), PhysicalResourceId: z.string() });
const gateEvent = z.discriminatedUnion('RequestType', [change.extend({ RequestType: z.literal('Create') }), change.extend({ RequestType: z.literal('Update') }), removal]);

/**
 * The gate of a deployment, as two custom resources on one provider. With `planFunctionArn` it lets new code plan, in
 * Lambda and under the role of the sync pass, before a schedule uses it. Without, it runs the sync pass until every
 * serviceable target is healthy and no retired one is left.
 */
export function createGate({ clock, logger, options = {} }: GateMeans): Gate {
  const connect = createConnect(options);
  return {
    onEvent: (event) => {
      const request = gateEvent.parse(event);
      const startedAt = clock.now().toISOString();
      if (request.RequestType === 'Delete') return { PhysicalResourceId: request.PhysicalResourceId, startedAt };
      readDocument(request.ResourceProperties.document);
      // Stable, so that CloudFormation never takes an update for a replacement.
      return { PhysicalResourceId: request.PhysicalResourceId ?? request.LogicalResourceId, startedAt };
    },

    isComplete: async (event) => {
      const request = gateEvent.parse(event);
      if (request.RequestType === 'Delete') return { IsComplete: true };
      const { document, planFunctionArn } = request.ResourceProperties;
      const { bindings } = readDocument(document);
      const startedAt = Date.parse(request.startedAt ?? '');
      if (Number.isNaN(startedAt)) throw new GateClosed(`startedAt is "${request.startedAt}", not a time`);
      const elapsed = (): number => (clock.now().getTime() - startedAt) / 1000;

      const { region } = parseArn(request.StackId);
      let verdict: Verdict;
      if (planFunctionArn === undefined) {
        const outcomes = await sync(bindings, { connect, clock, write: true });
        const byName = new Map(outcomes.map((outcome) => [outcome.binding, outcome]));
        const judged = bindings.flatMap((spec) => {
          const outcome = byName.get(spec.name);
          return outcome === undefined ? [] : [{ spec, outcome }];
        });
        verdict = judgeGate(judged, elapsed());
      } else {
        const answer = await attempt(() => invokeFunction(planFunctionArn, document, { region, options }));
        verdict = judgeRehearsal(bindings, answer, elapsed());
      }
      return settle(verdict, Math.round(elapsed()), request.StackId);
    },
  };
}
