import { readFile } from 'node:fs/promises';
import { DescribeNetworkInterfacesCommand } from '@aws-sdk/client-ec2';
import { DescribeTargetHealthCommand, RegisterTargetsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { expect, test } from 'vitest';
import { createCloud } from './cloud.ts';
import { buildSampleWorld } from './sample-world.ts';
import { sdk } from './sdk.ts';
import { canMeet, FAULT_NAMES, type FaultName } from './wire/faults.ts';

/** Of reads the length of the list or the error; of writes the answer or the error, and whether it was done. */
type Seen = Readonly<Record<'interfaces' | 'health' | 'register' | 'invoke', string>>;

/** What clients see without a fault. */
const UNHARMED: Seen = {
  interfaces: '5',
  health: '2',
  register: 'answered, and done',
  invoke: '"done", and done',
};

/** What each fault looks like to clients: in a world of two targets, and of five interfaces where the last read listed four. */
const SEEN: Readonly<Record<FaultName, Seen>> = {
  throttle: {
    interfaces: 'RequestLimitExceeded',
    health: 'ThrottlingException',
    register: 'ThrottlingException',
    invoke: 'TooManyRequestsException',
  },
  deny: {
    interfaces: 'UnauthorizedOperation',
    health: 'AccessDenied',
    register: 'AccessDenied',
    invoke: 'AccessDeniedException',
  },
  unavailable: {
    interfaces: 'InternalError',
    health: 'InternalFailure',
    register: 'InternalFailure',
    invoke: 'ServiceException',
  },
  'health-unavailable': { ...UNHARMED, health: 'HealthUnavailableException' },
  'invalid-target': { ...UNHARMED, register: 'InvalidTargetException' },
  'not-ready': { ...UNHARMED, invoke: 'ResourceConflictException' },
  reset: { interfaces: 'ECONNRESET', health: 'ECONNRESET', register: 'ECONNRESET', invoke: 'ECONNRESET' },
  hang: { interfaces: 'TimeoutError', health: 'TimeoutError', register: 'TimeoutError', invoke: 'TimeoutError' },
  // Health was not read before, so there is no older answer.
  stale: { ...UNHARMED, interfaces: '4' },
  empty: { ...UNHARMED, interfaces: 'no list', health: 'no list' },
  'short-page': { ...UNHARMED, interfaces: '2', health: '1' },
  // Health does not page.
  'repeated-page': { ...UNHARMED, interfaces: '5, and more' },
  // The SDK does not look into the payload of an invocation.
  'truncated-xml': { interfaces: 'XML', health: 'XML', register: 'XML, and done', invoke: '"do, and done' },
  lies: { ...UNHARMED, register: 'answered', invoke: 'null' },
  'lands-then-fails': {
    ...UNHARMED,
    register: 'InternalFailure, and done',
    invoke: 'ServiceException, and done',
  },
  'lands-then-hangs': { ...UNHARMED, register: 'TimeoutError, and done', invoke: 'TimeoutError, and done' },
};

async function see(fault?: FaultName): Promise<Seen> {
  const cloud = createCloud();
  const { subnets, group } = buildSampleWorld(cloud, { steady: true });
  const { ec2, elbv2, lambda } = sdk(cloud);
  const TargetGroupArn = group.arn;
  const FunctionName = 'arn:aws:lambda:eu-west-1:123456789012:function:probe';
  let runs = 0;
  cloud.createFunction(FunctionName, () => {
    runs += 1;
    return Promise.resolve('done');
  });
  await ec2.send(new DescribeNetworkInterfacesCommand({}));
  cloud.takeAddress({ subnetId: subnets[0].id, listens: [] });
  if (fault !== undefined) cloud.faults.add({ fault });
  return {
    interfaces: await seen(async () => {
      const { NetworkInterfaces, NextToken } = await ec2.send(new DescribeNetworkInterfacesCommand({}));
      return `${NetworkInterfaces?.length ?? 'no list'}${NextToken === undefined ? '' : ', and more'}`;
    }),
    health: await seen(async () => {
      const { TargetHealthDescriptions } = await elbv2.send(new DescribeTargetHealthCommand({ TargetGroupArn }));
      return `${TargetHealthDescriptions?.length ?? 'no list'}`;
    }),
    register: await seen(
      async () => {
        await elbv2.send(new RegisterTargetsCommand({ TargetGroupArn, Targets: [{ Id: '10.0.1.50' }] }));
        return 'answered';
      },
      () => cloud.targets(TargetGroupArn).length === 3,
    ),
    invoke: await seen(
      async () => (await lambda.send(new InvokeCommand({ FunctionName }))).Payload?.transformToString() ?? 'nothing',
      () => runs === 1,
    ),
  };
}

async function seen(call: () => Promise<string>, isDone = () => false): Promise<string> {
  const answer = await call().catch((error: { name: string; code?: string; message: string }) =>
    /XML parse error/.test(error.message) ? 'XML' : (error.code ?? error.name),
  );
  return isDone() ? `${answer}, and done` : answer;
}

test('without a fault every call is answered, and what is written is done', async () => {
  expect(await see()).toEqual(UNHARMED);
});

test.each(FAULT_NAMES)('the fault %s looks to reads and writes as the table says', async (fault) => {
  expect(await see(fault)).toEqual(SEEN[fault]);
});

test.each(FAULT_NAMES)('the fault %s harms some call, and none that cannot meet it', (fault) => {
  const calls = {
    interfaces: { operation: 'DescribeNetworkInterfaces', write: false },
    health: { operation: 'DescribeTargetHealth', write: false },
    register: { operation: 'RegisterTargets', write: true },
    invoke: { operation: 'Invoke', write: true },
  };
  expect(SEEN[fault]).not.toEqual(UNHARMED);
  const passedBy = (['interfaces', 'health', 'register', 'invoke'] as const).filter(
    (name) => !canMeet(fault, calls[name]),
  );
  expect(passedBy.map((name) => SEEN[fault][name])).toEqual(passedBy.map((name) => UNHARMED[name]));
});

test('the README has each fault in its table', async () => {
  const readme = await readFile(new URL('README.md', import.meta.url), 'utf8');
  const [, table = ''] = readme.split('| fault | meets |');
  expect([...table.matchAll(/^\| `([\w-]+)` \|/gm)].map(([, name]) => name)).toEqual(FAULT_NAMES);
});
