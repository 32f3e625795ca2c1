import type { Endpoint, NetworkInterface } from './network.ts';

/** An endpoint with what only an audit asks of it, and its interfaces. */
export type AuditedSource = {
  readonly endpoint: Endpoint & {
    /** Names that resolve to it, with the zones an alias needs: the regional one, one a zone, and private ones. Canonical. */
    readonly dnsEntries: readonly { readonly name: string; readonly zoneId: string }[];
    readonly privateDns: boolean;
    /** Its policy as JSON text. */
    readonly policy: string;
    readonly securityGroupIds: readonly string[];
  };
  readonly interfaces: readonly NetworkInterface[];
};
