import { describeCertificate } from '../aws/acm.ts';
import type { AuditAws } from '../aws/audit-clients.ts';
import { attempt, given } from '../aws/failure.ts';
import type { Certificate } from '../model/audit-certificate.ts';
import { canonicalName } from '../model/dns.ts';
import { type Reading, unread } from '../model/reading.ts';

/** Reads certificates by ARN, each for itself. */
export async function observeCertificates(
  aws: AuditAws,
  arns: readonly string[],
): Promise<ReadonlyMap<string, Reading<Certificate>>> {
  const readings = [...new Set(arns)].toSorted().map(async (arn) => [arn, await observeCertificate(aws, arn)] as const);
  return new Map(await Promise.all(readings));
}

async function observeCertificate(aws: AuditAws, arn: string): Promise<Reading<Certificate>> {
  const [, , service, region] = arn.split(':');
  if (service !== 'acm' || region !== aws.region) {
    return unread({
      kind: 'other',
      doing: `reading ${arn}`,
      code: 'NotInAcm',
      message: `it is no certificate of ACM in ${aws.region}, and an audit reads no other: watch its names and its expiry yourself`,
    });
  }
  return attempt(async () => {
    const detail = await describeCertificate(aws, arn);
    const names = [given(detail.DomainName, 'DomainName'), ...(detail.SubjectAlternativeNames ?? [])];
    return {
      arn,
      names: [...new Set(names.map(canonicalName))],
      status: given(detail.Status, 'Status'),
      ...(detail.NotAfter !== undefined && { notAfter: detail.NotAfter }),
    };
  });
}
