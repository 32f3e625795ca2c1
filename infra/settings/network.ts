import { endpointId, zoneId } from '../../controller/binding.ts';
import { strict } from '../../controller/schema-text.ts';
import { prefixLength } from '../ipv4.ts';
import { choice } from './choice.ts';
import {
  allocationId,
  availabilityZone,
  cidr,
  endpointDnsName,
  ipv4,
  list,
  securityGroupId,
  subnetId,
  trueOrFalse,
  vpcId,
  word,
} from './formats.ts';

/** CIDR of a VPC that is created, unless the settings say otherwise. */
export const DEFAULT_VPC_CIDR = '10.0.0.0/16';
/** The largest VPC that AWS creates: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html */
const LARGEST_VPC_PREFIX_LENGTH = 16;

const frontDoorSubnet = strict({
  id: subnetId.describe('A subnet of the load balancer. Internet-facing: a public one. At least 8 free addresses.'),
  availabilityZone: availabilityZone.describe('The zone it lies in; each zone once.'),
});

const endpointSubnet = strict({
  id: subnetId.describe('A subnet of the endpoint. It needs no route to anywhere.'),
  availabilityZone: availabilityZone.describe('The zone it lies in; a zone that the front door has too, each once.'),
});

export const vpc = choice({
  create: strict({
    cidr: cidr
      .refine((block) => prefixLength(block) >= LARGEST_VPC_PREFIX_LENGTH, {
        error: ({ input }) => `"${String(input)}" is larger than AWS lets a VPC be; give a /16 or smaller`,
      })
      .default(DEFAULT_VPC_CIDR)
      .describe('The VPC’s addresses: a /24 for each zone’s front door, then a /24 for each zone’s endpoint.'),
    availabilityZones: list(availabilityZone, 'availability zones')
      .min(1, { error: 'must name at least one zone, better two' })
      .describe('By name, in the order of their subnets. One alone needs "single-zone" in accept.'),
  }),
  existing: strict({
    id: vpcId.describe('The VPC. The private half of a hostname needs its DNS support and DNS hostnames on.'),
    frontDoorSubnets: list(frontDoorSubnet, '{ id, availabilityZone }').min(1, {
      error: 'must hold at least one subnet, better two in two zones',
    }),
    endpointSubnets: list(endpointSubnet, '{ id, availabilityZone }').default([]),
  }),
});

export const frontDoor = strict({
  scheme: word(['internet-facing', 'internal'])
    .default('internet-facing')
    .describe('internet-facing: fixed elastic IPs. internal: fixed private IPs. A change makes a new load balancer.'),
  elasticIps: list(
    strict({
      allocationId: allocationId.describe(
        'An elastic IP that exists; one a zone, in their order. Tag it target-sync:retained=true, which the audit looks for. Without the list: they are created, tagged, and kept.',
      ),
      publicIp: ipv4.describe('Its address, as partners have it in their firewalls.'),
    }),
    '{ allocationId, publicIp }',
  ).optional(),
  privateIps: list(ipv4, 'IPv4 addresses')
    .optional()
    .describe('The fixed addresses of an internal front door; one a zone, in the order of the zones.'),
  allowedCidrs: list(cidr, 'IPv4 blocks')
    .default([])
    .describe(
      'Who may connect; an internet-facing front door needs some. A prefix shorter than /8 needs "open-to-the-world" in accept.',
    ),
});

export const endpoint = choice({
  create: strict({
    privateDns: trueOrFalse
      .default(false)
      .describe(
        'Private DNS of the endpoint. It takes every execute-api name in the VPC; needs "private-dns" in accept.',
      ),
    clientCidrs: list(cidr, 'IPv4 blocks')
      .optional()
      .describe(
        'Who may connect besides the load balancer: the private half. Without: the VPC that is created; nobody in an existing one.',
      ),
  }),
  existing: strict({
    id: endpointId.describe('An execute-api endpoint in the existing VPC.'),
    securityGroupId: securityGroupId.describe('Its security group, which then admits the load balancer.'),
    dnsName: endpointDnsName
      .optional()
      .describe('Its regional DNS name, the first of its DNS entries. The private half of a hostname needs it.'),
    hostedZoneId: zoneId
      .optional()
      .describe('The hosted zone id beside that name. The private half of a hostname needs it.'),
  }),
});
