import { describe, expect, it } from 'vitest';
import { check } from '../../../controller/checks/all.ts';
import { zoneDark } from '../../../controller/checks/group/zone-dark.ts';
import type { EndpointAudit } from '../../../controller/model/audit.ts';
import { read } from '../../../controller/model/reading.ts';
import type { ListedTarget } from '../../../controller/model/target.ts';
import { withFrontDoor, withLoadBalancer } from './front-doors.ts';
import { brief, findingsOf, said } from './results.ts';
import {
  detached,
  endpointInterface,
  failed,
  FIXED_IPS,
  GROUP_ARN,
  groupAttributes,
  groupWith,
  listedTarget,
  situation,
  sourceWith,
  subnet,
  TARGET_IPS,
} from './situation.ts';

const [IP_1, IP_2] = TARGET_IPS;
const ZONES = [`euw1-az1 (${FIXED_IPS[0]})`, `euw1-az2 (${FIXED_IPS[1]})`] as const;
const healthy1 = listedTarget(IP_1);
const bad1 = listedTarget(IP_1, 'unhealthy');
const bad2 = listedTarget(IP_2, 'unhealthy', { healthReason: 'Target.Timeout' });
const elsewhere = '192.168.7.7';

function withTargets(targets: readonly ListedTarget[], crossZone = 'false'): EndpointAudit {
  const base = situation();
  return {
    ...base,
    spec: { ...base.spec, keep: [elsewhere, '2001:db8:0:2::17'] },
    targets: read(targets),
    groupAttributes: read(groupAttributes({ 'load_balancing.cross_zone.enabled': crossZone })),
  };
}

function verdicts(of: EndpointAudit): readonly string[] {
  const results = zoneDark(of);
  expect(results.map(({ subject }) => subject)).toEqual(ZONES);
  return brief(results).map((line) => line.split(' ')[0] ?? '');
}

describe('ZONE_DARK', () => {
  it.each<[string, readonly ListedTarget[], readonly string[]]>([
    ['each zone has a healthy target', [healthy1, listedTarget(IP_2)], ['ok', 'ok']],
    ['one zone’s target is unhealthy', [healthy1, bad2], ['ok', 'crit']],
    ['one zone’s target is still coming up', [healthy1, listedTarget(IP_2, 'initial')], ['ok', 'crit']],
    ['one zone’s target is draining', [healthy1, listedTarget(IP_2, 'draining')], ['ok', 'crit']],
    [
      'one zone’s target is draining, under a zonal shift',
      [healthy1, listedTarget(IP_2, 'draining', { zonalShift: true })],
      ['ok', 'crit'],
    ],
    ['one zone has no target', [healthy1], ['ok', 'crit']],
    ['there is no target at all', [], ['crit', 'crit']],
    [
      'a healthy target is of every zone',
      [listedTarget(elsewhere, 'healthy', { asListed: { Id: elsewhere, AvailabilityZone: 'all' } })],
      ['ok', 'ok'],
    ],
    [
      'health checks are disabled',
      [healthy1, listedTarget(IP_2, 'unavailable', { healthReason: 'Target.HealthCheckDisabled' })],
      ['ok', 'ok'],
    ],
    ['AWS does not tell a target’s health', [healthy1, listedTarget(IP_2, 'unavailable')], ['ok', 'unknown']],
    ['a target’s health is a word that is not known', [healthy1, listedTarget(IP_2, 'unknown')], ['ok', 'unknown']],
    ['a zonal shift hides a target’s health', [healthy1, { ...bad2, zonalShift: true }], ['ok', 'unknown']],
    [
      'a zonal shift is on a healthy target',
      [healthy1, listedTarget(IP_2, 'healthy', { zonalShift: true })],
      ['ok', 'ok'],
    ],
    ['the zone of a healthy target is not known', [healthy1, listedTarget(elsewhere)], ['ok', 'unknown']],
    ['the zone of an unhealthy target is not known', [healthy1, listedTarget(elsewhere, 'unhealthy')], ['ok', 'crit']],
  ])('with cross-zone off, where %s', (_, targets, expected) => {
    expect(verdicts(withTargets(targets))).toEqual(expected);
  });

  it.each<[string, readonly ListedTarget[], readonly string[]]>([
    ['one zone’s target is unhealthy', [healthy1, bad2], ['ok', 'ok']],
    ['a healthy target’s zone is not known', [listedTarget(elsewhere)], ['ok', 'ok']],
    ['no target is healthy', [bad1, bad2], ['crit', 'crit']],
    ['there is no target at all', [], ['crit', 'crit']],
    ['a zonal shift hides the health of one', [bad1, { ...bad2, zonalShift: true }], ['unknown', 'unknown']],
  ])('with cross-zone on, where %s', (_, targets, expected) => {
    expect(verdicts(withTargets(targets, 'true'))).toEqual(expected);
  });

  describe('with a stranger that is healthy', () => {
    const stranger = listedTarget('10.0.2.99');

    it.each<[string, EndpointAudit, readonly string[]]>([
      ['and cross-zone off', withTargets([healthy1, stranger]), ['ok', 'crit']],
      ['and cross-zone on', withTargets([bad1, stranger], 'true'), ['crit', 'crit']],
      ['beside a healthy target', withTargets([healthy1, listedTarget(IP_2), stranger]), ['ok', 'ok']],
      ['and is to be kept', withTargets([healthy1, listedTarget(elsewhere)], 'true'), ['ok', 'ok']],
      ['and an endpoint that was not read', { ...withTargets([healthy1, stranger]), source: failed() }, ['ok', 'ok']],
      [
        'and interfaces that were not seen',
        { ...withTargets([healthy1, stranger]), source: read({ ...sourceWith(), interfaces: [endpointInterface(1)] }) },
        ['ok', 'ok'],
      ],
    ])('%s', (_, of, expected) => {
      expect(verdicts(of)).toEqual(expected);
    });

    it('says that it gets the traffic, and does not turn cross-zone on for its sake', () => {
      const [dark] = findingsOf(zoneDark(withTargets([bad1, stranger])));
      const text = said(zoneDark(withTargets([bad1, stranger])));
      expect(text).toContain('Strangers get its traffic: 10.0.2.99:443 is healthy.');
      expect(dark?.fix).toContain('aws elbv2 describe-target-health');
    });
  });

  it('is unknown of a group whose targets are no IPs', () => {
    const targets = read([listedTarget('i-0123456789abcdef0')]);
    const instances = situation({ group: read(groupWith({ type: 'instance' })), targets });
    expect(brief(zoneDark(instances))).toEqual(['unknown front-door']);
    expect(brief(check(instances))).toContain('crit target type');
  });

  it('counts a cross-zone setting that is not known as off, and says so', () => {
    const unclear = { ...withTargets([healthy1, bad2]), groupAttributes: failed() };
    expect(verdicts(unclear)).toEqual(['ok', 'crit']);
    expect(said(zoneDark(unclear))).toContain('unknown, which counts as off');
  });

  it('takes the zone of an IPv6 target from its subnet', () => {
    const of = withTargets([healthy1, listedTarget('2001:db8:0:2::17')]);
    const dualstack = { ...of, subnets: read([subnet(1), subnet(2, { cidrs: ['10.0.2.0/24', '2001:db8:0:2::/64'] })]) };
    expect(verdicts(of)).toEqual(['ok', 'unknown']);
    expect(verdicts(dualstack)).toEqual(['ok', 'ok']);
  });

  it('names the targets that are not healthy, and mends by cross-zone what another zone can serve', () => {
    const [dark] = findingsOf(zoneDark(withTargets([healthy1, bad2])));
    expect(dark?.found).toBe(`None of 1 is healthy: ${IP_2}:443 is unhealthy (Target.Timeout).`);
    expect(dark?.fix).toBe(
      `aws elbv2 modify-target-group-attributes --target-group-arn ${GROUP_ARN} --attributes Key=load_balancing.cross_zone.enabled,Value=true --region eu-west-1`,
    );
    expect(findingsOf(zoneDark(withTargets([bad1, bad2])))[0]?.fix).toContain('aws elbv2 describe-target-health');
  });

  it('names a zone without a fixed IP by itself', () => {
    const zones = [{ subnetId: subnet(1).id, zoneName: 'eu-west-1a', addresses: [] }];
    expect(brief(zoneDark(withLoadBalancer({ zones })))).toEqual(['ok euw1-az1']);
  });

  it.each<[string, EndpointAudit, string]>([
    ['the targets were not read', situation({ targets: failed() }), 'front-door'],
    ['the subnets were not read', situation({ subnets: failed() }), 'front-door'],
    ['an enabled subnet is not of the VPC', situation({ subnets: read([subnet(1)]) }), 'front-door'],
    ['the load balancer shows no zone', withLoadBalancer({ zones: [] }), 'front-door'],
    ['the load balancer was not read', withFrontDoor({ loadBalancer: failed() }), GROUP_ARN],
    ['the group is attached to nothing', detached(), GROUP_ARN],
    ['the group was not read', situation({ group: failed() }), GROUP_ARN],
  ])('is unknown where %s', (_, unclear, subject) => {
    expect(brief(zoneDark(unclear))).toEqual([`unknown ${subject}`]);
  });
});
