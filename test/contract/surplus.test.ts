import { DeleteNetworkInterfaceCommand } from '@aws-sdk/client-ec2';
import { RegisterTargetsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect, test } from 'vitest';
import { bind, passOne, passUntilInSync } from './act.ts';
import {
  asTargets,
  createEndpoint,
  createFrontDoor,
  createGroup,
  createNetwork,
  given,
  listTargets,
  register,
  seal,
  setCrossZone,
  takeAddress,
} from './arrange.ts';
import { onBothClouds, type World } from './world.ts';

onBothClouds('a surplus target', (world) => {
  test('of a replaced endpoint goes once the replacements are healthy, one zone a pass', async () => {
    const { network, endpoint, groupArn } = await createFrontDoor(world().aws);
    await passUntilInSync(world(), bind(groupArn, endpoint.id));
    const replacement = await createEndpoint(world().aws, network);
    await seal(world().aws, groupArn, 'api', replacement.id);

    const [first, ...later] = await passUntilInSync(world(), bind(groupArn, replacement.id));

    expect(first?.drift).toEqual({ missing: asTargets(replacement.ips), surplus: asTargets(endpoint.ips) });
    expect(first?.outcome).toBe('waiting');
    expect(first?.changes.registered).toEqual(asTargets(replacement.ips));
    const removals = [first, ...later].map((report) => report?.changes.deregistered.length);
    expect(removals).toEqual(world().expects('healthy-at-once', { aws: [0, 1, 1, 0], moto: [1, 1, 0] }));
    expect(later.at(-1)?.outcome).toBe('in-sync');
    expect(await listTargets(world().aws, groupArn)).toEqual(asTargets(replacement.ips));
  });

  test.each([
    {
      fate: 'is held',
      crossZone: 'false',
      held: [/with cross-zone off, euw1-az\d would lose its last healthy target/],
    },
    { fate: 'goes', crossZone: 'true', held: [] },
  ] as const)('in a zone that the source has left $fate with cross-zone $crossZone', async ({ crossZone, held }) => {
    const { network, endpoint, groupArn } = await createFrontDoor(world().aws);
    await setCrossZone(world().aws, groupArn, crossZone);
    await passUntilInSync(world(), bind(groupArn, endpoint.id));
    const replacement = await createEndpoint(world().aws, { ...network, subnetIds: network.subnetIds.slice(0, 1) });
    await seal(world().aws, groupArn, 'api', replacement.id);

    const reports = await passUntilInSync(world(), bind(groupArn, replacement.id));

    // Only the subnets of the source and of the addresses in question are listed, and moto’s address lies in neither.
    const reasons = world().expects<readonly RegExp[]>('endpoint-address-outside-subnet', {
      aws: held,
      moto: [/lies in no subnet/],
    });
    expect(reports.at(-1)).toMatchObject({
      outcome: reasons.length === 0 ? 'in-sync' : 'blocked',
      reasons: reasons.map((reason) => ({ change: 'hold', reason: expect.stringMatching(reason) })),
    });
    expect(await listTargets(world().aws, groupArn)).toHaveLength(1 + reasons.length);
  });

  test('of a replaced endpoint stays in mode add', async () => {
    const { network, endpoint, groupArn } = await createFrontDoor(world().aws);
    await passUntilInSync(world(), bind(groupArn, endpoint.id));
    const replacement = await createEndpoint(world().aws, network);
    await seal(world().aws, groupArn, 'api', replacement.id);
    const binding = bind(groupArn, replacement.id, { mode: 'add' });
    await passOne(world(), binding);
    world().settle();
    world().forgetCalls();

    const report = await passOne(world(), binding);

    expect(report.outcome).toBe('planned');
    expect(report.plan.hold).toEqual(asTargets(endpoint.ips));
    expect(world().writes()).toEqual([]);
    expect(await listTargets(world().aws, groupArn)).toEqual(asTargets([...endpoint.ips, ...replacement.ips]));
  });

  test('of a replaced endpoint is held while no listener uses the group', async () => {
    const network = await createNetwork(world().aws);
    const endpoint = await createEndpoint(world().aws, network);
    const groupArn = await createGroup(world().aws, network.vpcId);
    await register(world().aws, groupArn, endpoint.ips);
    const replacement = await createEndpoint(world().aws, network);
    await seal(world().aws, groupArn, 'api', replacement.id);

    const report = await passOne(world(), bind(groupArn, replacement.id));

    expect(report.outcome).toBe('blocked');
    expect(report.changes).toEqual({ registered: asTargets(replacement.ips), deregistered: [], unconfirmed: [] });
    expect(report.plan.hold).toEqual(asTargets(endpoint.ips));
  });

  test('of a stranger is evicted, and the stranger is named', async () => {
    const { binding, groupArn, desired, interfaceId } = await withStranger(world());

    const report = await passOne(world(), binding);

    expect(report.drift).toEqual({ missing: [], surplus: ['10.0.1.50:443'] });
    expect(report.outcome).toBe('changed');
    expect(report.changes.deregistered).toEqual(['10.0.1.50:443']);
    expect(report.reasons).toMatchObject([
      { target: '10.0.1.50:443', change: 'deregister', reason: expect.stringContaining(interfaceId) },
    ]);
    expect(await listTargets(world().aws, groupArn)).toEqual(desired);
  });

  test('of an endpoint of another service is a stranger’s', async () => {
    const { network, endpoint, groupArn } = await createFrontDoor(world().aws);
    await passUntilInSync(world(), bind(groupArn, endpoint.id));
    const other = await createEndpoint(world().aws, { ...network, service: 'sqs' });
    await register(world().aws, groupArn, other.ips);

    const report = await passOne(world(), bind(groupArn, endpoint.id));

    expect(report.outcome).toBe('changed');
    expect(report.changes.deregistered).toEqual(asTargets(other.ips));
    expect(await listTargets(world().aws, groupArn)).toEqual(asTargets(endpoint.ips));
  });

  test('of a stranger stays where the binding keeps it', async () => {
    const { binding, groupArn, desired } = await withStranger(world());
    world().forgetCalls();

    const report = await passOne(world(), { ...binding, keep: ['10.0.1.50'] });

    expect(report.outcome).toBe('in-sync');
    expect(report.drift).toEqual({ missing: [], surplus: [] });
    expect(world().writes()).toEqual([]);
    expect(await listTargets(world().aws, groupArn)).toEqual([...desired, '10.0.1.50:443'].toSorted());
  });

  test('that nothing carries any more goes, unless the load balancer calls it healthy', async () => {
    const { binding, groupArn, desired, interfaceId } = await withStranger(world());
    await world().aws.ec2.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId: interfaceId }));
    world().settle();

    const report = await passOne(world(), binding);

    const answer = world().expects('healthy-at-once', {
      aws: { outcome: 'changed', changes: { deregistered: ['10.0.1.50:443'] }, plan: { hold: [] } },
      moto: { outcome: 'waiting', changes: { deregistered: [] }, plan: { hold: ['10.0.1.50:443'] } },
    });
    expect(report).toMatchObject(answer);
    const listed = [...desired, ...answer.plan.hold].toSorted();
    expect(await listTargets(world().aws, groupArn)).toEqual(listed);
  });

  test('outside every subnet of the VPC is left to the operator', async () => {
    const { endpoint, groupArn } = await createFrontDoor(world().aws);
    await passUntilInSync(world(), bind(groupArn, endpoint.id));
    await setCrossZone(world().aws, groupArn, 'true');
    const Targets = [{ Id: '192.168.7.7', Port: 443, AvailabilityZone: 'all' }];
    await world().aws.elbv2.send(new RegisterTargetsCommand({ TargetGroupArn: groupArn, Targets }));
    world().settle();
    world().forgetCalls();

    const report = await passOne(world(), bind(groupArn, endpoint.id));

    expect(report.outcome).toBe('blocked');
    expect(report.reasons).toMatchObject([{ target: '192.168.7.7:443', change: 'hold', state: 'blocked' }]);
    expect(world().writes()).toEqual([]);
  });

  test('on another port is reported as foreign, and untouched', async () => {
    const { endpoint, groupArn } = await createFrontDoor(world().aws);
    await passUntilInSync(world(), bind(groupArn, endpoint.id));
    await register(world().aws, groupArn, ['10.0.1.60'], 8443);
    world().forgetCalls();

    const report = await passOne(world(), bind(groupArn, endpoint.id));

    expect(report).toMatchObject({ outcome: 'in-sync', foreign: ['10.0.1.60:8443'] });
    expect(report.drift).toEqual({ missing: [], surplus: [] });
    expect(world().writes()).toEqual([]);
  });
});

/** A front door in sync, with an address of its first subnet registered that somebody else’s interface carries. */
async function withStranger(world: World): Promise<{
  readonly binding: ReturnType<typeof bind>;
  readonly groupArn: string;
  readonly desired: readonly string[];
  readonly interfaceId: string;
}> {
  const { network, endpoint, groupArn } = await createFrontDoor(world.aws);
  const binding = bind(groupArn, endpoint.id);
  await passUntilInSync(world, binding);
  const interfaceId = await takeAddress(world.aws, given(network.subnetIds[0]), '10.0.1.50');
  await register(world.aws, groupArn, ['10.0.1.50']);
  return { binding, groupArn, desired: asTargets(endpoint.ips), interfaceId };
}
