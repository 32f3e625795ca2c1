/** What a role needs and no call of ours shows: with AWS's page on it. */
type Beyond = {
  readonly actions: readonly string[];
  readonly why: string;
  readonly page: string;
} & (
  | { /** IAM asks for it besides the action of this call. */ readonly on: string }
  | {
      /** AWS does it under these roles. */ readonly roles: readonly RoleName[];
      /** Of what the role may do it on, this alone, where calls of ours show the rest. */
      readonly resource?: string;
    }
);

/** The roles of a deployment that are ours, by what their resources are called in the template. */
export const ROLES = {
  sync: 'TargetSyncRole',
  begin: 'TargetSyncGateBeginRole',
  judge: 'TargetSyncGateJudgeRole',
  audit: 'TargetSyncAuditRole',
  probe: 'ProbeRole',
  syncSchedule: 'TargetSyncScheduleRole',
  auditSchedule: 'TargetSyncAuditScheduleRole',
} as const;

export type RoleName = keyof typeof ROLES;

export const ROLE_NAMES: readonly RoleName[] = [
  'sync',
  'begin',
  'judge',
  'audit',
  'probe',
  'syncSchedule',
  'auditSchedule',
];

/** The one table of what is granted beyond the calls that scenarios show. */
export const BEYOND_CALLS: readonly Beyond[] = [
  {
    on: 'elasticloadbalancing:RegisterTargets',
    actions: ['ec2:DescribeInstances', 'ec2:DescribeInternetGateways', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs'],
    why: 'Elastic Load Balancing looks at the network of the targets for its caller',
    page: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/elb-api-permissions.html',
  },
  {
    on: 'route53:ListHostedZonesByVPC',
    actions: ['ec2:DescribeVpcs'],
    why: 'Route 53 looks at the VPC for its caller',
    page: 'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/r53-api-permissions-ref.html',
  },
  {
    roles: ['sync', 'begin', 'judge', 'audit', 'probe'],
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    why: 'Lambda writes a function’s log under its role',
    page: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html',
  },
  {
    roles: ['probe'],
    actions: [
      'ec2:AssignPrivateIpAddresses',
      'ec2:CreateNetworkInterface',
      'ec2:DeleteNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:UnassignPrivateIpAddresses',
    ],
    why: 'Lambda makes the interfaces of a function in a VPC under its role; the code of the function is denied them',
    page: 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html',
  },
  {
    roles: ['syncSchedule', 'auditSchedule'],
    actions: ['sqs:SendMessage'],
    why: 'EventBridge Scheduler keeps what it could not deliver',
    page: 'https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html',
  },
  {
    roles: ['audit'],
    actions: ['apigateway:GET'],
    resource: 'arn:aws:apigateway:eu-west-1:123456789012:/domainnames/*',
    why: 'The reference writes a private domain with its account, and its mappings without; calls read the mappings, which show the ARN without',
    page: 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapigatewaymanagement.html',
  },
];

/** What IAM asks for besides the action of a call. */
export function dependentActions(call: string): readonly string[] {
  return BEYOND_CALLS.flatMap((row) => ('on' in row && row.on === call ? row.actions : []));
}

/** Which of a role's grants, as `action on resource`, AWS uses without a call of ours; of an action one, unless told which. */
export function beyondCalls(role: string, grants: readonly string[]): readonly string[] {
  return BEYOND_CALLS.flatMap((row) => {
    if (!('roles' in row) || !row.roles.some((each) => each === role)) return [];
    return row.actions.flatMap((action) => {
      const granted = grants.filter((grant) => grant.startsWith(`${action} on ${row.resource ?? ''}`));
      return granted.length === 1 ? granted : [];
    });
  });
}
