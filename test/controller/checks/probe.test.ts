import { describe, expect, it } from 'vitest';
import { probeFailed } from '../../../controller/checks/probe/probe.ts';
import type { EndpointAudit } from '../../../controller/model/audit.ts';
import type { CheckResult } from '../../../controller/model/finding.ts';
import type { Forbidden, ProbeAttempt, ProbeReport } from '../../../controller/model/probe.ts';
import { read } from '../../../controller/model/reading.ts';
import { allow, deny, policyText, withApiPolicy, withEndpointPolicy, withPrivateDomain } from './policies.ts';
import { brief } from './results.ts';
import {
  domainWith,
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
  valueOf,
  VPC,
  withSettings,
} from './situation.ts';

const NAME = `${HOST} in the VPC`;
const TARGET = 'target 10.0.1.17:443';
const LOAD_BALANCER = 'load balancer 10.0.1.5:443';

function resultOn(subject: string, world: EndpointAudit): CheckResult | undefined {
  return probeFailed(world).find((result) => result.subject === subject);
}

function seen(report: Partial<ProbeReport>, over: Partial<EndpointAudit> = {}): EndpointAudit {
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

  it('is unknown of every address that should have been called and was not', () => {
    const [, , ...attempts] = valueOf(situation().probe ?? failed()).attempts;
    expect(brief(probeFailed(seen({ ...resolved(...TARGET_IPS), attempts: attempts.slice(0, 1) })))).toEqual([
      `ok ${NAME}`,
      `ok ${LOAD_BALANCER}`,
      `unknown ${TARGET}`,
      'unknown target 10.0.2.23:443',
      'unknown load balancer 10.0.2.5:443',
    ]);
  });

  it('does not ask for a call of what is kept, or of an address that the load balancer only connects from', () => {
    const base = situation();
    const interfaces = read([endpointInterface(1, { ips: ['10.0.1.5', '10.0.1.6'] })]);
    const world = { ...base, spec: { ...base.spec, keep: ['10.0.1.17'] }, frontDoor: frontDoorWith({ interfaces }) };
    const subjects = probeFailed({ ...world, probe: read({ attempts: [] }) }).map(({ subject }) => subject);
    expect(subjects.slice(1)).toEqual(['target 10.0.2.23:443', LOAD_BALANCER]);
  });

  it('is not asked for another port of a target than that of the binding', () => {
    const attempts = valueOf(situation().probe ?? failed()).attempts;
    const base = seen({ attempts });
    const moved = { ...base, spec: { ...base.spec, port: 8443 } };
    expect(resultOn('target 10.0.1.17:8443', moved)?.kind).toBe('unknown');
  });

  it.each<[string, Partial<EndpointAudit>, string]>([
    ['the targets', { source: failed() }, 'targets'],
    ['the group', { group: failed() }, 'targets'],
    ['an interface', { source: read({ ...sourceWith(), interfaces: [endpointInterface(1)] }) }, 'targets'],
    ['the load balancer’s interfaces', { frontDoor: frontDoorWith({ interfaces: failed() }) }, 'load balancer'],
  ])('is unknown where %s could not be read, so that the probe was not given every address', (_, over, subject) => {
    expect(resultOn(subject, situation(over))?.kind).toBe('unknown');
  });

  it('is unknown where the probe was given no address', () => {
    const nothing = { source: read(sourceWith({}, [])), frontDoor: frontDoorWith({ interfaces: read([]) }) };
    expect(resultOn('targets', seen(resolved(...TARGET_IPS), nothing))?.kind).toBe('unknown');
    const kept = seen({}, { frontDoor: frontDoorWith({ interfaces: read([]) }) });
    const world = { ...kept, spec: { ...kept.spec, keep: [...TARGET_IPS] } };
    expect(resultOn('addresses', world)?.kind).toBe('unknown');
  });

  it('says of further hostnames that they are not asked for', () => {
    const names = [nameWith(), nameWith({ name: 'b.example.com' })];
    const further = probeFailed(situation({ names })).filter(({ subject }) => subject.startsWith('b.'));
    expect(further).toMatchObject([{ kind: 'unknown', subject: 'b.example.com in the VPC', outOfReach: true }]);
  });
});

describe('the name in the VPC', () => {
  const withIpv6 = {
    source: read(sourceWith({}, [endpointInterface(1, { ips: ['10.0.1.17', '2001:db8::17'] })])),
  };

  it.each([
    ['all addresses of the endpoint', resolved(...TARGET_IPS), {}],
    ['one of them, since the endpoint answers in turns', resolved('10.0.2.23'), {}],
    [
      'one of those that were seen',
      resolved('10.0.1.17'),
      { source: read({ ...sourceWith(), interfaces: [endpointInterface(1)] }) },
    ],
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
    [
      'it has an address that a yet unseen interface may have',
      seen(resolved(...TARGET_IPS), { source: read({ ...sourceWith(), interfaces: [endpointInterface(1)] }) }),
    ],
    ['no interface was seen', seen(resolved(...TARGET_IPS), { source: read(sourceWith({}, [])) })],
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
  const deploy = `This deploys the API, and ships every change of it that is not yet deployed:\naws apigateway create-deployment --rest-api-id ${REST_API} --stage-name live --region ${REGION}`;
  const curl = `curl -v --connect-to '::10.0.1.17:443' 'https://${HOST}/'`;
  const groups = (id: string): string => `aws ec2 describe-security-groups --group-ids ${id} --region ${REGION}`;

  it.each([
    [TARGET, answered(500), 'It answered 500', curl],
    [TARGET, answered(403, 'explicit-deny'), 'API_POLICY, EP_POLICY or', deploy],
    [TARGET, answered(403, 'implicit-deny'), 'API_POLICY, EP_POLICY or', deploy],
    [
      TARGET,
      answered(403, 'no-such-api'),
      'API_DOMAIN says why, or EP_PRIVATE_DNS',
      `aws apigateway get-base-path-mappings --domain-name ${HOST} --region ${REGION}`,
    ],
    [
      TARGET,
      answered(403, 'missing-token'),
      'no such path or method, or wants the call signed (AWS_IAM): check audit.probe.path',
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
    const world = (attempt: ProbeAttempt): EndpointAudit => withSettings({ probe }, seen({ attempts: [attempt] }));
    expect(resultOn(TARGET, world(answered(204)))).toMatchObject({ kind: 'ok', found: 'GET /health answered 204.' });
    expect(resultOn(TARGET, world(answered(403, 'missing-token')))?.kind).toBe('ok');
    expect(resultOn(TARGET, world(answered(200)))).toMatchObject({ expected: 'GET /health answers 204 or 403.' });
  });

  it('of an IPv6 address has it in brackets', () => {
    const attempt = { ...answered(200), ip: '2001:db8::17' };
    expect(probeFailed(seen({ attempts: [attempt] }))[1]?.subject).toBe('target [2001:db8::17]:443');
  });

  it.each([
    [REGION, 'amazonaws.com'],
    ['cn-north-1', 'amazonaws.com.cn'],
  ])('is by the API’s own name where the binding has none, in %s under %s', (region, domain) => {
    const world = seen({ attempts: [stopped('tls')] }, { names: [] });
    const targetGroupArn = world.spec.targetGroupArn.replace(REGION, region);
    const result = resultOn(TARGET, { ...world, spec: { ...world.spec, targetGroupArn, hostnames: [] } });
    expect(result).toMatchObject({
      fix: expect.stringContaining(`'https://${REST_API}.execute-api.${region}.${domain}/'`),
    });
  });

  const SHOW_API = `aws apigateway get-rest-api --rest-api-id ${REST_API} --query policy --output text --region ${REGION}`;
  const SHOW_ENDPOINT = `aws ec2 describe-vpc-endpoints --vpc-endpoint-ids ${ENDPOINT} --query 'VpcEndpoints[].PolicyDocument' --output text --region ${REGION}`;
  const SHOW_DOMAIN = `aws apigateway get-domain-name --domain-name ${HOST} --domain-name-id abcd1234 --region ${REGION}`;

  it.each([
    ['the API’s policy denies', withApiPolicy(policyText(allow(), deny())), SHOW_API],
    ['the API’s policy cannot be read', withApiPolicy('{'), SHOW_API],
    ['the endpoint’s policy allows nothing', withEndpointPolicy(policyText()), SHOW_ENDPOINT],
    ['the endpoint could not be read', situation({ source: failed() }), SHOW_ENDPOINT],
    ['the private domain’s policy allows nothing', withPrivateDomain({}), SHOW_DOMAIN],
    [
      'every policy allows it, that of a private domain too',
      withPrivateDomain({ policy: policyText(allow()) }),
      deploy,
    ],
  ])('that is denied ships nothing unseen: where %s, what is to be looked at is shown', (_, world, fix) => {
    const probe = read({ attempts: [answered(403, 'explicit-deny')] });
    expect(resultOn(TARGET, { ...world, probe })).toMatchObject({ kind: 'finding', fix });
  });

  it('that is denied names no stage to deploy to where the binding has none', () => {
    const world = withSettings({ stage: undefined }, seen({ attempts: [answered(403, 'explicit-deny')] }));
    const result = resultOn(TARGET, world);
    expect(result).toMatchObject({
      fix: expect.stringMatching(/\naws apigateway get-stages --rest-api-id \S+ --region/),
    });
    expect(result).not.toMatchObject({ fix: expect.stringContaining('create-deployment') });
  });

  it('is explained without the settings and readings that would say more', () => {
    const fixOf = (attempt: ProbeAttempt, over: Partial<EndpointAudit> = {}): string => {
      const world = withSettings(
        { restApiId: undefined, customDomain: undefined },
        seen({ attempts: [attempt] }, over),
      );
      const result = probeFailed(world)[1];
      return result?.kind === 'finding' ? result.fix : '';
    };
    expect(fixOf(answered(403, 'explicit-deny'))).toBe(curl);
    expect(fixOf(answered(403, 'no-such-api'), { domain: domainWith({ domain: failed() }) })).toBe(curl);
    expect(fixOf(stopped('connect'), { source: failed() })).toContain(
      `describe-vpc-endpoints --vpc-endpoint-ids ${ENDPOINT}`,
    );
    const unread = frontDoorWith({ loadBalancer: failed() });
    expect(fixOf(stopped('connect', toLoad), { frontDoor: unread })).toContain('describe-vpc-endpoints');
  });
});
