/** One address that the probe connects to. */
export type ProbeAddress = {
  readonly of: 'target' | 'load-balancer';
  readonly ip: string;
  readonly port: number;
};

/** What the audit asks of the probe: to resolve a name and then to call it at each address. */
export type ProbeRequest = {
  /** The name in SNI and Host. */
  readonly hostname: string;
  /** False where the name has no private half of its own: then it is not resolved. */
  readonly resolve: boolean;
  readonly path: string;
  readonly addresses: readonly ProbeAddress[];
};

/** Kinds of 403 of API Gateway, by its body. `no-such-api`: no API of this name behind this endpoint. */
export type Forbidden = 'explicit-deny' | 'implicit-deny' | 'no-such-api' | 'missing-token' | 'other';

/** What became of one call: an answer, or the step that failed. A certificate that is not valid for the name fails `tls`. */
export type ProbeAttempt = ProbeAddress &
  (
    | { readonly kind: 'answered'; readonly status: number; readonly forbidden?: Forbidden }
    | {
        readonly kind: 'failed';
        readonly step: 'connect' | 'tls' | 'http';
        readonly code: string;
        readonly message: string;
      }
  );

/** What the probe saw. `resolution` is absent where it was not asked for. */
export type ProbeReport = {
  readonly resolution?:
    | { readonly kind: 'resolved'; readonly ips: readonly string[] }
    | { readonly kind: 'failed'; readonly code: string; readonly message: string };
  readonly attempts: readonly ProbeAttempt[];
};
