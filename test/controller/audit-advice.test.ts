import { describe, expect, it } from 'vitest';
import { audit } from '../../controller/audit.ts';
import { createAuditConnect } from '../../controller/audit-connect.ts';
import { toAuditReport } from '../../controller/audit-report.ts';
import { measureAudit } from '../../controller/measure.ts';
import type { AuditSpec } from '../../controller/model/audit-spec.ts';
import type { Audit } from '../../controller/model/audit-outcome.ts';
import { type CheckResult, finding, type FindingCode, isAdvice, ok, unknown } from '../../controller/model/finding.ts';
import { createCloud } from '../cloud/cloud.ts';
import { promptRetries } from '../cloud/prompt-retries.ts';
import { GROUP_ARN, spec } from './builders.ts';

/** An ALB behind as many front doors as there are names, each with a binding. */
function setUp(...names: readonly string[]) {
  const cloud = createCloud();
  const { id: vpcId } = cloud.createVpc();
  const subnetIds = [cloud.createSubnet({ vpcId, zone: 'eu-west-1a', cidr: '10.0.1.0/24' }).id];
  const alb = cloud.createInternalAlb({ subnetIds });
  const bindings = names.map((name): AuditSpec => {
    const nlb = cloud.createNetworkLoadBalancer({ subnetIds, name, scheme: 'internal' });
    const { arn } = cloud.createTargetGroup({ vpcId, name });
    cloud.attach({ loadBalancerArn: nlb.arn, targetGroupArn: arn });
    cloud.createVpcLink({ name, loadBalancerArn: nlb.arn });
    return {
      ...spec({ name, targetGroupArn: arn, source: { loadBalancerArn: alb.arn, previous: [] } }),
      hostnames: [],
    };
  });
  const run = (): Promise<readonly Audit[]> =>
    audit(bindings, {
      connect: createAuditConnect({
        requestHandler: cloud.requestHandler,
        credentials: cloud.credentials,
        retryStrategy: promptRetries(),
      }),
      clock: cloud.clock,
      // Without hostnames and without a probe nobody is asked.
      live: {
        answers: () => Promise.reject(new Error('asked')),
        delegation: () => Promise.reject(new Error('asked')),
        handshake: () => Promise.reject(new Error('asked')),
        probe: () => Promise.reject(new Error('asked')),
      },
    });
  return { cloud, bindings, run };
}

const brief = (found: Audit | undefined): readonly string[] =>
  (found?.results ?? []).filter(isAdvice).map(({ code, kind }) => `${code} ${kind}`);

describe('an audit of a binding to an ALB', () => {
  it('finds that the binding is not needed, as a matter of information', async () => {
    const { run } = setUp('orders');
    const [found] = await run();
    expect(brief(found)).toEqual(['ALB_TARGET_TYPE finding', 'VPC_LINK finding']);
    expect(found?.results.filter(isAdvice)).toMatchObject([{ severity: 'info' }, { severity: 'info' }]);
  });

  it('counts the load balancers of all bindings of the document', async () => {
    const { bindings, run } = setUp('orders', 'b', 'c');
    expect((await run()).map(brief)).toEqual(bindings.map(() => ['ALB_TARGET_TYPE ok', 'VPC_LINK finding']));
  });

  it('does not know where it may not look, and faults for nothing', async () => {
    const { cloud, run } = setUp('orders');
    cloud.faults.add({ operation: 'GetVpcLinks', fault: 'deny' });
    const [found] = await run();
    expect(brief(found)).toEqual(['ALB_TARGET_TYPE finding', 'VPC_LINK unknown']);
    expect(found?.faults).toEqual([]);
  });

  it('has no station of the picture marked for it', async () => {
    const { run } = setUp('orders');
    const [found] = await run();
    const others = found?.results.filter(({ code }) => code === 'ALB_STATE' || code === 'ALB_LISTENER') ?? [];
    expect(others.map(({ kind }) => kind)).not.toContain('finding');
    expect(found?.paths[0]?.stations.find(({ hop }) => hop === 'alb')?.mark).toBe('ok');
  });
});

describe('advice in a report', () => {
  const what = { severity: 'info', expected: 'a', found: 'b', fix: 'c' } as const;
  const report = (...results: readonly CheckResult[]) =>
    toAuditReport({ binding: 'orders', targetGroupArn: GROUP_ARN, source: 'x', results, paths: [], faults: [] });

  it.each<[FindingCode, string]>([
    ['ALB_TARGET_TYPE', 'clean'],
    ['VPC_LINK', 'clean'],
    ['ALB_LISTENER', 'findings'],
  ])('of %s leaves it %s, be it a finding or unknown', (code, verdict) => {
    expect(report(finding(code, 'x', what)).verdict).toBe(verdict);
    expect(report(unknown(code, 'x', 'why')).verdict).toBe(verdict);
  });

  it('is told first among what is as it should be, and counted as what it is', () => {
    const { results, counts } = report(ok('ALB_STATE', 'x', 'y'), finding('ALB_TARGET_TYPE', 'x', what));
    expect(results.map(({ code }) => code)).toEqual(['ALB_TARGET_TYPE', 'ALB_STATE']);
    expect(counts).toMatchObject({ info: 1, ok: 1 });
  });

  it.each<[FindingCode, number]>([
    ['ALB_TARGET_TYPE', 0],
    ['VPC_LINK', 0],
    ['ALB_LISTENER', 1],
  ])('of %s is counted %d times among the lesser findings', (code, count) => {
    const audits = [{ ...report(), results: [finding(code, 'x', what)], faults: [] }];
    expect(measureAudit(audits, 'audit').at(-1)).toMatchObject({ values: { LesserFindings: count } });
  });

  it('alone is no sign that anything was looked at', () => {
    const measured = (...results: readonly CheckResult[]) =>
      measureAudit([{ ...report(), results, faults: [] }], 'audit')[0];
    expect(measured(ok('VPC_LINK', 'x', 'y'), unknown('ZONE_DARK', 'x', 'why'))?.dimension.name).toBe('Function');
    expect(measured(ok('ALB_STATE', 'x', 'y'), unknown('ZONE_DARK', 'x', 'why'))).toMatchObject({
      values: { CriticalFindings: 0 },
    });
  });
});
