import { describe, expect, it } from 'vitest';
import { zoneCoverage } from '../../../controller/checks/group/zone-coverage.ts';
import { zoneDark } from '../../../controller/checks/group/zone-dark.ts';
import type { LoadBalancerAudit } from '../../../controller/model/audit.ts';
import { read } from '../../../controller/model/reading.ts';
import { ALB_ARN, ALB_ID, albInterface, albSituation, albWith, farSituation } from './alb-situation.ts';
import { brief, findingsOf, ill } from './results.ts';
import { failed, groupAttributes, listedTarget, subnet, TARGET_IPS } from './situation.ts';

function crossZone(value: string, base: LoadBalancerAudit): LoadBalancerAudit {
  return { ...base, groupAttributes: read(groupAttributes({ 'load_balancing.cross_zone.enabled': value })) };
}

function nodesIn(numbers: readonly number[], base = albSituation()): LoadBalancerAudit {
  const three = read([1, 2, 3].map((number) => subnet(number)));
  return {
    ...base,
    source: read(
      albWith(
        {},
        numbers.map((number) => albInterface(number)),
      ),
    ),
    subnets: three,
    sourceSubnets: three,
  };
}

describe('ZONE_COVERAGE of an ALB', () => {
  it.each<[string, LoadBalancerAudit, readonly string[]]>([
    ['the same zones', albSituation(), ['ok euw1-az1', 'ok euw1-az2']],
    ['a zone less, and cross-zone is on', nodesIn([1]), ['ok euw1-az1', 'warn euw1-az2']],
    ['a zone less, and cross-zone is off', crossZone('false', nodesIn([1])), ['ok euw1-az1', 'crit euw1-az2']],
    ['a zone more', nodesIn([1, 2, 3]), ['ok euw1-az1', 'ok euw1-az2', 'warn euw1-az3']],
    ['two nodes in a zone', nodesIn([1, 1, 2]), ['ok euw1-az1', 'ok euw1-az2']],
    ['another VPC, and cross-zone is on', farSituation(), [`ok ${ALB_ID}`]],
    ['another VPC, and cross-zone is off', crossZone('false', farSituation()), [`crit ${ALB_ID}`]],
    [
      'one zone of another VPC',
      farSituation({ source: read(albWith({ vpcId: 'vpc-0000000000000000b' }, [albInterface(1)])) }),
      [`warn ${ALB_ID}`],
    ],
    ['it knows not which', albSituation({ source: failed() }), [`unknown ${ALB_ID}`]],
    [
      'zones of which one shows no node',
      albSituation({ source: read(albWith({ subnetIds: [subnet(1).id, subnet(2).id] }, [albInterface(1)])) }),
      ['ok euw1-az1', 'unknown euw1-az2'],
    ],
    ['subnets that only its own account sees', albSituation({ subnets: read([]) }), ['ok euw1-az1', 'ok euw1-az2']],
  ])('where it stands in %s', (_, situation, expected) => {
    const results = zoneCoverage(situation);
    expect(brief(results)).toEqual(expected);
    expect(ill(results)).toEqual([]);
  });

  it('is mended by all of its subnets, since set-subnets replaces them', () => {
    const [one] = findingsOf(zoneCoverage(nodesIn([1])));
    expect(one?.fix).toContain(
      `aws elbv2 set-subnets --load-balancer-arn ${ALB_ARN} --subnets ${subnet(1).id} ${subnet(2).id} --region eu-west-1`,
    );
  });

  it('of another VPC is mended by cross-zone', () => {
    const [one] = findingsOf(zoneCoverage(crossZone('false', farSituation())));
    expect(one?.fix).toMatch(
      /^aws elbv2 modify-target-group-attributes .*Key=load_balancing.cross_zone.enabled,Value=true/,
    );
  });
});

describe('ZONE_DARK before an ALB', () => {
  it('is lit by any of its nodes where they are registered for all zones', () => {
    expect(zoneDark(farSituation()).every(({ kind }) => kind === 'ok')).toBe(true);
  });

  it('is dark where the zone’s node is not healthy and cross-zone is off', () => {
    const targets = read(TARGET_IPS.map((ip, index) => listedTarget(ip, index === 0 ? 'healthy' : 'unhealthy')));
    expect(brief(zoneDark(crossZone('false', albSituation({ targets }))))).toEqual([
      'ok euw1-az1 (198.51.100.1)',
      'crit euw1-az2 (198.51.100.2)',
    ]);
  });
});
