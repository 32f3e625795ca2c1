import { describe, expect, it } from 'vitest';
import { chooseTargetType, sharedVpcWarning, type TargetTypeQuestion } from '../../infra/target-type.ts';

const HERE = { account: '111122223333', region: 'eu-west-1', vpcId: 'vpc-00000001' };
const ELSEWHERE = { account: '444455556666', region: 'eu-central-1', vpcId: 'vpc-00000002' };
const SAME: TargetTypeQuestion = { asked: 'auto', own: HERE, alb: HERE, networkLoadBalancers: 0 };

describe('the type of a target group that leads to an ALB', () => {
  it.each<[situation: string, different: Partial<TargetTypeQuestion>, type: string, reason: string]>([
    ['the same VPC and account', {}, 'alb', 'the ALB is in the same VPC and account'],
    ['one other Network Load Balancer before it', { networkLoadBalancers: 1 }, 'alb', 'the same VPC and account'],
    ['two others', { networkLoadBalancers: 2 }, 'ip', '2 other Network Load Balancers have the ALB as a target'],
    ['another VPC', { alb: { ...HERE, vpcId: ELSEWHERE.vpcId } }, 'ip', 'in another VPC, vpc-00000002'],
    ['another account', { alb: { ...ELSEWHERE, region: HERE.region } }, 'ip', 'of another account, 444455556666'],
    [
      'another participant of a shared VPC',
      { alb: { ...HERE, account: ELSEWHERE.account } },
      'ip',
      'in a shared VPC, of another participant, account 444455556666',
    ],
    ['another Region', { alb: { ...ELSEWHERE, account: HERE.account } }, 'ip', 'in another Region, eu-central-1'],
    ['addresses, where they are asked for', { asked: 'ip' }, 'ip', 'the settings ask for it'],
    ['addresses, asked for and needed', { asked: 'ip', alb: ELSEWHERE }, 'ip', 'the settings ask for it'],
  ])('with %s', (_, different, type, reason) => {
    const choice = chooseTargetType({ ...SAME, ...different });
    expect(choice.type).toBe(type);
    expect(choice.reason).toContain(reason);
  });
});

describe('the warning of a VPC that is shared', () => {
  it('is given where another account has the ALB in the same VPC, and says what to do instead', () => {
    const warning = sharedVpcWarning(HERE, { ...HERE, account: ELSEWHERE.account });
    expect(warning).toContain('vpc-00000001 is a shared VPC');
    expect(warning).toContain('deregistered by hand');
    expect(warning).toContain('in the account that owns the VPC, or in 444455556666');
  });

  it.each([
    ['the same VPC and account', HERE],
    ['another VPC of the account', { ...HERE, vpcId: ELSEWHERE.vpcId }],
    ['another VPC of another account', { ...ELSEWHERE, region: HERE.region }],
  ])('is not given with %s', (_, alb) => {
    expect(sharedVpcWarning(HERE, alb)).toBeUndefined();
  });
});
