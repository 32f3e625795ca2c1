import { GetVpcLinksCommand } from '@aws-sdk/client-api-gateway';
import { describe, expect, test } from 'vitest';
import { createCloud } from './cloud.ts';
import { sdk } from './sdk.ts';

const OTHER = '210987654321';

function setUp() {
  const cloud = createCloud();
  const { id: vpcId } = cloud.createVpc({ sharedWith: [OTHER] });
  const { id: subnetId } = cloud.createSubnet({ vpcId, zone: 'eu-west-1a', cidr: '10.0.1.0/24' });
  const nlb = cloud.createNetworkLoadBalancer({ subnetIds: [subnetId], scheme: 'internal' });
  return { cloud, subnetId, nlb };
}

describe('VPC links', () => {
  test('are listed with the load balancer that they lead to', async () => {
    const { cloud, nlb } = setUp();
    const { apigateway } = sdk(cloud);
    const read = async () => (await apigateway.send(new GetVpcLinksCommand({}))).items;
    expect(await read()).toBeUndefined();
    const id = cloud.createVpcLink({ name: 'orders', loadBalancerArn: nlb.arn });
    expect(await read()).toEqual([{ id, name: 'orders', targetArns: [nlb.arn], status: 'AVAILABLE', tags: {} }]);
    cloud.deleteVpcLink(id);
    cloud.createVpcLink({ name: 'broken', loadBalancerArn: nlb.arn, status: 'FAILED' });
    expect(await read()).toMatchObject([{ name: 'broken', status: 'FAILED' }]);
  });

  test('come in pages of 25 unless asked otherwise', async () => {
    const { cloud, nlb } = setUp();
    const ids = Array.from({ length: 30 }, (_, index) =>
      cloud.createVpcLink({ name: `link-${index}`, loadBalancerArn: nlb.arn }),
    );
    const { apigateway } = sdk(cloud);
    const first = await apigateway.send(new GetVpcLinksCommand({}));
    const second = await apigateway.send(new GetVpcLinksCommand({ position: first.position }));
    expect([first, second].map(({ items }) => items?.length)).toEqual([25, 5]);
    expect([...(first.items ?? []), ...(second.items ?? [])].map(({ id }) => id)).toEqual(ids);
    expect(second.position).toBeUndefined();
    expect((await apigateway.send(new GetVpcLinksCommand({ limit: 2 }))).items).toHaveLength(2);
  });

  test('are seen by their owner, in their Region', async () => {
    const { cloud, nlb } = setUp();
    cloud.createVpcLink({ name: 'orders', loadBalancerArn: nlb.arn });
    const count = async (options: Parameters<typeof sdk>[1]) =>
      (await sdk(cloud, options).apigateway.send(new GetVpcLinksCommand({}))).items?.length ?? 0;
    expect(await count({})).toBe(1);
    expect(await count({ region: 'us-east-1' })).toBe(0);
    expect(await count({ credentials: cloud.credentialsOf(OTHER) })).toBe(0);
  });

  test('lead to Network Load Balancers of their own account', () => {
    const { cloud, subnetId, nlb } = setUp();
    expect(() => cloud.createVpcLink({ name: 'a', loadBalancerArn: nlb.arn, ownerId: OTHER })).toThrow('no Network');
    const alb = cloud.createInternalAlb({ subnetIds: [subnetId] });
    expect(() => cloud.createVpcLink({ name: 'b', loadBalancerArn: alb.arn })).toThrow('no Network');
  });
});
