import type { LoadBalancerAudit } from '../../model/audit.ts';
import type { AuditedGroup } from '../../model/audit-group.ts';
import type { AppListener } from '../../model/audit-source.ts';
import { type CheckResult, finding, ok, unknown, unread } from '../../model/finding.ts';
import { awsCommand } from '../command.ts';
import { clientPort, servicePort } from '../security/ports.ts';
import { inSourceAccount, placeOf } from '../source.ts';
import { albCertificates } from './certificates.ts';
import { forwardingListeners } from './target-listener.ts';

const CODE = 'ALB_LISTENER';

/** Ports and protocols as they are said of each other. */
type Context = { readonly situation: LoadBalancerAudit; readonly listeners: readonly AppListener[] };

/** ALB_LISTENER: the ALB listens where targets and VPC clients are sent to, takes what comes there, and has a certificate for each name. */
export function albListener(situation: LoadBalancerAudit): readonly CheckResult[] {
  const { appListeners } = situation;
  if (appListeners.kind === 'unread') return [unread(CODE, 'listeners', appListeners.problem)];
  const context = { situation, listeners: appListeners.value };
  return [ofTargets(context), ...ofVpcClients(context), ...albCertificates(situation, appListeners.value)];
}

function ofTargets(context: Context): CheckResult {
  const { situation, listeners } = context;
  const { group } = situation;
  const port = servicePort(situation);
  if (port.kind === 'unknown') return unknown(CODE, 'port of the targets', port.why);
  const subject = `port ${port.value}`;
  const listener = listeners.find((one) => one.port === port.value);
  if (listener === undefined) {
    return finding(CODE, subject, {
      severity: 'crit',
      expected: `The ALB listens on ${port.value}, the port of the targets.`,
      found: `It listens ${portsText(listeners)}.`,
      fix: `Bind a port that it listens on, or make a listener:\n${inSourceAccount(situation, create(situation, port.value))}`,
    });
  }
  if (group.kind === 'unread') return unread(CODE, subject, group.problem);
  return (
    protocolMismatch(listener, group.value, situation) ??
    ok(CODE, subject, `${group.value.protocol} to ${text(listener)}.`)
  );
}

/** What a group sends that its targets cannot take. */
function protocolMismatch(
  listener: AppListener,
  { arn, name, protocol, region }: AuditedGroup,
  situation: LoadBalancerAudit,
): CheckResult | undefined {
  const subject = `port ${listener.port}`;
  if (protocol === 'TLS' && listener.protocol === 'HTTP') {
    const modify = awsCommand(
      'elbv2 modify-listener',
      { 'listener-arn': listener.arn, protocol: 'HTTPS', certificates: 'CertificateArn=<certificate-arn>' },
      placeOf(situation).region,
    );
    return finding(CODE, subject, {
      severity: 'crit',
      expected: `The listener takes TLS, which ${name} opens to its targets.`,
      found: `It is ${text(listener)}, which takes clear text alone.`,
      fix: `A group’s protocol is for ever: bind one of protocol TCP, or have the listener take HTTPS.\n${inSourceAccount(situation, modify)}`,
    });
  }
  const look = awsCommand('elbv2 describe-target-groups', { 'target-group-arns': arn }, region);
  const fix = `A group’s protocol is for ever: bind one of protocol TCP. What it is now:\n${look}`;
  if (protocol === 'TCP' || protocol === 'TLS') return undefined;
  const isPartly = protocol.startsWith('TCP_');
  return finding(CODE, subject, {
    severity: isPartly ? 'warn' : 'crit',
    expected: `${name} sends TCP, which is all that an ALB takes.`,
    found: `It is of protocol ${protocol}${isPartly ? ', of which the ALB takes the part that is TCP' : ''}.`,
    fix,
  });
}

/** VPC clients call the name on the port that partners use, and meet the ALB itself there. */
function ofVpcClients(context: Context): readonly CheckResult[] {
  const { situation, listeners } = context;
  const targets = servicePort(situation);
  const port = clientPort(situation);
  const hasPrivateHalf = situation.names.some(({ privateHalf }) => privateHalf !== undefined);
  if (!hasPrivateHalf || port.kind === 'unknown') return [];
  const subject = `port ${port.value} for VPC clients`;
  const listener = listeners.find((one) => one.port === port.value);
  const isShared = targets.kind === 'known' && targets.value === port.value;
  if (listener === undefined) {
    // Of the port that targets share with them the other result speaks.
    if (isShared) return [];
    return [
      finding(CODE, subject, {
        severity: 'crit',
        expected: `The ALB listens on ${port.value} too, where VPC clients call it by the name that partners use.`,
        found: `It listens ${portsText(listeners)}.`,
        fix: inSourceAccount(situation, create(situation, port.value)),
      }),
    ];
  }
  const [door] = forwardingListeners(situation, situation.spec.audit?.publicPort) ?? [];
  if (door?.protocol === 'TLS' && listener.protocol === 'HTTP') {
    return [
      finding(CODE, subject, {
        severity: 'crit',
        expected: `VPC clients meet TLS on ${port.value}, as partners do.`,
        found: `The load balancer ends TLS for partners, and ${text(listener)} of the ALB takes clear text.`,
        fix: inSourceAccount(
          situation,
          `Give VPC clients a listener of HTTPS, or lead the private record to the load balancer too. To change the listener, where the targets’ port is another:\n${awsCommand(
            'elbv2 modify-listener',
            { 'listener-arn': listener.arn, protocol: 'HTTPS', certificates: 'CertificateArn=<certificate-arn>' },
            placeOf(situation).region,
          )}`,
        ),
      }),
    ];
  }
  return isShared ? [] : [ok(CODE, subject, `${text(listener)}.`)];
}

function portsText(listeners: readonly AppListener[]): string {
  return listeners.length === 0 ? 'nowhere' : `on ${listeners.map(text).join(', ')}`;
}

function text({ protocol, port }: AppListener): string {
  return `${protocol}:${port}`;
}

/** What it forwards to is the application's: nobody here knows that group. */
function create({ spec, group, ...rest }: LoadBalancerAudit, port: number): string {
  const isTls = (group.kind === 'read' && group.value.protocol === 'TLS') || port === 443 || port === 8443;
  return awsCommand(
    'elbv2 create-listener',
    {
      'load-balancer-arn': spec.source.loadBalancerArn,
      protocol: isTls ? 'HTTPS' : 'HTTP',
      port: String(port),
      ...(isTls && { certificates: 'CertificateArn=<certificate-arn>' }),
      'default-actions': 'Type=forward,TargetGroupArn=<target-group-arn>',
    },
    placeOf({ ...rest, spec, group }).region,
  );
}
