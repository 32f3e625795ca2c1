import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { advise } from '../../controller/advise.ts';
import { audit } from '../../controller/audit.ts';
import { createAuditConnect } from '../../controller/audit-connect.ts';
import type { Audit } from '../../controller/model/audit-outcome.ts';
import type { AuditSpec } from '../../controller/model/audit-spec.ts';
import type { Clock } from '../../controller/model/clock.ts';
import { type CheckResult, isAdvice } from '../../controller/model/finding.ts';
import { createCloud } from '../cloud/cloud.ts';
import { promptRetries } from '../cloud/prompt-retries.ts';
import { spec } from './builders.ts';
import { FAR_ACCOUNT, ROLE } from './builders-load-balancer.ts';

/** Codes of which nothing can be said without the source. */
const OF_THE_SOURCE = ['ALB_STATE', 'ALB_LISTENER', 'ZONE_COVERAGE'];

type Handler = NonNullable<NonNullable<Parameters<typeof createAuditConnect>[0]>['requestHandler']>;

/** An ALB of another account behind a front door of this one, and a binding that sees it with a role. */
function setUp() {
  const cloud = createCloud();
  const { id: vpcId } = cloud.createVpc();
  const subnetIds = [cloud.createSubnet({ vpcId, zone: 'eu-west-1a', cidr: '10.0.1.0/24' }).id];
  const far = cloud.createVpc({ cidr: '10.1.0.0/16', ownerId: FAR_ACCOUNT }).id;
  const farSubnetId = cloud.createSubnet({ vpcId: far, zone: 'eu-west-1a', cidr: '10.1.1.0/24' }).id;
  const alb = cloud.createInternalAlb({ subnetIds: [farSubnetId], ownerId: FAR_ACCOUNT });
  const nlb = cloud.createNetworkLoadBalancer({ subnetIds, crossZone: true, scheme: 'internal' });
  const group = cloud.createTargetGroup({ vpcId });
  cloud.attach({ loadBalancerArn: nlb.arn, targetGroupArn: group.arn });
  const source = { loadBalancerArn: alb.arn, previous: [], roleArn: ROLE };
  const binding: AuditSpec = { ...spec({ targetGroupArn: group.arn, source }), hostnames: [] };
  const means = (requestHandler: Handler = cloud.requestHandler, clock: Clock = cloud.clock) => ({
    connect: createAuditConnect({ requestHandler, credentials: cloud.credentials, retryStrategy: promptRetries() }),
    clock,
    // Without hostnames and without a probe nobody is asked.
    live: {
      answers: () => Promise.reject(new Error('asked')),
      delegation: () => Promise.reject(new Error('asked')),
      handshake: () => Promise.reject(new Error('asked')),
      probe: () => Promise.reject(new Error('asked')),
    },
  });
  const assumed = () => cloud.calls.filter(({ operation }) => operation === 'AssumeRole');
  return { cloud, binding, means, assumed };
}

/** What is said of the source alone. */
function ofSource(found: Audit | undefined): readonly CheckResult[] {
  return (found?.results ?? []).filter(({ code }) => OF_THE_SOURCE.includes(code));
}

/** An STS that never answers, and a clock that ends the pass when it has been asked. */
function hanging({ cloud }: ReturnType<typeof setUp>): { readonly handler: Handler; readonly clock: Clock } {
  const ended = new AbortController();
  const { requestHandler } = cloud;
  const handle: typeof requestHandler.handle = (request, options) => {
    if (!String(request.body).includes('Action=AssumeRole')) return requestHandler.handle(request, options);
    setImmediate(() => {
      ended.abort();
    });
    return new Promise(() => undefined);
  };
  return { handler: { ...requestHandler, handle }, clock: { ...cloud.clock, abortAt: () => ended.signal } };
}

/** A cloud whose target groups are told of last, so that what waits for them comes when a role was long denied. */
function lateGroups({ cloud: { requestHandler } }: ReturnType<typeof setUp>): Handler {
  const handle: typeof requestHandler.handle = async (request, options) => {
    if (String(request.body).includes('Action=DescribeTargetGroups')) await delay(50);
    return requestHandler.handle(request, options);
  };
  return { ...requestHandler, handle };
}

describe('an audit with a role', () => {
  it('that is denied asks for it once, says so of all that is the source’s, and tells of the rest', async () => {
    const world = setUp();
    const { binding, means, assumed } = world;
    const [found] = await audit([binding], means(lateGroups(world)));
    expect(assumed()).toHaveLength(1);
    expect(new Set(ofSource(found).map(({ code }) => code))).toEqual(new Set(OF_THE_SOURCE));
    for (const result of ofSource(found)) {
      const why = expect.stringContaining(`assuming ${ROLE} failed: AccessDenied`);
      expect(result).toMatchObject({ kind: 'unknown', why });
    }
    expect(found?.results.find(({ code }) => code === 'LB_LISTENER')?.kind).toBe('ok');
    expect(found?.faults).toEqual([]);
  });

  it('that is had asks for it once too, and sees the source with it', async () => {
    const { cloud, binding, means, assumed } = setUp();
    cloud.createRole({ arn: ROLE, trusts: [cloud.settings.account] });
    const [found] = await audit([binding], means());
    expect(assumed()).toHaveLength(1);
    expect(ofSource(found).map(({ kind }) => kind)).not.toContain('unknown');
    expect(cloud.calls.filter(({ account }) => account === FAR_ACCOUNT)).not.toEqual([]);
  });

  it('that is never answered for ends with the pass', async () => {
    const world = setUp();
    const { handler, clock } = hanging(world);
    const [found] = await audit([world.binding], world.means(handler, clock));
    const [state] = ofSource(found);
    expect(state).toMatchObject({ kind: 'unknown', why: expect.stringContaining('taking a role failed: AbortError') });
  });
});

describe('an advice with a role', () => {
  it.each([
    ['that is denied', false, ['other-account']],
    ['that is had', true, ['other-account', 'other-vpc']],
  ])('%s asks for it once, and tells what it can', async (_, isThere, codes) => {
    const { cloud, binding, means, assumed } = setUp();
    if (isThere) cloud.createRole({ arn: ROLE, trusts: [cloud.settings.account] });
    const [found] = await advise([binding], [binding], means());
    expect(assumed()).toHaveLength(1);
    const [way] = found?.ways ?? [];
    expect(way?.kind === 'needed' ? way.needs.map(({ code }) => code) : way).toEqual(codes);
  });

  it('that is never answered for ends when the time for it is over', async () => {
    const world = setUp();
    const { handler, clock } = hanging(world);
    const [found] = await advise([world.binding], [world.binding], world.means(handler, clock));
    expect(found?.ways[0]).toMatchObject({ kind: 'needed', needs: [{ code: 'other-account' }] });
  });
});

it('an audit that sees everything alike takes no role', async () => {
  const { cloud, binding, means, assumed } = setUp();
  const { roleArn: _, ...source } = binding.source;
  const [found] = await audit([{ ...binding, source }], means());
  expect(assumed()).toEqual([]);
  expect(found?.results.filter((result) => !isAdvice(result)).length).toBeGreaterThan(0);
  expect(cloud.calls.map(({ account }) => account)).not.toContain(FAR_ACCOUNT);
});
