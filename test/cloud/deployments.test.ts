import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { describe, expect, test } from 'vitest';
import { createCloud } from './cloud.ts';
import { sdk } from './sdk.ts';
import type { FaultName } from './wire/faults.ts';

const STACK = 'arn:aws:cloudformation:eu-west-1:123456789012:stack/api/0a1b2c3d';
const FUNCTION = 'arn:aws:lambda:eu-west-1:123456789012:function:plan';

describe('a stack', () => {
  test.each([
    ['its id', STACK],
    ['its name', 'api'],
  ])('is described by %s, with the status it has now', async (_, StackName) => {
    const cloud = createCloud();
    const { cloudformation } = sdk(cloud);
    cloud.setStackStatus(STACK, 'UPDATE_IN_PROGRESS');
    cloud.advance(60);
    cloud.setStackStatus(STACK, 'UPDATE_ROLLBACK_IN_PROGRESS');
    const { Stacks } = await cloudformation.send(new DescribeStacksCommand({ StackName }));
    expect(Stacks).toEqual([
      {
        StackId: STACK,
        StackName: 'api',
        CreationTime: cloud.settings.startsAt,
        StackStatus: 'UPDATE_ROLLBACK_IN_PROGRESS',
      },
    ]);
  });

  test('that nobody made, or that another account did, is a ValidationError', async () => {
    const cloud = createCloud();
    cloud.setStackStatus(STACK.replace('123456789012', '999999999999'), 'CREATE_COMPLETE');
    const { cloudformation } = sdk(cloud);
    for (const StackName of [STACK, 'api']) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await expect(cloudformation.send(new DescribeStacksCommand({ StackName }))).rejects.toMatchObject({
        name: 'ValidationError',
        message: `Stack with id ${StackName} does not exist`,
      });
    }
  });

  test.each([
    ['throttle', 'Throttling', 400],
    ['deny', 'AccessDenied', 403],
  ] as const)('meets the fault %s as %s', async (fault, name, httpStatusCode) => {
    const cloud = createCloud();
    cloud.setStackStatus(STACK, 'CREATE_COMPLETE');
    cloud.faults.add({ fault, service: 'cloudformation', times: 1 });
    const { cloudformation } = sdk(cloud);
    const describeIt = () => cloudformation.send(new DescribeStacksCommand({ StackName: STACK }));
    await expect(describeIt()).rejects.toMatchObject({ name, $metadata: { httpStatusCode } });
    await expect(describeIt()).resolves.toMatchObject({ Stacks: [{ StackStatus: 'CREATE_COMPLETE' }] });
  });
});

describe('a function', () => {
  const invoke = new InvokeCommand({ FunctionName: FUNCTION, Payload: Buffer.from('{"name":"naïve"}') });

  test('gets its payload and is waited for; its calls are recorded after its invocation', async () => {
    const cloud = createCloud();
    const { lambda, cloudformation } = sdk(cloud);
    cloud.createFunction(FUNCTION, async (payload) => {
      await cloudformation.send(new DescribeStacksCommand({}));
      return { got: payload };
    });
    const { StatusCode, FunctionError, Payload } = await lambda.send(invoke);
    expect({ StatusCode, FunctionError }).toEqual({ StatusCode: 200, FunctionError: undefined });
    expect(JSON.parse(Payload?.transformToString() ?? '')).toEqual({ got: { name: 'naïve' } });
    expect(cloud.calls.map(({ operation }) => operation)).toEqual(['Invoke', 'DescribeStacks']);
    expect(cloud.calls[0]?.params).toEqual({ FunctionName: FUNCTION, Payload: '{"name":"naïve"}' });
  });

  test('that throws is no error of Lambda, but a function error with its name and message', async () => {
    const cloud = createCloud();
    cloud.createFunction(FUNCTION, () => Promise.reject(new TypeError('no such thing')));
    const { FunctionError, Payload } = await sdk(cloud).lambda.send(invoke);
    expect(FunctionError).toBe('Unhandled');
    expect(JSON.parse(Payload?.transformToString() ?? '')).toMatchObject({
      errorType: 'TypeError',
      errorMessage: 'no such thing',
    });
  });

  test('that nobody made is not found', async () => {
    await expect(sdk(createCloud()).lambda.send(invoke)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `Function not found: ${FUNCTION}`,
    });
  });

  test.each<[FaultName, string, number | undefined]>([
    ['throttle', 'TooManyRequestsException', 429],
    ['deny', 'AccessDeniedException', 403],
    ['not-ready', 'ResourceConflictException', 409],
    ['unavailable', 'ServiceException', 500],
    ['hang', 'TimeoutError', undefined],
  ])('meets the fault %s as %s, and does not run', async (fault, name, httpStatusCode) => {
    const cloud = createCloud();
    let runs = 0;
    cloud.createFunction(FUNCTION, () => Promise.resolve((runs += 1)));
    cloud.faults.add({ fault, service: 'lambda', times: 1 });
    const { lambda } = sdk(cloud);
    await expect(lambda.send(invoke)).rejects.toMatchObject({
      name,
      ...(httpStatusCode !== undefined && { $metadata: { httpStatusCode } }),
    });
    expect(runs).toBe(0);
    await lambda.send(invoke);
    expect(runs).toBe(1);
  });

  test('answers over a port as it does in process', async () => {
    const cloud = createCloud();
    cloud.createFunction(FUNCTION, (payload) => Promise.resolve(payload));
    const server = await cloud.listen();
    const { Payload } = await sdk(cloud, { endpoint: server.url }).lambda.send(invoke);
    await server.close();
    expect(Payload?.transformToString()).toBe('{"name":"naïve"}');
  });
});
