import { z } from 'zod';
import type { AwsOptions } from './aws/clients.ts';
import { invokeFunction } from './aws/lambda.ts';
import { PASS_DEADLINE_SECONDS } from './model/limits.ts';
import { OUTCOMES } from './model/outcome.ts';
import { PROBLEM_KINDS } from './model/reading.ts';
import type { Rehearsal } from './model/rehearsal.ts';

const unread = z.enum(PROBLEM_KINDS).optional();

/** As much of the function's reports as a rehearsal asks for. */
const answer = z.object({
  outcomes: z.array(
    z.object({
      binding: z.string(),
      outcome: z.enum(OUTCOMES),
      refusal: z.object({ code: z.string(), reason: z.string(), remedy: z.string(), unread }).optional(),
      pause: z.object({ kind: z.enum(['waiting', 'blocked']), reason: z.string(), remedy: z.string() }).optional(),
      reasons: z.array(
        z.object({
          target: z.string(),
          state: z.string(),
          reason: z.string(),
          remedy: z.string().optional(),
          unread,
        }),
      ),
    }),
  ),
});

/** Has a version of the sync function plan for a binding document, in Lambda and under its own role. */
export async function rehearse(functionArn: string, document: string, options: AwsOptions): Promise<Rehearsal> {
  const invoked = await invokeFunction(
    // A pass's own time: of whoever waits for it, the function has only a little more.
    { functionArn, payload: JSON.stringify({ plan: JSON.parse(document) }), timeoutSeconds: PASS_DEADLINE_SECONDS },
    options,
  );
  if (invoked.kind === 'failed') return invoked;
  const parsed = answer.safeParse(invoked.value);
  if (!parsed.success) return { kind: 'failed', message: `it answered no reports: ${z.prettifyError(parsed.error)}` };
  return {
    kind: 'planned',
    plans: parsed.data.outcomes.map(({ reasons, ...planned }) => ({
      ...planned,
      blocked: reasons
        .filter(({ state }) => state === 'blocked')
        .map(({ target, reason, ...why }) => ({ ...why, reason: `${target}: ${reason}` })),
    })),
  };
}
