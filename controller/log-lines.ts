import { z } from 'zod';
import { SEVERITIES } from './model/finding.ts';
import { OUTCOMES } from './model/outcome.ts';
import { PROBLEM_KINDS } from './model/reading.ts';

const count = z.int().min(0);
const texts = z.array(z.string()).readonly();
const identity = { binding: z.string(), targetGroupArn: z.string(), source: z.string() };
const unread = z.enum(PROBLEM_KINDS).exactOptional();
const refusal = { code: z.string(), reason: z.string(), remedy: z.string(), unread };
const faults = z.array(z.strictObject({ reason: z.string(), remedy: z.string() })).readonly();
const subject = { binding: z.string(), code: z.string(), subject: z.string() };
const counts = { crit: count, err: count, warn: count, info: count, ok: count, unknown: count, notConfigured: count };
/** Names and stacks of errors, without their messages. */
const errors = texts;

const summary = {
  bindings: count,
  outcomes: z.partialRecord(z.enum(OUTCOMES), count),
  desired: count,
  healthy: count,
  foreign: count,
  durationMs: count,
};

const report = {
  ...identity,
  outcome: z.enum(OUTCOMES),
  observed: z.boolean(),
  drift: z.strictObject({ missing: texts, surplus: texts }),
  plan: z.strictObject({ register: texts, deregister: texts, hold: texts }),
  reasons: z
    .array(
      z.strictObject({
        target: z.string(),
        change: z.enum(['register', 'deregister', 'hold']),
        state: z.enum(['waiting', 'blocked', 'planned', 'done', 'unconfirmed']),
        reason: z.string(),
        remedy: z.string().exactOptional(),
        stranger: z.literal(true).exactOptional(),
        unread,
      }),
    )
    .readonly(),
  changes: z.strictObject({ registered: texts, deregistered: texts, unconfirmed: texts }),
  foreign: texts,
  health: z.strictObject({ desired: count, healthy: count }),
  refusal: z.strictObject(refusal).exactOptional(),
  pause: z
    .strictObject({ kind: z.enum(['waiting', 'blocked']), reason: z.string(), remedy: z.string() })
    .exactOptional(),
  partial: z.string().exactOptional(),
  faults,
  errors: errors.exactOptional(),
};

const audited = z.strictObject({
  binding: z.string(),
  verdict: z.enum(['clean', 'findings', 'faulted']),
  ...counts,
});

const resolution = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('resolved'), ips: texts }),
  z.strictObject({ kind: z.literal('failed'), code: z.string(), message: z.string() }),
]);

/**
 * Every line that the functions write, beside the fields that Powertools adds. Readers may rely on it: filters and queries
 * name messages and fields. No line holds a payload, an answer's body, a credential or a signature.
 */
export const logLine = z.discriminatedUnion('message', [
  line('sync pass', ['INFO'], summary),
  line('plan', ['INFO'], summary),
  line('binding', ['ERROR', 'WARN', 'INFO'], report),
  line('notification failed', ['WARN'], { events: count, reason: z.string() }),
  line('audit pass', ['INFO'], { bindings: count, audits: z.array(audited).readonly(), durationMs: count }),
  line('audit pass refused', ['WARN'], { bindings: count, ...refusal }),
  line('audit faulted', ['ERROR'], { binding: z.string(), faults, errors }),
  line('finding', ['ERROR', 'WARN', 'INFO'], {
    ...subject,
    severity: z.enum(SEVERITIES),
    expected: z.string(),
    found: z.string(),
    fix: z.string(),
  }),
  line('unknown', ['INFO'], { ...subject, why: z.string(), outOfReach: z.literal(true).exactOptional() }),
  line('gate', ['WARN', 'INFO'], {
    stage: z.enum(['rehearsal', 'gate']),
    verdict: z.enum(['open', 'wait', 'let-through', 'fail']),
    reason: z.string(),
    elapsedSeconds: z.int().exactOptional(),
  }),
  line('probe', ['INFO'], { resolution: resolution.exactOptional(), attempts: count, answered: count }),
]);

type Line = z.output<typeof logLine>;

/** The fields of each line, by its message. */
export type LineFields = { readonly [Each in Line as Each['message']]: Omit<Each, 'level' | 'message'> };

/** One of the messages. They are constant; what varies is in the fields. */
export type Message = keyof LineFields;

function line<
  const Words extends string,
  const Levels extends readonly ('ERROR' | 'WARN' | 'INFO')[],
  Fields extends z.ZodRawShape,
>(message: Words, levels: Levels, fields: Fields) {
  return z.strictObject({ message: z.literal(message), level: z.enum(levels), ...fields });
}
