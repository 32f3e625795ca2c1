import type { Cloud } from './cloud.ts';
import type { EndpointView, LoadBalancerView, TargetGroupView } from './verbs/views.ts';
import type { Subnet, Vpc } from './world/state.ts';

/** The path a binding keeps true: two zones, an endpoint, a sealed target group behind a load balancer with fixed IPs. */
export type SampleWorld = {
  readonly vpc: Vpc;
  readonly subnets: readonly [Subnet, Subnet];
  readonly endpoint: EndpointView;
  readonly loadBalancer: LoadBalancerView;
  readonly group: TargetGroupView;
  /** What a schedule would carry for it. */
  readonly document: { readonly bindings: readonly [SampleBinding] };
};

type SampleBinding = {
  readonly name: string;
  readonly targetGroupArn: string;
  readonly source: { readonly vpcEndpointId: string };
};

/** Builds it, with nothing registered unless `steady`: then both targets are registered and healthy. */
export function buildSampleWorld(cloud: Cloud, options: { crossZone?: boolean; steady?: boolean } = {}): SampleWorld {
  const { crossZone = true, steady = false } = options;
  const name = 'public-api';
  const { region } = cloud.settings;
  const vpc = cloud.createVpc({ cidr: '10.0.0.0/16' });
  const subnets = [
    cloud.createSubnet({ vpcId: vpc.id, zone: `${region}a`, cidr: '10.0.1.0/24' }),
    cloud.createSubnet({ vpcId: vpc.id, zone: `${region}b`, cidr: '10.0.2.0/24' }),
  ] as const;
  const subnetIds = subnets.map(({ id }) => id);
  const endpoint = cloud.createEndpoint({ vpcId: vpc.id, subnetIds });
  const loadBalancer = cloud.createNetworkLoadBalancer({ subnetIds, crossZone });
  const group = cloud.createTargetGroup({ vpcId: vpc.id, name });
  cloud.attach({ loadBalancerArn: loadBalancer.arn, targetGroupArn: group.arn });
  cloud.seal(group.arn, name, endpoint.id);
  if (steady) {
    cloud.register(group.arn, endpoint.ips);
    cloud.setHealthy(group.arn);
  }
  const binding = { name, targetGroupArn: group.arn, source: { vpcEndpointId: endpoint.id } };
  return { vpc, subnets, endpoint, loadBalancer, group, document: { bindings: [binding] } };
}
