import { type AuditSituation, isEndpointAudit } from '../../model/audit.ts';
import type { AuditedGroup } from '../../model/audit-group.ts';
import type { FrontDoor, Listener } from '../../model/audit-load-balancer.ts';
import { type CheckResult, finding, notConfigured, ok, unknown, unread } from '../../model/finding.ts';
import { targetListener } from '../alb/target-listener.ts';
import { awsCommand } from '../command.ts';
import { known, type Known } from '../known.ts';
import { listenerCertificates } from './listener-certificate.ts';

type Context = { readonly group: AuditedGroup; readonly situation: AuditSituation };

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

function publicPort(listeners: readonly Listener[], context: Context): CheckResult {
  const { group, situation } = context;
  const port = situation.spec.audit?.publicPort;
  const forwarding = listeners.filter((listener) => shareOf(listener, group) !== undefined);
  if (port === undefined && forwarding.length > 0) {
    return notConfigured('LB_LISTENER', 'public port', 'audit.publicPort');
  }
  const expected = `A listener${port === undefined ? '' : ` on port ${port}`} forwards to ${group.name}.`;

  const here = forwarding.find((listener) => listener.port === port);
  if (here === undefined) {
    const there = listeners.find((listener) => listener.port === port);
    const found = listeners.map(listenerText).join('; ');
    return finding('LB_LISTENER', 'public port', {
      severity: 'crit',
      expected,
      found: found === '' ? 'The load balancer has no listener.' : `There are: ${found}.`,
      fix:
        there === undefined
          ? createListener(group.loadBalancerArn ?? '<load-balancer-arn>', context)
          : forward(there, context),
    });
  }
  const others = here.forwards.filter(({ groupArn, weight }) => groupArn !== group.arn && weight > 0);
  if (shareOf(here, group) === 0 && others.length > 0) {
    return finding('LB_LISTENER', 'public port', {
      severity: 'crit',
      expected,
      found: `It is weighted away: ${listenerText(here)}.`,
      fix: forward(here, context),
    });
  }
  if (others.length > 0) {
    return finding('LB_LISTENER', 'public port', {
      severity: 'warn',
      expected: `Whatever comes to port ${here.port} goes to ${group.name}.`,
      found: `Part of it goes elsewhere: ${listenerText(here)}.`,
      fix: `When nothing is meant to go there any more:\n${forward(here, context)}`,
    });
  }
  return ok('LB_LISTENER', 'public port', `${listenerText(here)}.`);
}

function tlsResults(listener: Listener, { group, situation }: Context): readonly CheckResult[] {
  const subject = `${listener.protocol}:${listener.port}`;
  const modify = (option: Readonly<Record<string, string>>): string =>
    awsCommand('elbv2 modify-listener', { 'listener-arn': listener.arn, ...option }, situation.region);
  const { alpn = 'None' } = listener;
  const target = needsOf(situation);
  if (target.kind === 'unknown') return [unknown('LB_LISTENER', subject, target.why)];
  const { withoutHttp2, takesClearText } = target.value;
  const results = [
    ...(alpn === 'None' || withoutHttp2 === undefined
      ? []
      : [
          finding('LB_LISTENER', `${subject} ALPN`, {
            severity: 'crit' as const,
            expected: `ALPN is None: ${withoutHttp2}.`,
            found: `It is ${alpn}, so clients may agree on HTTP/2 with a target that has none.`,
            fix: modify({ 'alpn-policy': 'None' }),
          }),
        ]),
    ...(group.protocol === 'TLS' || takesClearText
      ? []
      : [
          finding('LB_LISTENER', `${subject} → ${group.protocol}`, {
            severity: 'crit' as const,
            expected: 'TLS is passed on (TCP to TCP), or ended and opened again (TLS to TLS).',
            found: `The listener decrypts, and ${group.name} is ${group.protocol}: it sends clear text to the targets.`,
            fix: `Pass TLS on, or bind a group of protocol TLS, since a group’s protocol is for ever:\n${modify({ protocol: 'TCP' })}`,
          }),
        ]),
  ];
  return results.length > 0 ? results : [ok('LB_LISTENER', subject, `TLS to ${group.protocol}, ALPN ${alpn}.`)];
}

type Needs = {
  /** Why targets have no HTTP/2, as a clause; undefined where they have it. */
  readonly withoutHttp2: string | undefined;
  readonly takesClearText: boolean;
};

/** What the targets take of a listener that ends TLS. */
function needsOf(situation: AuditSituation): Known<Needs> {
  if (isEndpointAudit(situation)) {
    return known({ withoutHttp2: 'API Gateway speaks HTTP/1.1 to private APIs', takesClearText: false });
  }
  const listener = targetListener(situation);
  if (listener.kind === 'unknown') return listener;
  const takesClearText = listener.value?.protocol === 'HTTP';
  return known({
    withoutHttp2: takesClearText ? 'an ALB takes HTTP/2 within TLS alone' : undefined,
    takesClearText,
  });
}

/** The group's weight in a listener; undefined where the listener does not forward to it. */
function shareOf({ forwards }: Listener, group: AuditedGroup): number | undefined {
  return forwards.find(({ groupArn }) => groupArn === group.arn)?.weight;
}

function listenerText({ protocol, port, forwards }: Listener): string {
  const groups = forwards.map(({ groupArn, weight }) => `${groupArn} (weight ${weight})`);
  return `${protocol}:${port} to ${groups.length === 0 ? 'no group' : groups.join(', ')}`;
}

function forward({ arn }: Listener, { group, situation }: Context): string {
  const actions = { 'default-actions': `Type=forward,TargetGroupArn=${group.arn}` };
  return awsCommand('elbv2 modify-listener', { 'listener-arn': arn, ...actions }, situation.region);
}

function createListener(loadBalancerArn: string, { group, situation }: Context): string {
  return awsCommand(
    'elbv2 create-listener',
    {
      'load-balancer-arn': loadBalancerArn,
      protocol: group.protocol,
      port: String(situation.spec.audit?.publicPort ?? group.port),
      ...(group.protocol === 'TLS' && { certificates: 'CertificateArn=<certificate-arn>' }),
      'default-actions': `Type=forward,TargetGroupArn=${group.arn}`,
    },
    situation.region,
  );
}
