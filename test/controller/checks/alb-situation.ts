import type { LoadBalancerAudit } from '../../../controller/model/audit.ts';
import type { SecurityGroup } from '../../../controller/model/audit-security.ts';
import type { AppListener, AuditedLoadBalancer } from '../../../controller/model/audit-source.ts';
import type { AuditSettings } from '../../../controller/model/audit-spec.ts';
import type { NetworkInterface } from '../../../controller/model/network.ts';
import { read } from '../../../controller/model/reading.ts';
import type { LoadBalancerSource } from '../../../controller/model/spec.ts';
import {
  ACCOUNT,
  aliasRecord,
  CERTIFICATE_ARN,
  endpointInterface,
  groupWith,
  listedTarget,
  nameWith,
  NLB_SG,
  privateHalf,
  REGION,
  rule,
  situation,
  subnet,
  VPC,
} from './situation.ts';

/** The names and numbers of the healthy path to an ALB, beside those of the path to an endpoint. */
const ALB = 'internal-alb';
export const ALB_ID = `loadbalancer/app/${ALB}/0a1b2c3d4e5f6071`;
export const ALB_ARN = `arn:aws:elasticloadbalancing:${REGION}:${ACCOUNT}:${ALB_ID}`;
export const ALB_DNS = 'internal-internal-alb-1234567890.eu-west-1.elb.amazonaws.com';
export const ALB_ZONE = 'Z32O12XQLNTSW2';
export const ALB_SG = 'sg-000000000000000b1';
export const ALB_ACCOUNT = '444455556666';
export const ALB_VPC = 'vpc-0000000000000000b';

export function albInterface(number: number, over: Partial<NetworkInterface> = {}): NetworkInterface {
  return endpointInterface(number, { type: 'interface', description: `ELB app/${ALB}/0a1b2c3d4e5f6071`, ...over });
}

export function albWith(
  over: Partial<AuditedLoadBalancer['loadBalancer']> = {},
  interfaces: readonly NetworkInterface[] = [albInterface(1), albInterface(2)],
): AuditedLoadBalancer {
  return {
    loadBalancer: {
      arn: ALB_ARN,
      name: ALB,
      type: 'application',
      scheme: 'internal',
      state: 'active',
      ownerId: ACCOUNT,
      vpcId: VPC,
      dnsName: ALB_DNS,
      zoneId: ALB_ZONE,
      ipAddressType: 'ipv4',
      subnetIds: [...new Set(interfaces.map(({ subnetId }) => subnetId))],
      securityGroupIds: [ALB_SG],
      ...over,
    },
    interfaces,
  };
}

export function appListener(over: Partial<AppListener> = {}): AppListener {
  const { port = 443, protocol = 'HTTPS' } = over;
  return {
    arn: `${ALB_ARN.replace(':loadbalancer/', ':listener/')}/${port}`,
    port,
    protocol,
    certificateArns: protocol === 'HTTPS' ? [CERTIFICATE_ARN] : [],
    ...over,
  };
}

export const toAlb = aliasRecord({ to: ALB_DNS, zoneId: ALB_ZONE });

const healthySettings: AuditSettings = (() => {
  const { restApiId: _restApiId, stage: _stage, customDomain: _customDomain, ...rest } = situation().spec.audit ?? {};
  return rest;
})();

const healthyGroups: readonly SecurityGroup[] = [
  { id: NLB_SG, ingress: [rule({ cidrs: ['203.0.113.0/24'] })], egress: [rule({ groupIds: [ALB_SG] })] },
  { id: ALB_SG, ingress: [rule({ groupIds: [NLB_SG] }), rule({ cidrs: ['10.0.0.0/16'] })], egress: [] },
];

/** A path to an ALB of the same VPC on which every check is ok, TLS passed on, with overrides of its parts. */
export function albSituation(over: Partial<LoadBalancerAudit> = {}): LoadBalancerAudit {
  const { api: _api, domain: _domain, spec, frontDoor, ...ground } = situation();
  const listeners = frontDoor?.listeners.kind === 'read' ? frontDoor.listeners.value : [];
  return {
    ...ground,
    spec: { ...spec, source: { loadBalancerArn: ALB_ARN, previous: [] }, audit: healthySettings },
    ...(frontDoor !== undefined && {
      frontDoor: {
        ...frontDoor,
        listeners: read(listeners.map((each) => ({ ...each, protocol: 'TCP', certificateArns: [] }))),
      },
    }),
    names: [nameWith({ privateHalf: privateHalf({ records: read([toAlb]) }) })],
    group: read(
      groupWith({
        protocol: 'TCP',
        healthCheck: { protocol: 'HTTPS', port: 'traffic-port', path: '/health', matcher: '200' },
      }),
    ),
    source: read(albWith()),
    appListeners: read([appListener()]),
    advice: { albGroups: read([]), vpcLinks: read([]), siblings: read([]) },
    securityGroups: read(healthyGroups),
    ...over,
  };
}

/** The same with the ALB in another account and another VPC, seen with a role, cross-zone on. */
export function farSituation(over: Partial<LoadBalancerAudit> = {}): LoadBalancerAudit {
  const source: LoadBalancerSource = {
    loadBalancerArn: ALB_ARN.replace(ACCOUNT, ALB_ACCOUNT),
    roleArn: `arn:aws:iam::${ALB_ACCOUNT}:role/reader`,
    previous: [],
  };
  const interfaces = [1, 2].map((number) =>
    albInterface(number, { ownerId: ALB_ACCOUNT, subnetId: `subnet-0000000000000000b${number}`, ips: [farIp(number)] }),
  );
  const { securityGroups: _groups, spec, ...near } = albSituation();
  const base = { ...near, spec: { ...spec, source } };
  const [doorGroup, albGroup] = healthyGroups;
  return {
    ...base,
    source: read(albWith({ arn: source.loadBalancerArn, ownerId: ALB_ACCOUNT, vpcId: ALB_VPC }, interfaces)),
    targets: read([1, 2].map((number) => listedTarget(farIp(number), 'healthy', { asListed: outside(farIp(number)) }))),
    sourceSubnets: read(
      [1, 2].map((number) =>
        subnet(number, {
          id: `subnet-0000000000000000b${number}`,
          vpcId: ALB_VPC,
          ownerId: ALB_ACCOUNT,
          cidrs: [`10.9.${number}.0/24`],
        }),
      ),
    ),
    clientVpcs: base.clientVpcs.map((vpc) => ({ ...vpc, id: ALB_VPC, cidrs: read(['10.9.0.0/16']) })),
    names: base.names.map((name) => ({
      ...name,
      ...(name.privateHalf !== undefined && {
        privateHalf: {
          ...name.privateHalf,
          zone:
            name.privateHalf.zone.kind === 'read'
              ? read({ ...name.privateHalf.zone.value, vpcIds: [ALB_VPC] })
              : name.privateHalf.zone,
        },
      }),
    })),
    securityGroups: read(
      doorGroup === undefined ? [] : [{ ...doorGroup, egress: [rule({ cidrs: ['10.9.1.0/24', '10.9.2.0/24'] })] }],
    ),
    sourceSecurityGroups: read(
      albGroup === undefined
        ? []
        : [
            {
              ...albGroup,
              ingress: [rule({ cidrs: ['10.0.1.5/32', '10.0.2.5/32'] }), rule({ cidrs: ['10.9.0.0/16'] })],
            },
          ],
    ),
    probe: read({
      resolution: { kind: 'resolved', ips: [farIp(1), farIp(2)] },
      attempts: [
        ...[farIp(1), farIp(2)].map((ip) => ({
          of: 'target' as const,
          ip,
          port: 443,
          kind: 'answered' as const,
          status: 200,
        })),
        ...['10.0.1.5', '10.0.2.5'].map((ip) => ({
          of: 'load-balancer' as const,
          ip,
          port: 443,
          kind: 'answered' as const,
          status: 200,
        })),
      ],
    }),
    ...over,
  };
}

export function farIp(number: number): string {
  return `10.9.${number}.17`;
}

function outside(ip: string): { readonly Id: string; readonly Port: number; readonly AvailabilityZone: string } {
  return { Id: ip, Port: 443, AvailabilityZone: 'all' };
}
