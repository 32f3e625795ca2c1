import { fileURLToPath } from 'node:url';
import { InvalidSettings, parseSettings } from '../../infra/settings/document.ts';

/** Where paths in the settings of a test are relative to: there is an `openapi.json`. */
const EXAMPLES = fileURLToPath(new URL('../../infra/examples', import.meta.url));

type Value = Readonly<Record<string, unknown>>;

/** The least that can be deployed: a new VPC. */
export const NEW: Value = {
  account: '111122223333',
  region: 'eu-west-1',
  vpc: { create: { availabilityZones: ['eu-west-1a', 'eu-west-1b'] } },
  frontDoor: { allowedCidrs: ['203.0.113.0/24'] },
};

/** The same in a VPC that exists. */
export const EXISTING: Value = {
  ...NEW,
  vpc: {
    existing: {
      id: 'vpc-00000000000000001',
      frontDoorSubnets: [
        { id: 'subnet-0000000000000000a', availabilityZone: 'eu-west-1a' },
        { id: 'subnet-0000000000000000b', availabilityZone: 'eu-west-1b' },
      ],
      endpointSubnets: [
        { id: 'subnet-0000000000000000c', availabilityZone: 'eu-west-1a' },
        { id: 'subnet-0000000000000000d', availabilityZone: 'eu-west-1b' },
      ],
    },
  },
};

/** An endpoint that exists, in a VPC that exists. */
export const IMPORTED: Value = settingsWith(EXISTING, {
  'vpc.existing.endpointSubnets': undefined,
  endpoint: { existing: { id: 'vpce-00000000000000001', securityGroupId: 'sg-00000000000000001' } },
});

/** An internal front door in a new VPC. */
export const INTERNAL: Value = {
  ...NEW,
  frontDoor: { scheme: 'internal', privateIps: ['10.0.0.10', '10.0.1.10'], allowedCidrs: ['172.16.0.0/16'] },
};

/** A hostname, whose certificate is validated in a public zone that exists. */
export const NAMED: Value = {
  ...NEW,
  hostname: { name: 'api.example.com', publicZone: { existing: { id: 'Z0PUBLIC', name: 'example.com' } } },
};

/** An ALB of another account, in a peered VPC: its addresses are the targets. */
export const FAR_ALB: Value = {
  account: '111122223333',
  region: 'eu-west-1',
  vpc: {
    existing: {
      id: 'vpc-00000000000000001',
      frontDoorSubnets: [
        { id: 'subnet-0000000000000000a', availabilityZone: 'eu-west-1a' },
        { id: 'subnet-0000000000000000b', availabilityZone: 'eu-west-1b' },
      ],
    },
  },
  frontDoor: { allowedCidrs: ['203.0.113.0/24'] },
  alb: {
    loadBalancerArn: 'arn:aws:elasticloadbalancing:eu-west-1:444455556666:loadbalancer/app/orders/0123456789abcdef',
    vpcId: 'vpc-00000000000000002',
    cidrs: ['10.80.1.0/24', '10.80.2.0/24'],
    listener: { port: 8443, protocol: 'HTTPS' },
    healthCheck: { path: '/health' },
    roleArn: 'arn:aws:iam::444455556666:role/team/source',
    externalId: 'orders',
  },
};

/** An ALB of the same VPC and account: the target itself. */
export const NEAR_ALB: Value = settingsWith(FAR_ALB, {
  'alb.loadBalancerArn': 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/orders/0123456789abcdef',
  'alb.vpcId': 'vpc-00000000000000001',
  'alb.cidrs': undefined,
  'alb.securityGroupId': 'sg-00000000000000002',
  'alb.roleArn': undefined,
  'alb.externalId': undefined,
});

/** A hostname in front of an ALB, whose listener has the certificate. */
export const NAMED_ALB: Value = {
  hostname: { name: 'orders.example.com', publicZone: { existing: { id: 'Z0PUBLIC', name: 'example.com' } } },
  'alb.dnsName': 'internal-orders-1234567890.eu-west-1.elb.amazonaws.com',
  'alb.hostedZoneId': 'Z0ALB',
};

/** Settings with other values at some paths, as in `vpc.create.cidr`; `undefined` leaves the key out. */
export function settingsWith(base: Value, changes: Value): Value {
  const copy: unknown = structuredClone(base);
  for (const [path, value] of Object.entries(changes)) {
    const keys = path.split('.');
    const parent = keys.slice(0, -1).reduce((at, key) => {
      if (Reflect.get(Object(at), key) === undefined) Reflect.set(Object(at), key, {});
      return Reflect.get(Object(at), key);
    }, copy);
    Reflect.set(Object(parent), keys.at(-1) ?? '', value);
  }
  return JSON.parse(JSON.stringify(copy));
}

/** What is wrong with settings. */
export function problemsOf(settings: unknown): readonly string[] {
  try {
    parseSettings(JSON.stringify(settings), 'deployment.json', EXAMPLES);
  } catch (error) {
    if (error instanceof InvalidSettings) return error.problems;
    throw error;
  }
  return [];
}
