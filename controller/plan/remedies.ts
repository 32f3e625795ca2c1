import type { Problem, ProblemKind } from '../model/reading.ts';
import type { Spec } from '../model/spec.ts';
import { parseArn } from '../model/target-group.ts';

/** What a call was about: the setting of the binding that names it, and the IAM actions it takes. */
type Subject = { readonly setting: string; readonly actions: readonly string[] };

const SUBJECTS = {
  caller: { setting: 'the credentials', actions: ['sts:GetCallerIdentity'] },
  group: {
    setting: 'targetGroupArn',
    actions: ['DescribeTargetGroups', 'DescribeTags', 'DescribeTargetHealth'].map(
      (name) => `elasticloadbalancing:${name}`,
    ),
  },
  source: {
    setting: 'source.vpcEndpointId',
    actions: ['ec2:DescribeVpcEndpoints', 'ec2:DescribeNetworkInterfaces'],
  },
  loadBalancer: {
    setting: 'source.loadBalancerArn',
    actions: ['elasticloadbalancing:DescribeLoadBalancers', 'ec2:DescribeNetworkInterfaces'],
  },
  evidence: {
    setting: 'the binding',
    actions: [
      ...['Subnets', 'NetworkInterfaces', 'Vpcs', 'VpcEndpoints'].map((name) => `ec2:Describe${name}`),
      ...['LoadBalancers', 'LoadBalancerAttributes', 'TargetGroupAttributes'].map(
        (name) => `elasticloadbalancing:Describe${name}`,
      ),
    ],
  },
  targets: {
    setting: 'the target',
    actions: ['elasticloadbalancing:RegisterTargets and DeregisterTargets on the target group'],
  },
} as const satisfies Readonly<Record<string, Subject>>;

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-target-groups.html#target-type */
const NOT_TAKEN =
  'Look where the address lies: AWS takes those of the target group’s VPC, and from outside it private IPv4 ones that are in no block of that VPC.';

/** What an operator does about a call that failed. */
export function remedyFor(problem: Problem, about: Exclude<keyof typeof SUBJECTS, 'loadBalancer'>, spec: Spec): string {
  const subject = about === 'source' && 'loadBalancerArn' in spec.source ? 'loadBalancer' : about;
  const { setting, actions } = SUBJECTS[subject];
  const again = 'The next pass tries again.';
  const remedies: Readonly<Record<ProblemKind, string>> = {
    credentials: 'Give usable credentials: set AWS_PROFILE or log in, and look with: aws sts get-caller-identity',
    denied: `${grant(actions, about, spec)}, and look for an explicit deny. Look who calls with: aws sts get-caller-identity`,
    'not-found': `Check first that ${whereItWasLookedFor(about, spec)}; then correct ${setting}.`,
    invalid: about === 'targets' ? NOT_TAKEN : `Correct ${setting}.`,
    unreachable: `Check the network, and AWS_ENDPOINT_URL if it is set. ${again}`,
    transient: `None needed if it passes. ${again}`,
    other: `Look AWS’s code up. ${again}`,
  };
  return remedies[problem.kind];
}

/** With roles there are more who may be refused: the caller of a role, and the role. */
function grant(actions: readonly string[], about: keyof typeof SUBJECTS, { source }: Spec): string {
  const { roleArn, ownerRoleArn, externalId } = source;
  const asked = { source: [roleArn], evidence: [roleArn, ownerRoleArn] };
  const roles = (about === 'source' || about === 'evidence' ? asked[about] : []).filter((arn) => arn !== undefined);
  if (roles.length === 0) return `Grant ${actions.join(', ')} to the caller`;
  const named = roles.join(' and ');
  const consent = externalId === undefined ? '' : ` with the external id "${externalId}"`;
  const all = about === 'source' ? named : `${named} and to the caller`;
  return `Grant sts:AssumeRole on ${named} to the caller, have ${roles.length === 1 ? 'the role' : 'each'} trust the caller${consent}, and grant ${actions.join(', ')} to ${all}`;
}

function whereItWasLookedFor(about: keyof typeof SUBJECTS, { source, targetGroupArn }: Spec): string {
  const group = parseArn(targetGroupArn);
  if (about !== 'source') {
    return `the credentials are of account ${group.accountId} (aws sts get-caller-identity) and that the Region is ${group.region}`;
  }
  const { region } = 'loadBalancerArn' in source ? parseArn(source.loadBalancerArn) : group;
  return source.roleArn === undefined
    ? `the credentials are of account ${group.accountId} (aws sts get-caller-identity) and that the Region is ${region}`
    : `it is of the account of ${source.roleArn} and that the Region is ${region}`;
}
