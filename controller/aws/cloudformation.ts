import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { parseArn } from '../model/target-group.ts';
import { type AwsOptions, callOptions, clientConfig } from './clients.ts';
import { doing, given } from './failure.ts';

/** Less than a call has otherwise: it comes after a whole pass, inside the same function's time. */
const TIMEOUT_MS = 9_000;
const MAX_ATTEMPTS = 2;

/** The status of a stack, such as `UPDATE_ROLLBACK_IN_PROGRESS`: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Stack.html */
export function describeStackStatus(stackId: string, options: AwsOptions): Promise<string> {
  return doing(`reading the status of ${stackId}`, async () => {
    const config = { ...clientConfig(parseArn(stackId).region, options), maxAttempts: MAX_ATTEMPTS };
    const { Stacks } = await new CloudFormationClient(config).send(
      new DescribeStacksCommand({ StackName: stackId }),
      callOptions({ signal: AbortSignal.timeout(TIMEOUT_MS) }),
    );
    return given(Stacks?.[0]?.StackStatus, 'StackStatus');
  });
}
