import type { AuditSituation } from '../../model/audit.ts';
import type { Certificate } from '../../model/audit-certificate.ts';
import type { Listener } from '../../model/audit-load-balancer.ts';
import {
  type CheckResult,
  finding,
  type FindingCode,
  notConfigured,
  ok,
  unknown,
  unread,
} from '../../model/finding.ts';
import { type Reading } from '../../model/reading.ts';
import { parseArn } from '../../model/target-group.ts';
import { certificateProblem, covers } from './certificate.ts';
import { awsCommand } from '../command.ts';

/** Days that a certificate which partners meet must have left. ACM renews its own sixty days before their end. */
export const LEAST_CERTIFICATE_DAYS = 21;

type Shown = { readonly arn: string; readonly certificate: Reading<Certificate> | undefined };

/** Whether a TLS listener has, for each hostname, a certificate that clients accept. The subjects begin with the name. */
export function listenerCertificates(listener: Listener, situation: AuditSituation): readonly CheckResult[] {
  if (situation.names.length === 0) return [notConfigured('LB_LISTENER', 'certificate', 'hostnames')];
  return situation.names.map(({ name }) => certificateResult(name, { code: 'LB_LISTENER', listener, situation }));
}

type Showing = Pick<Listener, 'arn' | 'port' | 'protocol' | 'certificateArns'>;

/** A load balancer picks the best certificate for a name, so one good one suffices. */
export function certificateResult(
  hostname: string,
  {
    code,
    listener,
    situation: { certificates, now },
  }: { readonly code: FindingCode; readonly listener: Showing; readonly situation: AuditSituation },
): CheckResult {
  const shown: readonly Shown[] = listener.certificateArns.map((arn) => ({ arn, certificate: certificates.get(arn) }));
  const subject = `${hostname} on ${listener.protocol}:${listener.port}`;
  const judged = shown.flatMap(({ arn, certificate }) =>
    certificate?.kind === 'read'
      ? [
          {
            arn,
            problem: problemOf(certificate.value, hostname, now),
            covering: covers(certificate.value.names, hostname),
          },
        ]
      : [],
  );
  const good = judged.find(({ problem }) => problem === undefined);
  if (good !== undefined) return ok(code, subject, `${good.arn} is good for it.`);
  const dark = shown.find(({ certificate }) => certificate?.kind !== 'read');
  if (dark !== undefined) {
    return dark.certificate?.kind === 'unread'
      ? unread(code, subject, dark.certificate.problem)
      : unknown(code, subject, `${dark.arn} was not read.`);
  }

  const [worn] = judged.filter(({ covering }) => covering);
  const found = judged.map(({ arn, problem }) => `${arn} ${problem}`).join('; ');
  return finding(code, subject, {
    severity: 'crit',
    expected: `A certificate of the listener is issued, covers ${hostname} and has ${LEAST_CERTIFICATE_DAYS} days left.`,
    found: found === '' ? 'The listener has none.' : `${found}.`,
    fix: worn === undefined ? requestFor(hostname, listener) : renew(worn.arn),
  });
}

function problemOf(certificate: Certificate, hostname: string, now: Date): string | undefined {
  const problem = certificateProblem(certificate, { hostname, now, minDays: LEAST_CERTIFICATE_DAYS });
  return problem ?? (certificate.status === 'ISSUED' ? undefined : `is ${certificate.status}, not ISSUED`);
}

function requestFor(hostname: string, { arn }: Showing): string {
  const request = awsCommand(
    'acm request-certificate',
    { 'domain-name': hostname, 'validation-method': 'DNS' },
    parseArn(arn).region,
  );
  const add = awsCommand(
    'elbv2 add-listener-certificates',
    { 'listener-arn': arn, certificates: 'CertificateArn=<certificate-arn>' },
    parseArn(arn).region,
  );
  return `Request one:\n${request}\nOnce it is issued, give it to the listener:\n${add}`;
}

function renew(arn: string): string {
  const look = awsCommand('acm describe-certificate', { 'certificate-arn': arn }, parseArn(arn).region);
  return `Mend what holds its renewal up, the record that proves the domain first; import an imported one anew. How it stands:\n${look}`;
}
