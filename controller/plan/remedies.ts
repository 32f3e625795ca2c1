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
  evidence: {
    setting: 'the binding',
    actions: [
      ...['Subnets', 'NetworkInterfaces', 'VpcEndpoints'].map((name) => `ec2:Describe${name}`),
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

/** What an operator does about a call that failed. */
export function remedyFor(problem: Problem, about: keyof typeof SUBJECTS, spec: Spec): string {
  const { setting, actions } = SUBJECTS[about];
  const { accountId, region } = parseArn(spec.targetGroupArn);
  const again = 'The next pass tries again.';
  const remedies: Readonly<Record<ProblemKind, string>> = {
    credentials: 'Give usable credentials: set AWS_PROFILE or log in, and look with: aws sts get-caller-identity',
    denied: `Grant ${actions.join(', ')} to the caller, and look for an explicit deny. Look who calls with: aws sts get-caller-identity`,
    'not-found': `Check first that the credentials are of account ${accountId} (aws sts get-caller-identity) and that the Region is ${region}; then correct ${setting}.`,
    invalid: `Correct ${setting}.`,
    unreachable: `Check the network, and AWS_ENDPOINT_URL if it is set. ${again}`,
    transient: `None needed if it passes. ${again}`,
    other: `Look AWS’s code up. ${again}`,
  };
  return remedies[problem.kind];
}
