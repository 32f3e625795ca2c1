import type { LoadBalancerAudit } from '../../model/audit.ts';
import type { AuditedLoadBalancer } from '../../model/audit-source.ts';
import { type CheckResult, type Finding, finding, ok, unread } from '../../model/finding.ts';
import { describeSource, inSourceAccount, placeOf, subjectOf } from '../source.ts';

type Mistake = Omit<Finding, 'kind' | 'fix'> & { readonly decide: string };

/** ALB_STATE: the ALB is there, of the kind that can be a source, and in service. */
export function albState(situation: LoadBalancerAudit): readonly CheckResult[] {
  const { source } = situation;
  const subject = subjectOf(situation);
  const { region, accountId } = placeOf(situation);
  const mistaken = ({ decide, ...what }: Mistake): CheckResult =>
    finding('ALB_STATE', subject, {
      ...what,
      fix: inSourceAccount(situation, `${decide}\n${describeSource(situation)}`),
    });
  if (source.kind === 'unread') {
    if (source.problem.kind !== 'not-found') return [unread('ALB_STATE', subject, source.problem)];
    return [
      mistaken({
        severity: 'crit',
        expected: `${subject} exists in ${region}, in account ${accountId}.`,
        found: `AWS knows none: ${source.problem.message}.`,
        decide: 'Create the ALB again, or correct source.loadBalancerArn. To look again:',
      }),
    ];
  }
  const { loadBalancer } = source.value;
  const mistakes = [...kindMistakes(loadBalancer), ...stateMistakes(loadBalancer)];
  if (mistakes.length > 0) return mistakes.map(mistaken);
  return [
    ok('ALB_STATE', subject, `An ${loadBalancer.scheme} ${loadBalancer.type} load balancer, ${loadBalancer.state}.`),
  ];
}

/** The addresses of one that is no internal ALB are not what its interfaces show: passes refuse it. */
function kindMistakes({ name, type, scheme }: AuditedLoadBalancer['loadBalancer']): readonly Mistake[] {
  return [
    ...(type === 'application'
      ? []
      : [
          {
            severity: 'crit' as const,
            expected: `${name} is an Application Load Balancer.`,
            found: `It is of type ${type}, which passes refuse.`,
            decide: 'Correct source.loadBalancerArn. What it names:',
          },
        ]),
    ...(scheme === 'internal'
      ? []
      : [
          {
            severity: 'crit' as const,
            expected: `${name} is internal.`,
            found: `It is ${scheme}, which passes refuse: its clients need no other load balancer before it.`,
            decide: 'A scheme is for ever: make an internal ALB, and name it in source.loadBalancerArn. What it names:',
          },
        ]),
  ];
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerState.html */
function stateMistakes({ name, state, stateReason }: AuditedLoadBalancer['loadBalancer']): readonly Mistake[] {
  if (state === 'active') return [];
  const reason = stateReason === undefined ? '' : ` (${stateReason})`;
  const isImpaired = state === 'active_impaired';
  return [
    {
      severity: isImpaired ? 'err' : 'crit',
      expected: `${name} is active.`,
      found: `It is ${state}${reason}${isImpaired ? ': it serves, and lacks what it takes to scale' : ''}.`,
      decide: isImpaired
        ? 'Give each of its subnets eight free addresses or more, or mend what its state’s reason names:'
        : 'Wait if it is being provisioned; else mend what its state’s reason names, or create it again:',
    },
  ];
}
