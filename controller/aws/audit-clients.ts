import { ACMClient } from '@aws-sdk/client-acm';
import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { Route53Client } from '@aws-sdk/client-route-53';
import { STSClient } from '@aws-sdk/client-sts';
import { type Aws, type AwsOptions, clientConfig, createAws } from './clients.ts';

/** The clients of one Region that an audit needs. Apart from {@link Aws}, so that the sync pass is not bundled with them. */
export type AuditAws = Aws & {
  /** Route 53 is one for a whole partition, and every Region of it leads there. */
  readonly route53: Route53Client;
  readonly acm: ACMClient;
  readonly apiGateway: APIGatewayClient;
  readonly sts: STSClient;
};

/** Makes the clients of a Region. */
export function createAuditAws(region: string, options: AwsOptions = {}): AuditAws {
  const aws = createAws(region, options);
  // As there: one resolution of credentials for all of them.
  const config = { ...clientConfig(region, options), credentials: aws.ec2.config.credentials };
  return {
    ...aws,
    route53: new Route53Client(config),
    acm: new ACMClient(config),
    apiGateway: new APIGatewayClient(config),
    sts: new STSClient(config),
  };
}
