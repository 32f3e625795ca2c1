import { expect, test } from 'vitest';
import { bind, runCli } from './act.ts';
import {
  asTargets,
  createAttachedGroup,
  createEndpoint,
  createFrontDoor,
  createNetwork,
  listTargets,
  unknownGroup,
} from './arrange.ts';
import { onBothClouds } from './world.ts';

onBothClouds('the command line', (world) => {
  test('plans with exit code 2 while there is drift, and changes nothing', async () => {
    const { endpoint, groupArn } = await createFrontDoor(world().aws);

    const { exitCode, stdout } = await runCli(world(), 'plan', { bindings: [bind(groupArn, endpoint.id)] }, '--json');

    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      outcomes: [{ binding: 'api', outcome: 'planned', drift: { missing: asTargets(endpoint.ips), surplus: [] } }],
    });
    expect(await listTargets(world().aws, groupArn)).toEqual([]);
  });

  test('syncs with exit code 0, and is in sync the next time', async () => {
    const { endpoint, groupArn } = await createFrontDoor(world().aws);
    const document = { bindings: [bind(groupArn, endpoint.id)] };

    const first = await runCli(world(), 'sync', document, '--json');
    const second = await runCli(world(), 'plan', document, '--json');

    expect([first.exitCode, second.exitCode]).toEqual([0, 0]);
    expect(JSON.parse(first.stdout)).toMatchObject({
      outcomes: [{ outcome: 'changed', changes: { registered: asTargets(endpoint.ips) } }],
    });
    expect(JSON.parse(second.stdout)).toMatchObject({ outcomes: [{ outcome: 'in-sync' }] });
    expect(await listTargets(world().aws, groupArn)).toEqual(asTargets(endpoint.ips));
  });

  test('prints the command that seals an unsealed group, with exit code 1', async () => {
    const network = await createNetwork(world().aws);
    const endpoint = await createEndpoint(world().aws, network);
    const groupArn = await createAttachedGroup(world().aws, network);

    const { exitCode, stdout } = await runCli(world(), 'sync', { bindings: [bind(groupArn, endpoint.id)] });

    expect(exitCode).toBe(1);
    expect(stdout).toContain(
      `aws elbv2 add-tags --region eu-west-1 --resource-arns ${groupArn} ` +
        `--tags Key=target-sync:binding,Value=api Key=target-sync:source,Value=${endpoint.id}`,
    );
    expect(await listTargets(world().aws, groupArn)).toEqual([]);
  });

  test('syncs one binding of a document alone, whatever ails the others', async () => {
    const { endpoint, groupArn } = await createFrontDoor(world().aws);
    const unknownArn = unknownGroup(groupArn);
    const document = {
      bindings: [bind(groupArn, endpoint.id), bind(unknownArn, endpoint.id, { name: 'other' })],
    };

    expect((await runCli(world(), 'plan', document, '--json')).exitCode).toBe(1);
    expect((await runCli(world(), 'sync', document, '--json', '--binding', 'api')).exitCode).toBe(0);
    expect(await listTargets(world().aws, groupArn)).toEqual(asTargets(endpoint.ips));
  });

  test('rejects malformed ids with every problem at once', async () => {
    const document = { bindings: [bind('arn:aws:nonsense', 'vpce-nonsense')] };

    const { exitCode, stdout, stderr } = await runCli(world(), 'sync', document, '--json');

    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toContain('bindings[0].targetGroupArn');
    expect(stderr).toContain('bindings[0].source.vpcEndpointId');
  });
});
