import type { Reading } from './reading.ts';

/** A REST API and its stage. */
export type AuditedApi = {
  readonly restApi: Reading<{
    readonly id: string;
    readonly name: string;
    /** PRIVATE, REGIONAL, EDGE. */
    readonly endpointTypes: readonly string[];
    /** Its resource policy as JSON text; absent where it has none. */
    readonly policy?: string;
  }>;
  /** Absent where `audit.stage` is not configured. */
  readonly stage?: Reading<{ readonly name: string; readonly deploymentId?: string }>;
  /** Of the endpoint and VPC ids that its policy names, those that this account can see. */
  readonly existing: Reading<readonly string[]>;
};

/** A custom domain name of API Gateway. */
export type AuditedDomain = {
  readonly domain: Reading<{
    readonly name: string;
    /** Of a private one: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-custom-domains.html */
    readonly id?: string;
    readonly arn?: string;
    /** PRIVATE, REGIONAL, EDGE. */
    readonly endpointTypes: readonly string[];
    /** AVAILABLE, UPDATING, PENDING … */
    readonly status: string;
    readonly certificateArn?: string;
    /** BASIC or STRICT; absent where AWS says nothing. */
    readonly accessMode?: string;
    /** Whether base path mappings lead to APIs, or routing rules: https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-routing-mode.html */
    readonly routingMode?: string;
    /** The resource policy of a private one as JSON text; absent where it has none. */
    readonly policy?: string;
  }>;
  readonly mappings: Reading<readonly { readonly path: string; readonly restApiId: string; readonly stage: string }[]>;
  /** Which endpoint may call which private domain: all that the account associated. */
  readonly associations: Reading<readonly { readonly endpointId: string; readonly domainArn: string }[]>;
  /** A private one of this name that another account shares, where this account has none: all of it that is shown. */
  readonly shared?: { readonly name: string; readonly arn: string; readonly ownerId: string };
};
