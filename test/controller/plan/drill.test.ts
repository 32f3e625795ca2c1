import { describe, expect, it } from 'vitest';
import { read, unread } from '../../../controller/model/reading.ts';
import type { Situation } from '../../../controller/model/situation.ts';
import { targetKey } from '../../../controller/model/target.ts';
import { type DrillVerdict, judgeDrill } from '../../../controller/plan/drill.ts';
import {
  endpoint,
  endpointInterface,
  evidence,
  GROUP_ARN,
  group,
  IP_1,
  IP_2,
  listed,
  NOW,
  observed,
  OLD_1,
  OLD_2,
  problem,
  SEAL,
  situation,
  spec,
  strangerInterface,
  subnet,
  unattached,
} from '../builders.ts';

/** Two healthy targets in two zones, cross-zone on: a group that can spare one. */
const HEALTHY = [listed(IP_1), listed(IP_2)];
const IP_3 = '10.0.3.31';

/** A quiet group, but for what is said of it and of its evidence. */
function quiet(overrides: Partial<Situation> = {}, facts: Parameters<typeof evidence>[1] = {}): Situation {
  const { targets = HEALTHY } = overrides;
  return situation({ targets, evidence: evidence(targets, facts), ...overrides });
}

function judge(described: Situation): DrillVerdict {
  return judgeDrill(described.spec, read(described));
}

function taken(described: Situation): string {
  const verdict = judge(described);
  return verdict.kind === 'ready' ? targetKey(verdict.plan.target) : verdict.refusal.reason;
}

const LOOK = 'target-sync plan FILE --binding public-api';
const DESCRIBE = `aws elbv2 describe-target-health --region eu-west-1 --target-group-arn ${GROUP_ARN}`;
const shifted = quiet({ targets: [listed(IP_1), listed(IP_2, 'healthy', { zonalShift: true })] });
const paused = (until: string): Situation => quiet({ tags: { ...SEAL, 'target-sync:pause-until': until } });
/** Of the endpoint's three targets, all but what is said are healthy. */
const three = (overrides: Partial<Situation> = {}, facts: Parameters<typeof evidence>[1] = {}): Situation =>
  quiet(
    {
      source: read(observed([IP_1, IP_2, IP_3])),
      targets: [...HEALTHY, listed(IP_3)],
      ...overrides,
    },
    { enabled: [1, 2, 3], ...facts },
  );
const last = (described: Situation, ...targets: Situation['targets']): Situation => ({ ...described, targets });

const { reach: _reach, ...withoutReach } = evidence(HEALTHY);
const { evidence: _evidence, ...withoutEvidence } = quiet();

/** A refusal, and the nearest situation that it must let through. */
type Row = readonly [code: string, title: string, refused: Situation, reason: string, allowed: Situation];

const ROWS: readonly Row[] = [
  [
    'mode',
    'the mode observes, since nothing would heal',
    quiet({ spec: spec({ mode: 'observe' }) }),
    'The mode is observe',
    quiet({ spec: spec({ mode: 'add' }) }),
  ],
  [
    'pass-refuses',
    'the seal is another’s',
    quiet({ tags: { ...SEAL, 'target-sync:binding': 'other' } }),
    'sealed for something else: target-sync:binding is "other"',
    quiet({ tags: { ...SEAL, owner: 'other' } }),
  ],
  [
    'pass-refuses',
    'the source is unusable',
    quiet({ source: read(observed([IP_1, IP_2], { state: 'failed' })) }),
    'is failed',
    quiet({ source: read(observed([IP_1, IP_2], { state: 'available' })) }),
  ],
  [
    'pass-refuses',
    'the source could not be read',
    quiet({ source: unread(problem()) }),
    'Rate exceeded',
    quiet({ source: read(observed()) }),
  ],
  ['paused', 'the group is paused', paused('2026-01-01T13:00:00Z'), 'Paused until', paused('2026-01-01T11:00:00Z')],
  [
    'paused',
    'the pause cannot be obeyed',
    paused('tomorrow'),
    'not an ISO 8601 time',
    paused(new Date(NOW.getTime() - 1000).toISOString()),
  ],
  [
    'unattached',
    'the group is attached to nothing',
    quiet({ group: unattached() }),
    'attached to no load balancer',
    quiet({ group: group() }),
  ],
  [
    'partial',
    'the source is partly there',
    quiet({
      source: read({
        endpoint: endpoint([IP_1, IP_2, IP_3]),
        interfaces: [endpointInterface(IP_1), endpointInterface(IP_2)],
      }),
    }),
    '2 of 3 listed interfaces were found',
    quiet(),
  ],
  ['not-in-sync', 'a target is missing', three({ targets: HEALTHY }), `1 missing (${IP_3}:443), 0 surplus`, three()],
  [
    'not-in-sync',
    'a target is surplus',
    quiet({ targets: [...HEALTHY, listed(OLD_1)] }, { others: [strangerInterface(OLD_1)] }),
    `0 missing, 1 surplus (${OLD_1}:443)`,
    quiet({ spec: spec({ keep: [OLD_1] }), targets: [...HEALTHY, listed(OLD_1)] }),
  ],
  [
    'not-in-sync',
    'a desired target drains',
    quiet({ targets: [listed(IP_1), listed(IP_2, 'draining')] }),
    `1 missing (${IP_2}:443)`,
    quiet(),
  ],
  [
    'zonal-shift',
    'a zonal shift shows on any target',
    quiet({ targets: [...HEALTHY, listed(OLD_1, 'healthy', { port: 8443, zonalShift: true })] }),
    'zonal shift is active',
    quiet({ targets: [...HEALTHY, listed(OLD_1, 'healthy', { port: 8443 })] }),
  ],
  [
    'under-way',
    'a desired target is initial',
    three({ targets: [...HEALTHY, listed(IP_3, 'initial')] }),
    `${IP_3}:443 is initial`,
    three(),
  ],
  [
    'under-way',
    'an old target drains',
    quiet({ targets: [...HEALTHY, listed(OLD_2, 'draining')] }),
    `${OLD_2}:443 is draining`,
    quiet(),
  ],
  [
    'unhealthy',
    'a desired target is unhealthy',
    three({ targets: [...HEALTHY, listed(IP_3, 'unhealthy')] }),
    `Of 3 serviceable targets, 1 not healthy (${IP_3}:443)`,
    // In a zone that is not enabled no target can be healthy: that is how it was built.
    three({ targets: [...HEALTHY, listed(IP_3, 'unused', { healthReason: 'Target.NotInUse' })] }),
  ],
  [
    'unhealthy',
    'the health of a desired target is unknown',
    three({ targets: [...HEALTHY, listed(IP_3, 'unknown')] }),
    `1 not healthy (${IP_3}:443)`,
    three(),
  ],
  [
    'too-few',
    'none would be left',
    quiet({ source: read(observed([IP_1])), targets: [listed(IP_1)] }),
    '1 desired targets are healthy. A drill takes one out and leaves at least 1 (minHealthy)',
    quiet(),
  ],
  [
    'too-few',
    'a kept target is no replacement',
    quiet({ spec: spec({ keep: [IP_2] }) }),
    '1 desired targets are healthy',
    quiet({ spec: spec({ keep: [OLD_2] }) }),
  ],
  [
    'too-few',
    'fewer would be left than minHealthy',
    quiet({ spec: spec({ minHealthy: 2 }) }),
    'leaves at least 2 (minHealthy)',
    three({ spec: spec({ minHealthy: 2 }) }),
  ],
  [
    'zones-unknown',
    'the load balancer could not be read',
    quiet({}, { reach: unread(problem({ doing: 'reading the load balancer' })) }),
    'reading the load balancer failed',
    quiet(),
  ],
  [
    'zones-unknown',
    'the subnets could not be read',
    quiet({}, { subnets: unread(problem({ doing: 'reading the subnets' })) }),
    'The zones of the targets are unknown: reading the subnets failed',
    quiet(),
  ],
  [
    'zones-unknown',
    'nothing was read of the load balancer, since the group was attached only meanwhile',
    quiet({ evidence: withoutReach }),
    'The zones of the targets are unknown.',
    quiet(),
  ],
  ['zones-unknown', 'no evidence was read', withoutEvidence, 'The zones of the targets are unknown.', quiet()],
  [
    'zones-unknown',
    'a subnet of the endpoint is not listed',
    quiet({}, { subnets: read([subnet(1)]) }),
    'The zones of the targets are unknown.',
    quiet({}, { subnets: read([subnet(1), subnet(2)]) }),
  ],
  [
    'last-of-its-zone',
    'cross-zone is off and every target is its zone’s last',
    quiet({}, { crossZone: false }),
    'each of the 2 healthy targets is the last of its zone',
    quiet({}, { crossZone: true }),
  ],
];

describe('a drill', () => {
  it.each(ROWS)('is refused as %s where %s', (code, _, refused, reason) => {
    const verdict = judge(refused);
    expect(verdict).toMatchObject({ kind: 'refused', refusal: { code, reason: expect.stringContaining(reason) } });
    expect(verdict.kind === 'refused' && verdict.refusal.remedy.length).toBeGreaterThan(10);
  });

  it.each(ROWS)('is not refused as %s where it is not so that %s', (_code, _title, _refused, _reason, allowed) => {
    expect(judge(allowed)).toMatchObject({ kind: 'ready' });
  });

  it.each([
    ['mode', quiet({ spec: spec({ mode: 'observe' }) }), 'Set the mode to add or enforce, and deploy it.'],
    ['pass-refuses', quiet({ tags: {} }), `To seal it: aws elbv2 add-tags --region eu-west-1`],
    ['paused', paused('2026-01-01T13:00:00Z'), 'To lift it: aws elbv2 remove-tags'],
    ['unattached', quiet({ group: unattached() }), 'Attach it to a listener.'],
    ['partial', quiet({ source: read(observed([IP_1, IP_2], { state: 'partial' })) }), LOOK],
    ['not-in-sync', quiet({ targets: [] }), `Let the schedule heal it, and look: ${LOOK}`],
    ['zonal-shift', shifted, 'aws arc-zonal-shift list-zonal-shifts --status ACTIVE'],
    ['under-way', three({ targets: [...HEALTHY, listed(IP_3, 'initial')] }), DESCRIBE],
    ['unhealthy', three({ targets: [...HEALTHY, listed(IP_3, 'unhealthy')] }), DESCRIBE],
    ['too-few', quiet({ spec: spec({ keep: [IP_2] }) }), 'in another zone that the load balancer enables.'],
    ['too-few', quiet({ spec: spec({ minHealthy: 2 }) }), 'load balancer enables, or lower minHealthy.'],
    [
      'zones-unknown',
      quiet({}, { reach: unread(problem({ kind: 'denied' })) }),
      'elasticloadbalancing:DescribeLoadBalancers',
    ],
    ['zones-unknown', quiet({}, { subnets: read([]) }), 'Look at the source’s subnets.'],
    ['last-of-its-zone', quiet({}, { crossZone: false }), 'Turn cross-zone on, or practise on a group where it is.'],
  ])('that is refused as %s says what to do (%#)', (code, refused, remedy) => {
    expect(judge(refused)).toMatchObject({ refusal: { code, remedy: expect.stringContaining(remedy) } });
  });

  it('names every target that is in its way', () => {
    const reasonOf = (described: Situation): string | undefined => {
      const verdict = judge(described);
      return verdict.kind === 'refused' ? verdict.refusal.reason : undefined;
    };
    expect(reasonOf(quiet({ targets: [] }))).toBe(
      `The group is not in sync: 2 missing (${IP_1}:443, ${IP_2}:443), 0 surplus.`,
    );
    expect(reasonOf(quiet({ targets: [...HEALTHY, listed(OLD_1, 'draining'), listed(OLD_2, 'draining')] }))).toBe(
      `A change is under way: ${OLD_1}:443 is draining, ${OLD_2}:443 is draining.`,
    );
    expect(reasonOf(quiet({ source: read(observed([IP_1, IP_2], { state: 'partial' })) }))).toBe(
      'The source is partial: the endpoint is partial.',
    );
  });

  it('is refused where the group could not be read, with what to grant', () => {
    const denied = problem({ kind: 'denied', doing: 'reading the targets', code: 'AccessDenied', message: 'no' });
    expect(judgeDrill(spec(), unread(denied))).toMatchObject({
      refusal: {
        code: 'unreadable',
        reason: 'The target group could not be read: reading the targets failed: AccessDenied: no',
        remedy: expect.stringContaining('elasticloadbalancing:DescribeTargetHealth'),
      },
    });
  });
});

describe('the target taken out', () => {
  it('is the first by identity, with its zone and the others that serve', () => {
    expect(judge(three())).toEqual({
      kind: 'ready',
      plan: {
        target: listed(IP_1),
        zoneId: 'euw1-az1',
        others: [
          { ip: IP_2, port: 443 },
          { ip: IP_3, port: 443 },
        ],
      },
    });
  });

  it('does not depend on the order in which AWS lists', () => {
    expect(taken(last(quiet(), listed(IP_2), listed(IP_1)))).toBe(`${IP_1}:443`);
  });

  it.each([true, false])('lies in the zone with most healthy targets, with cross-zone %s', (crossZone) => {
    const source = read({
      endpoint: endpoint([IP_1, IP_2, '10.0.2.99']),
      interfaces: [endpointInterface(IP_1), endpointInterface(IP_2), endpointInterface('10.0.2.99')],
    });
    expect(taken(quiet({ source, targets: [...HEALTHY, listed('10.0.2.99')] }, { crossZone }))).toBe(`${IP_2}:443`);
  });

  it('is the one the endpoint calls for, on the binding’s own port', () => {
    const targets = [...HEALTHY, listed(IP_1, 'healthy', { port: 80 })];
    expect(taken(quiet({ targets }))).toBe(`${IP_1}:443`);
  });
});
