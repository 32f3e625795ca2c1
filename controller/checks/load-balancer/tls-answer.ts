import type { AuditSituation } from '../../model/audit.ts';
import type { Handshake } from '../../model/audit-certificate.ts';
import { type CheckResult, finding, notConfigured, ok, unknown } from '../../model/finding.ts';
import { targetKey } from '../../model/target.ts';
import { certificateProblem, dateOf } from './certificate.ts';
import { isClearTextToPartners } from '../alb/target-listener.ts';
import { frontDoorOf } from '../front-door.ts';
import { nounOf, type SourceNoun } from '../source.ts';
import { LEAST_CERTIFICATE_DAYS } from './listener-certificate.ts';
import { untold } from '../untold.ts';

type Shown = Extract<Handshake, { kind: 'shown' }>;
type Failed = Extract<Handshake, { kind: 'failed' }>;

/** Answers that come from the other side, whatever it is. */
const REFUSALS: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ECONNRESET']);

/** TLS_ANSWER: each fixed IP shows partners a certificate that they accept, for each hostname. */
export function tlsAnswer(situation: AuditSituation): readonly CheckResult[] {
  const { spec, names, handshakes, now } = situation;
  if (spec.audit?.publicPort === undefined) return [notConfigured('TLS_ANSWER', 'fixed IPs', 'audit.publicPort')];
  if (names.length === 0) return [notConfigured('TLS_ANSWER', 'fixed IPs', 'hostnames')];
  const door = frontDoorOf(situation);
  if (door.kind === 'known' && door.loadBalancer.scheme === 'internal') {
    const why = `${door.loadBalancer.name} is internal: an audit from outside its VPC cannot reach it, and a probe inside can.`;
    return [untold('TLS_ANSWER', 'fixed IPs', why)];
  }
  if (isClearTextToPartners(situation)) {
    return [
      ok('TLS_ANSWER', 'fixed IPs', 'Partners are met in clear text, as the ALB’s listener takes it: there is no TLS.'),
    ];
  }
  if (handshakes.length === 0) {
    const why = door.kind === 'unknown' ? door.why : `No handshake was made with ${door.loadBalancer.name}.`;
    return [unknown('TLS_ANSWER', 'fixed IPs', why)];
  }
  return handshakes.map((handshake) =>
    handshake.kind === 'shown' ? judgeShown(handshake, { now, noun: nounOf(situation) }) : judgeFailed(handshake),
  );
}

function judgeShown(handshake: Shown, { now, noun }: { readonly now: Date; readonly noun: SourceNoun }): CheckResult {
  const { hostname, notAfter, untrusted } = handshake;
  const broken =
    untrusted === undefined
      ? certificateProblem(handshake, { hostname, now, minDays: 0 })
      : `is not trusted: ${untrusted}`;
  const problem = broken ?? certificateProblem(handshake, { hostname, now, minDays: LEAST_CERTIFICATE_DAYS });
  if (problem === undefined) {
    return ok('TLS_ANSWER', subjectOf(handshake), `A certificate for ${hostname} until ${dateOf(notAfter)}.`);
  }
  return finding('TLS_ANSWER', subjectOf(handshake), {
    severity: broken === undefined ? 'err' : 'crit',
    expected: `A trusted certificate for ${hostname} with ${LEAST_CERTIFICATE_DAYS} days left.`,
    found: `The certificate shown ${problem}.`,
    fix: `Give the listener, or behind TCP ${noun === 'ALB' ? 'the ALB’s' : 'the API’s domain'}, a certificate for ${hostname}. What is shown now:\n${look(handshake)}`,
  });
}

function judgeFailed(handshake: Failed): CheckResult {
  const { step, code, message, port } = handshake;
  const subject = subjectOf(handshake);
  if (step === 'connect' && !REFUSALS.has(code)) {
    // Silence, or no route: a front door that does not admit the audit is the same as one that is gone.
    const why = `No answer from here (${code}): the front door may not admit this address.`;
    return untold('TLS_ANSWER', subject, why);
  }
  return finding('TLS_ANSWER', subject, {
    severity: 'crit',
    expected: `TLS on TCP ${port}.`,
    found: `The ${step === 'connect' ? 'connection' : 'handshake'} failed: ${code}: ${message}.`,
    fix: `See LB_LISTENER and ZONE_DARK: there is no listener, no healthy target, or no TLS behind it. To try again:\n${look(handshake)}`,
  });
}

/** Subjects that are about a name begin with it. */
function subjectOf({ hostname, ip }: Handshake): string {
  return `${hostname} at ${ip}`;
}

function look(handshake: Handshake): string {
  return `openssl s_client -connect ${targetKey(handshake)} -servername ${handshake.hostname} < /dev/null`;
}
