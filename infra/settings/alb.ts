import { externalId, loadBalancerArn, roleArn, zoneId } from '../../controller/binding.ts';
import { strict, text, wholeNumber } from '../../controller/schema-text.ts';
import { albDnsName, cidr, list, securityGroupId, trueOrFalse, vpcId, word } from './formats.ts';

const listener = strict({
  port: wholeNumber(1, 65_535).describe(
    'The port of the ALB’s listener. Partners connect to the same port of the front door.',
  ),
  protocol: word(['HTTP', 'HTTPS']).describe(
    'What the ALB’s listener speaks; the health check follows it. HTTP on the internet needs "clear-text" in accept.',
  ),
});

const healthCheck = strict({
  protocol: word(['listener', 'TCP'])
    .default('listener')
    .describe(
      'listener: as the listener speaks. TCP: passes whatever listens, a stranger on a freed address included.',
    ),
  path: text(/^\/[\x21-\x7e]*$/, 'a path that begins with "/" and has no spaces')
    .optional()
    .describe(
      'What is asked for, by GET and with an address in the Host header. Required, but for TCP. The ALB’s default rule must answer it.',
    ),
  matcher: text(
    /^[2-5]\d\d([,-][2-5]\d\d)*$/,
    'statuses from 200 to 599, as in "200", "200,204" or "200-299", in quotes',
  )
    .default('200')
    .describe('The statuses that are healthy.'),
});

/** What the stack is called in front of an ALB, unless the settings say. */
export const ALB_STACK_NAME = 'static-ip-alb';

/** An internal Application Load Balancer that exists, in place of an endpoint and an API. */
export const alb = strict({
  loadBalancerArn: loadBalancerArn.describe(
    'An internal Application Load Balancer that exists. Its account and Region are taken from here.',
  ),
  vpcId: vpcId.describe('The VPC that it lies in. The routes to it and back are the network’s owner’s to make.'),
  cidrs: list(cidr, 'IPv4 blocks')
    .default([])
    .describe(
      'Blocks of the ALB’s subnets, or of its VPC: where the load balancer may connect to. Required, but where securityGroupId serves.',
    ),
  securityGroupId: securityGroupId
    .optional()
    .describe(
      'The ALB’s security group. In the same VPC and account it then admits the load balancer; elsewhere an output says the command that does.',
    ),
  dnsName: albDnsName.optional().describe('The ALB’s own DNS name. The private half of a hostname needs it.'),
  hostedZoneId: zoneId
    .optional()
    .describe('The hosted zone id beside that name (CanonicalHostedZoneId). The private half of a hostname needs it.'),
  listener,
  healthCheck,
  crossZone: trueOrFalse
    .default(true)
    .describe('Cross-zone load balancing of the front door. Must be on for an ALB in another VPC.'),
  targetType: word(['auto', 'ip'])
    .default('auto')
    .describe(
      'auto: the ALB itself is the target wherever AWS allows it, and nothing is synced. ip: its addresses, always.',
    ),
  networkLoadBalancers: wholeNumber(0, 100)
    .default(0)
    .describe(
      'Other Network Load Balancers that have the ALB as a target. AWS allows two in all: with two the type is ip.',
    ),
  roleArn: roleArn
    .optional()
    .describe(
      'A role of the ALB’s account, to see the ALB with. Required for another account; a second stack makes it there. One role for each stack and Region: IAM names are one per account.',
    ),
  ownerRoleArn: roleArn
    .optional()
    .describe(
      'A role of the account that owns the ALB’s VPC, where a third account shares it: whoever takes part in a VPC cannot see whose an address is. Its owner makes it.',
    ),
  externalId: externalId.optional().describe('What the trust policies of these roles ask for as sts:ExternalId.'),
  previous: list(loadBalancerArn, 'load balancer ARNs')
    .default([])
    .describe(
      'Load balancers that this one replaces, or that are to replace it: their addresses may go once it serves. Any other’s are a stranger’s, also on the way back, and on clear text go at once.',
    ),
});
