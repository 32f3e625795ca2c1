import { describe, expect, it } from 'vitest';
import { readBindingDocument } from '../../controller/binding-document.ts';
import { payloadOf } from './payloads.ts';
import { all, isBefore, type Resource, resource, resources } from './resources.ts';
import { FAR_ALB, NEAR_ALB, settingsWith } from './settings-builders.ts';
import { templateFor } from './synth.ts';

const arnOf = (account: string, name: string): string =>
  `arn:aws:elasticloadbalancing:eu-west-1:${account}:loadbalancer/app/${name}`;
const GROUP = 'AWS::ElasticLoadBalancingV2::TargetGroup';
const EGRESS = 'AWS::EC2::SecurityGroupEgress';

type Template = ReturnType<typeof templateFor>;

/** What CloudFormation deletes in its cleanup: resources that the new template does not have. */
const gone = (before: Template, after: Template): readonly Resource[] => {
  const ids = new Set(all(after).map(({ id }) => id));
  return all(before).filter(({ id }) => !ids.has(id));
};
const blocksOf = (found: readonly Resource[]): readonly unknown[] =>
  found.map(({ Properties }) => Properties['CidrIp']);

describe('a move to an ALB in other subnets', () => {
  const before = templateFor(FAR_ALB);
  const after = templateFor(
    settingsWith(FAR_ALB, {
      'alb.loadBalancerArn': arnOf('444455556666', 'orders-new/fedcba9876543210'),
      'alb.previous': [arnOf('444455556666', 'orders/0123456789abcdef')],
      'alb.cidrs': ['10.80.2.0/24', '10.80.3.0/24'],
    }),
  );

  it('opens the way to the new one, and ends the way to the old one only when all else is done', () => {
    expect(gone(before, after).map(({ Type }) => Type)).toEqual([EGRESS]);
    expect(blocksOf(gone(before, after))).toEqual(['10.80.1.0/24']);
    expect(blocksOf(gone(after, before))).toEqual(['10.80.3.0/24']);
  });

  it('changes nothing of the security group itself, which CloudFormation would change before the gate', () => {
    const groupOf = (template: Template): Resource => resource(template, 'AWS::EC2::SecurityGroup');
    expect(groupOf(after)).toEqual(groupOf(before));
  });

  it('keeps the group, whose addresses the gate exchanges', () => {
    const named = ({ id, Properties }: Resource): unknown => [id, Properties['Name']];
    expect(named(resource(after, GROUP))).toEqual(named(resource(before, GROUP)));
  });

  it('has every way open before the listener, and so before the gate', () => {
    const rules = resources(after, EGRESS);
    expect(rules).toHaveLength(2);
    for (const rule of rules) {
      expect(isBefore(after, rule, resource(after, 'AWS::ElasticLoadBalancingV2::Listener'))).toBe(true);
      expect(isBefore(after, rule, resource(after, 'Custom::TargetSyncGate'))).toBe(true);
    }
  });

  it('can be prepared for the way back: to name the newer one beforehand moves nothing, and the passes know it', () => {
    const newer = arnOf('444455556666', 'orders-new/fedcba9876543210');
    const named = templateFor(settingsWith(FAR_ALB, { 'alb.previous': [newer] }));
    for (const type of [GROUP, EGRESS, 'AWS::ElasticLoadBalancingV2::Listener']) {
      expect(resources(named, type)).toEqual(resources(before, type));
    }
    expect(readBindingDocument(JSON.parse(payloadOf(named)), 'The payload').bindings[0]?.source).toMatchObject({
      loadBalancerArn: arnOf('444455556666', 'orders/0123456789abcdef'),
      previous: [newer],
    });
  });

  it('keeps a way whose block only has another place in the list', () => {
    const turned = templateFor(settingsWith(FAR_ALB, { 'alb.cidrs': ['10.80.2.0/24', '10.80.1.0/24'] }));
    expect(gone(before, turned)).toEqual([]);
  });
});

describe('a group whose target is the ALB itself', () => {
  const nameOf = (changes: Readonly<Record<string, unknown>> = {}): string =>
    String(resource(templateFor(settingsWith(NEAR_ALB, changes)), GROUP).Properties['Name']);
  const other = { 'alb.loadBalancerArn': arnOf('111122223333', 'orders/fedcba9876543210') };

  it('has another name for another ALB, so that another group is made: one takes one ALB, and would change it in place', () => {
    expect(nameOf()).toMatch(/^static-ip-alb-[0-9a-f]{8}$/);
    expect(nameOf(other)).toMatch(/^static-ip-alb-[0-9a-f]{8}$/);
    expect(nameOf(other)).not.toBe(nameOf());
  });

  it('keeps its name through any other change', () => {
    expect(nameOf({ 'alb.healthCheck.path': '/other', 'alb.networkLoadBalancers': 1, protect: false })).toBe(nameOf());
  });

  it('has a name that AWS takes, and that is not another stack’s, however long the stack’s own is', () => {
    const [one, two] = ['a', 'b'].map((end) => nameOf({ stackName: `orders-in-front-of-an-alb-here-${end}` }));
    expect(one).toMatch(/^[A-Za-z0-9-]{32}$/);
    expect(two).toMatch(/^[A-Za-z0-9-]{32}$/);
    expect(one).not.toBe(two);
  });

  it('opens the way to blocks likewise, where the ALB’s security group is not named', () => {
    const blocks = { 'alb.securityGroupId': undefined, 'alb.cidrs': ['10.0.0.0/16'] };
    const template = templateFor(settingsWith(NEAR_ALB, blocks));
    expect(blocksOf(resources(template, EGRESS))).toEqual(['10.0.0.0/16']);
  });
});
