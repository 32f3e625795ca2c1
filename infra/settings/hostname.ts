import { z } from 'zod';
import { zoneId } from '../../controller/binding.ts';
import { strict } from '../../controller/schema-text.ts';
import { choice, waysOf } from './choice.ts';
import { certificateArn, hostName, list, vpcId, zoneName } from './formats.ts';

/** A hosted zone: made, found by its name at synthesis, or given. */
const ZONE_WAYS = ['create', 'find', 'existing'] as const;

const publicZone = choice({
  create: zoneName.describe(
    'Name of a public zone to create. Its parent must then delegate to it; needs certificateArn.',
  ),
  find: zoneName.describe('Name of a public zone, looked up at synthesis; needs credentials there.'),
  existing: strict({
    id: zoneId.describe('A public zone that holds the record for the load balancer.'),
    name: zoneName.describe('Its name: the hostname’s own, or a domain above it.'),
  }),
});

const privateZone = choice({
  create: zoneName.describe('Name of a private zone to create for the VPC. It hides all other names under it there.'),
  find: zoneName.describe('Name of a private zone, looked up at synthesis; needs credentials there.'),
  existing: strict({
    id: zoneId.describe('A private zone that the VPC uses and that holds the record for the endpoint.'),
    name: zoneName.describe('Its name: the hostname’s own, or a domain above it.'),
  }),
});

/** The split-horizon name and the certificate that the load balancer answers with. */
export const hostname = strict({
  name: hostName.describe(
    'The name that clients use. With it the load balancer terminates TLS; without, and always to an ALB, it passes it on.',
  ),
  certificateArn: certificateArn
    .optional()
    .describe(
      'An ACM certificate for the name. Without: one is requested, and validated in the public zone. Not with alb, whose listener has one.',
    ),
  publicZone: publicZone.optional(),
  privateZone: z
    .union([z.literal(false), privateZone], { error: `must be false, or ${waysOf(ZONE_WAYS)}` })
    .optional()
    .describe('false: no private half. Without: a zone of the hostname’s own name is created for the VPC.'),
  clientVpcIds: list(vpcId, 'VPC ids')
    .default([])
    .describe('Further VPCs of this account and Region in which a private zone that is created answers.'),
});
