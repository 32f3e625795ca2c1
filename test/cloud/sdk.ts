import { ACMClient } from '@aws-sdk/client-acm';
import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { Route53Client } from '@aws-sdk/client-route-53';
import { STSClient } from '@aws-sdk/client-sts';
import type { Cloud, Credentials } from './cloud.ts';

/** The real SDK's clients, talking to a cloud in process. One attempt, so that a test sees each fault once. */
export function sdk(
  cloud: Cloud,
  options: { region?: string; credentials?: Credentials; maxAttempts?: number; endpoint?: string } = {},
): {
  ec2: EC2Client;
  elbv2: ElasticLoadBalancingV2Client;
  sts: STSClient;
  cloudformation: CloudFormationClient;
  lambda: LambdaClient;
  route53: Route53Client;
  acm: ACMClient;
  apigateway: APIGatewayClient;
} {
  const config = {
    region: cloud.settings.region,
    credentials: cloud.credentials,
    maxAttempts: 1,
    // Over a port the SDK brings its own handler.
    ...(options.endpoint === undefined && { requestHandler: cloud.requestHandler }),
    ...options,
  };
  return {
    ec2: new EC2Client(config),
    elbv2: new ElasticLoadBalancingV2Client(config),
    sts: new STSClient(config),
    cloudformation: new CloudFormationClient(config),
    lambda: new LambdaClient(config),
    route53: new Route53Client(config),
    acm: new ACMClient(config),
    apigateway: new APIGatewayClient(config),
  };
}
