import { describe, expect, it } from 'vitest';
import { zoneCoverage } from '../../../controller/checks/group/zone-coverage.ts';
import type { EndpointAudit } from '../../../controller/model/audit.ts';
import { read } from '../../../controller/model/reading.ts';
import { withFrontDoor, withLoadBalancer } from './front-doors.ts';
import { brief, findingsOf, said } from './results.ts';
import {
  detached,
  ENDPOINT,
  endpointInterface,
  failed,
  GROUP_ARN,
  groupAttributes,
  loadBalancerAttributes,
  loadBalancerWith,
  situation,
  sourceWith,
  subnet,
} from './situation.ts';

const [zone1, zone2] = loadBalancerWith().zones;
const oneZone = withLoadBalancer({ zones: zone1 === undefined ? [] : [zone1] });

/** The endpoint with interfaces in these zones alone. */
function endpointIn(numbers: readonly number[], base: EndpointAudit = situation()): EndpointAudit {
  const interfaces = numbers.map((number) => endpointInterface(number));
  return {
    ...base,
    source: read(sourceWith({}, interfaces)),
    subnets: read([1, 2, 3].map((number) => subnet(number))),
  };
}

function crossZone(value: string, base: EndpointAudit): EndpointAudit {
  return { ...base, groupAttributes: read(groupAttributes({ 'load_balancing.cross_zone.enabled': value })) };
}

/** The endpoint in zones of another VPC. */
function peered(numbers: readonly number[] = [1, 2]): EndpointAudit {
  const far = numbers.map((number) => endpointInterface(number, { subnetId: `subnet-0000000000000000b${number}` }));
  return situation({ source: read(sourceWith({ vpcId: 'vpc-0000000000000000b' }, far)) });
}

describe('ZONE_COVERAGE', () => {
  it('is content where load balancer and endpoint stand in the same two zones', () => {
    expect(brief(zoneCoverage(situation()))).toEqual(['ok euw1-az1', 'ok euw1-az2']);
  });

  it('tells zones apart by id: their names differ from account to account', () => {
    const renamed = loadBalancerWith().zones.map((zone) => ({ ...zone, zoneName: 'eu-west-1z' }));
    expect(brief(zoneCoverage(withLoadBalancer({ zones: renamed })))).toEqual(['ok euw1-az1', 'ok euw1-az2']);
  });

  it.each([
    ['on', 'true', 'warn', 'cross-zone is on'],
    ['off', 'false', 'crit', 'cross-zone is off'],
  ])('finds a zone without an interface, with cross-zone %s', (_, value, severity, text) => {
    const results = zoneCoverage(crossZone(value, endpointIn([1])));
    expect(brief(results)).toEqual(['ok euw1-az1', `${severity} euw1-az2`]);
    expect(said(results)).toContain(text);
  });

  it('counts a cross-zone setting that is not known as off, and says so', () => {
    const dark = { ...endpointIn([1]), groupAttributes: failed() };
    expect(brief(zoneCoverage(dark))).toEqual(['ok euw1-az1', 'crit euw1-az2']);
    expect(said(zoneCoverage(dark))).toContain('unknown, which counts as off');
  });

  it('mends a zone without an interface by cross-zone, or, where that is on, by a subnet there', () => {
    const fix = (value: string): string => findingsOf(zoneCoverage(crossZone(value, endpointIn([1]))))[0]?.fix ?? '';
    expect(fix('false')).toContain(`modify-target-group-attributes --target-group-arn ${GROUP_ARN}`);
    expect(fix('true')).toContain(
      `modify-vpc-endpoint --vpc-endpoint-id ${ENDPOINT} --add-subnet-ids ${zone2?.subnetId}`,
    );
  });

  it('finds a zone of the endpoint that the load balancer has not enabled', () => {
    expect(brief(zoneCoverage(endpointIn([1, 2, 3])))).toEqual(['ok euw1-az1', 'ok euw1-az2', 'warn euw1-az3']);
  });

  it('finds a path in one zone', () => {
    const results = zoneCoverage(endpointIn([1], oneZone));
    expect(brief(results)).toEqual(['warn euw1-az1']);
    expect(said(results)).toContain('fail with it');
  });

  it('finds the load balancer’s only zone without an interface to be that, and not a path in one zone', () => {
    expect(brief(zoneCoverage(crossZone('false', endpointIn([], oneZone))))).toEqual(['crit euw1-az1']);
  });

  it('does not call a zone without an interface bare while interfaces were not seen', () => {
    const source = read(sourceWith({ interfaceIds: ['eni-1', 'eni-2'] }, [endpointInterface(1)]));
    expect(brief(zoneCoverage(situation({ source })))).toEqual(['ok euw1-az1', 'unknown euw1-az2']);
  });

  it.each([
    ['is on', 'true', `ok ${ENDPOINT}`],
    ['is off, so that AWS takes none of its addresses', 'false', `crit ${ENDPOINT}`],
  ])('where the endpoint lies in another VPC looks whether cross-zone %s', (_, value, expected) => {
    expect(brief(zoneCoverage(crossZone(value, peered())))).toEqual([expected]);
  });

  it('where the endpoint lies in another VPC cannot tell what it cannot of cross-zone', () => {
    const unclear = withFrontDoor({ attributes: failed() }, peered());
    expect(brief(zoneCoverage(unclear))).toEqual([`unknown ${ENDPOINT}`]);
  });

  it('where the endpoint lies in another VPC finds it in one zone', () => {
    expect(brief(zoneCoverage(peered([1])))).toEqual([`warn ${ENDPOINT}`]);
  });

  it('is unknown where the endpoint’s subnet is not of the VPC that it lies in', () => {
    const far = [endpointInterface(1, { subnetId: 'subnet-0000000000000000b', ips: ['10.9.1.17'] })];
    expect(brief(zoneCoverage(situation({ source: read(sourceWith({}, far)) })))).toEqual([`unknown ${ENDPOINT}`]);
  });

  it.each<[string, EndpointAudit]>([
    ['the endpoint was not read', situation({ source: failed() })],
    ['the subnets were not read', situation({ subnets: failed() })],
    ['a subnet is not of the VPC', situation({ subnets: read([subnet(1)]), sourceSubnets: read([subnet(1)]) })],
    ['the load balancer was not read', withFrontDoor({ loadBalancer: failed() })],
    ['the group is attached to nothing', detached()],
    ['the group was not read', situation({ group: failed() })],
    ['no zone is shown at all', { ...withLoadBalancer({ zones: [] }), source: read(sourceWith({}, [])) }],
  ])('is unknown where %s', (_, unclear) => {
    expect(brief(zoneCoverage(unclear))).toEqual([`unknown ${ENDPOINT}`]);
  });
});

describe('effective cross-zone', () => {
  it.each([
    ['true', 'false', 'warn'],
    ['false', 'true', 'crit'],
    ['use_load_balancer_configuration', 'true', 'warn'],
    ['use_load_balancer_configuration', 'false', 'crit'],
  ])('is the group’s %s where the load balancer’s is %s', (own, inherited, severity) => {
    const base = crossZone(own, endpointIn([1]));
    const attributes = read(loadBalancerAttributes({ 'load_balancing.cross_zone.enabled': inherited }));
    expect(brief(zoneCoverage(withFrontDoor({ attributes }, base)))).toContain(`${severity} euw1-az2`);
  });

  it.each([
    ['were not read', failed()],
    ['do not name it', read(new Map<string, string>())],
  ])('is unknown where the load balancer’s attributes %s and the group’s own does not decide', (_, attributes) => {
    expect(said(zoneCoverage(withFrontDoor({ attributes }, endpointIn([1]))))).toContain('cross-zone is unknown');
    const decided = crossZone('true', endpointIn([1]));
    expect(said(zoneCoverage(withFrontDoor({ attributes }, decided)))).toContain('cross-zone is on');
  });
});
