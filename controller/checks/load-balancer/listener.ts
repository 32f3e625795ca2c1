import type { AuditSituation } from '../../model/audit.ts';
import type { FrontDoor } from '../../model/audit-load-balancer.ts';
import { type CheckResult, finding, ok, unread } from '../../model/finding.ts';
import { awsCommand } from '../command.ts';
import { listenerCertificates } from './listener-certificate.ts';
import { type Context, createListener, shareOf } from './listener-forward.ts';
import { publicPort } from './listener-port.ts';
import { tlsResults } from './listener-tls.ts';

/** LB_LISTENER: the load balancer is in service, and its listeners bring partners to the group as they should. */
export function lbListener(situation: AuditSituation): readonly CheckResult[] {
  const { spec, group, frontDoor } = situation;
  if (group.kind === 'unread') return [unread('LB_LISTENER', spec.targetGroupArn, group.problem)];
  const context = { group: group.value, situation };
  if (frontDoor === undefined) return [attachedToNothing(context)];
  return [stateOf(frontDoor, context), ...listenersOf(frontDoor, context)];
}

function attachedToNothing({ group, situation }: Context): CheckResult {
  return finding('LB_LISTENER', group.name, {
    severity: 'crit',
    expected: `A listener forwards to ${group.name}.`,
    found: 'The group is attached to nothing.',
    fix: `With the ARN of its load balancer:\n${createListener('<load-balancer-arn>', { group, situation })}`,
  });
}

function stateOf({ loadBalancer }: FrontDoor, { group, situation }: Context): CheckResult {
  const subject = group.loadBalancerArn ?? group.name;
  if (loadBalancer.kind === 'unread') return unread('LB_LISTENER', subject, loadBalancer.problem);
  const { arn, name, state } = loadBalancer.value;
  if (state === 'active') return ok('LB_LISTENER', subject, `${name} is active.`);
  const look = awsCommand('elbv2 describe-load-balancers', { 'load-balancer-arns': arn }, situation.region);
  return finding('LB_LISTENER', subject, {
    severity: 'crit',
    expected: `${name} is active.`,
    found: `It is ${state}.`,
    fix: `Wait if it is being provisioned; else mend what its state’s reason names:\n${look}`,
  });
}

function listenersOf({ listeners }: FrontDoor, context: Context): readonly CheckResult[] {
  const { group, situation } = context;
  if (listeners.kind === 'unread') return [unread('LB_LISTENER', 'listeners', listeners.problem)];
  const forwarding = listeners.value.filter((listener) => shareOf(listener, group) !== undefined);
  return [
    publicPort(listeners.value, context),
    ...forwarding
      .filter(({ protocol }) => protocol === 'TLS')
      .flatMap((listener) => [...tlsResults(listener, context), ...listenerCertificates(listener, situation)]),
  ];
}
