import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sgPath } from '../../../controller/checks/security/security-path.ts';
import type { EndpointAudit } from '../../../controller/model/audit.ts';
import type { SecurityGroup, SecurityGroupRule } from '../../../controller/model/audit-security.ts';
import type { CheckResult } from '../../../controller/model/finding.ts';
import { read } from '../../../controller/model/reading.ts';
import { withFrontDoor, withLoadBalancer } from './front-doors.ts';
import { brief, findingsOf, said } from './results.ts';
import {
  clientVpc,
  detached,
  ENDPOINT_SG,
  endpointInterface,
  failed,
  groupWith,
  healthySettings,
  nameWith,
  NLB_SG,
  rule,
  situation,
  sourceWith,
  subnet,
  VPC,
  withSettings,
} from './situation.ts';

const DOOR_TO_ENDPOINT = 'load balancer → endpoint';
const CLIENTS = `${VPC} clients → endpoint`;
const PARTNERS = 'partners → load balancer';

const PARTNER_RULE = rule({ cidrs: ['203.0.113.0/24'] });
const TO_ENDPOINT = rule({ groupIds: [ENDPOINT_SG] });
const FROM_DOOR = rule({ groupIds: [NLB_SG] });
const FROM_CLIENTS = rule({ cidrs: ['10.0.0.0/16'] });

type Rules = {
  readonly doorIn?: readonly SecurityGroupRule[];
  readonly doorOut?: readonly SecurityGroupRule[];
  readonly endpointIn?: readonly SecurityGroupRule[];
};

/** The healthy situation with other rules. */
function withRules(rules: Rules, base: EndpointAudit = situation()): EndpointAudit {
  const { doorIn = [PARTNER_RULE], doorOut = [TO_ENDPOINT], endpointIn = [FROM_DOOR, FROM_CLIENTS] } = rules;
  const groups: readonly SecurityGroup[] = [
    { id: NLB_SG, ingress: doorIn, egress: doorOut },
    { id: ENDPOINT_SG, ingress: endpointIn, egress: [] },
  ];
  return { ...base, securityGroups: read(groups) };
}

function about(subject: string, of: EndpointAudit): readonly CheckResult[] {
  return sgPath(of).filter((result) => result.subject === subject);
}

function verdict(subject: string, of: EndpointAudit): string | undefined {
  return brief(about(subject, of))[0]?.replace(` ${subject}`, '');
}

describe('SG_PATH', () => {
  it('is content with the healthy path', () => {
    expect(brief(sgPath(situation()))).toEqual(
      [DOOR_TO_ENDPOINT, CLIENTS, PARTNERS, ENDPOINT_SG, NLB_SG].map((subject) => `ok ${subject}`),
    );
  });

  it('is unknown where the security groups were not read', () => {
    expect(brief(sgPath(situation({ securityGroups: failed() })))).toEqual(['unknown security groups']);
  });
});

describe('SG_PATH from load balancer to endpoint', () => {
  const both = ['10.0.1.5/32', '10.0.2.5/32'];

  it.each<[string, readonly SecurityGroupRule[], string]>([
    ['the load balancer’s group', [FROM_DOOR], 'ok'],
    ['the subnets of the load balancer', [rule({ cidrs: ['10.0.1.0/24', '10.0.2.0/24'] })], 'ok'],
    [
      'the subnets of the load balancer, a rule each',
      ['10.0.1.0/24', '10.0.2.0/24'].map((cidr) => rule({ cidrs: [cidr] })),
      'ok',
    ],
    ['the addresses of the load balancer', [rule({ cidrs: both })], 'ok'],
    ['the whole VPC', [rule({ cidrs: ['10.0.0.0/16'] })], 'ok'],
    ['everybody', [rule({ cidrs: ['0.0.0.0/0'] })], 'ok'],
    ['only one of two subnets', [rule({ cidrs: ['10.0.1.0/24'] })], 'crit'],
    ['every IPv6 address', [rule({ cidrs: ['::/0'] })], 'crit'],
    ['another group', [rule({ groupIds: ['sg-other'] })], 'crit'],
    ['a prefix list', [rule({ prefixListIds: ['pl-1'] })], 'unknown'],
    ['a prefix list and the group', [rule({ prefixListIds: ['pl-1'] }), FROM_DOOR], 'ok'],
    ['a prefix list and the whole VPC', [rule({ prefixListIds: ['pl-1'] }), FROM_CLIENTS], 'ok'],
    ['a prefix list on another port', [rule({ prefixListIds: ['pl-1'], fromPort: 80, toPort: 80 })], 'crit'],
    ['nobody', [], 'crit'],
    ['a range of ports that holds it', [rule({ ...FROM_DOOR, fromPort: 400, toPort: 500 })], 'ok'],
    ['a range that ends with it', [rule({ ...FROM_DOOR, fromPort: 0, toPort: 443 })], 'ok'],
    ['a range that ends before it', [rule({ ...FROM_DOOR, fromPort: 0, toPort: 442 })], 'crit'],
    ['a range that begins after it', [rule({ ...FROM_DOOR, fromPort: 444, toPort: 65_535 })], 'crit'],
    ['UDP alone', [rule({ ...FROM_DOOR, protocol: 'udp' })], 'crit'],
    ['TCP by its number', [rule({ ...FROM_DOOR, protocol: '6' })], 'ok'],
    ['all traffic', [{ protocol: '-1', cidrs: [], groupIds: [NLB_SG], prefixListIds: [] }], 'ok'],
    [
      'ICMP alone, without ports',
      [{ protocol: 'icmp', cidrs: ['0.0.0.0/0'], groupIds: [], prefixListIds: [] }],
      'crit',
    ],
  ])('where the endpoint admits %s', (_, endpointIn, expected) => {
    expect(verdict(DOOR_TO_ENDPOINT, withRules({ endpointIn }))).toBe(expected);
  });

  it.each<[string, readonly SecurityGroupRule[], string]>([
    ['the endpoint’s group', [TO_ENDPOINT], 'ok'],
    ['the endpoint’s subnets', [rule({ cidrs: ['10.0.1.0/24', '10.0.2.0/24'] })], 'ok'],
    ['only one of the endpoint’s subnets', [rule({ cidrs: ['10.0.1.0/24'] })], 'crit'],
    ['everywhere', [{ protocol: '-1', cidrs: ['0.0.0.0/0'], groupIds: [], prefixListIds: [] }], 'ok'],
    ['a prefix list', [rule({ prefixListIds: ['pl-1'] })], 'unknown'],
    ['nowhere', [], 'crit'],
  ])('where the load balancer lets traffic out to %s', (_, doorOut, expected) => {
    expect(verdict(DOOR_TO_ENDPOINT, withRules({ doorOut }))).toBe(expected);
  });

  it('names each rule that is missing, with a command for each', () => {
    const results = about(DOOR_TO_ENDPOINT, withRules({ doorOut: [], endpointIn: [FROM_DOOR] }));
    const only = findingsOf(results);
    expect(only).toHaveLength(1);
    expect(only[0]?.fix).toBe(
      `aws ec2 authorize-security-group-egress --group-id ${NLB_SG} --ip-permissions '{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"UserIdGroupPairs":[{"GroupId":"${ENDPOINT_SG}"}]}' --region eu-west-1`,
    );
    const neither = findingsOf(about(DOOR_TO_ENDPOINT, withRules({ doorOut: [], endpointIn: [] })))[0];
    expect(neither?.found).toContain(`no egress rule of ${NLB_SG}`);
    expect(neither?.found).toContain(`no ingress rule of ${ENDPOINT_SG}`);
    expect(neither?.fix.split(' && ')).toHaveLength(2);
  });

  it('names only the block that is left out', () => {
    const [one] = findingsOf(about(DOOR_TO_ENDPOINT, withRules({ endpointIn: [rule({ cidrs: ['10.0.1.0/24'] })] })));
    expect(one?.found).toContain('10.0.2.5/32');
    expect(one?.found).not.toContain('10.0.1.5/32');
  });

  describe('with a check on another port', () => {
    const healthCheck = { ...groupWith().healthCheck, port: '8443' };
    const checked = situation({ group: read(groupWith({ healthCheck })) });
    const wide = { fromPort: 443, toPort: 8443 };

    it.each<[string, Rules, string]>([
      ['neither end admits it', {}, 'crit'],
      ['only the endpoint admits it', { endpointIn: [rule({ ...FROM_DOOR, ...wide })] }, 'crit'],
      ['only the load balancer lets it out', { doorOut: [rule({ ...TO_ENDPOINT, ...wide })] }, 'crit'],
      [
        'both ends admit it',
        { doorOut: [rule({ ...TO_ENDPOINT, ...wide })], endpointIn: [rule({ ...FROM_DOOR, ...wide })] },
        'ok',
      ],
    ])('where %s', (_, rules, expected) => {
      expect(verdict(DOOR_TO_ENDPOINT, withRules(rules, checked))).toBe(expected);
    });
  });

  describe('with a load balancer that has no security group', () => {
    const bare = withLoadBalancer({ securityGroupIds: [] });

    it.each<[string, readonly SecurityGroupRule[], string]>([
      ['its subnets', [rule({ cidrs: ['10.0.1.0/24', '10.0.2.0/24'] })], 'ok'],
      ['its addresses', [rule({ cidrs: both })], 'ok'],
      ['one of its subnets', [rule({ cidrs: ['10.0.2.0/24'] })], 'crit'],
      ['a group, which it is in none of', [FROM_DOOR], 'crit'],
    ])('needs no rule of its own, and the endpoint must admit it by address: %s', (_, endpointIn, expected) => {
      expect(verdict(DOOR_TO_ENDPOINT, withRules({ endpointIn, doorOut: [] }, bare))).toBe(expected);
    });

    it('is mended by its addresses', () => {
      const [one] = findingsOf(about(DOOR_TO_ENDPOINT, withRules({ endpointIn: [] }, bare)));
      expect(one?.fix).toContain('"IpRanges":[{"CidrIp":"10.0.1.5/32"},{"CidrIp":"10.0.2.5/32"}]');
    });

    it('is looked for by its subnets where its interfaces were not read', () => {
      const unseen = withFrontDoor({ interfaces: failed() }, bare);
      const rules = (...cidrs: readonly string[]): Rules => ({ endpointIn: [rule({ cidrs })] });
      expect(verdict(DOOR_TO_ENDPOINT, withRules(rules('10.0.1.0/24', '10.0.2.0/24'), unseen))).toBe('ok');
      expect(verdict(DOOR_TO_ENDPOINT, withRules(rules(...both), unseen))).toBe('unknown');
      const partly = { ...unseen, subnets: read([subnet(1)]) };
      expect(verdict(DOOR_TO_ENDPOINT, withRules(rules('10.0.1.0/24'), partly))).toBe('unknown');
      const nothing = { ...unseen, subnets: failed() };
      expect(verdict(DOOR_TO_ENDPOINT, withRules(rules('10.0.1.0/24', '10.0.2.0/24'), nothing))).toBe('unknown');
    });
  });

  it('adds the rules of several groups up, and takes any of them for a name', () => {
    const source = read(sourceWith({ securityGroupIds: [ENDPOINT_SG, 'sg-e2'] }));
    const base = { ...withLoadBalancer({ securityGroupIds: [NLB_SG, 'sg-a2'] }), source };
    const groups = (e1: readonly SecurityGroupRule[], e2: readonly SecurityGroupRule[]): EndpointAudit => ({
      ...base,
      securityGroups: read([
        { id: NLB_SG, ingress: [PARTNER_RULE], egress: [] },
        { id: 'sg-a2', ingress: [], egress: [rule({ groupIds: ['sg-e2'] })] },
        { id: ENDPOINT_SG, ingress: e1, egress: [] },
        { id: 'sg-e2', ingress: e2, egress: [] },
      ]),
    });
    const subnets = ['10.0.1.0/24', '10.0.2.0/24'].map((cidr) => rule({ cidrs: [cidr] }));
    expect(verdict(DOOR_TO_ENDPOINT, groups(subnets.slice(0, 1), subnets.slice(1)))).toBe('ok');
    expect(verdict(DOOR_TO_ENDPOINT, groups(subnets.slice(0, 1), []))).toBe('crit');
    expect(verdict(DOOR_TO_ENDPOINT, groups([], [rule({ groupIds: ['sg-a2'] })]))).toBe('ok');
  });

  it('is judged by the addresses of the group’s family', () => {
    const ips = ['10.0.1.17', '2001:db8:0:1::17'];
    const dualstack: EndpointAudit = {
      ...withLoadBalancer({ securityGroupIds: [] }),
      group: read(groupWith({ family: 'ipv6' })),
      source: read(sourceWith({}, [endpointInterface(1, { ips })])),
      subnets: read(
        [1, 2].map((number) => subnet(number, { cidrs: [`10.0.${number}.0/24`, `2001:db8:0:${number}::/64`] })),
      ),
    };
    const admits = (...cidrs: readonly string[]): EndpointAudit =>
      withRules({ endpointIn: [rule({ cidrs })] }, dualstack);
    expect(verdict(DOOR_TO_ENDPOINT, admits('2001:db8::/32'))).toBe('ok');
    expect(verdict(DOOR_TO_ENDPOINT, admits('2001:db8:0:1::/64'))).toBe('crit');
    expect(verdict(DOOR_TO_ENDPOINT, admits('0.0.0.0/0'))).toBe('crit');
    expect(said(about(DOOR_TO_ENDPOINT, admits()))).toContain('"Ipv6Ranges":[{"CidrIpv6":"2001:db8:0:1::/64"}');
  });

  it.each<[string, EndpointAudit]>([
    ['the group was not read', situation({ group: failed() })],
    ['the endpoint was not read', situation({ source: failed() })],
    ['the load balancer was not read', withFrontDoor({ loadBalancer: failed() })],
    ['the group is attached to nothing', detached()],
    ['the endpoint has no security group', situation({ source: read(sourceWith({ securityGroupIds: [] })) })],
    [
      'a security group of the endpoint is not among those read',
      situation({ securityGroups: read([{ id: NLB_SG, ingress: [], egress: [TO_ENDPOINT] }]) }),
    ],
    [
      'interfaces of the endpoint were not seen, and egress is by address',
      withRules(
        { doorOut: [rule({ cidrs: ['10.0.0.0/16'] })] },
        situation({ source: read(sourceWith({ interfaceIds: ['eni-1', 'eni-2', 'eni-3'] })) }),
      ),
    ],
  ])('is unknown where %s', (_, unclear) => {
    expect(verdict(DOOR_TO_ENDPOINT, unclear)).toBe('unknown');
  });
});

describe('SG_PATH from VPC clients to endpoint', () => {
  it.each<[string, readonly SecurityGroupRule[], string]>([
    ['their VPC', [FROM_CLIENTS], 'ok'],
    ['their VPC in two halves', [rule({ cidrs: ['10.0.0.0/17'] }), rule({ cidrs: ['10.0.128.0/17'] })], 'ok'],
    ['a part of their VPC', [rule({ cidrs: ['10.0.32.0/20'] })], 'warn'],
    ['a part of their VPC, on another port', [rule({ cidrs: ['10.0.32.0/20'], fromPort: 80, toPort: 80 })], 'crit'],
    ['more than their VPC', [rule({ cidrs: ['10.0.0.0/8'] })], 'ok'],
    ['another VPC', [rule({ cidrs: ['10.1.0.0/16'] })], 'crit'],
    ['the load balancer alone', [], 'crit'],
    ['another group, where clients may be', [rule({ groupIds: ['sg-clients'] })], 'unknown'],
    [
      'another group, and a part of their VPC',
      [rule({ groupIds: ['sg-clients'], cidrs: ['10.0.32.0/20'] })],
      'unknown',
    ],
    ['another group, on another port', [rule({ groupIds: ['sg-clients'], fromPort: 80, toPort: 80 })], 'crit'],
    ['a prefix list', [rule({ prefixListIds: ['pl-1'] })], 'unknown'],
  ])('where the endpoint admits %s', (_, rules, expected) => {
    expect(verdict(CLIENTS, withRules({ endpointIn: [FROM_DOOR, ...rules] }))).toBe(expected);
  });

  it('is mended by a rule for what is left out', () => {
    const vpc = clientVpc({ cidrs: read(['10.1.0.0/16']) });
    const [one] = findingsOf(about(CLIENTS, situation({ clientVpcs: [vpc] })));
    expect(one?.found).toBe(`No ingress rule of ${ENDPOINT_SG} admits 10.1.0.0/16.`);
    expect(one?.fix).toContain(`authorize-security-group-ingress --group-id ${ENDPOINT_SG}`);
    expect(one?.fix).toContain('"IpRanges":[{"CidrIp":"10.1.0.0/16"}]');
  });

  it('is not mended by a rule for the whole VPC where a part of it is admitted', () => {
    const [one] = findingsOf(about(CLIENTS, withRules({ endpointIn: [FROM_DOOR, rule({ cidrs: ['10.0.32.0/20'] })] })));
    expect(one?.found).toContain('10.0.32.0/20');
    expect(one?.fix).toContain(`aws ec2 describe-security-groups --group-ids ${ENDPOINT_SG}`);
    expect(one?.fix).not.toContain('authorize');
  });

  it('cannot tell from here who is in a group that a rule names', () => {
    const [one] = about(CLIENTS, withRules({ endpointIn: [FROM_DOOR, rule({ groupIds: ['sg-clients'] })] }));
    expect(one).toMatchObject({ kind: 'unknown', outOfReach: true });
  });

  it('is not configured where no name has a private half, and judged where one of two has', () => {
    const { privateHalf: _, ...publicOnly } = nameWith({ name: 'other.example.com' });
    const locked = (names: EndpointAudit['names']): EndpointAudit =>
      withRules({ endpointIn: [FROM_DOOR] }, situation({ names }));
    const notConfigured = { kind: 'not-configured', key: 'hostnames.privateZoneId' };
    expect(about(CLIENTS, locked([publicOnly]))).toMatchObject([notConfigured]);
    expect(about(CLIENTS, locked([]))).toMatchObject([notConfigured]);
    expect(verdict(CLIENTS, locked([publicOnly, nameWith()]))).toBe('crit');
  });

  it('has a result for each VPC', () => {
    const clientVpcs = [clientVpc(), clientVpc({ id: 'vpc-far', cidrs: read(['172.16.0.0/16']) })];
    const results = sgPath(situation({ clientVpcs }));
    expect(brief(results)).toContain(`ok ${CLIENTS}`);
    expect(brief(results)).toContain('crit vpc-far clients → endpoint');
  });

  it('does not ask for a family that the endpoint has not', () => {
    const clientVpcs = [clientVpc({ cidrs: read(['10.0.0.0/16', '2001:db8::/56']) })];
    expect(verdict(CLIENTS, situation({ clientVpcs }))).toBe('ok');
    const dualstack = read(sourceWith({}, [endpointInterface(1, { ips: ['10.0.1.17', '2001:db8::17'] })]));
    expect(verdict(CLIENTS, situation({ clientVpcs, source: dualstack }))).toBe('warn');
  });

  it('is judged although the group is attached to nothing', () => {
    expect(verdict(CLIENTS, detached())).toBe('ok');
    expect(verdict(CLIENTS, withRules({ endpointIn: [] }, detached()))).toBe('crit');
  });

  it.each<[string, EndpointAudit]>([
    ['the VPC’s blocks were not read', situation({ clientVpcs: [clientVpc({ cidrs: failed() })] })],
    [
      'VPC and endpoint have no family in common',
      situation({ clientVpcs: [clientVpc({ cidrs: read(['2001:db8::/56']) })] }),
    ],
    ['the endpoint has no security group', situation({ source: read(sourceWith({ securityGroupIds: [] })) })],
    ['the endpoint’s group was not read', situation({ securityGroups: read([]) })],
  ])('is unknown where %s', (_, unclear) => {
    expect(verdict(CLIENTS, unclear)).toBe('unknown');
  });

  it('is unknown for all where the endpoint was not read', () => {
    expect(brief(sgPath(situation({ source: failed() })))).toContain('unknown VPC clients → endpoint');
  });
});

describe('SG_PATH from partners to load balancer', () => {
  it.each<[string, readonly SecurityGroupRule[], string]>([
    ['each block', [PARTNER_RULE], 'ok'],
    ['each block in pieces', ['203.0.113.0/25', '203.0.113.128/25'].map((cidr) => rule({ cidrs: [cidr] })), 'ok'],
    ['a piece of it', [rule({ cidrs: ['203.0.113.0/25'] })], 'crit'],
    ['everybody', [rule({ cidrs: ['0.0.0.0/0'] })], 'ok'],
    ['groups alone', [rule({ groupIds: ['sg-other'] })], 'crit'],
    ['each block on another port', [rule({ ...PARTNER_RULE, fromPort: 8443, toPort: 8443 })], 'crit'],
    ['a prefix list', [rule({ prefixListIds: ['pl-1'] })], 'unknown'],
    ['nobody', [], 'crit'],
  ])('where it admits %s', (_, doorIn, expected) => {
    expect(verdict(PARTNERS, withRules({ doorIn }))).toBe(expected);
  });

  it('looks at the port that partners connect to', () => {
    const other = withSettings({ publicPort: 8443 });
    expect(verdict(PARTNERS, other)).toBe('crit');
    expect(verdict(PARTNERS, withRules({ doorIn: [rule({ ...PARTNER_RULE, toPort: 8443 })] }, other))).toBe('ok');
  });

  it('is mended by a rule for the blocks left out, of either family', () => {
    const told = withSettings({ allowedCidrs: ['203.0.113.0/24', '198.18.0.0/15', '2001:db8:5::/48'] });
    const [one] = findingsOf(about(PARTNERS, told));
    expect(one?.fix).toContain('"IpRanges":[{"CidrIp":"198.18.0.0/15"}],"Ipv6Ranges":[{"CidrIpv6":"2001:db8:5::/48"}]');
  });

  it('is weak where the load balancer has no security group, unless everybody may connect', () => {
    const bare = withLoadBalancer({ securityGroupIds: [] });
    expect(verdict(PARTNERS, bare)).toBe('warn');
    expect(said(about(PARTNERS, bare))).toContain('admits everybody');
    expect(verdict(PARTNERS, withSettings({ allowedCidrs: ['0.0.0.0/0'] }, bare))).toBe('ok');
  });

  it('says that nobody may connect where that is what it was told', () => {
    const nobody = withRules({ doorIn: [] }, withSettings({ allowedCidrs: [] }));
    expect(about(PARTNERS, nobody)).toMatchObject([{ kind: 'ok', found: expect.stringContaining('Nobody') }]);
    const open = withSettings({ allowedCidrs: [] });
    expect(said(about(NLB_SG, open))).toContain('admits on TCP 443 nobody.');
    const bare = withLoadBalancer({ securityGroupIds: [] }, open);
    expect(verdict(PARTNERS, bare)).toBe('warn');
    expect(said(about(PARTNERS, bare))).toContain('front-door admits nobody.');
  });

  it.each([
    ['audit.allowedCidrs', { allowedCidrs: undefined }],
    ['audit.publicPort', { publicPort: undefined }],
  ])('is not configured without %s, and the rest is judged all the same', (key, over) => {
    expect(brief(sgPath(withSettings({ ...healthySettings, ...over })))).toEqual([
      `ok ${DOOR_TO_ENDPOINT}`,
      `ok ${CLIENTS}`,
      `not-configured ${key}`,
      `ok ${ENDPOINT_SG}`,
    ]);
  });

  it.each<[string, EndpointAudit]>([
    ['the load balancer was not read', withFrontDoor({ loadBalancer: failed() })],
    ['the group is attached to nothing', detached()],
    ['its security group was not read', situation({ securityGroups: read([]) })],
  ])('is unknown where %s', (_, unclear) => {
    expect(verdict(PARTNERS, unclear)).toBe('unknown');
  });
});

describe('SG_PATH on groups that are too open', () => {
  it.each<[string, readonly SecurityGroupRule[], string]>([
    ['everybody by IPv4', [rule({ cidrs: ['0.0.0.0/0'] })], 'warn'],
    ['everybody by IPv6', [rule({ cidrs: ['::/0'] })], 'warn'],
    ['everybody in two halves', [rule({ cidrs: ['0.0.0.0/1', '128.0.0.0/1'] })], 'warn'],
    ['everybody, on all ports', [{ protocol: '-1', cidrs: ['0.0.0.0/0'], groupIds: [], prefixListIds: [] }], 'warn'],
    ['everybody, on a port where nothing listens', [rule({ cidrs: ['0.0.0.0/0'], fromPort: 22, toPort: 22 })], 'ok'],
    ['much, and not everybody', [rule({ cidrs: ['10.0.0.0/8'] })], 'ok'],
    ['a prefix list', [rule({ prefixListIds: ['pl-1'] })], 'unknown'],
  ])('where the endpoint’s group admits %s', (_, rules, expected) => {
    expect(verdict(ENDPOINT_SG, withRules({ endpointIn: [FROM_DOOR, FROM_CLIENTS, ...rules] }))).toBe(expected);
  });

  it.each<[string, readonly SecurityGroupRule[], string]>([
    ['everybody', [PARTNER_RULE, rule({ cidrs: ['0.0.0.0/0'] })], 'warn'],
    ['every IPv6 address', [PARTNER_RULE, rule({ cidrs: ['::/0'] })], 'warn'],
    ['a wider block', [rule({ cidrs: ['203.0.112.0/23'] })], 'warn'],
    ['a block nobody was told of', [PARTNER_RULE, rule({ cidrs: ['192.0.2.0/24'] })], 'warn'],
    ['a part of a block', [PARTNER_RULE, rule({ cidrs: ['203.0.113.7/32'] })], 'ok'],
    ['everybody, on another port', [PARTNER_RULE, rule({ cidrs: ['0.0.0.0/0'], fromPort: 80, toPort: 80 })], 'ok'],
    ['a prefix list', [PARTNER_RULE, rule({ prefixListIds: ['pl-1'] })], 'unknown'],
  ])('where the load balancer’s group admits %s', (_, doorIn, expected) => {
    expect(verdict(NLB_SG, withRules({ doorIn }))).toBe(expected);
  });

  it('lets everybody in where that is what it was told', () => {
    const told = withSettings({ allowedCidrs: ['0.0.0.0/0'] });
    expect(verdict(NLB_SG, withRules({ doorIn: [rule({ cidrs: ['0.0.0.0/0'] })] }, told))).toBe('ok');
    expect(verdict(NLB_SG, withRules({ doorIn: [rule({ cidrs: ['::/0'] })] }, told))).toBe('warn');
  });

  it('gives partners a rule of their own before it takes the wide one away', () => {
    const fix = (doorIn: readonly SecurityGroupRule[]): string =>
      findingsOf(about(NLB_SG, withRules({ doorIn })))[0]?.fix ?? '';
    const wide = rule({ cidrs: ['0.0.0.0/0'], protocol: '6' });
    const revoke = `aws ec2 revoke-security-group-ingress --group-id ${NLB_SG} --ip-permissions '{"IpProtocol":"6","FromPort":443,"ToPort":443,"IpRanges":[{"CidrIp":"0.0.0.0/0"}]}' --region eu-west-1`;
    expect(fix([PARTNER_RULE, wide])).toBe(revoke);
    const [first, second] = fix([wide]).split(' && ');
    expect(first).toContain('authorize-security-group-ingress');
    expect(first).toContain('203.0.113.0/24');
    expect(second).toBe(revoke);
  });

  it.each<[string, SecurityGroupRule]>([
    ['all traffic', { protocol: '-1', cidrs: ['0.0.0.0/0'], groupIds: [], prefixListIds: [] }],
    ['ports from it on', rule({ cidrs: ['10.0.0.0/8'], toPort: 8443 })],
    ['ports up to it', rule({ cidrs: ['10.0.0.0/8'], fromPort: 80 })],
  ])('revokes no rule for %s, since others may live by it', (_, wide) => {
    const [one] = findingsOf(about(NLB_SG, withRules({ doorIn: [PARTNER_RULE, wide] })));
    expect(one?.fix).toContain(`aws ec2 describe-security-groups --group-ids ${NLB_SG}`);
    expect(one?.fix).not.toMatch(/-security-group-ingress/);
  });

  it('is unknown where the group was not read', () => {
    const unclear = situation({ securityGroups: read([]) });
    expect([verdict(ENDPOINT_SG, unclear), verdict(NLB_SG, unclear)]).toEqual(['unknown', 'unknown']);
  });
});

describe('SG_PATH, whatever the rules', () => {
  const cidr = fc.constantFrom(
    '10.0.0.0/16',
    '10.0.1.0/24',
    '10.0.2.0/24',
    '10.0.1.5/32',
    '203.0.113.0/24',
    '0.0.0.0/0',
    '::/0',
  );
  const port = fc.constantFrom(0, 80, 443, 65_535);
  const anyRule: fc.Arbitrary<SecurityGroupRule> = fc.record(
    {
      protocol: fc.constantFrom('tcp', '6', 'udp', '-1', 'icmp'),
      fromPort: port,
      toPort: port,
      cidrs: fc.array(cidr, { maxLength: 2 }),
      groupIds: fc.array(fc.constantFrom(NLB_SG, ENDPOINT_SG, 'sg-other'), { maxLength: 2 }),
      prefixListIds: fc.array(fc.constant('pl-1'), { maxLength: 1 }),
    },
    { requiredKeys: ['protocol', 'cidrs', 'groupIds', 'prefixListIds'] },
  );
  const anyRules = fc.array(anyRule, { maxLength: 4 });
  const ways = (of: EndpointAudit): ReadonlyMap<string, string> =>
    new Map(
      sgPath(of)
        .filter(({ subject }) => subject.includes('→'))
        .map(({ subject, kind }) => [subject, kind]),
    );

  it('never lets a way that is open be closed by a further rule for ingress', () => {
    fc.assert(
      fc.property(anyRules, anyRules, anyRules, anyRule, fc.boolean(), (doorIn, doorOut, endpointIn, more, atDoor) => {
        const before = ways(withRules({ doorIn, doorOut, endpointIn }));
        const after = ways(
          withRules({
            doorOut,
            doorIn: atDoor ? [...doorIn, more] : doorIn,
            endpointIn: atDoor ? endpointIn : [...endpointIn, more],
          }),
        );
        expect(before.size).toBe(3);
        const open = [...before.keys()].filter((subject) => before.get(subject) === 'ok');
        expect(open.filter((subject) => after.get(subject) !== 'ok')).toEqual([]);
      }),
    );
  });
});
