import {
  DeleteNetworkInterfaceCommand,
  DeleteVpcEndpointsCommand,
  ModifyVpcEndpointCommand,
} from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { bind, nameOfError, pass, passOne, passUntilInSync } from './act.ts';
import {
  asTargets,
  createEndpoint,
  createFrontDoor,
  createNetwork,
  createAttachedGroup,
  given,
  listTargets,
  readEndpoint,
  seal,
  unknownGroup,
} from './arrange.ts';
import { onBothClouds } from './world.ts';

const UNKNOWN_ENDPOINT = 'vpce-0123456789abcdef0';

onBothClouds('a pass that meets trouble', (world) => {
  test('refuses for an endpoint that does not exist, and leaves its targets registered', async () => {
    const { endpoint, groupArn } = await createFrontDoor(world().aws);
    await passUntilInSync(world(), bind(groupArn, endpoint.id));
    await seal(world().aws, groupArn, 'api', UNKNOWN_ENDPOINT);
    world().forgetCalls();

    const report = await passOne(world(), bind(groupArn, UNKNOWN_ENDPOINT));

    expect(report).toMatchObject({ outcome: 'refused', refusal: { code: 'source-unreadable' } });
    expect(report.refusal?.reason).toContain('InvalidVpcEndpointId.NotFound');
    expect(world().writes()).toEqual([]);
    expect(await listTargets(world().aws, groupArn)).toEqual(asTargets(endpoint.ips));
  });

  test('lets only one binding suffer for an endpoint that does not exist', async () => {
    const { network, endpoint, groupArn } = await createFrontDoor(world().aws);
    const otherArn = await createAttachedGroup(world().aws, network, 'other');
    await seal(world().aws, otherArn, 'other', UNKNOWN_ENDPOINT);

    const reports = await pass(world(), [
      bind(otherArn, UNKNOWN_ENDPOINT, { name: 'other' }),
      bind(groupArn, endpoint.id),
    ]);

    expect(reports).toMatchObject([
      { binding: 'other', outcome: 'refused', refusal: { code: 'source-unreadable' } },
      { binding: 'api', outcome: 'changed', changes: { registered: asTargets(endpoint.ips) } },
    ]);
  });

  test('lets only one binding suffer for a target group that does not exist', async () => {
    const { endpoint, groupArn } = await createFrontDoor(world().aws);
    const unknownArn = unknownGroup(groupArn);

    const reports = await pass(world(), [
      bind(unknownArn, endpoint.id, { name: 'other' }),
      bind(groupArn, endpoint.id),
    ]);

    expect(reports).toMatchObject([
      { binding: 'other', outcome: 'refused', refusal: { code: 'group-unreadable' } },
      { binding: 'api', outcome: 'changed', changes: { registered: asTargets(endpoint.ips) } },
    ]);
    expect(reports[0]?.refusal?.reason).toContain('TargetGroupNotFound');
  });

  test('refuses for an endpoint that is being deleted, and leaves its targets registered', async () => {
    const { endpoint, groupArn } = await createFrontDoor(world().aws);
    await passUntilInSync(world(), bind(groupArn, endpoint.id));
    await world().aws.ec2.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [endpoint.id] }));
    world().forgetCalls();

    const report = await passOne(world(), bind(groupArn, endpoint.id));

    const state = world().expects('endpoint-deleted-at-once', { aws: 'deleting', moto: 'deleted' });
    expect(report).toMatchObject({ outcome: 'refused', refusal: { code: 'source-not-usable' } });
    expect(report.refusal?.reason).toContain(`${endpoint.id} is ${state}`);
    expect(world().writes()).toEqual([]);
    expect(await listTargets(world().aws, groupArn)).toEqual(asTargets(endpoint.ips));
  });

  test('refuses for an endpoint of another service than the binding expects', async () => {
    const { endpoint, groupArn } = await createFrontDoor(world().aws);
    const source = { vpcEndpointId: endpoint.id, serviceName: 'com.amazonaws.eu-west-1.sqs' };

    const report = await passOne(world(), bind(groupArn, endpoint.id, { source }));

    expect(report).toMatchObject({ outcome: 'refused', refusal: { code: 'source-of-other-service' } });
    expect(report.refusal?.reason).toContain('com.amazonaws.eu-west-1.execute-api');
  });

  test('takes up a subnet added to the endpoint, and waits where its interface is not there yet', async () => {
    const network = await createNetwork(world().aws);
    const endpoint = await createEndpoint(world().aws, { ...network, subnetIds: network.subnetIds.slice(0, 1) });
    const groupArn = await createAttachedGroup(world().aws, network);
    await seal(world().aws, groupArn, 'api', endpoint.id);
    await passUntilInSync(world(), bind(groupArn, endpoint.id));
    const AddSubnetIds = network.subnetIds.slice(1);
    await world().aws.ec2.send(new ModifyVpcEndpointCommand({ VpcEndpointId: endpoint.id, AddSubnetIds }));

    const report = await passOne(world(), bind(groupArn, endpoint.id));

    const now = await readEndpoint(world().aws, endpoint.id);
    const answer = world().expects('added-subnet-without-interface', {
      aws: { interfaces: 2, outcome: 'changed', partial: undefined },
      moto: { interfaces: 1, outcome: 'waiting', partial: expect.stringContaining('1 interfaces for 2 subnets') },
    });
    expect(now.interfaceIds).toHaveLength(answer.interfaces);
    expect(report.outcome).toBe(answer.outcome);
    expect(report.partial).toEqual(answer.partial);
    expect(await listTargets(world().aws, groupArn)).toEqual(asTargets(now.ips));
  });

  test('never removes a target because an interface that the endpoint lists is unknown', async () => {
    const { endpoint, groupArn } = await createFrontDoor(world().aws);
    await passUntilInSync(world(), bind(groupArn, endpoint.id));
    world().forgetCalls();
    const interfaceId = given(endpoint.interfaceIds[0]);
    const deletion = world().aws.ec2.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId: interfaceId }));
    // moto lets it go while the endpoint still lists it, and the source is partial from then on.
    const answer = world().expects('endpoint-interface-deletable', {
      // EC2 documents both codes for it.
      aws: {
        error: expect.stringMatching(/^(InvalidNetworkInterface.InUse|InvalidParameterValue)$/),
        outcome: 'in-sync',
        partial: undefined,
      },
      moto: { error: undefined, outcome: 'waiting', partial: expect.stringContaining('1 of 2 listed interfaces') },
    });
    expect(await nameOfError(deletion)).toEqual(answer.error);

    const report = await passOne(world(), bind(groupArn, endpoint.id));

    expect(report.outcome).toBe(answer.outcome);
    expect(report.partial).toEqual(answer.partial);
    expect(world().writes()).toEqual(['DeleteNetworkInterface']);
    expect(await listTargets(world().aws, groupArn)).toEqual(asTargets(endpoint.ips));
  });
});
