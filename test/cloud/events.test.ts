import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { expect, it } from 'vitest';
import { type Cloud, createCloud } from './cloud.ts';

const EVENT = { Source: 'shop', DetailType: 'Order placed', Detail: '{"order":1}' };

function put(cloud: Cloud, entries: PutEventsRequestEntry[]) {
  const { requestHandler, credentials } = cloud;
  const client = new EventBridgeClient({ region: 'eu-west-1', maxAttempts: 1, requestHandler, credentials });
  return client.send(new PutEventsCommand({ Entries: entries }));
}

it('an event is taken, gets an id, and is seen by the test', async () => {
  const cloud = createCloud();
  const answer = await put(cloud, [EVENT]);
  expect(answer).toMatchObject({ FailedEntryCount: 0, Entries: [{ EventId: expect.any(String) }] });
  const { account } = cloud.settings;
  const at = cloud.clock.now();
  expect(cloud.events).toEqual([
    { account, region: 'eu-west-1', at, source: 'shop', detailType: 'Order placed', detail: { order: 1 } },
  ]);
});

it.each([
  ['without a source', { Source: undefined }, 'InvalidArgument'],
  ['without a detail type', { DetailType: undefined }, 'InvalidArgument'],
  ['without a detail', { Detail: undefined }, 'InvalidArgument'],
  ['whose detail is no JSON', { Detail: '{' }, 'MalformedDetail'],
  ['whose detail is no object', { Detail: '[1]' }, 'MalformedDetail'],
])('one %s is rejected by itself, in its place', async (_, change, ErrorCode) => {
  const cloud = createCloud();
  const answer = await put(cloud, [{ ...EVENT, ...change }, EVENT]);
  expect(answer).toMatchObject({ FailedEntryCount: 1, Entries: [{ ErrorCode }, { EventId: expect.any(String) }] });
  expect(cloud.events).toHaveLength(1);
});

it('one that a test rejects fails as AWS fails with it', async () => {
  const cloud = createCloud();
  cloud.rejectEvents(({ detail }) => detail['order'] === 1);
  await expect(put(cloud, [EVENT])).resolves.toMatchObject({ Entries: [{ ErrorCode: 'InternalFailure' }] });
  await expect(put(cloud, [{ ...EVENT, Detail: '{"order":2}' }])).resolves.toMatchObject({ FailedEntryCount: 0 });
});

it.each([
  [0, 'greater than or equal to 1'],
  [11, 'less than or equal to 10'],
])('a call with %d entries is rejected as a whole', async (count, bound) => {
  const cloud = createCloud();
  await expect(
    put(
      cloud,
      Array.from({ length: count }, () => EVENT),
    ),
  ).rejects.toThrow(expect.objectContaining({ name: 'ValidationException', message: expect.stringContaining(bound) }));
  expect(cloud.events).toEqual([]);
});
