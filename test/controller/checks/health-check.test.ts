import { describe, expect, it } from 'vitest';
import { tgHealthCheck } from '../../../controller/checks/group/health-check.ts';
import type { EndpointAudit } from '../../../controller/model/audit.ts';
import type { HealthCheck } from '../../../controller/model/audit-group.ts';
import type { ProbeAttempt } from '../../../controller/model/probe.ts';
import { read } from '../../../controller/model/reading.ts';
import { brief, findingsOf, said } from './results.ts';
import {
  failed,
  GROUP_ARN,
  groupWith,
  healthySettings,
  listedTarget,
  situation,
  TARGET_IPS,
  withSettings,
} from './situation.ts';

const AGAINST_PROBE = 'health check against probe';

function withCheck(over: Partial<HealthCheck>, base: EndpointAudit = situation()): EndpointAudit {
  return { ...base, group: read(groupWith({ healthCheck: { ...groupWith().healthCheck, ...over } })) };
}

function attempt(ip: string, over: { readonly status?: number; readonly of?: ProbeAttempt['of'] } = {}): ProbeAttempt {
  return { of: 'target', ip, port: 443, kind: 'answered', status: 200, ...over };
}

const refused: ProbeAttempt = {
  of: 'target',
  ip: TARGET_IPS[1],
  port: 443,
  kind: 'failed',
  step: 'connect',
  code: 'ECONNREFUSED',
  message: 'refused',
};
const answered = TARGET_IPS.map((ip) => attempt(ip));
const allUnhealthy = TARGET_IPS.map((ip) => listedTarget(ip, 'unhealthy'));

function against(targets: EndpointAudit['targets'], attempts: readonly ProbeAttempt[]): readonly string[] {
  return brief(tgHealthCheck(situation({ targets, probe: read({ attempts }) }))).slice(1);
}

describe('TG_HEALTH_CHECK', () => {
  it.each<[string, Partial<HealthCheck>]>([
    ['HTTPS /ping 200 on the traffic port', {}],
    ['the traffic port by its number', { port: '443' }],
    ['403 among other statuses', { matcher: '200,403' }],
  ])('is content with %s', (_, over) => {
    expect(brief(tgHealthCheck(withCheck(over)))).toEqual(['ok front-door', `ok ${AGAINST_PROBE}`]);
  });

  it.each<[string, Partial<HealthCheck>, string]>([
    ['health check protocol', { protocol: 'TCP' }, '--health-check-protocol HTTPS --health-check-path /ping'],
    ['health check matcher', { matcher: '403' }, '--matcher HttpCode=200'],
    ['health check port', { port: '8443' }, '--health-check-port traffic-port'],
  ])('finds a weak %s', (subject, over, fix) => {
    const results = tgHealthCheck(withCheck(over));
    expect(brief(results)).toEqual([`warn ${subject}`, `ok ${AGAINST_PROBE}`]);
    expect(findingsOf(results)[0]?.fix).toContain(fix);
    expect(findingsOf(results)[0]?.fix).toContain(`--target-group-arn ${GROUP_ARN}`);
  });

  it('takes the traffic port from the binding, where that has one', () => {
    const base = situation();
    const other = { ...base, spec: { ...base.spec, port: 8443 } };
    expect(brief(tgHealthCheck(withCheck({ port: '8443' }, other)))[0]).toBe('ok front-door');
    expect(brief(tgHealthCheck(withCheck({ port: '443' }, other)))[0]).toBe('warn health check port');
  });

  it('does not look for a status in a check that is TCP', () => {
    expect(brief(tgHealthCheck(withCheck({ protocol: 'TCP', matcher: '403' })))).toHaveLength(2);
  });

  it('is unknown where the group was not read', () => {
    expect(brief(tgHealthCheck(situation({ group: failed() })))).toEqual([`unknown ${GROUP_ARN}`]);
  });
});

describe('TG_HEALTH_CHECK against the probe', () => {
  it('finds a check that fails every target while the probe gets through to them', () => {
    expect(against(read(allUnhealthy), answered)).toEqual([`err ${AGAINST_PROBE}`]);
  });

  it('leaves draining targets out', () => {
    const targets = [...allUnhealthy, listedTarget('10.0.9.9', 'draining')];
    expect(against(read(targets), answered)).toEqual([`err ${AGAINST_PROBE}`]);
  });

  it.each<[string, EndpointAudit['targets'], readonly ProbeAttempt[]]>([
    ['one target is healthy', read([listedTarget(TARGET_IPS[0]), ...allUnhealthy.slice(1)]), answered],
    [
      'one target is still coming up',
      read([listedTarget(TARGET_IPS[0], 'initial'), ...allUnhealthy.slice(1)]),
      answered,
    ],
    [
      'one target’s health is under a zonal shift',
      read(allUnhealthy.map((one, at) => ({ ...one, zonalShift: at === 0 }))),
      answered,
    ],
    ['there is no target', read([]), answered],
    ['the probe cannot connect to one', read(allUnhealthy), [attempt(TARGET_IPS[0]), refused]],
    ['one answers the probe with another status', read(allUnhealthy), [attempt(TARGET_IPS[0], { status: 403 })]],
  ])('has nothing to say where %s', (_, targets, attempts) => {
    expect(against(targets, attempts)).toEqual([`ok ${AGAINST_PROBE}`]);
  });

  it.each<[string, Partial<EndpointAudit>]>([
    ['the targets were not read', { targets: failed() }],
    ['all are unhealthy, and the probe could not be asked', { targets: read(allUnhealthy), probe: failed() }],
    [
      'all are unhealthy, and the probe called the load balancer alone',
      { targets: read(allUnhealthy), probe: read({ attempts: [attempt('10.0.1.5', { of: 'load-balancer' })] }) },
    ],
  ])('is unknown where %s', (_, over) => {
    expect(brief(tgHealthCheck(situation(over)))).toEqual(['ok front-door', `unknown ${AGAINST_PROBE}`]);
  });

  it('is unknown where the probe was not asked', () => {
    const { probe: _, ...unasked } = situation({ targets: read(allUnhealthy) });
    expect(said(tgHealthCheck(unasked))).toContain('not asked');
  });

  it('is not configured without a probe, and the rest is judged all the same', () => {
    const base = situation({ targets: read(allUnhealthy) });
    const results = tgHealthCheck(withSettings({ ...healthySettings, probe: undefined }, base));
    expect(brief(results)).toEqual(['ok front-door', 'not-configured audit.probe']);
  });
});
