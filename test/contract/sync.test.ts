import { AddTagsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect, test } from 'vitest';
import { bind, pass, passOne, passUntilInSync } from './act.ts';
import {
  asTargets,
  createAttachedGroup,
  createEndpoint,
  createFrontDoor,
  createNetwork,
  deregister,
  listTargets,
  seal,
} from './arrange.ts';
import { onBothClouds } from './world.ts';

onBothClouds('a sync pass', (world) => {
  test('finds every address of the endpoint missing from an empty group, and a plan writes none', async () => {
    const { endpoint, groupArn } = await createFrontDoor(world().aws);
    world().forgetCalls();

    const report = await passOne(world(), bind(groupArn, endpoint.id), 'plan');

    expect(report.drift).toEqual({ missing: asTargets(endpoint.ips), surplus: [] });
    expect(report.plan.register).toEqual(asTargets(endpoint.ips));
    expect(report.outcome).toBe('planned');
    expect(world().writes()).toEqual([]);
    expect(await listTargets(world().aws, groupArn)).toEqual([]);
  });

  test('registers what is missing in one call', async () => {
    const { endpoint, groupArn } = await createFrontDoor(world().aws);
    world().forgetCalls();

    const report = await passOne(world(), bind(groupArn, endpoint.id));

    expect(report.outcome).toBe('changed');
    expect(report.changes).toEqual({ registered: asTargets(endpoint.ips), deregistered: [], unconfirmed: [] });
    expect(world().writes()).toEqual(['RegisterTargets']);
    expect(await listTargets(world().aws, groupArn)).toEqual(asTargets(endpoint.ips));
  });

  test('reads five times and writes nothing where the group is in sync', async () => {
    const { endpoint, groupArn } = await createFrontDoor(world().aws);
    await passUntilInSync(world(), bind(groupArn, endpoint.id));
    world().forgetCalls();

    const report = await passOne(world(), bind(groupArn, endpoint.id));

    expect(report.outcome).toBe('in-sync');
    expect(report.health).toEqual({ desired: 2, healthy: 2 });
    expect(world().calls().toSorted()).toEqual([
      'DescribeNetworkInterfaces',
      'DescribeTags',
      'DescribeTargetGroups',
      'DescribeTargetHealth',
      'DescribeVpcEndpoints',
    ]);
  });

  test('reads one call more for a second group, and brings both in sync', async () => {
    const { network, endpoint, groupArn } = await createFrontDoor(world().aws);
    const secondArn = await createAttachedGroup(world().aws, network, 'second');
    await seal(world().aws, secondArn, 'second', endpoint.id);
    const bindings = [bind(groupArn, endpoint.id), bind(secondArn, endpoint.id, { name: 'second' })];
    await pass(world(), bindings);
    world().settle();
    world().forgetCalls();

    const reports = await pass(world(), bindings);

    expect(reports).toMatchObject([
      { binding: 'api', outcome: 'in-sync', health: { desired: 2, healthy: 2 } },
      { binding: 'second', outcome: 'in-sync', health: { desired: 2, healthy: 2 } },
    ]);
    expect(world().calls()).toHaveLength(6);
  });

  test('registers again what somebody deregistered, draining or not', async () => {
    const { endpoint, groupArn } = await createFrontDoor(world().aws);
    await passUntilInSync(world(), bind(groupArn, endpoint.id));
    const [lost, ...rest] = asTargets(endpoint.ips);
    await deregister(
      world().aws,
      groupArn,
      endpoint.ips.filter((ip) => `${ip}:443` === lost),
    );
    expect(await listTargets(world().aws, groupArn)).toEqual(rest);

    const report = await passOne(world(), bind(groupArn, endpoint.id));

    expect(report.drift).toEqual({ missing: [lost], surplus: [] });
    expect(report.changes.registered).toEqual([lost]);
    expect(await listTargets(world().aws, groupArn)).toEqual(asTargets(endpoint.ips));
  });

  test('leaves an unsealed group alone, and goes on once the printed sealing was run', async () => {
    const network = await createNetwork(world().aws);
    const endpoint = await createEndpoint(world().aws, network);
    const groupArn = await createAttachedGroup(world().aws, network);
    const binding = bind(groupArn, endpoint.id);
    world().forgetCalls();

    const refused = await passOne(world(), binding);

    expect(refused).toMatchObject({ outcome: 'refused', refusal: { code: 'unsealed' } });
    expect(refused.drift.missing).toEqual(asTargets(endpoint.ips));
    expect(world().writes()).toEqual([]);

    await world().aws.elbv2.send(new AddTagsCommand(parseAddTags(refused.refusal?.remedy ?? '')));
    expect(await passOne(world(), binding)).toMatchObject({ outcome: 'changed' });
  });

  test('leaves a group alone that is sealed for another binding', async () => {
    const { endpoint, groupArn } = await createFrontDoor(world().aws);
    await seal(world().aws, groupArn, 'somebody-elses', endpoint.id);
    world().forgetCalls();

    const report = await passOne(world(), bind(groupArn, endpoint.id));

    expect(report).toMatchObject({ outcome: 'refused', refusal: { code: 'other-seal' } });
    expect(world().writes()).toEqual([]);
  });

  test('changes nothing while an operator pauses the group', async () => {
    const { endpoint, groupArn } = await createFrontDoor(world().aws);
    const inAnHour = new Date(world().clock.now().getTime() + 3_600_000).toISOString();
    const Tags = [{ Key: 'target-sync:pause-until', Value: inAnHour }];
    await world().aws.elbv2.send(new AddTagsCommand({ ResourceArns: [groupArn], Tags }));
    world().forgetCalls();

    const report = await passOne(world(), bind(groupArn, endpoint.id));

    expect(report.outcome).toBe('waiting');
    expect(report.pause?.reason).toContain(inAnHour);
    expect(world().writes()).toEqual([]);
  });

  test('only plans in mode observe', async () => {
    const { endpoint, groupArn } = await createFrontDoor(world().aws);
    world().forgetCalls();

    const report = await passOne(world(), bind(groupArn, endpoint.id, { mode: 'observe' }));

    expect(report.outcome).toBe('planned');
    expect(report.plan.register).toEqual(asTargets(endpoint.ips));
    expect(world().writes()).toEqual([]);
  });
});

/** Reads `aws elbv2 add-tags … --resource-arns ARN --tags Key=…,Value=… …` as the command line tool would. */
function parseAddTags(remedy: string): AddTagsCommand['input'] {
  const words = remedy.slice(remedy.indexOf('aws elbv2 add-tags')).split(' ');
  const tags = words.flatMap((word) => {
    const [, Key, Value] = /^Key=([^,]+),Value=(.+)$/.exec(word) ?? [];
    return Key === undefined || Value === undefined ? [] : [{ Key, Value }];
  });
  return { ResourceArns: [words[words.indexOf('--resource-arns') + 1] ?? ''], Tags: tags };
}
