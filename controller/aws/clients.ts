import { EC2Client, type EC2ClientConfig } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';

/** Time to open a connection: a healthy Region answers in milliseconds, and a pass has 45 s for everything. */
const CONNECT_TIMEOUT_MS = 1_000;
/** Time for one request and its response. */
const REQUEST_TIMEOUT_MS = 4_000;
/** Time for one call with all its attempts: the request timeout does not cover a body that stalls. */
const CALL_TIMEOUT_MS = 14_000;
/** Attempts per call, with the SDK's jittered backoff between them. */
const MAX_ATTEMPTS = 3;

/** The SDK's clients of one Region, and the signal that ends the pass they serve. */
export type Aws = {
  readonly region: string;
  readonly ec2: EC2Client;
  readonly elbv2: ElasticLoadBalancingV2Client;
  /** Gets the credentials of the role that these clients call with. Absent where they call with the caller's own. */
  readonly takeRole?: () => Promise<unknown>;
  /** Every call is aborted when it fires, so that a pass ends within its deadline. */
  readonly signal?: AbortSignal;
};

/** What a test or a demo may put in place of the network; production passes nothing. */
export type AwsOptions = {
  readonly requestHandler?: NonNullable<EC2ClientConfig['requestHandler']>;
  readonly credentials?: NonNullable<EC2ClientConfig['credentials']>;
  readonly retryStrategy?: NonNullable<EC2ClientConfig['retryStrategy']>;
};

/** What every client is made with. Credentials, profiles and endpoint overrides come from the standard AWS environment. */
export function clientConfig(region: string, options: AwsOptions, requestTimeoutMs = REQUEST_TIMEOUT_MS) {
  return {
    region,
    maxAttempts: MAX_ATTEMPTS,
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT_MS,
      requestTimeout: requestTimeoutMs,
      // Without it the SDK only warns, and one hanging call would use up the pass.
      throwOnRequestTimeout: true,
    },
    ...options,
  };
}

/** Makes the clients of a Region. */
export function createAws(region: string, options: AwsOptions = {}): Aws {
  const config = clientConfig(region, options);
  const ec2 = new EC2Client(config);
  // Each client would keep credentials of its own: of a role, an AssumeRole for each.
  const { credentials } = ec2.config;
  return { region, ec2, elbv2: new ElasticLoadBalancingV2Client({ ...config, credentials }) };
}

/** The options every call is sent with: it ends with its own time, and with the pass's. */
export function callOptions({ signal }: Pick<Aws, 'signal'>): { readonly abortSignal: AbortSignal } {
  const own = AbortSignal.timeout(CALL_TIMEOUT_MS);
  return { abortSignal: signal === undefined ? own : AbortSignal.any([signal, own]) };
}
