import { describe, expect, it } from 'vitest';
import { tgHealthCheck } from '../../../controller/checks/group/health-check.ts';
import type { LoadBalancerAudit } from '../../../controller/model/audit.ts';
import type { HealthCheck } from '../../../controller/model/audit-group.ts';
import type { AppListener } from '../../../controller/model/audit-source.ts';
import { read } from '../../../controller/model/reading.ts';
import { albSituation, appListener } from './alb-situation.ts';
import { brief, findingsOf, ill } from './results.ts';
import { failed, GROUP_ARN, listedTarget, TARGET_IPS, valueOf } from './situation.ts';

const AGAINST_PROBE = 'health check against probe';
const HTTP = appListener({ protocol: 'HTTP' });

function checking(over: Partial<HealthCheck>, listeners: readonly AppListener[] = [appListener()]): LoadBalancerAudit {
  const base = albSituation({ appListeners: read(listeners) });
  const group = valueOf(base.group);
  return { ...base, group: read({ ...group, healthCheck: { ...group.healthCheck, ...over } }) };
}

describe('TG_HEALTH_CHECK before an ALB', () => {
  it.each<[string, LoadBalancerAudit, readonly string[]]>([
    ['HTTPS to HTTPS', checking({}), ['ok front-door']],
    ['HTTP to HTTP', checking({ protocol: 'HTTP' }, [HTTP]), ['ok front-door']],
    ['HTTP to HTTPS', checking({ protocol: 'HTTP' }), ['crit health check protocol']],
    ['HTTPS to HTTP', checking({}, [HTTP]), ['crit health check protocol']],
    ['TCP', checking({ protocol: 'TCP' }), ['warn health check protocol']],
    ['403 alone', checking({ matcher: '403' }), ['warn health check matcher']],
    [
      'another listener',
      checking({ port: '8443' }, [appListener(), appListener({ port: 8443 })]),
      ['warn health check port'],
    ],
    ['a port without a listener', checking({ port: '8443' }), ['crit health check port']],
    [
      'another listener of the other protocol',
      checking({ port: '80' }, [appListener(), appListener({ port: 80, protocol: 'HTTP' })]),
      ['crit health check protocol', 'warn health check port'],
    ],
    ['the traffic port by its number', checking({ port: '443' }), ['ok front-door']],
    ['the traffic port, of which ALB_LISTENER says that nothing listens', checking({}, []), ['ok front-door']],
  ])('asks by %s', (_, situation, expected) => {
    const results = tgHealthCheck(situation).filter(({ subject }) => subject !== AGAINST_PROBE);
    expect(brief(results)).toEqual(expected);
    expect(ill(results)).toEqual([]);
  });

  it('is mended by the protocol of the listener, with the path as it is', () => {
    const [one] = findingsOf(tgHealthCheck(checking({ protocol: 'HTTP' })));
    expect(one?.fix).toBe(
      `aws elbv2 modify-target-group --target-group-arn ${GROUP_ARN} --health-check-protocol HTTPS --health-check-path /health --region eu-west-1`,
    );
  });

  it('is unknown where the listeners were not read', () => {
    expect(brief(tgHealthCheck(albSituation({ appListeners: failed() })))).toContain('unknown health check listener');
  });

  it('is held against the probe, but for an ALB that takes clear text, which the probe does not speak', () => {
    const targets = read(TARGET_IPS.map((ip) => listedTarget(ip, 'unhealthy')));
    expect(brief(tgHealthCheck(albSituation({ targets })))).toContain(`err ${AGAINST_PROBE}`);
    const clear = tgHealthCheck({ ...checking({ protocol: 'HTTP' }, [HTTP]), targets });
    expect(clear).toContainEqual(
      expect.objectContaining({ subject: AGAINST_PROBE, kind: 'unknown', outOfReach: true }),
    );
  });
});
