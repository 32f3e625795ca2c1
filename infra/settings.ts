import { z } from 'zod';
import { endpointId } from '../controller/binding.ts';
import { strict, text, wholeNumber } from '../controller/schema-text.ts';
import {
  accountId,
  ipv4,
  list,
  policyArn,
  regionName,
  stackName,
  trueOrFalse,
  vpcId,
  word,
} from './settings/formats.ts';
import { alb } from './settings/alb.ts';
import { audit } from './settings/audit.ts';
import { hostname } from './settings/hostname.ts';
import { monitoring } from './settings/monitoring.ts';
import { endpoint, frontDoor, vpc } from './settings/network.ts';
import { tags } from './settings/tags.ts';

/** What can be done only when asked for by name. */
const ACCEPTABLE = ['single-zone', 'open-to-the-world', 'private-dns', 'clear-text'] as const;

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const LOG_RETENTION_DAYS: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const api = strict({
  access: word(['vpc', 'endpoint'])
    .default('vpc')
    .describe(
      'Whom the API’s policy lets in: everything in the VPC, or the endpoint alone. "vpc" survives a replaced endpoint.',
    ),
  clientVpcIds: list(vpcId, 'VPC ids')
    .default([])
    .describe('Further VPCs whose endpoints may call the API, of other accounts too.'),
  clientEndpointIds: list(endpointId, 'endpoint ids')
    .default([])
    .describe('Further endpoints that may call the API, of other accounts too.'),
  stageName: text(/^[A-Za-z0-9_]{1,128}$/, 'a stage name: at most 128 letters, digits and underscores')
    .default('live')
    .describe('The API’s stage, the first part of the path at its own name.'),
  openApi: z
    .string({ error: 'must be the path of an OpenAPI file, relative to the settings file' })
    .optional()
    .describe(
      'An OpenAPI file, relative to the settings. Without: a small built-in backend that answers the first call.',
    ),
});

const sync = strict({
  mode: word(['observe', 'add', 'enforce'])
    .default('enforce')
    .describe('observe: only plan. add: register, never deregister. enforce: both.'),
  minHealthy: wholeNumber(1, 500)
    .default(1)
    .describe('Replacements that must be healthy before a retired target goes.'),
  keep: list(ipv4, 'IPv4 addresses')
    .default([])
    .describe('IPs tolerated in the target group: neither missing nor surplus.'),
  previous: list(endpointId, 'endpoint ids')
    .default([])
    .describe('Endpoints of other services that this one replaces: their addresses may go once it serves.'),
});

/** The deployment settings: `deployment.json`. */
export const settingsDocument = strict({
  $schema: z.string({ error: 'must be a string' }).optional().describe('For editors.'),
  account: accountId.describe('The account that is deployed to.'),
  region: regionName.describe('The Region that is deployed to.'),
  stackName: stackName
    .default('static-ip-private-api')
    .describe(
      'Name of the stack, the load balancer and the target group, which of type alb has a digest behind it. A change makes all of them anew. With alb "static-ip-alb" when left out.',
    ),
  accept: list(word(ACCEPTABLE), 'what is accepted')
    .default([])
    .describe(
      'What is done only when asked for by name: "single-zone", "open-to-the-world", "private-dns", "clear-text".',
    ),
  protect: trueOrFalse
    .default(true)
    .describe(
      'Deletion protection of the load balancer, termination protection of the stack, and logs that survive it.',
    ),
  tags,
  permissionsBoundaryArn: policyArn.optional().describe('A policy that bounds every role that is created.'),
  logRetentionDays: z
    .literal(LOG_RETENTION_DAYS, { error: `must be one of ${LOG_RETENTION_DAYS.join(', ')}` })
    .default(90)
    .describe('Days that logs are kept; one of the numbers that CloudWatch Logs knows.'),
  vpc,
  frontDoor,
  hostname: hostname.optional(),
  endpoint: endpoint.prefault({ create: {} }),
  api: api.prefault({}),
  alb: alb.optional(),
  sync: sync.prefault({}),
  audit: audit.prefault({}),
  monitoring: monitoring.prefault({}),
});

/** Settings as validated, with their defaults. */
export type Settings = z.output<typeof settingsDocument>;

type Env = { readonly account: string; readonly region: string };

/** What the stack of a private API is built from: settings of a file, or the defaults, which know no account and no zones. */
export type Deployment = Omit<Settings, '$schema' | 'account' | 'region' | 'vpc' | 'alb'> & {
  /** Absent without a settings file: the stack is then environment-agnostic. */
  readonly env?: Env;
  /** `availabilityZones` is a number without a settings file: that many of the Region's zones. */
  readonly vpc:
    | { readonly create: { readonly cidr: string; readonly availabilityZones: readonly string[] | number } }
    | Extract<Settings['vpc'], { existing: unknown }>;
};

/** What the stack in front of an ALB is built from: always a file, and always a VPC that exists. */
export type AlbDeployment = Omit<Deployment, 'env' | 'vpc' | 'endpoint' | 'api'> & {
  readonly env: Env;
  readonly vpc: Extract<Settings['vpc'], { existing: unknown }>;
  readonly alb: NonNullable<Settings['alb']>;
};
