import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENDPOINT_CODES, type FindingCode } from '../../controller/model/finding.ts';
import type { Call } from '../cloud/wire/calls.ts';
import { NAME } from '../path/sample-path.ts';
import { openSurroundings, type Surroundings } from '../path/surroundings.ts';
import { type AuditPass, invokeAudit, setAuditStage } from './audit-stage.ts';
import { invoke } from './stage.ts';

let surroundings: Surroundings;
beforeAll(async () => {
  surroundings = await openSurroundings('eu-west-1', '123456789012');
});
afterAll(() => surroundings.close());

function codesOf({ reports }: AuditPass, ...kinds: readonly string[]): readonly FindingCode[] {
  const all = reports.flatMap(({ results }) => results.filter(({ kind }) => kinds.includes(kind)));
  return [...new Set(all.map(({ code }) => code))].toSorted();
}

function nameOf({ service, operation }: Call): string {
  return `${service}:${operation}`;
}

/** Every read of an audit, with a code that cannot be told without it. */
const READS: readonly (readonly [read: string, unknown: FindingCode])[] = [
  ['acm:DescribeCertificate', 'LB_LISTENER'],
  ['apigateway:GetBasePathMappings', 'API_DOMAIN'],
  ['apigateway:GetDomainName', 'API_DOMAIN'],
  ['apigateway:GetDomainNameAccessAssociations', 'API_DOMAIN'],
  ['apigateway:GetRestApi', 'API_POLICY'],
  ['apigateway:GetStage', 'API_POLICY'],
  ['ec2:DescribeAddresses', 'LB_ADDRESSES'],
  ['ec2:DescribeNetworkInterfaces', 'ZONE_COVERAGE'],
  ['ec2:DescribeSecurityGroups', 'SG_PATH'],
  ['ec2:DescribeSubnets', 'ZONE_COVERAGE'],
  ['ec2:DescribeVpcAttribute', 'VPC_DNS_OFF'],
  ['ec2:DescribeVpcEndpoints', 'EP_STATE'],
  ['ec2:DescribeVpcs', 'SG_PATH'],
  ['elasticloadbalancing:DescribeListenerCertificates', 'LB_LISTENER'],
  ['elasticloadbalancing:DescribeListeners', 'LB_LISTENER'],
  ['elasticloadbalancing:DescribeLoadBalancerAttributes', 'LB_ADDRESSES'],
  ['elasticloadbalancing:DescribeLoadBalancers', 'PUB_ALIAS_NOT_NLB'],
  ['elasticloadbalancing:DescribeTargetGroupAttributes', 'TG_ATTR_FATAL'],
  ['elasticloadbalancing:DescribeTargetGroups', 'TG_HEALTH_CHECK'],
  ['elasticloadbalancing:DescribeTargetHealth', 'ZONE_DARK'],
  ['lambda:Invoke', 'PROBE_FAILED'],
  ['route53:GetHostedZone', 'PUB_ZONE_NOT_AUTHORITATIVE'],
  ['route53:ListHostedZonesByName', 'PUB_ZONE_NOT_AUTHORITATIVE'],
  ['route53:ListHostedZonesByVPC', 'PRIV_SHADOWED'],
  ['route53:ListResourceRecordSets', 'PRIV_RECORD_MISSING'],
  ['route53profiles:ListProfileAssociations', 'PRIV_SHADOWED'],
  ['route53resolver:ListResolverRuleAssociations', 'PRIV_FORWARDED'],
  ['route53resolver:ListResolverRules', 'PRIV_FORWARDED'],
];

describe('an audit that may not read everything', () => {
  it('is tested with every read that it makes', async () => {
    const { calls } = await (await setAuditStage(surroundings)).pass();
    const made = new Set(calls.map(nameOf).filter((name) => name !== 'sts:GetCallerIdentity'));
    expect([...made].toSorted()).toEqual(READS.map(([read]) => read));
  });

  it.each(READS)(
    'without %s cannot tell %s, finds nothing for want of it, and tells what it can',
    async (read, code) => {
      const stage = await setAuditStage(surroundings);
      const [service, operation] = read.split(':');
      stage.cloud.faults.add({ fault: 'deny', service: service ?? '', operation: operation ?? '' });
      const pass = await stage.pass();
      expect(pass.fault).toBeUndefined();
      expect(codesOf(pass, 'finding', 'not-configured')).toEqual([]);
      expect(codesOf(pass, 'unknown')).toContain(code);
      expect(codesOf(pass, 'ok', 'unknown')).toEqual(ENDPOINT_CODES.toSorted());
      // What is unknown for want of a permission fails a pipeline.
      expect(pass.reports.map(({ verdict }) => verdict)).toEqual(['findings']);
      const why = pass.reports.flatMap(({ results }) =>
        results.flatMap((each) => (each.kind === 'unknown' ? [each.why] : [])),
      );
      expect(why.join('\n')).toMatch(/AccessDenied|UnauthorizedOperation/);
    },
  );

  it('faults where it may not even ask who it is, since nothing else would be believed', async () => {
    const stage = await setAuditStage(surroundings);
    stage.cloud.faults.add({ fault: 'deny', service: 'sts' });
    const { fault, reports, calls } = await stage.pass();
    expect(fault?.message).toMatch(/1 of 1 bindings faulted: public-api: asking whose the credentials are failed/);
    expect(reports.map(({ verdict }) => verdict)).toEqual(['faulted']);
    expect(new Set(calls.map(nameOf))).toEqual(new Set(['sts:GetCallerIdentity']));
  });

  it('uses no answer that it gets with credentials of another account', async () => {
    const stage = await setAuditStage(surroundings);
    const foreign = 'arn:aws:elasticloadbalancing:eu-west-1:210987654321:targetgroup/api/0123456789abcdef';
    stage.bind({ targetGroupArn: foreign });
    const { fault, calls } = await stage.pass();
    expect(fault?.message).toContain(
      'the credentials are of account 123456789012, the target group is of 210987654321',
    );
    expect(calls.map(nameOf)).toEqual(['sts:GetCallerIdentity']);
  });

  it('lets one binding’s fault stop no other', async () => {
    const stage = await setAuditStage(surroundings);
    const foreign = 'arn:aws:elasticloadbalancing:eu-west-1:210987654321:targetgroup/api/0123456789abcdef';
    const { reports, fault } = await invokeAudit(stage, () => ({
      asOf: stage.cloud.clock.now().toISOString(),
      bindings: [{ ...stage.binding(), name: 'foreign', targetGroupArn: foreign }, stage.binding()],
    }));
    expect(reports.map(({ binding, verdict }) => `${binding} ${verdict}`)).toEqual([
      'foreign faulted',
      `${NAME} clean`,
    ]);
    expect(fault?.message).toMatch(/^1 of 2 bindings faulted: foreign/);
  });
});

describe('an audit that is told less', () => {
  it.each([
    ['audit.probe', 'probe', ['PROBE_FAILED', 'TG_HEALTH_CHECK']],
    ['audit.expectedAddresses', 'expectedAddresses', ['LB_ADDRESSES']],
    ['audit.allowedCidrs', 'allowedCidrs', ['SG_PATH']],
    ['audit.publicPort', 'publicPort', ['LB_LISTENER', 'SG_PATH', 'TLS_ANSWER']],
    ['audit.stage', 'stage', ['API_POLICY']],
    ['audit.restApiId', 'restApiId', ['API_DOMAIN', 'API_POLICY', 'EP_POLICY']],
    ['audit.customDomain', 'customDomain', ['API_DOMAIN']],
  ])('says that %s is not configured', async (key, setting, codes) => {
    const stage = await setAuditStage(surroundings);
    stage.configure({ [setting]: undefined });
    const pass = await stage.pass();
    expect(codesOf(pass, 'not-configured')).toEqual(codes);
    expect(codesOf(pass, 'finding', 'unknown')).toEqual([]);
    const keys = pass.reports.flatMap(({ results }) =>
      results.flatMap((each) => (each.kind === 'not-configured' ? [each.key] : [])),
    );
    expect(new Set(keys)).toEqual(new Set([key]));
  });

  it('takes the endpoint’s own VPC for that of the clients', async () => {
    const stage = await setAuditStage(surroundings);
    stage.configure({ clientVpcIds: undefined });
    const pass = await stage.pass();
    expect(pass.reports.map(({ verdict }) => verdict)).toEqual(['clean']);
    expect(codesOf(pass, 'not-configured')).toEqual([]);
  });

  it('without hostnames audits the rest of the path', async () => {
    const stage = await setAuditStage(surroundings);
    stage.bind({ hostnames: [] });
    const pass = await stage.pass();
    expect(codesOf(pass, 'not-configured')).toContain('PUB_RECORD_MISSING');
    expect(codesOf(pass, 'ok')).toContain('EP_STATE');
  });
});

describe('an audit at the schedule’s hand', () => {
  it.each([
    ['late', (now: Date) => new Date(now.getTime() - 180_000).toISOString()],
    ['without a time', () => undefined],
  ])('refuses a spec that comes %s, and looks at nothing', async (_, asOf) => {
    const stage = await setAuditStage(surroundings);
    const { reports, calls, log } = await invokeAudit(stage, () => ({
      asOf: asOf(stage.cloud.clock.now()),
      bindings: [stage.binding()],
    }));
    expect(reports).toEqual([]);
    expect(calls).toEqual([]);
    expect(log).toMatchObject([{ message: 'audit pass refused', code: 'spec-not-fresh' }]);
  });

  it('logs a line a pass, one for each finding, and one for what is unknown', async () => {
    const stage = await setAuditStage(surroundings);
    stage.cloud.setPrivateDns(stage.endpoint.id, true);
    stage.cloud.faults.add({ fault: 'deny', service: 'acm' });
    const { log } = await stage.pass();
    expect(log[0]).toMatchObject({
      message: 'audit pass',
      bindings: 1,
      audits: [{ binding: NAME, verdict: 'findings', warn: 1 }],
    });
    const [finding, ...rest] = log.slice(1);
    expect(finding).toMatchObject({ message: 'finding', code: 'EP_PRIVATE_DNS', subject: stage.endpoint.id });
    expect(rest.length).toBeGreaterThan(0);
    expect(new Set(rest.map(({ message }) => message))).toEqual(new Set(['unknown']));
  });
});

describe('whatever becomes of an audit', () => {
  it.each([
    ['is denied everything', { fault: 'deny' }],
    ['meets a throttled Route 53', { fault: 'throttle', service: 'route53' }],
    ['meets a Route 53 that does not answer', { fault: 'hang', service: 'route53' }],
  ] as const)('a sync pass beside one that %s does what it did before', async (_, fault) => {
    const stage = await setAuditStage(surroundings);
    const { audit: _audit, ...binding } = stage.binding();
    const sync = () =>
      invoke(stage.cloud, () => ({ asOf: stage.cloud.clock.now().toISOString(), bindings: [binding] }));
    const before = await sync();
    const targets = stage.cloud.targets(stage.group.arn);
    const remove = stage.cloud.faults.add(fault);
    await stage.pass();
    remove();
    const after = await sync();
    expect(stage.cloud.targets(stage.group.arn)).toEqual(targets);
    expect(after.outcomes).toEqual(before.outcomes);
    expect(after.calls.map(nameOf)).toEqual(before.calls.map(nameOf));
  });

  it('the sync pass does not read what is for the audit', async () => {
    const stage = await setAuditStage(surroundings);
    const { calls } = await invoke(stage.cloud, () => ({
      asOf: stage.cloud.clock.now().toISOString(),
      bindings: [stage.binding()],
    }));
    expect(new Set(calls.map(({ service }) => service))).toEqual(new Set(['ec2', 'elasticloadbalancing']));
  });
});
