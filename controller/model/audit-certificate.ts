/** A certificate of ACM. Names are canonical, and may be wildcards. */
export type Certificate = {
  readonly arn: string;
  readonly names: readonly string[];
  readonly status: string;
  readonly notAfter?: Date;
};

/** A TLS handshake with one fixed IP, SNI being the hostname: the certificate it showed, or the step that failed. */
export type Handshake = {
  readonly hostname: string;
  readonly ip: string;
  readonly port: number;
} & HandshakeResult;

/** What became of a handshake. `untrusted` says why the certificate's chain is not trusted, if it is not. */
export type HandshakeResult =
  | { readonly kind: 'shown'; readonly names: readonly string[]; readonly notAfter: Date; readonly untrusted?: string }
  | {
      readonly kind: 'failed';
      readonly step: 'connect' | 'tls';
      readonly timedOut: boolean;
      readonly code: string;
      readonly message: string;
    };
