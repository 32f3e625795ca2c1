import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { type AwsOptions, callOptions, clientConfig } from './clients.ts';
import { doing, given } from './failure.ts';

/** The status of a stack, such as `UPDATE_ROLLBACK_IN_PROGRESS`: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Stack.html */
export function describeStackStatus(stackId: string, region: string, options: AwsOptions): Promise<string> {
  return doing(`reading the status of ${stackId}`, async () => {
    const client = new CloudFormationClient(clientConfig(region, options));
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stackId }), callOptions({}));
    return given(Stacks?.[0]?.StackStatus, 'StackStatus');
  });
}
