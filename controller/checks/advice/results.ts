import type { Advice, AdviceGround, Way } from '../../model/advice.ts';
import type { LoadBalancerAudit } from '../../model/audit.ts';
import { type CheckResult, finding, type FindingCode, ok, unknown } from '../../model/finding.ts';
import { sourceId, type Spec } from '../../model/spec.ts';
import { adviseAlbTargetGroup } from './alb-target-group.ts';
import { adviseVpcLink } from './vpc-link.ts';

type Words = { readonly code: FindingCode; readonly what: string };

const WORDS: Readonly<Record<Way, Words>> = {
  'alb-target-group': { code: 'ALB_TARGET_TYPE', what: 'a target group of type alb' },
  'vpc-link': { code: 'VPC_LINK', what: 'a VPC link that leads to the ALB itself' },
};

/** All that there is to say on whether the binding is needed. */
export function advise(ground: AdviceGround): readonly Advice[] {
  return [adviseAlbTargetGroup(ground), adviseVpcLink(ground)];
}

/** ALB_TARGET_TYPE: the binding does what a target group of type `alb` would not. */
export function albTargetType(situation: LoadBalancerAudit): readonly CheckResult[] {
  return [toResult(adviseAlbTargetGroup(groundOf(situation)), situation.spec)];
}

/** VPC_LINK: the load balancer does what a VPC link to the ALB would not. */
export function vpcLink(situation: LoadBalancerAudit): readonly CheckResult[] {
  return [toResult(adviseVpcLink(groundOf(situation)), situation.spec)];
}

function groundOf(situation: LoadBalancerAudit): AdviceGround {
  const { advice } = situation;
  return { ...situation, facts: advice };
}

/** An advice as the audit says it: that a binding is needed is as it should be. */
export function toResult(advice: Advice, { source }: Pick<Spec, 'source'>): CheckResult {
  const { code, what } = WORDS[advice.way];
  const subject = sourceId(source);
  if (advice.kind === 'unknown') return unknown(code, subject, advice.why);
  if (advice.kind === 'needed') {
    return ok(code, subject, `Not ${what}: ${advice.needs.map(({ text }) => text).join('; ')}.`);
  }
  return finding(code, subject, {
    severity: 'info',
    expected: `The binding is needed: ${what} would not do.`,
    found: `It would do. ${advice.changes.join(' ')}`,
    fix: advice.steps.flatMap(({ words, commands }) => [words, ...commands]).join('\n'),
  });
}
