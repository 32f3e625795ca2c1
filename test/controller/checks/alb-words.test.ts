import { describe, expect, it } from 'vitest';
import { check } from '../../../controller/checks/all.ts';
import type { LoadBalancerAudit } from '../../../controller/model/audit.ts';
import type { SecurityGroup } from '../../../controller/model/audit-security.ts';
import { read } from '../../../controller/model/reading.ts';
import { ALB_SG, albInterface, albSituation, albWith, appListener, farSituation } from './alb-situation.ts';
import { brief, said } from './results.ts';
import {
  aliasRecord,
  CERTIFICATE_ARN,
  failed,
  FIXED_IPS,
  groupAttributes,
  groupWith,
  handshake,
  listedTarget,
  nameWith,
  NLB_SG,
  privateHalf,
  subnet,
  TARGET_IPS,
} from './situation.ts';

const closed: readonly SecurityGroup[] = [NLB_SG, ALB_SG].map((id) => ({ id, ingress: [], egress: [] }));
const strange = aliasRecord({ to: 'other.example.com', zoneId: 'Z1' });
const { frontDoor: _, ...unattached } = albSituation();
const [targetIp] = TARGET_IPS;

function probing(code: string): Partial<LoadBalancerAudit> {
  const at = { of: 'target', ip: targetIp, port: 443 } as const;
  const attempts = [
    { ...at, kind: 'failed', step: 'connect', code, message: 'no' } as const,
    { ...at, kind: 'answered', status: 403 } as const,
  ];
  return { probe: read({ resolution: { kind: 'resolved', ips: ['10.9.9.9'] }, attempts }) };
}

/** Situations in which much is wrong, or not known, on the way to an ALB. */
const WRONG: readonly (readonly [string, LoadBalancerAudit])[] = [
  ['nothing is wrong', albSituation()],
  ['nothing is wrong with one far away', farSituation()],
  ['it cannot be read', albSituation({ source: failed(), appListeners: failed(), sourceSubnets: failed() })],
  ['nothing of the group can be read', albSituation({ group: failed(), targets: failed(), groupAttributes: failed() })],
  ['it shows no interface', albSituation({ source: read(albWith({}, [])) })],
  ['it is in one zone', albSituation({ source: read(albWith({}, [albInterface(1)])) })],
  [
    'it is in a zone that nobody goes to',
    albSituation({
      source: read(
        albWith(
          {},
          [1, 2, 3].map((n) => albInterface(n)),
        ),
      ),
      subnets: read([1, 2, 3].map((n) => subnet(n))),
    }),
  ],
  [
    'cross-zone is off',
    farSituation({ groupAttributes: read(groupAttributes({ 'load_balancing.cross_zone.enabled': 'false' })) }),
  ],
  [
    'attributes break the path',
    albSituation({
      groupAttributes: read(
        groupAttributes({ 'proxy_protocol_v2.enabled': 'true', 'preserve_client_ip.enabled': 'true' }),
      ),
    }),
  ],
  [
    'the group is of another kind',
    albSituation({ group: read(groupWith({ type: 'instance', family: 'ipv6', protocol: 'TLS' })) }),
  ],
  [
    'the health check asks elsewhere',
    albSituation({ group: read(groupWith({ protocol: 'TCP', healthCheck: { protocol: 'TCP', port: '80' } })) }),
  ],
  ['every target is unhealthy', albSituation({ targets: read(TARGET_IPS.map((ip) => listedTarget(ip, 'unhealthy'))) })],
  ['every security group is closed', albSituation({ securityGroups: read(closed) })],
  ['no group of it can be read', farSituation({ sourceSecurityGroups: failed() })],
  [
    'the private record leads elsewhere',
    albSituation({ names: [nameWith({ privateHalf: privateHalf({ records: read([strange]) }) })] }),
  ],
  [
    'there is no private record',
    albSituation({ source: failed(), names: [nameWith({ privateHalf: privateHalf({ records: read([]) }) })] }),
  ],
  [
    'a stranger’s certificate is shown',
    albSituation({
      handshakes: FIXED_IPS.map((ip) => handshake(ip, { names: [] })),
      appListeners: read([appListener({ certificateArns: [CERTIFICATE_ARN] })]),
    }),
  ],
  ['it listens elsewhere', albSituation({ appListeners: read([appListener({ port: 8443 })]) })],
  ['nothing leads to the group', unattached],
  ['the probe fails', albSituation(probing('ECONNREFUSED'))],
  ['the probe fails far away', farSituation(probing('ETIMEDOUT'))],
];

describe('whoever reads of an ALB reads of no endpoint', () => {
  it.each(WRONG)('where %s', (_, situation) => {
    expect(said(check(situation))).not.toMatch(/\bendpoints?\b|vpce|API Gateway speaks|private API/);
  });

  it('in results that find and miss enough to have words for it', () => {
    const results = WRONG.flatMap(([, situation]) => check(situation));
    const codes = new Set(results.filter(({ kind }) => kind === 'finding').map(({ code }) => code));
    expect([...codes]).toEqual(
      expect.arrayContaining([
        'PRIV_ALIAS_NOT_ENDPOINT',
        'SG_PATH',
        'ZONE_COVERAGE',
        'TG_ATTR_FATAL',
        'TG_HEALTH_CHECK',
        'LB_LISTENER',
        'TLS_ANSWER',
        'ZONE_DARK',
        'PROBE_FAILED',
      ]),
    );
    expect(brief(results).length).toBeGreaterThan(500);
  });
});
