import { describe, expect, it } from 'vitest';
import { lbAddresses } from '../../../controller/checks/load-balancer/addresses.ts';
import type { EndpointAudit } from '../../../controller/model/audit.ts';
import type { LoadBalancer } from '../../../controller/model/audit-load-balancer.ts';
import { read } from '../../../controller/model/reading.ts';
import { withFrontDoor, withLoadBalancer } from './front-doors.ts';
import { brief, findingsOf, said } from './results.ts';
import {
  detached,
  endpointInterface,
  failed,
  FIXED_IPS,
  frontDoorWith,
  healthySettings,
  loadBalancerAttributes,
  loadBalancerWith,
  NLB_ARN,
  situation,
  valueOf,
  withSettings,
} from './situation.ts';

const [IP_1, IP_2] = FIXED_IPS;
const EIPS = valueOf(frontDoorWith().elasticIps);
const EIP_SUBJECTS = EIPS.map(({ allocationId, ip }) => `${allocationId} (${ip})`);
const OK = [
  'ok expected addresses',
  'ok deletion_protection.enabled',
  ...EIP_SUBJECTS.map((subject) => `ok ${subject}`),
];

function expecting(...expectedAddresses: readonly string[]): EndpointAudit {
  return withSettings({ expectedAddresses });
}

/** The zones of the load balancer, each with these addresses. */
function zonesWith(addresses: LoadBalancer['zones'][number]['addresses']): LoadBalancer['zones'] {
  return loadBalancerWith().zones.map((zone) => ({ ...zone, addresses }));
}

describe('LB_ADDRESSES', () => {
  it('is content with the healthy path', () => {
    expect(brief(lbAddresses(situation()))).toEqual(OK);
  });

  it.each([
    ['in another order', [IP_2, IP_1], 'ok', ''],
    ['of which one is not there', [IP_1, IP_2, '198.51.100.9'], 'crit', 'it lacks 198.51.100.9.'],
    ['that lack one', [IP_1], 'crit', `it also has ${IP_2}.`],
    ['of which one is another', [IP_1, '198.51.100.9'], 'crit', `it lacks 198.51.100.9, and it also has ${IP_2}.`],
    ['of another family as well', [IP_1, IP_2, '2001:db8::1'], 'crit', 'it lacks 2001:db8::1.'],
    ['that are none', [], 'crit', `it also has ${IP_1}, ${IP_2}.`],
  ])('compares with expected addresses %s', (_, expected, verdict, found) => {
    const results = lbAddresses(expecting(...expected));
    expect(brief(results)).toEqual([`${verdict} expected addresses`, ...OK.slice(1)]);
    expect(findingsOf(results)[0]?.found ?? '').toContain(found);
  });

  it('says that partners must be told', () => {
    const [lost] = findingsOf(lbAddresses(expecting('198.51.100.9')));
    expect(lost?.fix).toContain(`aws elbv2 describe-load-balancers --load-balancer-arns ${NLB_ARN} --region eu-west-1`);
    expect(lost?.fix).toContain('tell partners');
  });

  it('finds fixed IPs lost where a new load balancer has addresses of AWS’s own', () => {
    const results = lbAddresses(withLoadBalancer({ zones: zonesWith([]) }));
    expect(brief(results)).toEqual(['crit expected addresses', OK[1], 'warn elastic IPs']);
  });

  it('takes the private addresses of an internal load balancer, chosen for it or by AWS', () => {
    const told = expecting('10.0.1.5', '10.0.2.5');
    const internal = { scheme: 'internal', zones: zonesWith([]) };
    const chosen = loadBalancerWith().zones.map((zone, at) => ({ ...zone, addresses: [{ ip: `10.0.${at + 1}.5` }] }));
    const verdict = (of: EndpointAudit): string | undefined => brief(lbAddresses(of))[0];
    expect(verdict(withLoadBalancer({ scheme: 'internal', zones: chosen }, told))).toBe('ok expected addresses');
    expect(verdict(withLoadBalancer(internal, told))).toBe('ok expected addresses');
    expect(verdict(withLoadBalancer(internal, expecting('10.0.1.5')))).toBe('crit expected addresses');
    const unseen = withFrontDoor({ loadBalancer: read(loadBalancerWith(internal)), interfaces: failed() }, told);
    expect(verdict(unseen)).toBe('unknown expected addresses');
  });

  it('takes IPv6 addresses that AWS chose from the interfaces', () => {
    const interfaces = read([endpointInterface(1, { ips: ['10.0.1.5', '2001:db8:0:1::5'] })]);
    const dualstack = read(loadBalancerWith({ ipAddressType: 'dualstack' }));
    const verdict = (...told: readonly string[]): string | undefined =>
      brief(lbAddresses(withFrontDoor({ loadBalancer: dualstack, interfaces }, expecting(...told))))[0];
    expect(verdict(IP_1, IP_2, '2001:db8:0:1::5')).toBe('ok expected addresses');
    expect(verdict(IP_1, IP_2, '2001:db8:0:1::6')).toBe('crit expected addresses');
  });

  it('is not configured without expected addresses, and the rest is judged all the same', () => {
    const untold = withSettings({ ...healthySettings, expectedAddresses: undefined });
    expect(brief(lbAddresses(untold))).toEqual(['not-configured audit.expectedAddresses', ...OK.slice(1)]);
    expect(brief(lbAddresses(detached(untold)))[0]).toBe('not-configured audit.expectedAddresses');
  });

  it.each<[string, EndpointAudit]>([
    ['the load balancer was not read', withFrontDoor({ loadBalancer: failed() })],
    ['the group is attached to nothing', detached()],
    ['the group was not read', situation({ group: failed() })],
  ])('is unknown where %s', (_, unclear) => {
    expect(brief(lbAddresses(unclear))).toEqual([
      'unknown expected addresses',
      'unknown deletion_protection.enabled',
      'unknown elastic IPs',
    ]);
  });
});

describe('LB_ADDRESSES on what keeps the addresses', () => {
  it.each([
    ['off', read(loadBalancerAttributes({ 'deletion_protection.enabled': 'false' })), 'warn'],
    ['not named', read(new Map<string, string>()), 'unknown'],
    ['not read', failed(), 'unknown'],
  ])('makes of deletion protection that is %s: %s', (_, attributes, expected) => {
    const results = lbAddresses(withFrontDoor({ attributes }));
    expect(brief(results)).toEqual([OK[0], `${expected} deletion_protection.enabled`, ...OK.slice(2)]);
  });

  it('names the command that protects the load balancer', () => {
    const attributes = read(loadBalancerAttributes({ 'deletion_protection.enabled': 'false' }));
    expect(said(lbAddresses(withFrontDoor({ attributes })))).toContain(
      `aws elbv2 modify-load-balancer-attributes --load-balancer-arn ${NLB_ARN} --attributes Key=deletion_protection.enabled,Value=true`,
    );
  });

  it.each<[string, Readonly<Record<string, string>>, string]>([
    ['no tag', {}, 'warn'],
    ['another tag', { Name: 'front-door-1' }, 'warn'],
    ['the tag with another value', { 'target-sync:retained': 'false' }, 'warn'],
    ['the tag among others', { Name: 'front-door-1', 'target-sync:retained': 'true' }, 'ok'],
  ])('makes of an elastic IP with %s: %s', (_, tags, expected) => {
    const elasticIps = read(EIPS.map((one, at) => (at === 0 ? { ...one, tags } : one)));
    const results = lbAddresses(withFrontDoor({ elasticIps }));
    expect(brief(results)).toEqual([...OK.slice(0, 2), `${expected} ${EIP_SUBJECTS[0]}`, OK[3]]);
  });

  it('names the command that tags an elastic IP', () => {
    const elasticIps = read(EIPS.map((one) => ({ ...one, tags: {} })));
    expect(findingsOf(lbAddresses(withFrontDoor({ elasticIps }))).map(({ fix }) => fix)).toEqual(
      EIPS.map(
        ({ allocationId }) =>
          `aws ec2 create-tags --resources ${allocationId} --tags Key=target-sync:retained,Value=true --region eu-west-1`,
      ),
    );
  });

  it('is unknown where elastic IPs were not read, all or one', () => {
    expect(brief(lbAddresses(withFrontDoor({ elasticIps: failed() }))).slice(2)).toEqual(['unknown elastic IPs']);
    expect(brief(lbAddresses(withFrontDoor({ elasticIps: read(EIPS.slice(1)) }))).slice(2)).toEqual([
      `unknown ${EIP_SUBJECTS[0]}`,
      OK[3],
    ]);
  });

  it('asks for no elastic IP of an internal load balancer', () => {
    const internal = withLoadBalancer({ scheme: 'internal', zones: zonesWith([]) });
    const unread = withFrontDoor({
      loadBalancer: read(loadBalancerWith({ scheme: 'internal' })),
      elasticIps: failed(),
    });
    expect(brief(lbAddresses(internal))[2]).toBe('ok elastic IPs');
    expect(brief(lbAddresses(unread))[2]).toBe('ok elastic IPs');
  });
});
