import { expect } from 'vitest';
import { REGISTER_THEN_ZONE_BY_ZONE } from '../converging.ts';
import { enrolHosts, holds, replace, setDeaf } from '../happenings.ts';
import type { Chapter } from '../scenario.ts';

/** An IP under keep is neither missing nor surplus, and replaces nothing. */
export const keep: Chapter = {
  title: 'kept addresses',
  rows: [
    {
      title: 'a kept address of somebody else',
      twin: 'strangers beside healthy targets of the source',
      given: 'somebody registers a host of theirs, which serves, and the binding lists it under keep',
      when: 'passes repeat',
      then: 'it is not one too many: the passes find nothing to do, and clients go on reaching it',
      play: (stage) => {
        stage.bind({ keep: enrolHosts(stage, { zones: [0] }) });
        return stage.passes(2);
      },
      expected: {
        outcomes: ['in-sync', 'in-sync'],
        writes: [],
        targets: () => ['10.0.1.11:443 healthy', '10.0.1.12:443 healthy', '10.0.2.11:443 healthy'],
        // A third of two clients.
        lost: { stranger: 80 },
      },
    },
    {
      title: 'a kept address of the source',
      twin: 'C, drain resurrection',
      given: 'an operator takes an address of the endpoint out, and lists it under keep so that it stays out',
      when: 'passes repeat',
      then: 'it is not missing: the passes find nothing to do',
      play: (stage) => {
        const [first = ''] = stage.endpoint.ips;
        stage.cloud.deregister(stage.group.arn, [first]);
        stage.bind({ keep: [first] });
        return stage.passes(2);
      },
      expected: {
        outcomes: ['in-sync', 'in-sync'],
        writes: [],
        targets: () => ['10.0.1.11:443 draining', '10.0.2.11:443 healthy'],
      },
    },
    {
      title: 'a kept address is no replacement',
      twin: 'the same address, not kept, is a replacement',
      given: 'the endpoint is replaced; of the new addresses one serves and is kept, and the other does not answer',
      when: 'passes repeat',
      then: 'the old targets stay, for none of what replaces them is healthy',
      play: async (stage) => {
        const { id, ips } = replace(stage);
        setDeaf(stage, id, [1]);
        stage.bind({ keep: ips.slice(0, 1) });
        stage.cloud.register(stage.group.arn, ips.slice(0, 1));
        return stage.passes(4);
      },
      expected: {
        outcomes: ['waiting', 'waiting', 'waiting', 'waiting'],
        writes: ['RegisterTargets'],
        targets: () => [
          '10.0.1.11:443 healthy',
          '10.0.1.12:443 healthy',
          '10.0.2.11:443 healthy',
          '10.0.2.12:443 unhealthy',
        ],
      },
      also: (passes) => {
        expect(holds(passes.at(-1)).map(({ reason }) => reason)).toEqual(
          Array.from({ length: 2 }, () => '0 of the 1 replacements needed are healthy'),
        );
      },
    },
    {
      title: 'the same address, not kept, is a replacement',
      given: 'the endpoint is replaced; of the new addresses one serves, and the other does not answer',
      when: 'passes repeat',
      then: 'the old targets go, one zone a pass',
      play: async (stage) => {
        const { id, ips } = replace(stage);
        setDeaf(stage, id, [1]);
        stage.cloud.register(stage.group.arn, ips.slice(0, 1));
        return stage.passes(4);
      },
      expected: {
        outcomes: ['waiting', 'waiting', 'waiting', 'changed'],
        writes: REGISTER_THEN_ZONE_BY_ZONE,
        targets: () => [
          '10.0.1.11:443 draining',
          '10.0.1.12:443 healthy',
          '10.0.2.11:443 draining',
          '10.0.2.12:443 unhealthy',
        ],
      },
    },
    {
      title: 'a kept IPv6 address in another spelling',
      given:
        'somebody registers a host of theirs in a group of IPv6 addresses, and keep has its address in the long spelling',
      when: 'passes repeat',
      then: 'it is the same address: the passes find nothing to do',
      stage: { family: 'ipv6' },
      play: (stage) => {
        const { cloud, group, subnetIds } = stage;
        const { ip } = cloud.takeAddress({ subnetId: subnetIds[0] ?? '', ipv6: '2001:db8:0:1::77', listens: [443] });
        cloud.register(group.arn, [ip]);
        stage.bind({ keep: ['2001:0DB8:0000:0001:0:0:0:0077'] });
        return stage.passes(1);
      },
      expected: {
        outcomes: ['in-sync'],
        writes: [],
        targets: () => ['2001:db8:0:1::77:443 initial', '2001:db8:0:1::d:443 healthy', '2001:db8:0:2::d:443 healthy'],
      },
    },
  ],
};
