import { describe, expect, it } from 'vitest';
import { check } from '../../../controller/checks/all.ts';
import type { EndpointAudit } from '../../../controller/model/audit.ts';
import type { FindingCode } from '../../../controller/model/finding.ts';
import { read } from '../../../controller/model/reading.ts';
import { withFrontDoor, withLoadBalancer } from './front-doors.ts';
import { ill } from './results.ts';
import {
  CERTIFICATE_ARN,
  detached,
  ENDPOINT_SG,
  endpointInterface,
  FIXED_IPS,
  frontDoorWith,
  groupAttributes,
  groupWith,
  HOST,
  handshake,
  listedTarget,
  loadBalancerWith,
  NLB_SG,
  rule,
  situation,
  sourceWith,
  TARGET_IPS,
  valueOf,
  withSettings,
} from './situation.ts';

const everybody = rule({ cidrs: ['0.0.0.0/0'] });
const [firstZone, ...otherZones] = loadBalancerWith().zones;
const listeners = valueOf(frontDoorWith().listeners);
const certificate = {
  arn: CERTIFICATE_ARN,
  names: [HOST],
  status: 'ISSUED',
  notAfter: new Date('2026-11-21T00:00:00Z'),
};

/** Every situation in which a check outside DNS says in words what no command can do by itself. */
const BROKEN: readonly (readonly [FindingCode, EndpointAudit])[] = [
  ['SG_PATH', situation({ securityGroups: read([{ id: ENDPOINT_SG, ingress: [everybody], egress: [] }]) })],
  [
    'SG_PATH',
    situation({
      securityGroups: read([
        { id: NLB_SG, ingress: [rule({ cidrs: ['10.0.0.0/8'], toPort: 8443 })], egress: [] },
        { id: ENDPOINT_SG, ingress: [rule({ groupIds: [NLB_SG], cidrs: ['10.0.32.0/20'] })], egress: [] },
      ]),
    }),
  ],
  ['SG_PATH', withLoadBalancer({ securityGroupIds: [] })],
  ['ZONE_COVERAGE', withLoadBalancer({ zones: firstZone === undefined ? [] : [firstZone] })],
  ['ZONE_COVERAGE', situation({ source: read(sourceWith({}, [endpointInterface(1)])) })],
  [
    'ZONE_COVERAGE',
    situation({
      source: read(sourceWith({}, [endpointInterface(1)])),
      groupAttributes: read(groupAttributes({ 'load_balancing.cross_zone.enabled': 'false' })),
    }),
  ],
  [
    'ZONE_COVERAGE',
    {
      ...withLoadBalancer({ zones: firstZone === undefined ? [] : [firstZone] }),
      source: read(sourceWith({}, [endpointInterface(1)])),
    },
  ],
  ['ZONE_DARK', situation({ targets: read(TARGET_IPS.map((ip) => listedTarget(ip, 'unhealthy'))) })],
  ['TG_ATTR_FATAL', situation({ group: read(groupWith({ type: 'instance' })) })],
  ['TG_ATTR_FATAL', situation({ group: read(groupWith({ family: 'ipv6' })) })],
  ['TG_HEALTH_CHECK', situation({ group: read(groupWith({ healthCheck: { protocol: 'TCP', port: '80' } })) })],
  ['LB_LISTENER', detached()],
  ['LB_LISTENER', withLoadBalancer({ state: 'provisioning' })],
  ['LB_LISTENER', withFrontDoor({ listeners: read([]) })],
  [
    'LB_LISTENER',
    withFrontDoor({
      listeners: read(
        listeners.map((each) => ({ ...each, forwards: [...each.forwards, { groupArn: 'other', weight: 1 }] })),
      ),
    }),
  ],
  ['LB_LISTENER', situation({ group: read(groupWith({ protocol: 'TCP' })) })],
  ['LB_LISTENER', situation({ certificates: new Map([[CERTIFICATE_ARN, read(certificate)]]) })],
  ['LB_LISTENER', situation({ certificates: new Map([[CERTIFICATE_ARN, read({ ...certificate, names: [] })]]) })],
  ['LB_ADDRESSES', withSettings({ expectedAddresses: ['192.0.2.1'] })],
  [
    'LB_ADDRESSES',
    withLoadBalancer({
      zones: [firstZone, ...otherZones].flatMap((zone) => (zone ? [{ ...zone, addresses: [] }] : [])),
    }),
  ],
  ['TLS_ANSWER', situation({ handshakes: FIXED_IPS.map((ip) => handshake(ip, { names: [] })) })],
  [
    'TLS_ANSWER',
    situation({
      handshakes: FIXED_IPS.map((ip) => ({
        hostname: HOST,
        ip,
        port: 443,
        kind: 'failed',
        step: 'connect',
        timedOut: false,
        code: 'ECONNREFUSED',
        message: 'refused',
      })),
    }),
  ],
  ['PROBE_FAILED', situation({ probe: read({ resolution: { kind: 'resolved', ips: ['10.9.9.9'] }, attempts: [] }) })],
];

describe('what mends a finding', () => {
  it.each(BROKEN)('of %s is words and commands, each on a line of its own', (code, broken) => {
    const results = check(broken).filter((result) => result.code === code);
    expect(results.some(({ kind }) => kind === 'finding')).toBe(true);
    expect(ill(results)).toEqual([]);
  });
});
