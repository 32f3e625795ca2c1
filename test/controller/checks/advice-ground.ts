import type { AdviceFacts, AdviceGround } from '../../../controller/model/advice.ts';
import type { AuditedLoadBalancer } from '../../../controller/model/audit-source.ts';
import type { Listener, LoadBalancer } from '../../../controller/model/audit-load-balancer.ts';
import { read } from '../../../controller/model/reading.ts';
import {
  ACCOUNT,
  frontDoorWith,
  GROUP_ARN,
  groupWith,
  listedTarget,
  loadBalancerAttributes,
  loadBalancerWith,
  REGION,
  TARGET_IPS,
  valueOf,
  VPC,
} from './situation.ts';

export const ALB_ARN = `arn:aws:elasticloadbalancing:${REGION}:${ACCOUNT}:loadbalancer/app/orders/6d0ecf831eec9f09`;
export const ALB_SG = 'sg-000000000000000b1';

/** An NLB of the account by its name. */
export const nlb = (name: string): string =>
  `arn:aws:elasticloadbalancing:${REGION}:${ACCOUNT}:loadbalancer/net/${name}/50dc6c495c0c9199`;

export function albWith(over: Partial<AuditedLoadBalancer['loadBalancer']> = {}): AuditedLoadBalancer['loadBalancer'] {
  return {
    arn: ALB_ARN,
    name: 'orders',
    type: 'application',
    scheme: 'internal',
    state: 'active',
    ownerId: ACCOUNT,
    vpcId: VPC,
    dnsName: 'internal-orders-1.eu-west-1.elb.amazonaws.com',
    subnetIds: ['subnet-00000000000000001', 'subnet-00000000000000002'],
    zoneId: 'Z32O12XQLNTSW2',
    ipAddressType: 'ipv4',
    securityGroupIds: [ALB_SG],
    ...over,
  };
}

/** The binding's spec, with changes. */
export function specWith(over: Partial<AdviceGround['spec']> = {}): AdviceGround['spec'] {
  return {
    name: 'orders',
    targetGroupArn: GROUP_ARN,
    source: { loadBalancerArn: ALB_ARN, previous: [] },
    mode: 'enforce',
    minHealthy: 1,
    keep: [],
    ...over,
  };
}

/** The front door of the fixtures, its one listener passing TCP on, without zonal shift; all with changes. */
export function door(
  listener: Partial<Listener> = {},
  loadBalancer: Partial<LoadBalancer> = {},
  attributes: Readonly<Record<string, string>> = {},
): NonNullable<AdviceGround['frontDoor']> {
  return {
    loadBalancer: read(loadBalancerWith(loadBalancer)),
    attributes: read(loadBalancerAttributes({ 'zonal_shift.config.enabled': 'false', ...attributes })),
    listeners: read(
      valueOf(frontDoorWith().listeners).map((each) => ({
        ...each,
        protocol: 'TCP',
        certificateArns: [],
        ...listener,
      })),
    ),
  };
}

/** A ground on which neither way has anything against it: an internal load balancer before an ALB of its own VPC. */
export function ground({
  facts = {},
  ...over
}: Partial<Omit<AdviceGround, 'facts'>> & { readonly facts?: Partial<AdviceFacts> } = {}): AdviceGround {
  return {
    spec: specWith(),
    group: read(groupWith({ protocol: 'TCP' })),
    targets: read(TARGET_IPS.map((ip) => listedTarget(ip))),
    frontDoor: door({}, { scheme: 'internal' }),
    source: read({ loadBalancer: albWith() }),
    appListeners: read([{ port: 443, protocol: 'HTTPS' }]),
    ...over,
    facts: {
      albGroups: read([]),
      vpcLinks: read([{ id: 'abc123', name: 'to-orders' }]),
      siblings: read([]),
      ...facts,
    },
  };
}
