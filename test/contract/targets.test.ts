import {
  DeregisterTargetsCommand,
  DescribeTargetHealthCommand,
  RegisterTargetsCommand,
  type TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect, test } from 'vitest';
import {
  createEndpoint,
  createFrontDoor,
  createGroup,
  createNetwork,
  deregister,
  given,
  register,
  unknownGroup,
} from './arrange.ts';
import { nameOfError } from './act.ts';
import { onBothClouds, type World } from './world.ts';

onBothClouds('a target group', (world) => {
  test('lists a target with its port, zone and health', async () => {
    const { endpoint, groupArn } = await createFrontDoor(world().aws);
    const ip = given(endpoint.ips[0]);

    await register(world().aws, groupArn, [ip]);

    const [target, ...others] = await list(world(), groupArn);
    expect(others).toEqual([]);
    expect(target?.Target).toEqual({
      Id: ip,
      Port: 443,
      ...world().expects('target-without-zone', { aws: { AvailabilityZone: expect.any(String) }, moto: {} }),
    });
    expect(target?.TargetHealth?.State).toBe(world().expects('healthy-at-once', { aws: 'initial', moto: 'healthy' }));
    world().settle();
    expect((await list(world(), groupArn))[0]?.TargetHealth?.State).toBe('healthy');
  });

  test('answers with an empty list where it is empty', async () => {
    const { groupArn } = await createFrontDoor(world().aws);

    expect(await list(world(), groupArn)).toEqual([]);
  });

  test('calls its targets unused while no listener forwards to it', async () => {
    const network = await createNetwork(world().aws);
    const endpoint = await createEndpoint(world().aws, network);
    const groupArn = await createGroup(world().aws, network.vpcId);

    await register(world().aws, groupArn, endpoint.ips);
    world().settle();

    const state = world().expects('healthy-without-listener', { aws: 'unused', moto: 'healthy' });
    const targets = await list(world(), groupArn);
    expect(targets.map(({ TargetHealth }) => TargetHealth?.State)).toEqual([state, state]);
  });

  test('registers a target that is registered already as if it were new, and lists it once', async () => {
    const { endpoint, groupArn } = await createFrontDoor(world().aws);
    const ip = given(endpoint.ips[0]);

    await register(world().aws, groupArn, [ip]);
    await register(world().aws, groupArn, [ip]);

    expect(await list(world(), groupArn)).toHaveLength(1);
  });

  test('holds one IP on several ports', async () => {
    const { endpoint, groupArn } = await createFrontDoor(world().aws);
    const ip = given(endpoint.ips[0]);

    await register(world().aws, groupArn, [ip], 443);
    await register(world().aws, groupArn, [ip], 8443);

    const ports = (await list(world(), groupArn)).map(({ Target }) => String(Target?.Port)).toSorted();
    expect(ports).toEqual(world().expects('targets-keyed-by-ip', { aws: ['443', '8443'], moto: ['8443'] }));
  });

  test('drains a target that was deregistered, then forgets it', async () => {
    const { endpoint, groupArn } = await createFrontDoor(world().aws);
    const ip = given(endpoint.ips[0]);
    await register(world().aws, groupArn, [ip]);
    world().settle();

    await deregister(world().aws, groupArn, [ip]);

    const states = (await list(world(), groupArn)).map(({ TargetHealth }) => TargetHealth?.State);
    expect(states).toEqual(world().expects('gone-without-draining', { aws: ['draining'], moto: [] }));
    world().settle();
    expect(await list(world(), groupArn)).toEqual([]);
  });

  test('takes the deregistration of a target it does not hold for done', async () => {
    const { groupArn } = await createFrontDoor(world().aws);
    const input = { TargetGroupArn: groupArn, Targets: [{ Id: '10.0.1.99', Port: 443 }] };

    const error = await nameOfError(world().aws.elbv2.send(new DeregisterTargetsCommand(input)));

    expect(error).toBe(
      world().expects('unregistered-target-rejected', { aws: undefined, moto: 'InvalidTargetException' }),
    );
  });

  test.each([
    ['what is no IP', { Id: 'not-an-ip' }],
    ['a public IP', { Id: '203.0.113.7', AvailabilityZone: 'all' }],
    ['an IP of elsewhere without the zone all', { Id: '192.168.7.7' }],
    ['the zone all while cross-zone is off', { Id: '192.168.7.7', AvailabilityZone: 'all' }],
  ])('rejects %s, and with it the whole call', async (_, bad) => {
    const { endpoint, groupArn } = await createFrontDoor(world().aws);
    const Targets = [{ Id: given(endpoint.ips[0]) }, bad].map((target) => ({ ...target, Port: 443 }));

    const error = await nameOfError(
      world().aws.elbv2.send(new RegisterTargetsCommand({ TargetGroupArn: groupArn, Targets })),
    );

    const answer = world().expects('register-accepts-anything', {
      aws: { error: expect.stringMatching(/^(InvalidTargetException|ValidationError)$/), registered: 0 },
      moto: { error: undefined, registered: 2 },
    });
    expect(error).toEqual(answer.error);
    expect(await list(world(), groupArn)).toHaveLength(answer.registered);
  });

  test('cannot be written to where it does not exist', async () => {
    const { groupArn } = await createFrontDoor(world().aws);
    const input = { TargetGroupArn: unknownGroup(groupArn), Targets: [{ Id: '10.0.1.9', Port: 443 }] };

    for (const command of [new RegisterTargetsCommand(input), new DeregisterTargetsCommand(input)]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(await nameOfError(world().aws.elbv2.send(command))).toBe('TargetGroupNotFoundException');
    }
  });
});

async function list({ aws }: World, groupArn: string): Promise<readonly TargetHealthDescription[]> {
  const answer = await aws.elbv2.send(new DescribeTargetHealthCommand({ TargetGroupArn: groupArn }));
  return answer.TargetHealthDescriptions ?? [];
}
