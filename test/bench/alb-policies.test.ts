import { describe, expect, it } from 'vitest';
import { begin, grow, NEW, NEXT, OLD, shrink } from './alb-runs.ts';
import { setAlbSite } from './alb-site.ts';
import { ALB_POLICIES } from './policies/all.ts';
import { newestDnsAnswer } from './policies/newest-dns-answer.ts';
import { registerAndRemoveAtOnce } from './policies/register-and-remove-at-once.ts';
import { resolveOnceAtDeploy } from './policies/resolve-once-at-deploy.ts';
import { targetSync } from './policies/target-sync.ts';
import { writesOf } from './written.ts';

it.each(ALB_POLICIES)(
  '$name writes nothing while all is as it should be, inside and outside of the VPC',
  async (policy) => {
    for (const outside of [false, true]) {
      const site = setAlbSite({ outside });
      // oxlint-disable-next-line no-await-in-loop -- one site after the other
      await begin(policy, site)();
      expect(writesOf(site)).toEqual([]);
    }
  },
);

it.each(ALB_POLICIES)('$name registers what is outside the VPC with the zone all', async (policy) => {
  const site = setAlbSite({ outside: true });
  const { deployed, minute } = policy.begin(site);
  site.replace();
  await deployed?.();
  await minute?.();
  expect(site.stage.cloud.targets(site.stage.group.arn).filter(({ zone }) => zone === 'all')).toHaveLength(4);
});

describe('target-sync', () => {
  it('is the real handler: five reads in sync, a new node before DNS has it, and none out that serves', async () => {
    const site = setAlbSite();
    const minute = begin(targetSync, site);
    await minute();
    expect(site.stage.cloud.calls).toHaveLength(5);
    for (const subnetId of site.albSubnetIds) site.scaleOut(subnetId);
    await minute();
    shrink(site);
    for (let run = 0; run < 4; run += 1) {
      // oxlint-disable-next-line no-await-in-loop -- minutes follow one another
      await minute();
    }
    expect(writesOf(site)).toEqual([`RegisterTargets ${NEXT}`]);
  });

  it('lets a dead node’s target stay while the resolver fails, and deregisters it afterwards', async () => {
    const site = setAlbSite({ nodes: 2 });
    const minute = begin(targetSync, site);
    const end = site.failResolver();
    shrink(site, 0);
    await minute();
    await minute();
    expect(writesOf(site)).toEqual([]);
    end();
    await minute();
    expect(writesOf(site)).toEqual([`DeregisterTargets ${OLD}`]);
  });
});

describe('newest-dns-answer', () => {
  it('exchanges targets for ever where an ALB has more nodes than an answer', async () => {
    const site = setAlbSite({ nodes: 6 });
    const minute = begin(newestDnsAnswer, site);
    await minute();
    expect(writesOf(site)).toEqual([expect.stringMatching(/^DeregisterTargets( \S+){4}$/)]);
    await minute();
    expect(writesOf(site).slice(1)).toEqual([
      expect.stringMatching(/^RegisterTargets( \S+){1}$/),
      expect.stringMatching(/^DeregisterTargets( \S+){1}$/),
    ]);
  });

  it('asks a resolver whose answer may be a minute old', async () => {
    const site = setAlbSite({ nodes: 2 });
    const { minute } = newestDnsAnswer.begin(site);
    await minute?.();
    shrink(site);
    site.stage.cloud.advance(59);
    await minute?.();
    expect(writesOf(site)).toEqual([]);
    site.stage.cloud.advance(1);
    await minute?.();
    expect(writesOf(site)).toEqual([`DeregisterTargets ${OLD}`]);
  });

  it('takes a failing resolver for an ALB without addresses', async () => {
    const site = setAlbSite();
    const minute = begin(newestDnsAnswer, site);
    const end = site.failResolver();
    await minute();
    end();
    await minute();
    expect(writesOf(site)).toEqual([`DeregisterTargets ${OLD}`, `RegisterTargets ${OLD}`]);
  });

  it('removes nothing after a registration that failed, and makes it good in the next run', async () => {
    const site = setAlbSite();
    const minute = begin(newestDnsAnswer, site);
    site.replace();
    const end = site.stage.cloud.faults.add({ operation: 'RegisterTargets', fault: 'throttle' });
    await expect(minute()).rejects.toThrow('Rate exceeded');
    end();
    site.stage.cloud.forgetCalls();
    await minute();
    expect(writesOf(site)).toEqual([`RegisterTargets ${NEXT}`, `DeregisterTargets ${OLD}`]);
  });

  it('does not look at the group, so that what others change there stays', async () => {
    const site = setAlbSite();
    site.stage.cloud.deregister(site.stage.group.arn, ['10.0.1.11']);
    await begin(newestDnsAnswer, site)();
    expect(writesOf(site)).toEqual([]);
  });
});

describe('policies that endpoints know as well', () => {
  it('register-and-remove-at-once goes by the interfaces with the ALB’s description', async () => {
    const site = setAlbSite({ nodes: 2 });
    shrink(site);
    const minute = begin(registerAndRemoveAtOnce, site);
    await minute();
    expect(writesOf(site)).toEqual([]);
    site.stage.cloud.advance(600);
    for (const subnetId of site.albSubnetIds) site.scaleOut(subnetId);
    await minute();
    expect(writesOf(site)).toEqual([`RegisterTargets ${NEW}`, `DeregisterTargets ${OLD}`]);
  });

  it('resolve-once-at-deploy acts when another ALB is bound, and on nothing else', async () => {
    const site = setAlbSite();
    const { minute, deployed } = resolveOnceAtDeploy.begin(site);
    grow(site);
    await minute?.();
    expect(writesOf(site)).toEqual([]);
    site.replace();
    await deployed?.();
    expect(writesOf(site)).toEqual([`RegisterTargets ${NEW}`, `DeregisterTargets ${OLD}`]);
  });
});
