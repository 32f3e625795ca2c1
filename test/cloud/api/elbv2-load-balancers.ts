import type { XmlRecord } from '../wire/xml.ts';
import { createAlb } from '../world/albs.ts';
import { AwsError } from '../world/aws-error.ts';
import * as loadBalancers from '../world/load-balancers.ts';
import type { LoadBalancer, World } from '../world/state.ts';
import { addTags } from '../world/target-groups.ts';
import { setAttributes } from '../world/zonal-shift.ts';
import { zoneNameIn } from '../world/zone-names.ts';
import { findSubnet } from './ec2-networks.ts';
import { findLoadBalancer, owned } from './elbv2-find.ts';
import type { Operation } from './operation.ts';
import { ELB_PAGING, page } from './paging.ts';
import { oneOf, pairs, records, requiredText, text, texts } from './params.ts';

export const createLoadBalancer: Operation = (world, caller, params) => {
  const type = oneOf(params, 'Type', ['application', 'network']);
  const scheme = oneOf(params, 'Scheme', ['internet-facing', 'internal']);
  if (type === 'application' && scheme !== 'internal') {
    throw new AwsError('ValidationError', 'This cloud creates internal Application Load Balancers only.');
  }
  const mappings = [
    ...texts(params, 'Subnets').map((subnetId) => ({ subnetId, privateIp: undefined, allocationId: undefined })),
    ...records(params, 'SubnetMappings').map((mapping) => ({
      subnetId: requiredText(mapping, 'SubnetId'),
      privateIp: text(mapping, 'PrivateIPv4Address'),
      allocationId: text(mapping, 'AllocationId'),
    })),
  ];
  const zones = mappings.map(({ subnetId, privateIp, allocationId }) => ({
    subnet: findSubnet(world, caller, subnetId),
    ...(privateIp !== undefined && { privateIp }),
    ...(allocationId !== undefined && { allocationId }),
  }));
  const [first] = zones;
  if (first === undefined) throw new AwsError('ValidationError', 'You must specify subnets or subnet mappings');
  const common = {
    name: requiredText(params, 'Name'),
    vpc: first.subnet.vpc,
    ownerId: caller.account,
    ipAddressType: oneOf(params, 'IpAddressType', ['ipv4', 'dualstack']),
    securityGroupIds: texts(params, 'SecurityGroups'),
  };
  const loadBalancer =
    type === 'network'
      ? loadBalancers.createLoadBalancer(world, { ...common, type, scheme, zones })
      : createAlb(world, { ...common, state: 'active', subnets: zones.map(({ subnet }) => subnet) });
  addTags(world, loadBalancer.arn, pairs(params, 'Tags'));
  return { LoadBalancers: [render(world, loadBalancer)] };
};

export const describeLoadBalancers: Operation = (world, caller, params) => {
  const arns = texts(params, 'LoadBalancerArns');
  const names = texts(params, 'Names');
  const all = owned(world.loadBalancers, caller);
  const chosen =
    arns.length > 0
      ? arns.map((arn) => findLoadBalancer(world, caller, arn))
      : all.filter(({ name }) => names.length === 0 || names.includes(name));
  if (names.some((name) => !all.some((each) => each.name === name))) {
    throw new AwsError('LoadBalancerNotFound', `Load balancers '[${names.join(', ')}]' not found`);
  }
  const { items, next } = page(chosen, params, ELB_PAGING);
  return { LoadBalancers: items.map((each) => render(world, each)), NextMarker: next };
};

export const describeLoadBalancerAttributes: Operation = (world, caller, params) => {
  const { attributes } = findLoadBalancer(world, caller, requiredText(params, 'LoadBalancerArn'));
  return { Attributes: renderAttributes(attributes) };
};

export const modifyLoadBalancerAttributes: Operation = (world, caller, params) => {
  const loadBalancer = findLoadBalancer(world, caller, requiredText(params, 'LoadBalancerArn'));
  setAttributes(world, loadBalancer, pairs(params, 'Attributes'));
  return { Attributes: renderAttributes(loadBalancer.attributes) };
};

export function renderAttributes(attributes: ReadonlyMap<string, string>): readonly XmlRecord[] {
  return [...attributes].map(([Key, Value]) => ({ Key, Value }));
}

function render(world: World, loadBalancer: LoadBalancer): XmlRecord {
  const isNetwork = loadBalancer.type === 'network';
  return {
    LoadBalancerArn: loadBalancer.arn,
    DNSName: loadBalancer.dnsName,
    CanonicalHostedZoneId: loadBalancer.hostedZoneId,
    CreatedTime: new Date(loadBalancer.createdAt),
    LoadBalancerName: loadBalancer.name,
    Scheme: loadBalancer.scheme,
    VpcId: loadBalancer.vpc.id,
    State: { Code: loadBalancer.state },
    Type: loadBalancer.type,
    AvailabilityZones: loadBalancer.zones.map(({ subnet, elasticIp, allocationId, privateIp, ipv6 }) => ({
      ZoneName: zoneNameIn(world, loadBalancer.ownerId, subnet.zone),
      SubnetId: subnet.id,
      // Only a Network Load Balancer tells its addresses, and only those that were chosen for it.
      LoadBalancerAddresses: isNetwork
        ? [
            elasticIp === undefined
              ? { PrivateIPv4Address: privateIp, IPv6Address: ipv6 }
              : { IpAddress: elasticIp, AllocationId: allocationId, IPv6Address: ipv6 },
          ]
        : [],
    })),
    SecurityGroups: loadBalancer.securityGroupIds,
    IpAddressType: loadBalancer.ipAddressType,
  };
}
