import { describe, expect, it } from 'vitest';
import { read } from '../../../controller/model/reading.ts';
import {
  endpointInterface,
  evidence,
  goes,
  IP_1,
  IP_2,
  listed,
  observed,
  OLD_1,
  OLD_2,
  planFor,
  RETIRED,
  retiredInterfaces,
  spec,
  stays,
  subnet,
} from '../builders.ts';

const facts = { others: retiredInterfaces() };
const bothHealthy = [listed(IP_1), listed(IP_2)];

describe('a retired target (rule 7)', () => {
  it('goes when enough replacements are healthy, one zone’s worth a pass', () => {
    const release = planFor([listed(OLD_1), listed(OLD_2), ...bothHealthy], { facts });
    expect(goes(release)).toEqual([`${OLD_1}:443`]);
    expect(stays(release)).toEqual([[`${OLD_2}:443`, 'waiting']]);
    expect(release.deregister).toEqual([
      {
        target: listed(OLD_1),
        rule: 'retired',
        reason: `${OLD_1} belongs to the retired ${RETIRED}; 2 of 2 replacements are healthy`,
      },
    ]);
    expect(release.hold[0]?.reason).toBe('one zone’s worth a pass: euw1-az1 goes first');
  });

  it('goes with all others of its zone, and the zone first by id goes first, whatever its addresses', () => {
    const more = '10.0.2.51';
    const targets = [listed(OLD_1), listed(OLD_2), listed(more), ...bothHealthy];
    const swapped = read([subnet(1, { zoneId: 'euw1-az2' }), subnet(2, { zoneId: 'euw1-az1' })]);
    const others = [...retiredInterfaces(), endpointInterface(more, RETIRED)];
    const release = planFor(targets, { facts: { others, subnets: swapped } });
    expect(goes(release)).toEqual([`${OLD_2}:443`, `${more}:443`]);
    expect(stays(release)).toEqual([[`${OLD_1}:443`, 'waiting']]);
  });

  it.each([
    [1, 'initial', 'initial', false],
    [1, 'healthy', 'initial', true],
    [2, 'healthy', 'initial', false],
    [2, 'healthy', 'healthy', true],
    [9, 'healthy', 'initial', false],
    [9, 'healthy', 'healthy', true],
  ] as const)('with minHealthy %d and replacements %s and %s: goes is %s', (minHealthy, first, second, expected) => {
    const release = planFor([listed(OLD_1), listed(IP_1, first), listed(IP_2, second)], {
      facts,
      spec: spec({ minHealthy }),
    });
    expect(goes(release)).toEqual(expected ? [`${OLD_1}:443`] : []);
  });

  it('waits with the number of replacements that are healthy, and of those needed', () => {
    const held = planFor([listed(OLD_1), listed(IP_1), listed(IP_2, 'initial')], {
      facts,
      spec: spec({ minHealthy: 9 }),
    });
    expect(held.hold).toMatchObject([{ kind: 'waiting', reason: '1 of the 2 replacements needed are healthy' }]);
  });

  it('goes from a zone without a healthy replacement, with cross-zone on: another zone’s serves it', () => {
    const release = planFor([listed(OLD_2), listed(IP_1), listed(IP_2, 'initial')], { facts });
    expect(goes(release)).toEqual([`${OLD_2}:443`]);
  });

  it('clamps minHealthy to the desired targets that the load balancer can use', () => {
    const release = planFor([listed(OLD_1), listed(IP_1), listed(IP_2, 'unused')], {
      facts: { ...facts, enabled: [1] },
      spec: spec({ minHealthy: 2 }),
    });
    expect(goes(release)).toEqual([`${OLD_1}:443`]);
  });

  it('waits for a replacement in an enabled zone: a healthy one elsewhere serves nobody', () => {
    const targets = [listed(OLD_1), listed(IP_1, 'initial'), listed(IP_2)];
    expect(goes(planFor(targets, { facts: { ...facts, enabled: [1] } }))).toEqual([]);
    expect(goes(planFor(targets, { facts }))).toEqual([`${OLD_1}:443`]);
  });

  it('is blocked when no desired target lies in an enabled zone', () => {
    const held = planFor([listed(OLD_1), listed(IP_1, 'unused'), listed(IP_2, 'unused')], {
      facts: { ...facts, enabled: [4, 3] },
    });
    expect(held.hold).toEqual([
      {
        target: listed(OLD_1),
        kind: 'blocked',
        reason: 'none of 2 desired targets lies in a zone the load balancer enables (euw1-az3, euw1-az4)',
        remedy: expect.stringContaining('Enable a zone of the source on the load balancer'),
      },
    ]);
  });

  it('goes when a kept target stands by, but not on the strength of it', () => {
    const keep = spec({ keep: ['10.0.1.77'] });
    const held = planFor([listed(OLD_1), listed('10.0.1.77'), listed(IP_1, 'initial')], { facts, spec: keep });
    expect(goes(held)).toEqual([]);
    expect(goes(planFor([listed(OLD_1), listed('10.0.1.77'), listed(IP_1)], { facts, spec: keep }))).toEqual([
      `${OLD_1}:443`,
    ]);
  });

  it('waits while the subnet of a replacement is not known: it does not shrink minHealthy', () => {
    const targets = [listed(OLD_1), listed(IP_1), listed(IP_2)];
    const subnets = read([subnet(1)]);
    expect(planFor(targets, { facts: { ...facts, subnets } }).hold).toEqual([
      { target: listed(OLD_1), kind: 'waiting', reason: 'the zones of the targets are unknown' },
    ]);
    expect(goes(planFor(targets, { facts: { ...facts, subnets: read([subnet(1), subnet(2)]) } }))).toEqual([
      `${OLD_1}:443`,
    ]);
  });

  it('waits where nothing was read of the load balancer: the group was attached only meanwhile', () => {
    const targets = [listed(OLD_1), ...bothHealthy];
    const { reach: _, ...withoutReach } = evidence(targets, facts);
    expect(stays(planFor(targets, { evidence: withoutReach }))).toEqual([[`${OLD_1}:443`, 'waiting']]);
    expect(goes(planFor(targets, { evidence: evidence(targets, facts) }))).toEqual([`${OLD_1}:443`]);
  });
});

describe('a retired target with cross-zone off', () => {
  const off = { ...facts, crossZone: false };
  const oneZone = { facts: { ...off, ours: [IP_1] }, source: read(observed([IP_1])) };

  it('goes when its own zone has a healthy replacement', () => {
    expect(goes(planFor([listed(OLD_1), ...bothHealthy], { facts: off }))).toEqual([`${OLD_1}:443`]);
  });

  it('waits when its zone’s replacement is not healthy yet', () => {
    const held = planFor([listed(OLD_2), listed(IP_1), listed(IP_2, 'initial')], { facts: off });
    expect(stays(held)).toEqual([[`${OLD_2}:443`, 'waiting']]);
    expect(held.hold[0]?.reason).toBe(
      'with cross-zone off, euw1-az2 would lose its last healthy target; its replacement is not healthy yet',
    );
  });

  it('is blocked when no desired target can serve its zone, with the remedy', () => {
    const held = planFor([listed(OLD_2), listed(IP_1)], oneZone);
    expect(stays(held)).toEqual([[`${OLD_2}:443`, 'blocked']]);
    expect(held.hold[0]).toMatchObject({
      reason: 'with cross-zone off, euw1-az2 would lose its last healthy target, and no desired target can serve it',
      remedy: 'Give the source a subnet in euw1-az2, or turn cross-zone on.',
    });
  });

  it('goes when it is not healthy itself: its zone has nothing to lose by it', () => {
    expect(goes(planFor([listed(OLD_2, 'unhealthy'), listed(IP_1)], oneZone))).toEqual([`${OLD_2}:443`]);
  });

  it('stays when AWS does not name its health: it may be its zone’s last to serve', () => {
    expect(stays(planFor([listed(OLD_2, 'unknown'), listed(IP_1)], oneZone))).toEqual([[`${OLD_2}:443`, 'blocked']]);
    expect(stays(planFor([listed(OLD_2, 'unavailable'), listed(IP_1)], oneZone))).toEqual([
      [`${OLD_2}:443`, 'blocked'],
    ]);
  });

  it('goes when the load balancer does not use its zone', () => {
    const release = planFor([listed(OLD_2), listed(IP_1)], { facts: { ...off, enabled: [1] } });
    expect(goes(release)).toEqual([`${OLD_2}:443`]);
  });

  it('that may go does not wait for a zone whose own must stay', () => {
    const release = planFor([listed(OLD_1), listed(OLD_2), listed(IP_1, 'initial'), listed(IP_2)], { facts: off });
    expect(goes(release)).toEqual([`${OLD_2}:443`]);
    expect(stays(release)).toEqual([[`${OLD_1}:443`, 'waiting']]);
  });
});

describe('a retired target whose health checks have only begun', () => {
  it('waits for them, although its replacements are healthy: what AWS says of its IP may be older', () => {
    const held = planFor([listed(OLD_1, 'initial'), ...bothHealthy], { facts });
    expect(stays(held)).toEqual([[`${OLD_1}:443`, 'waiting']]);
    expect(held.hold[0]?.reason).toContain('its health checks have only begun');
  });

  it.each(['healthy', 'unhealthy', 'unused', 'unavailable'] as const)('goes once it is %s', (health) => {
    expect(goes(planFor([listed(OLD_1, health), ...bothHealthy], { facts }))).toEqual([`${OLD_1}:443`]);
  });
});
