import { type CertificateDetail, DescribeCertificateCommand } from '@aws-sdk/client-acm';
import type { AuditAws } from './audit-clients.ts';
import { callOptions } from './clients.ts';
import { doing, given } from './failure.ts';

export type { CertificateDetail } from '@aws-sdk/client-acm';

/** A certificate, by ARN. */
export function describeCertificate(aws: Pick<AuditAws, 'acm' | 'signal'>, arn: string): Promise<CertificateDetail> {
  return doing(`reading ${arn}`, async () => {
    const { Certificate } = await aws.acm.send(
      new DescribeCertificateCommand({ CertificateArn: arn }),
      callOptions(aws),
    );
    return given(Certificate, 'Certificate');
  });
}
