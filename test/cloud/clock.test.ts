import { expect, test } from 'vitest';
import { createCloud } from './cloud.ts';
import { buildSampleWorld } from './sample-world.ts';

function tellStory() {
  const cloud = createCloud();
  const { endpoint, group } = buildSampleWorld(cloud, { steady: true });
  const { created } = cloud.replaceEndpoint(endpoint.id);
  cloud.register(group.arn, created.ips);
  cloud.advance(200);
  return { created, targets: cloud.targets(group.arn), traffic: cloud.traffic.totals() };
}

test('time starts where it is set, and stands still until it is moved', async () => {
  const cloud = createCloud();
  expect(cloud.clock.now()).toEqual(new Date('2026-01-01T00:00:00Z'));
  cloud.advance(3);
  expect(cloud.clock.now()).toEqual(new Date('2026-01-01T00:00:03Z'));
});

test('sleeping moves the world on at once, and a time in the past is now', async () => {
  const cloud = createCloud();
  buildSampleWorld(cloud, { steady: true });
  await cloud.clock.sleepUntil(new Date('2026-01-01T00:00:14.200Z'));
  expect(cloud.clock.now()).toEqual(new Date('2026-01-01T00:00:15Z'));
  expect(cloud.traffic.totals().served).toBe(30);
  await cloud.clock.sleepUntil(new Date('2020-01-01T00:00:00Z'));
  expect(cloud.clock.now()).toEqual(new Date('2026-01-01T00:00:15Z'));
});

test('equal stories have equal worlds, ids and traffic', () => {
  expect(tellStory()).toEqual(tellStory());
});

test('a replaced endpoint that nobody follows is an outage until its successor is registered and healthy', () => {
  const cloud = createCloud();
  const { endpoint, group } = buildSampleWorld(cloud, { steady: true });
  const { created } = cloud.replaceEndpoint(endpoint.id);
  cloud.advance(60);
  expect(cloud.traffic.totals()).toEqual({ served: 0, failed: 120, stranger: 0 });
  cloud.register(group.arn, created.ips);
  cloud.advance(90);
  const mark = cloud.traffic.mark();
  cloud.advance(60);
  expect(cloud.traffic.since(mark)).toEqual({ served: 120, failed: 0, stranger: 0 });
});
