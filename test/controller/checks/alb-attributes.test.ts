import { describe, expect, it } from 'vitest';
import { tgAttrFatal } from '../../../controller/checks/group/target-group.ts';
import type { LoadBalancerAudit } from '../../../controller/model/audit.ts';
import { read } from '../../../controller/model/reading.ts';
import { ALB_ARN, albInterface, albSituation, albWith, farSituation } from './alb-situation.ts';
import { brief, said } from './results.ts';
import { failed, groupAttributes, groupWith } from './situation.ts';

const KEEPS = { 'preserve_client_ip.enabled': 'true' };

function attributed(over: Readonly<Record<string, string>>, base = albSituation()): LoadBalancerAudit {
  return { ...base, groupAttributes: read(groupAttributes(over)) };
}

describe('TG_ATTR_FATAL before an ALB', () => {
  it.each<[string, LoadBalancerAudit, string]>([
    ['client addresses that are not kept', albSituation(), 'ok front-door'],
    ['client addresses that are kept within the VPC', attributed(KEEPS), 'ok front-door'],
    [
      'client addresses that are kept into another VPC',
      attributed(KEEPS, farSituation()),
      'unknown preserve_client_ip.enabled',
    ],
    ['the proxy protocol', attributed({ 'proxy_protocol_v2.enabled': 'true' }), 'crit proxy_protocol_v2.enabled'],
    [
      'addresses of the other family',
      albSituation({ group: read(groupWith({ protocol: 'TCP', family: 'ipv6' })) }),
      'crit address family',
    ],
    [
      'a dual-stack ALB and a group of IPv6',
      albSituation({
        group: read(groupWith({ protocol: 'TCP', family: 'ipv6' })),
        source: read(albWith({}, [albInterface(1, { ips: ['10.0.1.17', '2001:db8::1'] })])),
      }),
      'ok front-door',
    ],
    ['an ALB that was not read', albSituation({ source: failed() }), 'unknown address family'],
    [
      'kept client addresses and an ALB that was not read',
      attributed(KEEPS, albSituation({ source: failed() })),
      'unknown preserve_client_ip.enabled',
    ],
  ])('of %s', (_, situation, expected) => {
    expect(brief(tgAttrFatal(situation))).toContain(expected);
  });

  it('of client addresses that are kept into another Region is fatal', () => {
    const { spec, ...rest } = attributed(KEEPS);
    const source = { ...spec.source, loadBalancerArn: ALB_ARN.replace('eu-west-1', 'eu-central-1') };
    const far = { ...rest, spec: { ...spec, source } };
    expect(brief(tgAttrFatal(far))).toEqual(['crit preserve_client_ip.enabled']);
    expect(said(tgAttrFatal(far))).toContain('within a Region alone');
  });

  it('says of the proxy protocol what an ALB makes of it', () => {
    expect(said(tgAttrFatal(attributed({ 'proxy_protocol_v2.enabled': 'true' })))).toContain('a broken request');
  });
});
