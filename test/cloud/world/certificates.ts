import type { World } from './state.ts';

/** A certificate of ACM. */
export type Certificate = {
  readonly arn: string;
  readonly domainName: string;
  /** Its own domain name among them. */
  readonly names: readonly string[];
  readonly createdAt: number;
  status: CertificateStatus;
  /** Milliseconds since 1970; absent until it is issued. */
  notAfter?: number | undefined;
};

/** https://docs.aws.amazon.com/acm/latest/APIReference/API_CertificateDetail.html */
export type CertificateStatus =
  | 'PENDING_VALIDATION'
  | 'ISSUED'
  | 'INACTIVE'
  | 'EXPIRED'
  | 'VALIDATION_TIMED_OUT'
  | 'REVOKED'
  | 'FAILED';

export type NewCertificate = Omit<Certificate, 'arn' | 'createdAt'> & {
  readonly region: string;
  readonly ownerId: string;
};

export function createCertificate(world: World, { region, ownerId, ...rest }: NewCertificate): Certificate {
  const arn = `arn:aws:acm:${region}:${ownerId}:certificate/${world.ids.requestId()}`;
  const certificate: Certificate = { arn, createdAt: world.now, ...rest };
  world.certificates.set(arn, certificate);
  return certificate;
}
