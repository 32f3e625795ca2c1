import type { HandshakeResult } from '../model/audit-certificate.ts';
import type { PublicHalf } from '../model/audit-dns.ts';
import type { ProbeReport, ProbeRequest } from '../model/probe.ts';
import type { Reading } from '../model/reading.ts';

/** What the path itself answers: DNS, TLS, and the probe inside the VPC. None of it is a call to AWS's describing side. */
export type Live = {
  /** What each public resolver answers for a name. */
  readonly answers: (name: string) => Promise<PublicHalf['answers']>;
  /** The name servers that the world is sent to for a zone: canonical and sorted. */
  readonly delegation: (zoneName: string) => Promise<Reading<readonly string[]>>;
  /** A TLS handshake with one address, SNI being the hostname. */
  readonly handshake: (partner: {
    readonly hostname: string;
    readonly ip: string;
    readonly port: number;
  }) => Promise<HandshakeResult>;
  /** What the probe sees from inside the VPC. The signal is the pass's, and ends the wait with it. */
  readonly probe: (functionArn: string, request: ProbeRequest, signal?: AbortSignal) => Promise<Reading<ProbeReport>>;
};
