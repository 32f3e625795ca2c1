import { describe, expect, it } from 'vitest';
import { tgAttrFatal } from '../../../controller/checks/group/target-group.ts';
import type { EndpointAudit } from '../../../controller/model/audit.ts';
import { read } from '../../../controller/model/reading.ts';
import { withFrontDoor } from './front-doors.ts';
import { brief, findingsOf } from './results.ts';
import {
  detached,
  endpointInterface,
  failed,
  GROUP_ARN,
  groupAttributes,
  groupWith,
  loadBalancerAttributes,
  situation,
  sourceWith,
} from './situation.ts';

const CROSS_ZONE = 'load_balancing.cross_zone.enabled';
const TERMINATION = 'target_health_state.unhealthy.connection_termination.enabled';
const SHIFT = 'zonal_shift.config.enabled';

function withAttributes(over: Readonly<Record<string, string>>, base: EndpointAudit = situation()): EndpointAudit {
  return { ...base, groupAttributes: read(groupAttributes(over)) };
}

/** Attributes that AWS leaves out of its answer. */
function lacking(key: string, base: EndpointAudit = situation()): EndpointAudit {
  return { ...base, groupAttributes: read(new Map([...groupAttributes()].filter(([name]) => name !== key))) };
}

/** Termination of unhealthy targets' connections on, with zonal shift and cross-zone as given; undefined for a key that is absent. */
function shifting(shift: string | undefined, crossZone: string): EndpointAudit {
  const attributes = loadBalancerAttributes(shift === undefined ? {} : { [SHIFT]: shift });
  const shown = new Map([...attributes].filter(([key]) => key !== SHIFT || shift !== undefined));
  return withFrontDoor({ attributes: read(shown) }, withAttributes({ [TERMINATION]: 'true', [CROSS_ZONE]: crossZone }));
}

function interfacesWith(...ips: readonly string[]): EndpointAudit {
  return situation({ source: read(sourceWith({}, [endpointInterface(1, { ips })])) });
}

describe('TG_ATTR_FATAL', () => {
  it.each<[string, EndpointAudit]>([
    ['all is well', situation()],
    ['client IPs are not named: AWS’s default is off', lacking('preserve_client_ip.enabled')],
    ['proxy protocol is not named: AWS’s default is off', lacking('proxy_protocol_v2.enabled')],
    ['the endpoint has both families', interfacesWith('10.0.1.17', '2001:db8::17')],
    ['connections of unhealthy targets end, without zonal shift', shifting('false', 'true')],
    ['connections of unhealthy targets end, without cross-zone', shifting('true', 'false')],
    ['the group is attached to nothing, and connections of unhealthy targets go on', detached()],
  ])('is content where %s', (_, healthy) => {
    expect(brief(tgAttrFatal(healthy))).toEqual(['ok front-door']);
  });

  it.each<[string, EndpointAudit]>([
    ['preserve_client_ip.enabled', withAttributes({ 'preserve_client_ip.enabled': 'true' })],
    ['proxy_protocol_v2.enabled', withAttributes({ 'proxy_protocol_v2.enabled': 'true' })],
    ['target type', situation({ group: read(groupWith({ type: 'instance' })) })],
    ['address family', situation({ group: read(groupWith({ family: 'ipv6' })) })],
    ['address family', interfacesWith('2001:db8::17')],
    [TERMINATION, shifting('true', 'true')],
    [TERMINATION, shifting('true', 'use_load_balancer_configuration')],
    [TERMINATION, lacking(TERMINATION)],
  ])('finds %s (%#)', (subject, broken) => {
    expect(brief(tgAttrFatal(broken))).toEqual([`crit ${subject}`]);
  });

  it('says each thing that is wrong, and mends an attribute by its command', () => {
    const results = tgAttrFatal(
      withAttributes({ 'preserve_client_ip.enabled': 'true', 'proxy_protocol_v2.enabled': 'true' }),
    );
    expect(findingsOf(results).map(({ fix }) => fix)).toEqual(
      ['preserve_client_ip.enabled', 'proxy_protocol_v2.enabled'].map(
        (key) =>
          `aws elbv2 modify-target-group-attributes --target-group-arn ${GROUP_ARN} --attributes Key=${key},Value=false --region eu-west-1`,
      ),
    );
  });

  it.each<[string, EndpointAudit, string]>([
    ['the group was not read', situation({ group: failed() }), GROUP_ARN],
    ['the group’s attributes were not read', situation({ groupAttributes: failed() }), 'attributes'],
    ['the endpoint was not read', situation({ source: failed() }), 'address family'],
    ['the endpoint shows no address', situation({ source: read(sourceWith({}, [])) }), 'address family'],
    [
      'client IPs are not named, and the protocol has no default that is known',
      lacking('preserve_client_ip.enabled', situation({ group: read(groupWith({ protocol: 'TCP_UDP' })) })),
      'preserve_client_ip.enabled',
    ],
    ['the load balancer does not name zonal shift', shifting(undefined, 'true'), TERMINATION],
    [
      'the load balancer does not name cross-zone',
      withFrontDoor({ attributes: read(new Map([[SHIFT, 'true']])) }, withAttributes({ [TERMINATION]: 'true' })),
      TERMINATION,
    ],
    [
      'the load balancer’s attributes were not read',
      withFrontDoor({ attributes: failed() }, withAttributes({ [TERMINATION]: 'true' })),
      TERMINATION,
    ],
    ['the group is attached to nothing', withAttributes({ [TERMINATION]: 'true' }, detached()), TERMINATION],
  ])('is unknown where %s', (_, unclear, subject) => {
    expect(brief(tgAttrFatal(unclear))).toEqual([`unknown ${subject}`]);
  });
});
