import { describe, expect, it } from 'vitest';
import { read, unread } from '../../../controller/model/reading.ts';
import { targetKey } from '../../../controller/model/target.ts';
import {
  endpointInterface,
  goes,
  group,
  IP_1,
  IP_2,
  listed,
  observed,
  OLD_1,
  OLD_2,
  planFor,
  problem,
  stays,
  strangerInterface,
  unattached,
} from '../builders.ts';

const facts = { others: [strangerInterface(OLD_1)] };
const bothHealthy = [listed(IP_1), listed(IP_2)];

describe('a stranger (rule 5)', () => {
  it.each([
    ['not healthy, and nothing else serves', [listed(OLD_1, 'unhealthy')], {}],
    [
      'not healthy, and the source cannot be read',
      [listed(OLD_1, 'unhealthy'), ...bothHealthy],
      { source: unread(problem()) },
    ],
    [
      'not healthy, and the source is partial',
      [listed(OLD_1, 'initial')],
      { source: read(observed([IP_1], { state: 'pending' })) },
    ],
    [
      'not healthy, beside an interface of ours',
      [listed(OLD_1, 'unhealthy'), listed(OLD_2, 'unhealthy')],
      { facts: { others: [...facts.others, endpointInterface(OLD_2)] } },
    ],
    ['healthy, and a desired target is healthy', [listed(OLD_1), listed(IP_1)], {}],
    ['healthy behind TLS, with nothing else', [listed(OLD_1)], { group: group({ protocol: 'TLS' }) }],
    ['not healthy, during a zonal shift', [listed(OLD_1, 'unhealthy', { zonalShift: true })], {}],
  ])('goes when it is %s, and is not held as well', (_, targets, world) => {
    const plan = planFor(targets, { facts, ...world });
    const stranger = targetKey(targets[0] ?? listed(OLD_1));
    expect(goes(plan)).toContain(stranger);
    expect(stays(plan).map(([key]) => key)).not.toContain(stranger);
  });

  const whose = `${OLD_1} belongs to eni-${OLD_1} (instance i-0123456789abcdef0)`;

  it.each([
    ['serves nobody', [listed(OLD_1, 'unhealthy')], {}, 'it is unhealthy, so it serves nobody'],
    [
      'can read the traffic',
      [listed(OLD_1)],
      { group: group({ protocol: 'TLS' }) },
      'it is healthy, and on TLS:443 it can read the traffic',
    ],
    ['can be replaced', [listed(OLD_1), ...bothHealthy], {}, 'it is healthy, and 2 desired can serve instead'],
  ])('that %s goes with that as its reason, and with whose it is', (_, targets, world, why) => {
    const { deregister } = planFor(targets, { facts, ...world });
    expect(deregister).toEqual([{ target: targets[0], rule: 'stranger', reason: `${whose}; ${why}` }]);
  });

  it('that stays is marked as one, with whose it is, and what to do where nothing will replace it', () => {
    const reason = `${whose} and may serve: 0 desired targets are healthy`;
    const target = listed(OLD_1);
    expect(planFor([target], { facts }).hold).toEqual([{ target, kind: 'waiting', stranger: true, reason }]);
    expect(planFor([target], { facts, source: unread(problem()) }).hold).toEqual([
      {
        target,
        kind: 'blocked',
        stranger: true,
        reason,
        remedy: expect.stringContaining('Restore the source, or deregister this target by hand'),
      },
    ]);
  });

  it.each([
    [80, true],
    [443, false],
    [8080, true],
    [8443, false],
  ])(
    'healthy on TCP:%d with nothing else goes is %s: what it cannot read it may carry for a while',
    (port, expected) => {
      const plan = planFor([listed(OLD_1, 'healthy', { port })], { facts, group: group({ port }) });
      expect(goes(plan)).toEqual(expected ? [`${OLD_1}:${port}`] : []);
      expect(stays(plan)).toEqual(expected ? [] : [[`${OLD_1}:${port}`, 'waiting']]);
    },
  );

  it('goes from a group attached to nothing', () => {
    const targets = [listed(OLD_1, 'unused')];
    expect(goes(planFor(targets, { facts, group: unattached() }))).toEqual([`${OLD_1}:443`]);
  });

  it.each([
    ['waits', 'nothing desired is healthy yet', {}, 'waiting'],
    ['is blocked', 'there is no source to replace it', { source: unread(problem()) }, 'blocked'],
  ])('%s when it is healthy behind TCP:443 and %s', (_, __, world, kind) => {
    const held = planFor([listed(OLD_1), listed(IP_1, 'initial')], { facts, ...world });
    expect(stays(held)).toContainEqual([`${OLD_1}:443`, kind]);
    expect(held.deregister).toEqual([]);
  });

  it('whose health AWS does not name may serve, so behind TCP:443 it waits for a replacement', () => {
    expect(stays(planFor([listed(OLD_1, 'unknown')], { facts }))).toEqual([[`${OLD_1}:443`, 'waiting']]);
    expect(stays(planFor([listed(OLD_1, 'unavailable')], { facts }))).toEqual([[`${OLD_1}:443`, 'waiting']]);
    expect(goes(planFor([listed(OLD_1, 'unknown'), listed(IP_1)], { facts }))).toEqual([`${OLD_1}:443`]);
  });
});
