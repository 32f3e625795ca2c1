import { describe, expect, it } from 'vitest';
import { chooseTargetType, type TargetTypeQuestion } from '../../infra/target-type.ts';

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
      'of another participant of the shared VPC, account 444455556666',
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
