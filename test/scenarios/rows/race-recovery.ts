import { expect } from 'vitest';
import { oldDrain, onlyOld } from '../converging.ts';
import { replace } from '../happenings.ts';
import type { Chapter, Scenario } from '../scenario.ts';
import { codeOf, deploy, SEAL, slowly } from '../slow-pass.ts';
import type { Pass, Stage } from '../stage.ts';

/** The same, and the old endpoint is deleted long before the new addresses are healthy. */
async function deployAndDelete(stage: Stage): Promise<readonly Pass[]> {
  const fast = await deploy(stage);
  stage.cloud.deleteEndpoint(stage.endpoint.id);
  return fast;
}

/** Two clients until the new addresses are healthy, but for the time in which the load balancer sends to all alike. */
const DELETED_TOO_SOON = { failed: 103 };

const rows: readonly Scenario[] = [
  {
    title: '6, the empty record',
    twin: '6, the record of an endpoint that lives',
    given:
      'a slow pass of the old binding stands still before it reads the endpoint; the deployment replaces the endpoint, a fast pass brings the new addresses in, and the old endpoint is deleted too soon',
    when: 'the slow pass goes on',
    then: 'it finds its endpoint being deleted, and refuses: no endpoint means no change, never an empty group. Clients lose what the deletion costs, and nothing more',
    play: async (stage) => {
      const race = await slowly(stage, { operation: 'DescribeVpcEndpoints' }, () => deployAndDelete(stage));
      return [...race, ...(await stage.passes(4))];
    },
    expected: {
      outcomes: ['waiting', 'refused', 'waiting', 'changed', 'in-sync', 'in-sync'],
      writes: ['RegisterTargets', 'DeregisterTargets'],
      targets: oldDrain,
      lost: DELETED_TOO_SOON,
    },
    also: ([, slow]) => expect(codeOf(slow)).toBe('source-not-usable'),
  },
  {
    title: '6, the record without a race',
    given: 'the same deployment and deletion, without a slow pass: this shows what the deletion alone costs',
    when: 'passes repeat',
    then: 'the new addresses take over, and clients lose as much as with the slow pass',
    play: async (stage) => [...(await deployAndDelete(stage)), ...(await stage.passes(4))],
    expected: {
      outcomes: ['waiting', 'waiting', 'changed', 'in-sync', 'in-sync'],
      writes: ['RegisterTargets', 'DeregisterTargets'],
      targets: oldDrain,
      lost: DELETED_TOO_SOON,
    },
  },
  {
    title: '6, the record of an endpoint that lives',
    given: 'a slow pass stands still before it reads the endpoint, which lives; somebody takes every target out',
    when: 'the slow pass goes on',
    then: 'it finds the endpoint and an empty group, and puts every target back',
    play: async (stage) => {
      const slow = await slowly(stage, { operation: 'DescribeVpcEndpoints' }, async () => {
        stage.cloud.deregister(stage.group.arn, stage.endpoint.ips);
        stage.cloud.advance(20);
        return [];
      });
      return [...slow, ...(await stage.passes(2))];
    },
    expected: {
      outcomes: ['changed', 'in-sync', 'in-sync'],
      writes: ['RegisterTargets'],
      targets: onlyOld,
      // No target for 20 s: two clients, but for the tenth of connections that still goes to where it went before.
      lost: { failed: 2 * 20 * 0.9 },
    },
  },
  {
    title: '7, even the seal reads old',
    twin: '3, the clean-up of what nobody bound',
    given:
      'a deployment gives the group to another endpoint, whose addresses are healthy; a payload of the old binding comes 100 seconds late, and AWS answers it with the old seal',
    when: 'it runs, and passes of the new binding follow',
    then: 'it takes one new target out, one zone’s worth, and the next pass puts it back: no client notices',
    play: async (stage) => {
      const late = stage.event();
      const before = [await stage.pass()];
      const { ips } = replace(stage);
      stage.cloud.register(stage.group.arn, ips);
      stage.cloud.setHealthy(stage.group.arn);
      stage.cloud.advance(100);
      const end = stage.cloud.faults.add({ operation: SEAL, fault: 'stale' });
      const old = await stage.deliver(late);
      end();
      return [...before, old, ...(await stage.passes(5))];
    },
    expected: {
      outcomes: ['in-sync', 'waiting', 'waiting', 'changed', 'in-sync', 'in-sync', 'in-sync'],
      writes: ['DeregisterTargets', 'RegisterTargets', 'DeregisterTargets', 'DeregisterTargets'],
      targets: () => ['10.0.1.12:443 healthy', '10.0.2.11:443 draining', '10.0.2.12:443 healthy'],
    },
  },
  {
    title: '8, recovery without a memory',
    twin: 'somebody empties the group of a deleted endpoint',
    given:
      'after a race of which nothing is known the group holds one old address, one of a stranger, and one that nobody has, and none of the endpoint’s own',
    when: 'passes repeat',
    then: 'they need nothing but what they see: the right addresses come in at once, and the wrong ones leave',
    play: (stage) => {
      const { cloud, group, subnetIds } = stage;
      replace(stage);
      cloud.deregister(group.arn, ['10.0.2.11']);
      const { ip } = cloud.takeAddress({ subnetId: subnetIds[0] ?? '', ip: '10.0.1.100', listens: [] });
      cloud.register(group.arn, [ip, '10.0.1.200']);
      cloud.advance(400);
      return stage.passes(5);
    },
    expected: {
      outcomes: ['waiting', 'waiting', 'changed', 'in-sync', 'in-sync'],
      writes: ['RegisterTargets', 'DeregisterTargets', 'DeregisterTargets'],
      targets: () => ['10.0.1.11:443 draining', '10.0.1.12:443 healthy', '10.0.2.12:443 healthy'],
    },
  },
];

/** The end of the race: an empty record, and no way to tell what should be there. */
export const raceRecovery: Chapter = { title: 'the race of two plans: what is left, and the way back', rows };
