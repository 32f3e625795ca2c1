import { AwsError } from '../world/aws-error.ts';
import type { Stack } from '../world/state.ts';
import type { Caller, Operation } from './operation.ts';
import { text } from './params.ts';

/** By id or by name; an unknown one is an error: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html */
export const describeStacks: Operation = (world, caller, params) => {
  const wanted = text(params, 'StackName');
  const own = [...world.stacks.values()].filter((stack) => isOwn(stack, caller));
  const found = own.filter(({ id, name }) => wanted === undefined || wanted === id || wanted === name);
  if (wanted !== undefined && found.length === 0) {
    throw new AwsError('ValidationError', `Stack with id ${wanted} does not exist`);
  }
  return {
    Stacks: found.map(({ id, name, status, createdAt }) => ({
      StackId: id,
      StackName: name,
      CreationTime: new Date(createdAt),
      StackStatus: status,
    })),
  };
};

function isOwn({ id }: Stack, { account, region }: Caller): boolean {
  const [, , , stackRegion, stackAccount] = id.split(':');
  return stackRegion === region && stackAccount === account;
}
