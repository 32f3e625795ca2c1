import { MockIntegration, PassthroughBehavior, type RestApi } from 'aws-cdk-lib/aws-apigateway';

/**
 * The built-in backend: `GET /` answers with the endpoint and the VPC that the call came through, so that the first call
 * proves the path. It runs nothing and costs nothing.
 */
export function addGreeting(api: RestApi): void {
  api.root.addMethod(
    'GET',
    new MockIntegration({
      passthroughBehavior: PassthroughBehavior.NEVER,
      requestTemplates: { 'application/json': '{ "statusCode": 200 }' },
      integrationResponses: [
        {
          statusCode: '200',
          // https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
          responseTemplates: {
            'application/json':
              '{ "message": "It works.", "vpcEndpointId": "$context.identity.vpceId", "vpcId": "$context.identity.vpcId", "requestId": "$context.requestId" }',
          },
        },
      ],
    }),
    { methodResponses: [{ statusCode: '200' }] },
  );
}
