import { describe, expect, it } from 'vitest';
import { POLICIES } from './policies/all.ts';
import { deregisterBeforeRegister } from './policies/deregister-before-register.ts';
import { dnsThreeSightings } from './policies/dns-three-sightings.ts';
import { registerAndRemoveAtOnce } from './policies/register-and-remove-at-once.ts';
import { resolveOnceAtDeploy } from './policies/resolve-once-at-deploy.ts';
import { targetSync } from './policies/target-sync.ts';
import { setSite, type Site } from './site.ts';
import { writesOf } from './written.ts';

const OLD = '10.0.1.11 10.0.2.11';
const NEW = '10.0.1.12 10.0.2.12';

/** Another endpoint bound, the old one kept. */
const replace = (site: Site): void => {
  site.bind(site.stage.cloud.replaceEndpoint(site.source().id, { deleteAfterSeconds: 'never' }).created);
};

it('writes nothing while all is as it should be, whatever the policy', async () => {
  for (const policy of POLICIES) {
    const site = setSite();
    // oxlint-disable-next-line no-await-in-loop -- one site after the other
    await policy.begin(site).minute?.();
    expect(writesOf(site)).toEqual([]);
  }
});

describe('target-sync', () => {
  it('is the real handler: five reads in sync, and no removal before a replacement is healthy', async () => {
    const site = setSite();
    const { minute } = targetSync.begin(site);
    await minute?.();
    expect(site.stage.cloud.calls).toHaveLength(5);
    replace(site);
    await minute?.();
    expect(writesOf(site)).toEqual([`RegisterTargets ${NEW}`]);
  });
});

describe('resolve-once-at-deploy', () => {
  it('registers the new IPs, then deregisters those of before, when the endpoint’s id changes', async () => {
    const site = setSite();
    const { deployed } = resolveOnceAtDeploy.begin(site);
    replace(site);
    await deployed?.();
    expect(writesOf(site)).toEqual([`RegisterTargets ${NEW}`, `DeregisterTargets ${OLD}`]);
  });

  it('makes no call at any other time', async () => {
    const site = setSite();
    const { minute } = resolveOnceAtDeploy.begin(site);
    site.stage.cloud.readdress(site.source().id, site.stage.subnetIds[0] ?? '');
    await minute?.();
    expect(site.stage.cloud.calls).toEqual([]);
  });

  it('repeats a deployment that failed, until it is through', async () => {
    const site = setSite();
    const { deployed, minute } = resolveOnceAtDeploy.begin(site);
    replace(site);
    const end = site.stage.cloud.faults.add({ operation: 'RegisterTargets', fault: 'throttle' });
    await expect(deployed?.()).rejects.toThrow('Rate exceeded');
    await expect(minute?.()).rejects.toThrow('Rate exceeded');
    end();
    site.stage.cloud.forgetCalls();
    await minute?.();
    await minute?.();
    expect(writesOf(site)).toEqual([`RegisterTargets ${NEW}`, `DeregisterTargets ${OLD}`]);
  });
});

describe('dns-three-sightings', () => {
  it('registers at once what is new, and deregisters at the third sighting what is absent', async () => {
    const site = setSite();
    const { minute } = dnsThreeSightings.begin(site);
    replace(site);
    await minute?.();
    await minute?.();
    expect(writesOf(site)).toEqual([`RegisterTargets ${NEW}`]);
    await minute?.();
    expect(writesOf(site)).toEqual([`RegisterTargets ${NEW}`, `DeregisterTargets ${OLD}`]);
  });

  it('counts anew once an IP is back', async () => {
    const site = setSite();
    const { minute } = dnsThreeSightings.begin(site);
    for (const isHidden of [true, true, false, true, true]) {
      const end = isHidden ? site.hide(site.source().interfaces.slice(0, 1)) : () => undefined;
      // oxlint-disable-next-line no-await-in-loop -- minutes follow one another
      await minute?.();
      end();
    }
    expect(writesOf(site)).toEqual([]);
  });

  it('changes nothing on an empty answer', async () => {
    const site = setSite();
    const { minute } = dnsThreeSightings.begin(site);
    site.hide(site.source().interfaces);
    for (let run = 0; run < 4; run += 1) {
      // oxlint-disable-next-line no-await-in-loop -- minutes follow one another
      await minute?.();
    }
    expect(writesOf(site)).toEqual([]);
  });

  it('swallows errors: a group that cannot be listed has no targets, and removal goes on without registration', async () => {
    const site = setSite();
    const { minute } = dnsThreeSightings.begin(site);
    const { faults } = site.stage.cloud;
    const end = faults.add({ operation: 'DescribeTargetHealth', fault: 'throttle' });
    await minute?.();
    expect(writesOf(site)).toEqual([`RegisterTargets ${OLD}`]);
    end();
    replace(site);
    faults.add({ operation: 'RegisterTargets', fault: 'throttle' });
    await minute?.();
    await minute?.();
    await minute?.();
    expect(writesOf(site).at(-1)).toBe(`DeregisterTargets ${OLD}`);
  });
});

describe('register-and-remove-at-once', () => {
  it('registers, then deregisters, in one run', async () => {
    const site = setSite();
    replace(site);
    await registerAndRemoveAtOnce.begin(site).minute?.();
    expect(writesOf(site)).toEqual([`RegisterTargets ${NEW}`, `DeregisterTargets ${OLD}`]);
  });

  it('takes an empty listing at its word', async () => {
    const site = setSite();
    site.hide(site.source().interfaces);
    await registerAndRemoveAtOnce.begin(site).minute?.();
    expect(writesOf(site)).toEqual([`DeregisterTargets ${OLD}`]);
  });

  it('removes nothing after a registration that failed', async () => {
    const site = setSite();
    replace(site);
    site.stage.cloud.faults.add({ operation: 'RegisterTargets', fault: 'throttle' });
    await expect(registerAndRemoveAtOnce.begin(site).minute?.()).rejects.toThrow('Rate exceeded');
    expect(site.stage.targets()).toEqual(['10.0.1.11:443 healthy', '10.0.2.11:443 healthy']);
  });

  it('takes a draining target for a registered one', async () => {
    const site = setSite();
    site.stage.cloud.deregister(site.stage.group.arn, ['10.0.1.11']);
    await registerAndRemoveAtOnce.begin(site).minute?.();
    expect(writesOf(site)).toEqual([]);
  });
});

describe('deregister-before-register', () => {
  it('deregisters, then registers, in one run', async () => {
    const site = setSite();
    replace(site);
    await deregisterBeforeRegister.begin(site).minute?.();
    expect(writesOf(site)).toEqual([`DeregisterTargets ${OLD}`, `RegisterTargets ${NEW}`]);
  });

  it('compares ip:port, and drops draining targets', async () => {
    const site = setSite();
    const { cloud, group } = site.stage;
    cloud.deregister(group.arn, [{ ip: '10.0.1.11' }, { ip: '10.0.2.11' }]);
    cloud.register(group.arn, [{ ip: '10.0.2.11', port: 8443 }]);
    await deregisterBeforeRegister.begin(site).minute?.();
    expect(writesOf(site)).toEqual([`RegisterTargets ${OLD}`]);
  });

  it('changes nothing where the endpoint cannot be read', async () => {
    const site = setSite();
    replace(site);
    site.stage.cloud.faults.add({ operation: 'DescribeVpcEndpoints', fault: 'throttle' });
    await expect(deregisterBeforeRegister.begin(site).minute?.()).rejects.toThrow('Rate exceeded');
    expect(writesOf(site)).toEqual([]);
  });

  it('takes an endpoint that is not found for one that wants no targets', async () => {
    const site = setSite();
    const { cloud } = site.stage;
    cloud.deleteEndpoint(site.source().id);
    cloud.advance(cloud.settings.interfaceRemovalSeconds + cloud.settings.deletedEndpointSeconds);
    await deregisterBeforeRegister.begin(site).minute?.();
    expect(cloud.calls.map(({ error }) => error)).toContain('InvalidVpcEndpointId.NotFound');
    expect(writesOf(site)).toEqual([`DeregisterTargets ${OLD}`]);
  });
});
