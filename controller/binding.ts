import { z } from 'zod';
import { roleArn, source } from './binding-source.ts';
import { canonicalIp } from './model/ip.ts';
import { strict, text, wholeNumber } from './schema-text.ts';

export { endpointId, externalId, loadBalancerArn, roleArn } from './binding-source.ts';

/** Bytes a schedule's payload may have: https://docs.aws.amazon.com/scheduler/latest/UserGuide/scheduler-quotas.html */
export const MAX_DOCUMENT_BYTES = 256 * 1024;
/** Bindings one schedule carries, so that a pass ends within its deadline. */
const MAX_BINDINGS = 100;

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*)?$/;
const TARGET_GROUP_ARN =
  /^arn:aws[a-z-]*:elasticloadbalancing:[a-z]{2,4}(-[a-z]+)+-\d:\d{12}:targetgroup\/[A-Za-z0-9-]{1,32}\/[0-9a-f]{16}$/;
const ZONE_ID = /^Z[A-Z0-9]{1,31}$/;
const VPC_ID = /^vpc-([0-9a-f]{17}|[0-9a-f]{8})$/;
const FUNCTION_ARN =
  /^arn:aws[a-z-]*:lambda:[a-z]{2,4}(-[a-z]+)+-\d:\d{12}:function:[A-Za-z0-9_-]{1,64}(:[A-Za-z0-9_-]{1,128})?$/;
const REST_API_ID = /^[a-z0-9]{1,32}$/;
const PATH = /^\/[\x21-\x7e]*$/;

const ip = z
  .union([z.ipv4(), z.ipv6()], {
    error: (issue) => `"${String(issue.input)}" must be an IP address without port or prefix`,
  })
  .transform(canonicalIp);

/** A hosted zone's id. */
export const zoneId = text(ZONE_ID, 'a hosted zone id, as in Z0123456789ABCDEFGHIJ');

const vpcId = text(VPC_ID, 'a VPC id: vpc- and 17 (or 8) hexadecimal digits, as in vpc-0123456789abcdef0');

const cidr = z.union([z.cidrv4(), z.cidrv6()], {
  error: (issue) => `"${String(issue.input)}" must be a CIDR block, as in 203.0.113.0/24`,
});

const hostname = strict({
  name: z.hostname({ error: 'must be a host name, as in api.example.com' }).describe('The name that clients use.'),
  publicZoneId: zoneId.optional(),
  privateZoneId: zoneId.optional(),
});

const probe = strict({
  functionArn: text(
    FUNCTION_ARN,
    'a function ARN: arn:aws:lambda:<region>:<account>:function:<name>, optionally with :<alias>',
  ).describe('The probe inside the VPC, which the audit invokes.'),
  path: text(PATH, 'a path that begins with "/" and has no spaces')
    .default('/')
    .describe('What the probe asks the API for.'),
  expectStatus: z
    .array(wholeNumber(100, 599), { error: 'must be a list of HTTP statuses' })
    .min(1, { error: 'must hold at least one HTTP status' })
    .default([200])
    .describe('The statuses that are right.'),
});

/** What the audit is told beside the binding. A check whose setting is absent reports "not configured". */
const audit = strict({
  clientVpcIds: z
    .array(vpcId, { error: 'must be a list of VPC ids' })
    .optional()
    .describe('VPCs whose clients use the private half. Default: the source’s own.'),
  publicPort: wholeNumber(1, 65_535).optional().describe('The port that partners connect to.'),
  expectedAddresses: z
    .array(ip, { error: 'must be a list of IP addresses' })
    .optional()
    .describe('The fixed IPs that partners have in their firewalls.'),
  allowedCidrs: z
    .array(cidr, { error: 'must be a list of CIDR blocks' })
    .optional()
    .describe('Who may connect to the load balancer.'),
  restApiId: text(REST_API_ID, 'the id of a REST API, as in a1b2c3d4e5').optional(),
  stage: text(/^[A-Za-z0-9_]{1,128}$/, 'a stage name: at most 128 letters, digits and underscores').optional(),
  customDomain: z
    .hostname({ error: 'must be a host name, as in api.example.com' })
    .optional()
    .describe('The custom domain name that leads to the API.'),
  zoneRoleArns: z
    .record(zoneId, roleArn, {
      error: 'must be an object: { "<hosted zone id>": "<role ARN>" }',
    })
    .optional()
    .describe('Roles to read hosted zones of other accounts with, by zone id.'),
  probe: probe.optional().describe('Calls the path from inside the VPC.'),
});

const binding = strict({
  name: text(NAME, 'a name of letters, digits, ".", "_" and "-", optionally <stack>/<name>')
    .max(128, { error: 'must have at most 128 characters' })
    .describe('Unique in the document, and the value of the seal tag target-sync:binding.'),
  targetGroupArn: text(
    TARGET_GROUP_ARN,
    'a target group ARN: arn:aws:elasticloadbalancing:<region>:<account>:targetgroup/<name>/<id>',
  ).describe('The target group that is kept true. Its Region and account are taken from here.'),
  source,
  port: wholeNumber(1, 65_535).optional().describe('Port of the targets. Default: the target group’s own.'),
  mode: z
    .enum(['observe', 'add', 'enforce'], { error: 'must be "observe", "add" or "enforce"' })
    .default('enforce')
    .describe('observe: only plan. add: register, never deregister. enforce: both.'),
  minHealthy: wholeNumber(1, 500)
    .default(1)
    .describe('Replacements that must be healthy before a retired target goes.'),
  keep: z
    .array(ip, { error: 'must be a list of IP addresses' })
    .default([])
    .describe('IPs tolerated in the group: neither missing nor surplus.'),
  hostnames: z
    .array(hostname, { error: 'must be a list of { name, publicZoneId, privateZoneId }' })
    .default([])
    .describe('Split-horizon names, for the audit. The sync pass does not read them.'),
  audit: audit.optional().describe('What the audit needs to know. The sync pass does not read it.'),
});

/** The binding document: the payload of the schedule and the input of the command line. */
export const bindingDocument = strict({
  $schema: z.string().optional().describe('For editors.'),
  asOf: z
    .string({ error: 'must be a string' })
    .optional()
    .describe('The schedule’s own time: "<aws.scheduler.scheduled-time>". The command line ignores it.'),
  bindings: z
    .array(binding, {
      error: (issue) => (issue.input === undefined ? 'is missing: list the bindings' : 'must be a list of bindings'),
    })
    .min(1, { error: 'must hold at least one binding' })
    .max(MAX_BINDINGS, { error: `must hold at most ${MAX_BINDINGS} bindings; split them over several schedules` }),
});

/** A binding document as validated, with its defaults. */
export type BindingDocument = z.output<typeof bindingDocument>;
