import type { AppLoadBalancer, Endpoint, NetworkInterface } from './network.ts';

/** An endpoint with what only an audit asks of it, and its interfaces. */
export type AuditedEndpoint = {
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

/** An Application Load Balancer with what only an audit asks of it, and its interfaces in use. `zoneId` is what an alias to it needs. */
export type AuditedLoadBalancer = {
  readonly loadBalancer: AppLoadBalancer & {
    readonly name: string;
    readonly zoneId: string;
    readonly ipAddressType: string;
    readonly securityGroupIds: readonly string[];
  };
  readonly interfaces: readonly NetworkInterface[];
};

/** A listener of an Application Load Balancer. Certificates of HTTPS: the default one first, then those chosen by SNI. */
export type AppListener = {
  readonly arn: string;
  readonly port: number;
  readonly protocol: string;
  readonly certificateArns: readonly string[];
};
