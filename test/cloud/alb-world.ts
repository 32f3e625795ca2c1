import { DescribeNetworkInterfacesCommand } from '@aws-sdk/client-ec2';
import { type Cloud, createCloud } from './cloud.ts';
import { sdk } from './sdk.ts';
import type { Settings } from './world/settings.ts';

/** A VPC with two zones, an ALB in them, and a load balancer through which clients try its addresses. */
export function setUp(
  settings: Partial<Settings> = {},
  options: Partial<Parameters<Cloud['createInternalAlb']>[0]> = {},
) {
  const cloud = createCloud({ stragglingShare: 0, ...settings });
  const { id: vpcId } = cloud.createVpc({ ipv6Cidr: '2001:db8::/56' });
  const subnetIds = ['a', 'b'].map(
    (zone, index) =>
      cloud.createSubnet({
        vpcId,
        zone: `eu-west-1${zone}`,
        cidr: `10.0.${index + 1}.0/24`,
        ipv6Cidr: `2001:db8:0:${index + 1}::/64`,
      }).id,
  );
  const [first = '', second = ''] = subnetIds;
  const alb = cloud.createInternalAlb({ subnetIds, ...options });
  const nlb = cloud.createNetworkLoadBalancer({ subnetIds, crossZone: true });
  const attributes = { 'deregistration_delay.timeout_seconds': '0' };
  const group = cloud.createTargetGroup({ vpcId, attributes });
  cloud.attach({ loadBalancerArn: nlb.arn, targetGroupArn: group.arn });
  /** What becomes of a client at an address, in a second that passes. */
  const tryAddress = (ip: string, port = 443): 'served' | 'failed' | 'stranger' => {
    cloud.register(group.arn, [{ ip, port }]);
    cloud.setHealthy(group.arn);
    const mark = cloud.traffic.mark();
    cloud.advance(1);
    cloud.deregister(group.arn, [{ ip, port }]);
    const { served, stranger } = cloud.traffic.since(mark);
    return served > 0 ? 'served' : stranger > 0 ? 'stranger' : 'failed';
  };
  return { cloud, vpcId, subnetIds: [first, second] as const, alb, tryAddress };
}

/** The interfaces with a description, as EC2 lists them. */
export async function interfacesOf(cloud: Cloud, description: string) {
  const Filters = [{ Name: 'description', Values: [description] }];
  return (await sdk(cloud).ec2.send(new DescribeNetworkInterfacesCommand({ Filters }))).NetworkInterfaces ?? [];
}

/** Its interfaces as EC2 lists them, by status. */
export async function statuses(cloud: Cloud, arn: string): Promise<readonly string[]> {
  const listed = await interfacesOf(cloud, `ELB ${arn.split(':loadbalancer/')[1]}`);
  return listed.map(({ PrivateIpAddress, Status }) => `${PrivateIpAddress} ${Status}`);
}
