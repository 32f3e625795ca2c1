import type { AuditAws } from './aws/audit-clients.ts';
import { attempt } from './aws/failure.ts';
import { createPace, type Pace } from './aws/pace.ts';
import { callerAccount } from './aws/sts.ts';
import { check } from './checks/all.ts';
import { drawPaths } from './checks/path.ts';
import type { Connect } from './connect.ts';
import { defect } from './defect.ts';
import type { Audit } from './model/audit-outcome.ts';
import type { AuditSpec } from './model/audit-spec.ts';
import type { Clock } from './model/clock.ts';
import { codesOf, unknown } from './model/finding.ts';
import { AUDIT_DEADLINE_SECONDS, AUDIT_SCHEDULE_MINUTES } from './model/limits.ts';
import type { Fault } from './model/outcome.ts';
import type { Problem } from './model/reading.ts';
import { identify } from './model/spec.ts';
import { parseArn } from './model/target-group.ts';
import { observeAudit } from './observe/audit-situation.ts';
import type { Live } from './observe/live.ts';
import { remedyFor } from './plan/remedies.ts';
import { eyesOf } from './sight.ts';

/** The means of an audit: AWS, time, and what the path itself answers. */
export type AuditMeans = {
  readonly connect: Connect<AuditAws>;
  readonly clock: Clock;
  readonly live: Live;
};

/** A binding costs some seven calls of Elastic Load Balancing, of an account-wide bucket of 10 a second that the sync pass needs. */
const BINDING_GAP_SECONDS = 2;

/**
 * One audit pass: observe, check, report. It writes nothing. The bindings come one after the other, with a pause between
 * them; one's fault stops no other. Those whose turn does not come in time are unknown, and half of them begin the next pass.
 */
export async function audit(specs: readonly AuditSpec[], means: AuditMeans): Promise<readonly Audit[]> {
  const { clock } = means;
  const beganAt = clock.now().getTime();
  const signal = clock.abortAt(new Date(beganAt + AUDIT_DEADLINE_SECONDS * 1000));
  const pace = createPace(clock, signal);
  const audits = new Map<string, Audit>();
  for (const [index, spec] of inTurn(specs, beganAt).entries()) {
    if (signal.aborted) {
      audits.set(spec.name, notReached(spec));
      continue;
    }
    // oxlint-disable-next-line no-await-in-loop -- as said above
    await clock.sleepUntil(new Date(beganAt + index * BINDING_GAP_SECONDS * 1000));
    // oxlint-disable-next-line no-await-in-loop -- as said above
    audits.set(spec.name, await isolate(spec, () => auditBinding(spec, { ...means, others: specs, signal, pace })));
  }
  return specs.flatMap(({ name }) => audits.get(name) ?? []);
}

/** From the first one, or in every other pass from the middle: what one pass does not reach, the next one does. */
function inTurn(specs: readonly AuditSpec[], beganAt: number): readonly AuditSpec[] {
  const isOdd = Math.floor(beganAt / (AUDIT_SCHEDULE_MINUTES * 60_000)) % 2 === 1;
  const first = isOdd ? Math.floor(specs.length / 2) : 0;
  return [...specs.slice(first), ...specs.slice(0, first)];
}

function notReached(spec: AuditSpec): Audit {
  const why = `The pass ended after ${AUDIT_DEADLINE_SECONDS} s, before the turn of ${spec.name}.`;
  const results = codesOf(spec.source).map((code) => unknown(code, spec.name, why));
  return { ...identify(spec), results, paths: [], faults: [] };
}

type BindingMeans = AuditMeans & {
  readonly others: readonly AuditSpec[];
  readonly signal: AbortSignal;
  readonly pace: Pace;
};

async function auditBinding(
  spec: AuditSpec,
  { connect, others, clock, live, signal, pace }: BindingMeans,
): Promise<Audit> {
  const aws = { ...connect(parseArn(spec.targetGroupArn).region), signal };
  const caller = await attempt(() => callerAccount(aws));
  if (caller.kind === 'unread') {
    if (signal.aborted) return notReached(spec);
    return faulted(spec, { problem: caller.problem, remedy: remedyFor(caller.problem, 'caller', spec) });
  }
  const foreign = wrongAccount(spec, caller.value);
  if (foreign !== undefined) return faulted(spec, foreign);

  const situation = await observeAudit(spec, {
    aws,
    sourceAws: await eyesOf<AuditAws>([spec], { aws, connect }),
    others,
    clock,
    pace,
    live: { ...live, probe: (functionArn, request) => live.probe(functionArn, request, signal) },
  });
  const results = check(situation);
  return { ...identify(spec), results, paths: drawPaths(situation, results), faults: [] };
}

/** Another account sees empty lists where this one's things are, and no error: nothing it answers may be used. */
function wrongAccount(spec: AuditSpec, caller: string): Fault | undefined {
  const { accountId } = parseArn(spec.targetGroupArn);
  if (caller === accountId) return undefined;
  const problem: Problem = {
    kind: 'denied',
    doing: `the audit of ${spec.name}`,
    code: 'WrongAccount',
    message: `the credentials are of account ${caller}, the target group is of ${accountId}`,
  };
  return {
    problem,
    remedy: `Use credentials of account ${accountId}. Look who calls with: aws sts get-caller-identity`,
  };
}

async function isolate(spec: AuditSpec, run: () => Promise<Audit>): Promise<Audit> {
  try {
    return await run();
  } catch (cause) {
    return faulted(spec, defect(`the audit of ${spec.name}`, cause));
  }
}

function faulted(spec: AuditSpec, fault: Fault): Audit {
  return { ...identify(spec), results: [], paths: [], faults: [fault] };
}
