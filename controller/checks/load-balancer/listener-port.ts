import type { Listener } from '../../model/audit-load-balancer.ts';
import { type CheckResult, finding, notConfigured, ok } from '../../model/finding.ts';
import { awsCommand } from '../command.ts';
import { type Context, createListener, shareOf } from './listener-forward.ts';

/** LB_LISTENER: what comes to the port of partners goes to the group, and nowhere else. */
export function publicPort(listeners: readonly Listener[], context: Context): CheckResult {
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

function listenerText({ protocol, port, forwards }: Listener): string {
  const groups = forwards.map(({ groupArn, weight }) => `${groupArn} (weight ${weight})`);
  return `${protocol}:${port} to ${groups.length === 0 ? 'no group' : groups.join(', ')}`;
}

function forward({ arn }: Listener, { group, situation }: Context): string {
  const actions = { 'default-actions': `Type=forward,TargetGroupArn=${group.arn}` };
  return awsCommand('elbv2 modify-listener', { 'listener-arn': arn, ...actions }, situation.region);
}
