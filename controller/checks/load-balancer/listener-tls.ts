import { type AuditSituation, isEndpointAudit } from '../../model/audit.ts';
import type { Listener } from '../../model/audit-load-balancer.ts';
import { type CheckResult, finding, ok, unknown } from '../../model/finding.ts';
import { targetListener } from '../alb/target-listener.ts';
import { awsCommand } from '../command.ts';
import { known, type Known } from '../known.ts';
import type { Context } from './listener-forward.ts';

/** LB_LISTENER: a listener that ends TLS sends targets what they take. */
export function tlsResults(listener: Listener, { group, situation }: Context): readonly CheckResult[] {
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
