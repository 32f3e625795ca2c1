import { describe, expect, it } from 'vitest';
import { begin, grow, NEXT, OLD, shrink } from './alb-runs.ts';
import { setAlbSite } from './alb-site.ts';
import { dnsUnionThreeRuns } from './policies/dns-union-three-runs.ts';
import { writesOf } from './written.ts';

describe('dns-union-three-runs', () => {
  it('sees all nodes of an ALB of which one answer names eight', async () => {
    const site = setAlbSite({ nodes: 6 });
    expect(site.askServers()).toHaveLength(8);
    const minute = begin(dnsUnionThreeRuns, site);
    site.stage.cloud.deregister(site.stage.group.arn, site.addresses());
    site.stage.cloud.advance(300);
    await minute();
    expect(writesOf(site)).toEqual([expect.stringMatching(/^RegisterTargets( \S+){12}$/)]);
    expect(new Set(site.stage.targets()).size).toBe(12);
  });

  it('registers a new node once DNS has it', async () => {
    const site = setAlbSite();
    const minute = begin(dnsUnionThreeRuns, site);
    for (const subnetId of site.albSubnetIds) site.scaleOut(subnetId);
    await minute();
    expect(writesOf(site)).toEqual([]);
    await minute();
    expect(writesOf(site)).toEqual([`RegisterTargets ${NEXT}`]);
  });

  it('deregisters in the third run, and for ever what was active when it last registered (A3)', async () => {
    const site = setAlbSite({ nodes: 2 });
    const minute = begin(dnsUnionThreeRuns, site);
    shrink(site);
    for (let run = 0; run < 12; run += 1) {
      // oxlint-disable-next-line no-await-in-loop -- minutes follow one another
      await minute();
    }
    expect(site.stage.targets()).toHaveLength(2);
    expect(writesOf(site)).toEqual(Array.from({ length: 10 }, () => `DeregisterTargets ${OLD}`));
    grow(site);
    await minute();
    site.stage.cloud.forgetCalls();
    await minute();
    expect(writesOf(site)).toEqual([]);
  });

  it('counts anew for another ALB, and for a node that came back in between', async () => {
    const site = setAlbSite();
    const minute = begin(dnsUnionThreeRuns, site);
    site.replace();
    await minute();
    await minute();
    expect(writesOf(site)).toEqual([`RegisterTargets ${NEXT}`]);
    await minute();
    expect(writesOf(site).at(-1)).toBe(`DeregisterTargets ${OLD}`);
  });

  it('removes the last good target although its replacement could not be registered (A1)', async () => {
    const site = setAlbSite();
    const minute = begin(dnsUnionThreeRuns, site);
    site.stage.cloud.faults.add({ operation: 'RegisterTargets', fault: 'throttle' });
    site.replace();
    for (let run = 0; run < 3; run += 1) {
      // oxlint-disable-next-line no-await-in-loop -- minutes follow one another
      await minute();
    }
    expect(site.stage.targets().filter((target) => !target.endsWith('draining'))).toEqual([]);
  });

  it('takes a group that cannot be listed for an empty one (A6), and a draining target for a registered one (A4)', async () => {
    const site = setAlbSite();
    const minute = begin(dnsUnionThreeRuns, site);
    site.stage.cloud.deregister(site.stage.group.arn, ['10.0.1.11']);
    await minute();
    expect(writesOf(site)).toEqual([]);
    site.stage.cloud.faults.add({ operation: 'DescribeTargetHealth', fault: 'throttle' });
    await minute();
    expect(writesOf(site)).toEqual([`RegisterTargets ${OLD}`]);
  });

  it('changes nothing where DNS cannot be asked, or has no such name', async () => {
    const failing = setAlbSite();
    failing.failResolver();
    await expect(begin(dnsUnionThreeRuns, failing)()).rejects.toThrow('SERVFAIL');
    const deleted = setAlbSite();
    deleted.deleteFirst();
    await expect(begin(dnsUnionThreeRuns, deleted)()).rejects.toThrow('NXDOMAIN');
    expect([...writesOf(failing), ...writesOf(deleted)]).toEqual([]);
  });

  it('makes five calls in a calm run, and two more in which it registers', async () => {
    const site = setAlbSite();
    const minute = begin(dnsUnionThreeRuns, site);
    const calls = (): number => site.stage.cloud.calls.length + site.callsElsewhere.length;
    await minute();
    expect(calls()).toBe(5);
    grow(site);
    await minute();
    expect(calls()).toBe(12);
  });
});
