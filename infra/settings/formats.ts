import { z } from 'zod';
import { text } from '../../controller/schema-text.ts';
import { canonicalCidr } from '../ipv4.ts';

export const accountId = text(/^\d{12}$/, 'an account id: 12 digits in quotes, as in "111122223333"');

export const regionName = text(/^[a-z]{2,4}(-[a-z]+)+-\d$/, 'a Region’s name, as in eu-west-1');

/** The rules of a stack's name and of a load balancer's at once: the load balancer and the target group are named so. */
export const stackName = text(
  /^(?!internal-)[A-Za-z]([A-Za-z0-9-]{0,30}[A-Za-z0-9])?$/,
  'a name of at most 32 letters, digits and hyphens that begins with a letter, does not end with a hyphen and does not begin with "internal-" (the load balancer is named so too)',
);

export const vpcId = resourceId('vpc', 'a VPC id');
export const subnetId = resourceId('subnet', 'a subnet id');
export const allocationId = resourceId('eipalloc', 'an elastic IP’s allocation id');
export const securityGroupId = resourceId('sg', 'a security group id');

/** Zones by name, as subnets have them: a zone's id is the same in every account, its name is not. */
export const availabilityZone = z
  .string({ error: 'must be an availability zone’s name, as in eu-west-1a' })
  .regex(/^[a-z]{2,4}(-[a-z]+)+-\d[a-z]$/, {
    error: ({ input }) =>
      /-az\d+$/.test(String(input))
        ? `"${String(input)}" is a zone id; give the name that the zone has in this account, as in eu-west-1a ("aws ec2 describe-availability-zones" lists both)`
        : `"${String(input)}" must be an availability zone’s name, as in eu-west-1a`,
  });

/** Lower case, as Route 53 keeps names: so equal names compare equal. */
export const hostName = text(
  /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/,
  'a host name in lower case without a dot at its end, as in api.example.com',
);

export const zoneName = text(
  /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
  'a hosted zone’s name in lower case without a dot at its end, as in example.com',
);

export const endpointDnsName = text(
  /^vpce-[0-9a-f]+-[0-9a-z]+\.execute-api\.[a-z0-9-]+\.vpce\.amazonaws\.com(\.cn)?$/,
  'the endpoint’s regional DNS name, as in vpce-0123456789abcdef0-abcd1234.execute-api.eu-west-1.vpce.amazonaws.com',
);

/** Upper case may stand in it: the name keeps the load balancer's. */
export const albDnsName = text(
  /^internal-[A-Za-z0-9-]+-\d+\.[a-z0-9-]+\.elb\.amazonaws\.com(\.cn)?$/,
  'the DNS name of an internal load balancer, as in internal-orders-1234567890.eu-west-1.elb.amazonaws.com',
);

export const certificateArn = text(
  /^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[A-Za-z0-9-]+$/,
  'the ARN of an ACM certificate: arn:aws:acm:<region>:<account>:certificate/<id>',
);

export const policyArn = text(
  /^arn:aws[a-z-]*:iam::(\d{12}|aws):policy\/[A-Za-z0-9+=,.@_/-]+$/,
  'the ARN of an IAM policy: arn:aws:iam::<account>:policy/<name>',
);

export const ipv4 = z.ipv4({
  error: ({ input }) => `${shown(input)}must be an IPv4 address without port or prefix, as in 203.0.113.7`,
});

/** Security groups and VPCs would take a block with host bits and mean another: it is shown instead. */
export const cidr = z
  .cidrv4({ error: ({ input }) => `${shown(input)}must be an IPv4 block, as in 203.0.113.0/24`, abort: true })
  .refine((block) => canonicalCidr(block) === block, {
    error: ({ input }) => `${shown(input)}has bits beyond its prefix; write ${canonicalCidr(String(input))}`,
  });

/** A list whose entries say themselves what they must be. */
export function list<Item extends z.ZodType>(item: Item, what: string): z.ZodArray<Item> {
  return z.array(item, {
    error: ({ input }) => (input === undefined ? `is missing: give a list of ${what}` : `must be a list of ${what}`),
  });
}

/** One word of several. */
export function word<const Words extends readonly [string, string, ...string[]]>(words: Words) {
  const names = words.map((name) => `"${name}"`);
  return z.enum(words, { error: `must be ${names.slice(0, -1).join(', ')} or ${names.at(-1)}` });
}

export const trueOrFalse = z.boolean({ error: 'must be true or false' });

function resourceId(prefix: string, what: string): z.ZodString {
  return text(
    new RegExp(`^${prefix}-([0-9a-f]{17}|[0-9a-f]{8})$`),
    `${what}: ${prefix}- and 17 (or 8) hexadecimal digits, as in ${prefix}-0123456789abcdef0`,
  );
}

function shown(input: unknown): string {
  return typeof input === 'string' ? `"${input}" ` : '';
}
