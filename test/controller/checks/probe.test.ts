import { describe, expect, it } from 'vitest';
import { probeFailed } from '../../../controller/checks/probe/probe.ts';
import type { AuditSituation } from '../../../controller/model/audit.ts';
import type { CheckResult } from '../../../controller/model/finding.ts';
import type { Forbidden, ProbeAttempt, ProbeReport } from '../../../controller/model/probe.ts';
import { read } from '../../../controller/model/reading.ts';
import {
  ENDPOINT,
  ENDPOINT_SG,
  endpointInterface,
  failed,
  FIXED_IPS,
  frontDoorWith,
  groupWith,
  HOST,
  nameWith,
  NLB_SG,
  privateHalf,
  REGION,
  REST_API,
  situation,
  sourceWith,
  TARGET_IPS,
  toEndpoint,
  toLoadBalancer,
  VPC,
  withSettings,
} from './situation.ts';

const NAME = `${HOST} in the VPC`;
const TARGET = 'target 10.0.1.17:443';
const LOAD_BALANCER = 'load balancer 10.0.1.5:443';

function resultOn(subject: string, world: AuditSituation): CheckResult | undefined {
  return probeFailed(world).find((result) => result.subject === subject);
}

function seen(report: Partial<ProbeReport>, over: Partial<AuditSituation> = {}): AuditSituation {
  return situation({ probe: read({ attempts: [], ...report }), ...over });
}

function resolved(...ips: readonly string[]): Partial<ProbeReport> {
  return { resolution: { kind: 'resolved', ips } };
}

function unresolved(code: string): Partial<ProbeReport> {
  return { resolution: { kind: 'failed', code, message: 'no' } };
}

describe('PROBE_FAILED', () => {
  it('is ok in the healthy situation', () => {
    expect(probeFailed(situation()).map(({ subject, kind }) => [subject, kind])).toEqual([
      [NAME, 'ok'],
      [TARGET, 'ok'],
      ['target 10.0.2.23:443', 'ok'],
      [LOAD_BALANCER, 'ok'],
      ['load balancer 10.0.2.5:443', 'ok'],
    ]);
  });

  it('is not configured without a probe, and unknown where the probe could not be read', () => {
    expect(probeFailed(withSettings({ probe: undefined }))).toEqual([
      { code: 'PROBE_FAILED', subject: 'probe', kind: 'not-configured', key: 'audit.probe' },
    ]);
    expect(probeFailed(situation({ probe: failed() }))).toMatchObject([{ subject: 'probe', kind: 'unknown' }]);
  });

  it('is unknown where the probe was given no address', () => {
    expect(resultOn('addresses', seen(resolved(...TARGET_IPS)))?.kind).toBe('unknown');
  });
});

describe('the name in the VPC', () => {
  const withIpv6 = {
    source: read(sourceWith({}, [endpointInterface(1, { ips: ['10.0.1.17', '2001:db8::17'] })])),
  };

  it.each([
    ['all addresses of the endpoint', resolved(...TARGET_IPS), {}],
    ['one of them, since the endpoint answers in turns', resolved('10.0.2.23'), {}],
    ['addresses of both families', resolved('10.0.1.17', '2001:db8::17'), withIpv6],
  ])('is ok where it has %s', (_, report, over) => {
    expect(resultOn(NAME, seen(report, over))?.kind).toBe('ok');
  });

  it.each([
    ['another address', resolved('10.0.9.9'), {}, 'PRIV_ALIAS_NOT_ENDPOINT'],
    ['another address beside the endpoint’s', resolved('10.0.1.17', '10.0.9.9'), {}, 'It has 10.0.9.9, not'],
    ['the public half’s addresses', resolved(...FIXED_IPS), {}, 'PRIV_NOT_ASSOCIATED'],
    ['no such name', unresolved('ENOTFOUND'), {}, 'PRIV_RECORD_MISSING or PRIV_NOT_ASSOCIATED'],
    ['no address', unresolved('ENODATA'), {}, 'PRIV_RECORD_MISSING or PRIV_NOT_ASSOCIATED'],
    ['no address at all, said as an answer', resolved(), {}, 'no ipv4 address'],
    ['addresses of the other family alone', resolved('2001:db8::17'), withIpv6, 'no ipv4 address'],
    [
      'IPv4 alone for an IPv6 group',
      resolved('10.0.1.17'),
      { ...withIpv6, group: read(groupWith({ family: 'ipv6' })) },
      'no ipv6 address',
    ],
  ])('is found where it has %s', (_, report, over, found) => {
    expect(resultOn(NAME, seen(report, over))).toMatchObject({
      kind: 'finding',
      severity: 'crit',
      found: expect.stringContaining(found),
      fix: `aws route53 list-hosted-zones-by-vpc --vpc-id ${VPC} --vpc-region ${REGION} --region ${REGION}`,
    });
  });

  it('is only noted where the private record is an alias of the load balancer, which may be meant so', () => {
    const names = [nameWith({ privateHalf: privateHalf({ records: read([toLoadBalancer]) }) })];
    expect(resultOn(NAME, seen(resolved(...FIXED_IPS), { names }))).toMatchObject({
      kind: 'finding',
      severity: 'info',
    });
    expect(resultOn(NAME, seen(resolved('10.0.1.5', '10.0.2.5'), { names }))).toMatchObject({ severity: 'info' });
    expect(resultOn(NAME, seen(resolved(FIXED_IPS[0], '10.0.9.9'), { names }))).toMatchObject({ severity: 'crit' });
    const others = [nameWith({ privateHalf: privateHalf({ records: read([toEndpoint]) }) })];
    expect(resultOn(NAME, seen(resolved(...FIXED_IPS), { names: others }))).toMatchObject({ severity: 'crit' });
  });

  it.each([
    ['the resolver times out', seen(unresolved('ETIMEOUT'))],
    ['the resolver fails', seen(unresolved('ESERVFAIL'))],
    ['the probe did not resolve it', seen({})],
    ['the endpoint could not be read', seen(resolved(...TARGET_IPS), { source: failed() })],
    ['the group, and so the family, could not be read', seen(resolved(...TARGET_IPS), { group: failed() })],
  ])('is unknown where %s', (_, world) => {
    expect(resultOn(NAME, world)?.kind).toBe('unknown');
  });

  it('is not configured without a private half, or a name', () => {
    const { privateHalf: _, ...publicOnly } = nameWith();
    const without = { kind: 'not-configured', key: 'hostnames.privateZoneId' };
    expect(resultOn(NAME, seen({}, { names: [publicOnly] }))).toMatchObject(without);
    expect(resultOn('resolution', seen({}, { names: [] }))).toMatchObject(without);
  });
});

describe('a call', () => {
  const to = { of: 'target', ip: '10.0.1.17', port: 443 } as const;
  const toLoad = { of: 'load-balancer', ip: '10.0.1.5', port: 443 } as const;
  const answered = (status: number, forbidden?: Forbidden): ProbeAttempt => ({
    ...to,
    kind: 'answered',
    status,
    ...(forbidden !== undefined && { forbidden }),
  });
  const stopped = (step: 'connect' | 'tls' | 'http', at: typeof to | typeof toLoad = to): ProbeAttempt => ({
    ...at,
    kind: 'failed',
    step,
    code: 'ECODE',
    message: 'no',
  });
  const deploy = `aws apigateway create-deployment --rest-api-id ${REST_API} --stage-name live --region ${REGION}`;
  const curl = `curl -v --connect-to '::10.0.1.17:443' 'https://${HOST}/'`;
  const groups = (id: string): string => `aws ec2 describe-security-groups --group-ids ${id} --region ${REGION}`;

  it.each([
    [TARGET, answered(500), 'It answered 500', curl],
    [TARGET, answered(403, 'explicit-deny'), 'API_POLICY or EP_POLICY', deploy],
    [TARGET, answered(403, 'implicit-deny'), 'API_POLICY or EP_POLICY', deploy],
    [
      TARGET,
      answered(403, 'no-such-api'),
      'API_DOMAIN says why, or EP_PRIVATE_DNS',
      `aws apigateway get-base-path-mappings --domain-name ${HOST} --region ${REGION}`,
    ],
    [
      TARGET,
      answered(403, 'missing-token'),
      'check audit.probe.path',
      `aws apigateway get-resources --rest-api-id ${REST_API} --region ${REGION}`,
    ],
    [TARGET, answered(403, 'other'), 'something else answers', curl],
    [TARGET, stopped('connect'), 'SG_PATH or EP_STATE', groups(ENDPOINT_SG)],
    [LOAD_BALANCER, stopped('connect', toLoad), 'SG_PATH or LB_LISTENER', groups(NLB_SG)],
    [TARGET, stopped('tls'), 'LB_LISTENER or API_DOMAIN', curl],
    [TARGET, stopped('http'), 'TLS stands, and no answer came (ECODE: no)', curl],
  ])('of the %s is found where it ends in %j', (subject, attempt, found, fix) => {
    expect(resultOn(subject, seen({ attempts: [attempt] }))).toMatchObject({
      kind: 'finding',
      severity: 'crit',
      expected: 'GET / answers 200.',
      found: expect.stringContaining(found),
      fix,
    });
  });

  it('is judged by the statuses that are expected, and a 403 may be one', () => {
    const probe = { functionArn: 'arn', path: '/health', expectStatus: [204, 403] };
    const world = (attempt: ProbeAttempt): AuditSituation => withSettings({ probe }, seen({ attempts: [attempt] }));
    expect(resultOn(TARGET, world(answered(204)))).toMatchObject({ kind: 'ok', found: 'GET /health answered 204.' });
    expect(resultOn(TARGET, world(answered(403, 'missing-token')))?.kind).toBe('ok');
    expect(resultOn(TARGET, world(answered(200)))).toMatchObject({ expected: 'GET /health answers 204 or 403.' });
  });

  it('of an IPv6 address has it in brackets', () => {
    const attempt = { ...answered(200), ip: '2001:db8::17' };
    expect(probeFailed(seen({ attempts: [attempt] }))[1]?.subject).toBe('target [2001:db8::17]:443');
  });

  it('is by the API’s own name where the binding has none', () => {
    const [, result] = probeFailed(seen({ attempts: [stopped('tls')] }, { names: [] }));
    expect(result).toMatchObject({
      fix: expect.stringContaining(`'https://${REST_API}.execute-api.${REGION}.amazonaws.com/'`),
    });
  });

  it('is explained without the settings and readings that would say more', () => {
    const fixOf = (attempt: ProbeAttempt, over: Partial<AuditSituation> = {}): string => {
      const world = withSettings(
        { restApiId: undefined, customDomain: undefined },
        seen({ attempts: [attempt] }, over),
      );
      const result = probeFailed(world)[1];
      return result?.kind === 'finding' ? result.fix : '';
    };
    expect(fixOf(answered(403, 'explicit-deny'))).toBe(curl);
    expect(fixOf(answered(403, 'no-such-api'))).toBe(curl);
    expect(fixOf(stopped('connect'), { source: failed() })).toContain(
      `describe-vpc-endpoints --vpc-endpoint-ids ${ENDPOINT}`,
    );
    const unread = frontDoorWith({ loadBalancer: failed() });
    expect(fixOf(stopped('connect', toLoad), { frontDoor: unread })).toContain('describe-vpc-endpoints');
  });
});
