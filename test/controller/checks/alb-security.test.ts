import { describe, expect, it } from 'vitest';
import { sgPath } from '../../../controller/checks/security/security-path.ts';
import type { LoadBalancerAudit } from '../../../controller/model/audit.ts';
import type { SecurityGroup, SecurityGroupRule } from '../../../controller/model/audit-security.ts';
import { read } from '../../../controller/model/reading.ts';
import { ALB_ACCOUNT, ALB_SG, ALB_VPC, albInterface, albSituation, albWith, farSituation } from './alb-situation.ts';
import { brief, findingsOf, ill, said } from './results.ts';
import { ACCOUNT, failed, groupAttributes, groupWith, NLB_SG, rule, valueOf, VPC } from './situation.ts';

const DOOR_TO_ALB = 'load balancer → ALB';
const FROM_DOOR = rule({ groupIds: [NLB_SG] });
const TO_ALB = rule({ groupIds: [ALB_SG] });
const FROM_CLIENTS = rule({ cidrs: ['10.0.0.0/16'] });

type Rules = { readonly doorOut?: readonly SecurityGroupRule[]; readonly albIn?: readonly SecurityGroupRule[] };

/** The path with other rules; of an ALB of another account its own group is seen apart. */
function withRules({ doorOut, albIn }: Rules, base: LoadBalancerAudit = albSituation()): LoadBalancerAudit {
  const change = (groups: readonly SecurityGroup[]): readonly SecurityGroup[] =>
    groups.map((group) => ({
      ...group,
      ...(group.id === NLB_SG && doorOut !== undefined && { egress: doorOut }),
      ...(group.id === ALB_SG && albIn !== undefined && { ingress: albIn }),
    }));
  const { sourceSecurityGroups: apart } = base;
  return {
    ...base,
    securityGroups: read(change(valueOf(base.securityGroups))),
    ...(apart !== undefined && { sourceSecurityGroups: read(change(valueOf(apart))) }),
  };
}

function keeping(base: LoadBalancerAudit): LoadBalancerAudit {
  return { ...base, groupAttributes: read(groupAttributes({ 'preserve_client_ip.enabled': 'true' })) };
}

function checking(port: string, base: LoadBalancerAudit = albSituation()): LoadBalancerAudit {
  const group = valueOf(base.group);
  return { ...base, group: read({ ...group, healthCheck: { ...group.healthCheck, port } }) };
}

function verdict(subject: string, of: LoadBalancerAudit): string | undefined {
  const results = sgPath(of).filter((result) => result.subject === subject);
  expect(ill(results)).toEqual([]);
  return brief(results)[0]?.replace(` ${subject}`, '');
}

describe('SG_PATH from load balancer to an ALB of its VPC', () => {
  it.each<[string, Rules, string]>([
    ['the load balancer’s group', { albIn: [FROM_DOOR] }, 'ok'],
    ['the load balancer’s addresses', { albIn: [rule({ cidrs: ['10.0.1.5/32', '10.0.2.5/32'] })] }, 'ok'],
    ['one of the load balancer’s addresses', { albIn: [rule({ cidrs: ['10.0.1.5/32'] })] }, 'crit'],
    ['nobody', { albIn: [] }, 'crit'],
    ['another port', { albIn: [rule({ groupIds: [NLB_SG], fromPort: 80, toPort: 80 })] }, 'crit'],
    ['a prefix list', { albIn: [rule({ prefixListIds: ['pl-1'] })] }, 'unknown'],
  ])('where the ALB admits %s', (_, rules, expected) => {
    expect(verdict(DOOR_TO_ALB, withRules(rules))).toBe(expected);
  });

  it.each<[string, Rules, string]>([
    ['the ALB’s group', { doorOut: [TO_ALB] }, 'ok'],
    ['the ALB’s subnets', { doorOut: [rule({ cidrs: ['10.0.1.0/24', '10.0.2.0/24'] })] }, 'ok'],
    ['the addresses that the ALB has today', { doorOut: [rule({ cidrs: ['10.0.1.17/32', '10.0.2.23/32'] })] }, 'err'],
    ['one of the addresses that the ALB has today', { doorOut: [rule({ cidrs: ['10.0.1.17/32'] })] }, 'crit'],
    ['nowhere', { doorOut: [] }, 'crit'],
  ])('where the load balancer may send to %s', (_, rules, expected) => {
    expect(verdict(DOOR_TO_ALB, withRules(rules))).toBe(expected);
  });

  it('looks at the port of the health check as well', () => {
    expect(verdict(DOOR_TO_ALB, checking('8443'))).toBe('crit');
    const both = rule({ fromPort: 443, toPort: 8443 });
    const open = { doorOut: [{ ...both, groupIds: [ALB_SG] }], albIn: [{ ...both, groupIds: [NLB_SG] }] };
    expect(verdict(DOOR_TO_ALB, withRules(open, checking('8443')))).toBe('ok');
  });

  it('is mended by groups, in one go', () => {
    const [one] = findingsOf(sgPath(withRules({ doorOut: [], albIn: [FROM_CLIENTS] })));
    expect(one?.fix).toBe(
      [
        `aws ec2 authorize-security-group-egress --group-id ${NLB_SG} --ip-permissions '{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"UserIdGroupPairs":[{"GroupId":"${ALB_SG}"}]}' --region eu-west-1`,
      ].join(' && '),
    );
  });

  it('is unknown where nobody knows its addresses, its groups, or itself', () => {
    const clear = rule({ cidrs: ['10.0.1.0/24', '10.0.2.0/24'] });
    const unseen = { ...withRules({ doorOut: [clear] }), sourceSubnets: failed() };
    expect(verdict(DOOR_TO_ALB, unseen)).toBe('unknown');
    expect(verdict(DOOR_TO_ALB, albSituation({ source: read(albWith({ securityGroupIds: [] })) }))).toBe('unknown');
    expect(verdict(DOOR_TO_ALB, albSituation({ source: failed() }))).toBe('unknown');
    expect(verdict(DOOR_TO_ALB, albSituation({ group: failed() }))).toBe('unknown');
    expect(verdict(DOOR_TO_ALB, albSituation({ groupAttributes: failed() }))).toBe('unknown');
  });
});

describe('SG_PATH from load balancer to an ALB that sees the addresses of clients', () => {
  const doorAddresses = rule({ cidrs: ['10.0.1.5/32', '10.0.2.5/32'] });
  const partners = rule({ cidrs: ['203.0.113.0/24'] });
  it.each<[string, readonly SecurityGroupRule[], string]>([
    ['the load balancer’s group, which stands for them', [FROM_DOOR], 'ok'],
    ['the load balancer’s addresses alone', [doorAddresses], 'crit'],
    ['clients alone, so that no health check passes', [partners], 'crit'],
    ['both', [doorAddresses, partners], 'ok'],
  ])('where it admits %s', (_, albIn, expected) => {
    expect(verdict(DOOR_TO_ALB, keeping(withRules({ albIn })))).toBe(expected);
  });

  it('asks for no clients of the other family, whom the load balancer meets with its own addresses', () => {
    const { spec, ...rest } = keeping(withRules({ albIn: [doorAddresses, partners] }));
    const told = (allowedCidrs: readonly string[]): LoadBalancerAudit => ({
      ...rest,
      spec: { ...spec, audit: { ...spec.audit, allowedCidrs } },
    });
    expect(verdict(DOOR_TO_ALB, told(['203.0.113.0/24', '2001:db8::/32']))).toBe('ok');
    expect(verdict(DOOR_TO_ALB, told(['2001:db8::/32']))).toBe('ok');
    expect(verdict(DOOR_TO_ALB, told(['203.0.112.0/23', '2001:db8::/32']))).toBe('crit');
  });

  it('is not configured where nobody was told who they are, unless a group stands for them', () => {
    const { spec, ...rest } = keeping(withRules({ albIn: [doorAddresses] }));
    const { allowedCidrs: _, ...audit } = spec.audit ?? {};
    const untold = { ...rest, spec: { ...spec, audit } };
    expect(verdict(DOOR_TO_ALB, untold)).toBe('not-configured audit.allowedCidrs');
    expect(verdict(DOOR_TO_ALB, { ...untold, ...withRules({ albIn: [FROM_DOOR] }, untold) })).toBe('ok');
  });

  it('does not call an ALB too open that everybody may connect to', () => {
    const { spec, ...rest } = withRules({ albIn: [rule({ cidrs: ['0.0.0.0/0'] })] });
    const everybody = { ...rest, spec: { ...spec, audit: { ...spec.audit, allowedCidrs: ['0.0.0.0/0'] } } };
    expect(verdict(ALB_SG, keeping(everybody))).toBe('ok');
    expect(verdict(ALB_SG, everybody)).toBe('warn');
    expect(verdict(ALB_SG, keeping(withRules({ albIn: [rule({ cidrs: ['0.0.0.0/0'] })] })))).toBe('warn');
  });
});

describe('SG_PATH to an ALB of another account', () => {
  it.each<[string, Rules, string]>([
    ['addresses both ways', {}, 'ok'],
    ['groups both ways, as peered VPCs may', { doorOut: [TO_ALB], albIn: [FROM_DOOR] }, 'ok'],
    ['a way out alone', { albIn: [] }, 'crit'],
    ['a way in alone', { doorOut: [] }, 'crit'],
  ])('with %s', (_, rules, expected) => {
    expect(verdict(DOOR_TO_ALB, withRules(rules, farSituation()))).toBe(expected);
  });

  it('is mended by blocks, each command with the credentials of its own account', () => {
    const [one] = findingsOf(sgPath(withRules({ doorOut: [], albIn: [] }, farSituation())));
    expect(one?.fix.split('\n')).toEqual([
      `aws ec2 authorize-security-group-egress --group-id ${NLB_SG} --ip-permissions '{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"IpRanges":[{"CidrIp":"10.9.1.0/24"},{"CidrIp":"10.9.2.0/24"}]}' --region eu-west-1`,
      `With credentials of account ${ALB_ACCOUNT}, whose ALB it is:`,
      `aws ec2 authorize-security-group-ingress --group-id ${ALB_SG} --ip-permissions '{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"IpRanges":[{"CidrIp":"10.0.1.5/32"},{"CidrIp":"10.0.2.5/32"}]}' --region eu-west-1`,
    ]);
  });

  it('of a VPC that is shared is mended by the group with its account', () => {
    const far = farSituation();
    const interfaces = [1, 2].map((number) => albInterface(number));
    const shared = {
      ...far,
      source: read(
        albWith(
          { ...valueOf(far.source).loadBalancer, vpcId: VPC, subnetIds: interfaces.map(({ subnetId }) => subnetId) },
          interfaces,
        ),
      ),
      sourceSubnets: far.subnets,
    };
    const [one] = findingsOf(sgPath(withRules({ doorOut: [], albIn: [] }, shared)));
    expect(one?.fix).toContain(`"UserIdGroupPairs":[{"GroupId":"${ALB_SG}","UserId":"${ALB_ACCOUNT}"}]`);
    expect(one?.fix).toContain(`"UserIdGroupPairs":[{"GroupId":"${NLB_SG}","UserId":"${ACCOUNT}"}]`);
  });

  it('is unknown where one of the two may not be read, and tells of the other', () => {
    const apart = sgPath(farSituation({ sourceSecurityGroups: failed() }));
    expect(brief(apart)).toEqual([
      'unknown security groups of the source',
      `unknown ${DOOR_TO_ALB}`,
      `unknown ${ALB_VPC} clients → ALB`,
      'ok partners → load balancer',
      `unknown ${ALB_SG}`,
      `ok ${NLB_SG}`,
    ]);
    const own = brief(sgPath(farSituation({ securityGroups: failed() })));
    expect(own).toContain('unknown security groups');
    expect(own).toContain(`ok ${ALB_VPC} clients → ALB`);
    const both = sgPath(farSituation({ securityGroups: failed(), sourceSecurityGroups: failed() }));
    expect(brief(both)).toEqual(['unknown security groups', 'unknown security groups of the source']);
  });
});

describe('SG_PATH from VPC clients to an ALB', () => {
  const CLIENTS = `${VPC} clients → ALB`;
  const onPort = (port: number | undefined): LoadBalancerAudit => {
    const { spec, ...rest } = albSituation();
    const { publicPort: _, ...audit } = spec.audit ?? {};
    return { ...rest, spec: { ...spec, audit: { ...audit, ...(port !== undefined && { publicPort: port }) } } };
  };

  it('is asked on the port that partners use, or else on the targets’', () => {
    expect(verdict(CLIENTS, onPort(443))).toBe('ok');
    expect(verdict(CLIENTS, onPort(8443))).toBe('crit');
    expect(verdict(CLIENTS, onPort(undefined))).toBe('ok');
    expect(
      verdict(CLIENTS, withRules({ albIn: [FROM_DOOR, rule({ ...FROM_CLIENTS, toPort: 8443 })] }, onPort(8443))),
    ).toBe('ok');
  });

  it('is unknown where the port is the group’s, which was not read', () => {
    const { spec, ...rest } = onPort(undefined);
    const { port: _, ...unbound } = spec;
    expect(verdict(CLIENTS, { ...rest, spec: unbound, group: failed() })).toBe('unknown');
    expect(verdict(CLIENTS, { ...rest, spec: unbound, group: read(groupWith({ protocol: 'TCP' })) })).toBe('ok');
  });

  it('is mended in the ALB’s account', () => {
    const [one] = findingsOf(
      sgPath(withRules({ albIn: [rule({ cidrs: ['10.0.1.5/32', '10.0.2.5/32'] })] }, farSituation())),
    );
    expect(one?.fix).toMatch(
      new RegExp(`^With credentials of account ${ALB_ACCOUNT}, whose ALB it is:\naws ec2 authorize`),
    );
    expect(said(sgPath(farSituation()))).not.toContain('endpoint');
  });
});
