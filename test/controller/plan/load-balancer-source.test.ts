import { describe, expect, it } from 'vitest';
import type { Address } from '../../../controller/model/address.ts';
import type { Problem } from '../../../controller/model/reading.ts';
import { read, unread } from '../../../controller/model/reading.ts';
import { judgeSource, type SourceVerdict } from '../../../controller/plan/source.ts';
import { group, problem } from '../builders.ts';
import { ALB, ALB_ID, albSpec, FAR_1, FAR_2, FAR_ACCOUNT, node, observedAlb, ROLE } from '../builders-load-balancer.ts';

/** A binding of a load balancer of the group's own account: no role. */
const NEAR_ALB = ALB.replace(FAR_ACCOUNT, '123456789012');
const withoutRole = albSpec({ loadBalancerArn: NEAR_ALB, roleArn: undefined });

const judge = (
  source: ReturnType<typeof observedAlb>,
  { binding = albSpec(), targetGroup = group() } = {},
): SourceVerdict => judgeSource(binding, targetGroup, read(source));

const ipsOf = (verdict: SourceVerdict): readonly string[] =>
  verdict.kind === 'refused' ? [] : verdict.addresses.map(({ ip }: Address) => ip);

/** Both nodes with an address of each family. */
const dual = {
  ...observedAlb(),
  interfaces: [
    node(FAR_1, ALB, { ips: [FAR_1, '2001:db8:1:11::5'] }),
    node(FAR_2, ALB, { ips: [FAR_2, '2001:db8:1:12::5'] }),
  ],
};

describe('a load balancer as source', () => {
  it('is complete when each of its zones shows a node, and gives each address with interface and subnet', () => {
    expect(judge(observedAlb())).toEqual({
      kind: 'complete',
      addresses: [
        { ip: FAR_1, family: 'ipv4', interfaceId: `eni-${FAR_1}`, subnetId: 'subnet-11' },
        { ip: FAR_2, family: 'ipv4', interfaceId: `eni-${FAR_2}`, subnetId: 'subnet-12' },
      ],
    });
  });

  it.each(['active', 'active_impaired'])('is complete when it is %s', (state) => {
    expect(judge(observedAlb([FAR_1, FAR_2], { state })).kind).toBe('complete');
  });

  it.each([1, 2, 3, 20, 40])('is complete with %d nodes in two zones or one, and calls for each', (count) => {
    const ips = Array.from({ length: count }, (_, index) => `10.1.1${(index % 2) + 1}.${100 + index}`);
    const verdict = judge(observedAlb(ips));
    expect(verdict.kind).toBe('complete');
    expect(ipsOf(verdict)).toEqual(ips);
  });

  it('is complete with two nodes in one zone and one in the other', () => {
    const verdict = judge(observedAlb([FAR_1, '10.1.11.18', FAR_2]));
    expect(verdict.kind).toBe('complete');
    expect(ipsOf(verdict)).toHaveLength(3);
  });

  it('is complete with a node that is left in a subnet it no longer names: that one is still in use', () => {
    const verdict = judge(observedAlb([FAR_1, FAR_2, '10.1.13.9'], { subnetIds: ['subnet-11', 'subnet-12'] }));
    expect(verdict.kind).toBe('complete');
    expect(ipsOf(verdict)).toContain('10.1.13.9');
  });

  it.each([
    ['ipv4', [FAR_1, FAR_2]],
    ['ipv6', ['2001:db8:1:11::5', '2001:db8:1:12::5']],
  ] as const)('that is dualstack gives an %s group the addresses of that family alone', (family, ips) => {
    const verdict = judge(dual, { targetGroup: group({ family }) });
    expect(verdict.kind).toBe('complete');
    expect(ipsOf(verdict)).toEqual(ips);
  });

  it.each([
    ['is provisioning', observedAlb([FAR_1, FAR_2], { state: 'provisioning' }), 'the load balancer is provisioning'],
    ['has AWS name none of its subnets', observedAlb([FAR_1], { subnetIds: [] }), 'AWS named none of its subnets'],
    [
      'has a zone without a node',
      observedAlb([FAR_1], { subnetIds: ['subnet-11', 'subnet-12'] }),
      '1 of its 2 zones show no node (subnet-12)',
    ],
    [
      'has two nodes in one zone, and none in the other: the number does not make up for it',
      observedAlb([FAR_1, '10.1.11.18'], { subnetIds: ['subnet-11', 'subnet-12'] }),
      '1 of its 2 zones show no node (subnet-12)',
    ],
    [
      'has a node without an address of the family, beside one with',
      { ...observedAlb([FAR_1, FAR_2, '10.1.12.24']), interfaces: [...dual.interfaces, node('10.1.12.24')] },
      '2 of 3 interfaces carry an address',
      group({ family: 'ipv6' }),
    ],
    [
      'has a zone whose only node has no address of the family',
      { ...dual, interfaces: [node(FAR_1, ALB, { ips: ['2001:db8:1:11::5'] }), node(FAR_2)] },
      '1 of its 2 zones show no node (subnet-12); 1 of 2 interfaces carry an address',
      group({ family: 'ipv6' }),
    ],
    [
      'has several gaps, and names them all',
      observedAlb([FAR_1], { state: 'provisioning', subnetIds: ['subnet-11', 'subnet-12', 'subnet-13'] }),
      'the load balancer is provisioning; 2 of its 3 zones show no node (subnet-12, subnet-13)',
    ],
  ])('is partial when it %s', (_, source, why, targetGroup = group()) => {
    expect(judge(source, { targetGroup })).toMatchObject({ kind: 'partial', why });
  });

  it.each(['failed', 'deleting', ''])('is refused while it is "%s"', (state) => {
    expect(judge(observedAlb([FAR_1, FAR_2], { state }))).toEqual({
      kind: 'refused',
      refusal: {
        code: 'source-not-usable',
        reason: `${ALB_ID} is ${state}; its addresses cannot be trusted.`,
        remedy: `Look at it, as ${ROLE}: aws elbv2 describe-load-balancers --region eu-west-1 --load-balancer-arns ${ALB}. If it does not come back, create another one, seal the group for it and bind it.`,
      },
    });
  });

  it('is refused with AWS’s own account of its state, and without a role nobody is named', () => {
    const source = observedAlb([FAR_1], { arn: NEAR_ALB, state: 'failed', stateReason: 'not enough free addresses' });
    expect(judge(source, { binding: withoutRole })).toMatchObject({
      refusal: {
        reason: `${ALB_ID} is failed (not enough free addresses); its addresses cannot be trusted.`,
        remedy: expect.stringContaining('Look at it: aws elbv2 describe-load-balancers'),
      },
    });
  });

  it.each([
    ['network', 'internal'],
    ['gateway', 'internal'],
    ['application', 'internet-facing'],
  ])('is refused when it is one of type %s and scheme %s', (type, scheme) => {
    expect(judge(observedAlb([FAR_1, FAR_2], { type, scheme }))).toEqual({
      kind: 'refused',
      refusal: {
        code: 'source-unsuitable',
        reason: `${ALB_ID} is a load balancer of type ${type} and scheme ${scheme}; only an internal Application Load Balancer has addresses to register.`,
        remedy: 'Name an internal Application Load Balancer as source.loadBalancerArn.',
      },
    });
  });

  it('is refused when an interface with its description belongs to another account', () => {
    const source = { ...observedAlb(), interfaces: [node(FAR_1), node(FAR_2, ALB, { ownerId: '999999999999' })] };
    expect(judge(source)).toEqual({
      kind: 'refused',
      refusal: {
        code: 'source-of-other-owner',
        reason: `${ALB_ID} belongs to ${FAR_ACCOUNT}, interfaces with its description to 999999999999.`,
        remedy: 'Look who made these interfaces.',
      },
    });
  });

  it('names each other account that its interfaces are of', () => {
    const interfaces = [FAR_1, FAR_2].map((ip, index) => node(ip, ALB, { ownerId: `99999999999${index}` }));
    expect(judge({ ...observedAlb(), interfaces })).toMatchObject({
      refusal: { reason: expect.stringContaining('to 999999999990, 999999999991.') },
    });
  });

  it.each([
    ['no node', observedAlb([], { subnetIds: ['subnet-11'] }), group(), '0 interfaces in use'],
    ['no node of the family', observedAlb(), group({ family: 'ipv6' }), '2 interfaces in use'],
  ])('is refused when it shows %s', (_, source, targetGroup, found) => {
    expect(judge(source, { targetGroup })).toEqual({
      kind: 'refused',
      refusal: {
        code: 'source-without-address',
        reason: `${ALB_ID} is active and shows no ${targetGroup.family} address: ${found} were found.`,
        remedy: `Give the load balancer a subnet with ${targetGroup.family} addresses, or bind a target group of its own family.`,
      },
    });
  });
});

describe('a load balancer that could not be read', () => {
  const ACTIONS = 'elasticloadbalancing:DescribeLoadBalancers, ec2:DescribeNetworkInterfaces';
  const denied = problem({ kind: 'denied', code: 'AccessDenied' });
  const missing = problem({ kind: 'not-found', code: 'LoadBalancerNotFound' });
  const look = ', and look for an explicit deny. Look who calls with: aws sts get-caller-identity';
  const farAway = albSpec({ loadBalancerArn: ALB.replace('eu-west-1', 'us-east-1') });

  it.each<[title: string, failed: Problem, binding: ReturnType<typeof albSpec>, remedy: string]>([
    [
      'denied to a role',
      denied,
      albSpec(),
      `Grant sts:AssumeRole on ${ROLE} to the caller, have the role trust the caller, and grant ${ACTIONS} to ${ROLE}${look}`,
    ],
    [
      'denied to a role with an external id',
      denied,
      albSpec({ externalId: 'partner-7' }),
      `Grant sts:AssumeRole on ${ROLE} to the caller, have the role trust the caller with the external id "partner-7", and grant ${ACTIONS} to ${ROLE}${look}`,
    ],
    ['denied to the caller', denied, withoutRole, `Grant ${ACTIONS} to the caller${look}`],
    [
      'not found by a role',
      missing,
      albSpec(),
      `Check first that it is of the account of ${ROLE} and that the Region is eu-west-1; then correct source.loadBalancerArn.`,
    ],
    [
      'not found in another Region',
      missing,
      farAway,
      `Check first that it is of the account of ${ROLE} and that the Region is us-east-1; then correct source.loadBalancerArn.`,
    ],
    [
      'not found by the caller',
      missing,
      withoutRole,
      'Check first that the credentials are of account 123456789012 (aws sts get-caller-identity) and that the Region is eu-west-1; then correct source.loadBalancerArn.',
    ],
    ['throttled', problem({ code: 'Throttling' }), albSpec(), 'None needed if it passes. The next pass tries again.'],
    [
      'throttled to the caller',
      problem({ code: 'Throttling' }),
      withoutRole,
      'None needed if it passes. The next pass tries again.',
    ],
    ['invalid', problem({ kind: 'invalid', code: 'ValidationError' }), albSpec(), 'Correct source.loadBalancerArn.'],
  ])('since it was %s is refused, with AWS’s code and what to do', (_, failed, binding, remedy) => {
    expect(judgeSource(binding, group(), unread(failed))).toEqual({
      kind: 'refused',
      refusal: {
        code: 'source-unreadable',
        reason: `The source ${ALB_ID} could not be read: reading vpce failed: ${failed.code}: Rate exceeded`,
        remedy,
        unread: failed.kind,
      },
    });
  });
});
