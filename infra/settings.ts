import { z } from 'zod';

const MODES = ['observe', 'add', 'enforce'] as const;

/** A subnet that exists, and the zone it lies in. */
const subnet = z.strictObject({ id: z.string(), availabilityZone: z.string() });

const vpc = z.union([
  z.strictObject({
    create: z.strictObject({ cidr: z.cidrv4().default('10.0.0.0/16'), availabilityZones: z.array(z.string()) }),
  }),
  z.strictObject({
    existing: z.strictObject({
      id: z.string(),
      frontDoorSubnets: z.array(subnet),
      endpointSubnets: z.array(subnet),
    }),
  }),
]);

const frontDoor = z.strictObject({
  scheme: z.enum(['internet-facing', 'internal']).default('internet-facing'),
  /** Internet-facing: elastic IPs that exist, one a zone. Without them they are created, and retained. */
  elasticIps: z.array(z.strictObject({ allocationId: z.string(), publicIp: z.ipv4() })).optional(),
  /** Internal: the fixed addresses, one a zone. */
  privateIps: z.array(z.ipv4()).optional(),
  /** Who may connect. Required for internet-facing. */
  allowedCidrs: z.array(z.cidrv4()).default([]),
});

/** A hosted zone: made, found by its name at synthesis, or given. */
const zone = z.union([
  z.strictObject({ create: z.string() }),
  z.strictObject({ find: z.string() }),
  z.strictObject({ existing: z.strictObject({ id: z.string(), name: z.string() }) }),
]);

const hostname = z.strictObject({
  name: z.hostname(),
  /** Without it one is requested, and validated in the public zone. */
  certificateArn: z.string().optional(),
  publicZone: zone.optional(),
  /** Default: a zone of the hostname's own name is created for the VPC. `false`: no private half. */
  privateZone: z.union([zone, z.literal(false)]).optional(),
  /** Further VPCs of this account and Region in which the private zone answers, if it is created. */
  clientVpcIds: z.array(z.string()).default([]),
});

const endpoint = z.union([
  z.strictObject({
    create: z.strictObject({
      privateDns: z.boolean().default(false),
      /** Pinned addresses, one a zone. */
      privateIps: z.array(z.ipv4()).optional(),
      /** Who may connect besides the load balancer: the private half. Default: the VPC that is created. */
      clientCidrs: z.array(z.cidrv4()).optional(),
    }),
  }),
  z.strictObject({
    existing: z.strictObject({
      id: z.string(),
      securityGroupId: z.string(),
      /** Its regional DNS name and that name's hosted zone id, for the private alias. */
      dnsName: z.string().optional(),
      hostedZoneId: z.string().optional(),
    }),
  }),
]);

const api = z.strictObject({
  /** Whom the API's policy lets in: everything in the VPC (`vpc`), or the endpoint alone (`endpoint`). */
  access: z.enum(['vpc', 'endpoint']).default('vpc'),
  clientVpcIds: z.array(z.string()).default([]),
  clientEndpointIds: z.array(z.string()).default([]),
  stageName: z.string().default('live'),
  /** An OpenAPI file. Default: a small built-in backend that answers the first call. */
  openApi: z.string().optional(),
});

const sync = z.strictObject({
  mode: z.enum(MODES).default('enforce'),
  minHealthy: z.int().min(1).default(1),
  keep: z.array(z.ipv4()).default([]),
  previous: z.array(z.string()).default([]),
});

/** What can be done only when asked for by name. */
export const ACCEPTABLE = ['single-zone', 'open-to-the-world', 'private-dns'] as const;

/** The deployment settings: `deployment.json`. */
export const settingsDocument = z.strictObject({
  $schema: z.string().optional(),
  account: z.string(),
  region: z.string(),
  stackName: z.string().default('static-ip-private-api'),
  accept: z.array(z.enum(ACCEPTABLE)).default([]),
  /** Deletion protection of the load balancer, termination protection of the stack, and logs that survive it. */
  protect: z.boolean().default(true),
  tags: z.record(z.string(), z.string()).default({}),
  permissionsBoundaryArn: z.string().optional(),
  logRetentionDays: z.int().default(90),
  vpc,
  frontDoor,
  hostname: hostname.optional(),
  endpoint: endpoint.default({ create: { privateDns: false } }),
  api: api.prefault({}),
  sync: sync.prefault({}),
});

/** Settings as validated, with their defaults. */
export type Settings = z.output<typeof settingsDocument>;

/** What the stack is built from: settings of a file, or the defaults without one, which know no account and no zones. */
export type Deployment = Omit<Settings, '$schema' | 'account' | 'region' | 'vpc'> & {
  /** Absent without a settings file: the stack is then environment-agnostic. */
  readonly env?: { readonly account: string; readonly region: string };
  /** `availabilityZones` is a number without a settings file: that many of the Region's zones. */
  readonly vpc:
    | { readonly create: { readonly cidr: string; readonly availabilityZones: readonly string[] | number } }
    | Extract<Settings['vpc'], { existing: unknown }>;
};
