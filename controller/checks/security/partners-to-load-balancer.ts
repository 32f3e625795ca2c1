import type { AuditSituation } from '../../model/audit.ts';
import { type CheckResult, finding, notConfigured, ok, unknown } from '../../model/finding.ts';
import { isCovered } from './cidr.ts';
import { awsCommand } from '../command.ts';
import { frontDoorOf } from '../front-door.ts';
import { authorize } from './security-commands.ts';
import { allowedText, type Guarded, listText, passageOf, rulesOf } from './security-rules.ts';

const SUBJECT = 'partners → load balancer';

/** Whether the load balancer admits everybody who may connect, on the port that they connect to. */
export function partnersToLoadBalancer({ situation, groups }: Guarded): CheckResult {
  const { allowedCidrs, publicPort } = situation.spec.audit ?? {};
  if (allowedCidrs === undefined) return notConfigured('SG_PATH', SUBJECT, 'audit.allowedCidrs');
  if (publicPort === undefined) return notConfigured('SG_PATH', SUBJECT, 'audit.publicPort');
  const door = frontDoorOf(situation);
  if (door.kind === 'unknown') return unknown('SG_PATH', SUBJECT, door.why);
  const { arn, name, securityGroupIds } = door.loadBalancer;
  const [groupId] = securityGroupIds;
  if (groupId === undefined) return withoutGroup({ arn, name, allowedCidrs }, situation);
  if (allowedCidrs.length === 0) return ok('SG_PATH', SUBJECT, 'Nobody may connect, so there is nobody to admit.');

  const peer = { groupIds: [], blocks: allowedCidrs };
  const passage = passageOf(rulesOf(securityGroupIds, groups, 'ingress'), publicPort, peer);
  if (passage.kind === 'undecided') return unknown('SG_PATH', SUBJECT, passage.why);
  if (passage.kind === 'open') {
    return ok('SG_PATH', SUBJECT, `Open on TCP ${publicPort} from ${allowedCidrs.join(', ')}.`);
  }
  return finding('SG_PATH', SUBJECT, {
    severity: 'crit',
    expected: `${name} admits ${allowedCidrs.join(', ')} on TCP ${publicPort}.`,
    found: `No ingress rule of ${listText(securityGroupIds)} admits ${passage.barred.join(', ')}.`,
    fix: authorize({
      direction: 'ingress',
      groupId,
      port: publicPort,
      of: { blocks: passage.barred },
      region: situation.region,
    }),
  });
}

type Bare = { readonly arn: string; readonly name: string; readonly allowedCidrs: readonly string[] };

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html */
function withoutGroup({ arn, name, allowedCidrs }: Bare, { region }: AuditSituation): CheckResult {
  if (isCovered('0.0.0.0/0', allowedCidrs)) return ok('SG_PATH', SUBJECT, `${name} admits everybody, as it should.`);
  return finding('SG_PATH', SUBJECT, {
    severity: 'warn',
    expected: `${name} admits ${allowedText(allowedCidrs)}.`,
    found: 'It was made without a security group and can be given none: it admits everybody.',
    fix: `Make it anew with one, and the same fixed IPs. What it is now:\n${awsCommand('elbv2 describe-load-balancers', { 'load-balancer-arns': arn }, region)}`,
  });
}
