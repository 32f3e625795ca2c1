import type { AuditSituation } from '../../model/audit.ts';
import type { ClientVpc } from '../../model/audit-client-vpc.ts';
import type { AuditedName, PrivateHalf, PublicHalf } from '../../model/audit-dns.ts';
import { type CheckResult, type FindingCode, notConfigured, unknown, unread } from '../../model/finding.ts';

/** A check under way: what it rests on, and the code it answers for. */
type Run = { readonly situation: AuditSituation; readonly code: FindingCode };

type Results = CheckResult | readonly CheckResult[];

/** The private half of a name as met in one VPC. */
export type PrivatePlace = {
  readonly name: string;
  readonly half: PrivateHalf;
  readonly vpc: ClientVpc;
  readonly subject: string;
};

/** Judges the public half of every name; a name without one, or a binding without names, is not configured. */
export function eachPublicHalf(
  run: Run,
  judge: (name: AuditedName, half: PublicHalf) => Results,
): readonly CheckResult[] {
  return eachName(run, (name) =>
    name.publicHalf === undefined
      ? notConfigured(run.code, name.name, 'hostnames.publicZoneId')
      : judge(name, name.publicHalf),
  );
}

/** Judges the private half of every name; a name without one, or a binding without names, is not configured. */
export function eachPrivateHalf(
  run: Run,
  judge: (name: AuditedName, half: PrivateHalf) => Results,
): readonly CheckResult[] {
  return eachName(run, (name) =>
    name.privateHalf === undefined
      ? notConfigured(run.code, name.name, 'hostnames.privateZoneId')
      : judge(name, name.privateHalf),
  );
}

/** Judges the private half of every name in every client VPC. */
export function eachPrivatePlace(run: Run, judge: (place: PrivatePlace) => CheckResult): readonly CheckResult[] {
  const { clientVpcs } = run.situation;
  return eachPrivateHalf(run, ({ name }, half) =>
    clientVpcs.length === 0
      ? noClientVpc(run, name)
      : clientVpcs.map((vpc) => judge({ name, half, vpc, subject: `${name} in ${vpc.id}` })),
  );
}

/** Says why no client VPC is known: the source, whose VPC is the default, could not be read. */
export function noClientVpc({ situation: { source }, code }: Run, subject: string): CheckResult {
  return source.kind === 'unread'
    ? unread(code, subject, source.problem)
    : unknown(code, subject, 'No VPC is known whose clients use the name: set audit.clientVpcIds.');
}

function eachName({ situation, code }: Run, judge: (name: AuditedName) => Results): readonly CheckResult[] {
  return situation.names.length === 0
    ? [notConfigured(code, situation.spec.name, 'hostnames')]
    : situation.names.flatMap((name) => judge(name));
}
