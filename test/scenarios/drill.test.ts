import { describe, expect, it } from 'vitest';
import { toDrillReport } from '../../controller/drill-report.ts';
import { staged } from './deployment.ts';
import { freeFirstAddress } from './happenings.ts';
import { OPERATOR, type Play, playDrill, type Played } from './playing-drills.ts';
import type { Stage, StageOptions } from './stage.ts';

/** Plays a drill on the plain stage. */
function play({ stage: options, ...how }: Play<Stage> & { readonly stage?: StageOptions } = {}): Promise<Played> {
  const { stage, tick } = staged(options);
  return playDrill({ stage, tick, source: { vpcEndpointId: stage.endpoint.id, previous: [] } }, how);
}

const THREE_TRIES = Array.from({ length: 3 }, () => 'DeregisterTargets');
const BOTH_HEALTHY = ['10.0.1.11:443 healthy', '10.0.2.11:443 healthy'];

describe('a drill beside the schedule', () => {
  it('is healed by the next pass and the load balancer’s own pace, and no client notices', async () => {
    const { drill: result, told, text, ...played } = await play();
    expect(told).toEqual(['+0 deregistered', '+0 out draining', '+45 registered-again initial', '+130 healthy']);
    expect(toDrillReport(result)).toMatchObject({
      outcome: 'healed',
      target: '10.0.1.11:443',
      zoneId: 'euw1-az1',
      others: ['10.0.2.11:443'],
    });
    expect(played).toEqual({ writes: ['DeregisterTargets'], targets: BOTH_HEALTHY, lost: 0 });
    expect(text).toBe(
      [
        '  +0 s          deregistered 10.0.1.11:443 in euw1-az1; 1 of 2 desired targets stays healthy',
        '  +0 s          draining',
        '  +45 s         registered again by the schedule: initial',
        '  +2 min 10 s   healthy',
        'public-api  healed  in 2 min 10 s',
        '',
      ].join('\n'),
    );
  });

  it('is healed while the listing lags behind its writes', async () => {
    const { told, ...played } = await play({ stage: { settings: { listingLagSeconds: 12 } } });
    expect(told).toEqual(['+0 deregistered', '+15 out draining', '+41 registered-again initial', '+121 healthy']);
    expect(played).toMatchObject({ drill: { outcome: 'healed' }, writes: ['DeregisterTargets'], lost: 0 });
  });

  it('is healed where the target has left the listing by then', async () => {
    const { told, ...played } = await play({
      before: ({ cloud, group }) => {
        cloud.setTargetGroupAttributes(group.arn, { 'deregistration_delay.timeout_seconds': '0' });
      },
    });
    expect(told).toEqual(['+0 deregistered', '+0 out absent', '+45 registered-again initial', '+130 healthy']);
    expect(played).toMatchObject({ drill: { outcome: 'healed' }, targets: BOTH_HEALTHY, lost: 0 });
  });

  it('is healed by a schedule that only adds', async () => {
    const { drill: result, lost } = await play({
      spec: { mode: 'add' },
      before: (stage) => {
        stage.bind({ mode: 'add' });
      },
    });
    expect(result.outcome).toBe('healed');
    expect(lost).toBe(0);
  });

  it('leaves two of three, and minHealthy of them', async () => {
    const three = { stage: { zones: 3 }, spec: { minHealthy: 2 } };
    const { drill: result, lost } = await play(three);
    expect(toDrillReport(result)).toMatchObject({ outcome: 'healed', others: ['10.0.2.11:443', '10.0.3.11:443'] });
    expect(lost).toBe(0);
  });
});

describe('where cross-zone is off', () => {
  it('a drill is refused and writes nothing', async () => {
    const { drill: result, ...played } = await play({ stage: { crossZone: false } });
    expect(result).toMatchObject({ outcome: 'refused', refusal: { code: 'last-of-its-zone' } });
    expect(played).toMatchObject({ told: [], writes: [], targets: BOTH_HEALTHY, lost: 0 });
  });

  it('the same done by hand fails clients, which is why', async () => {
    const { lost } = await play({
      stage: { crossZone: false },
      before: ({ cloud, group }) => {
        cloud.deregister(group.arn, ['10.0.1.11']);
      },
    });
    expect(lost).toBeGreaterThan(10);
  });
});

describe('the target is registered back', () => {
  const OUT = ['+0 deregistered', '+0 out draining'];

  it('after 3 minutes, where no schedule runs', async () => {
    const { drill: result, text, ...played } = await play({ scheduled: false });
    expect(played).toEqual({
      told: [...OUT, '+180 registered-back'],
      writes: ['DeregisterTargets', 'RegisterTargets'],
      targets: ['10.0.1.11:443 initial', '10.0.2.11:443 healthy'],
      lost: 0,
    });
    expect(result.outcome).toBe('not-healed');
    expect(text).toContain('  +3 min 0 s    registered back by the drill\n');
    expect(text).toContain(
      'not-healed  10.0.1.11:443 is not registered again 3 minutes after it was taken out: the schedule does not heal.',
    );
    expect(text).toContain('→ Look at the group: target-sync plan FILE --binding public-api; ');
    expect(text).toContain('to repair it by hand: target-sync sync FILE --binding public-api\n');
  });

  it.each<[string, (stage: Stage) => void]>([
    [
      'only plans, whatever the file says',
      (stage) => {
        stage.bind({ mode: 'observe' });
      },
    ],
    [
      'may not register',
      ({ cloud }) => {
        cloud.faults.add({
          operation: 'RegisterTargets',
          fault: 'deny',
          match: (_, { accessKeyId }) => accessKeyId !== OPERATOR,
        });
      },
    ],
  ])('after 3 minutes, where the schedule %s', async (_, before) => {
    const { told, ...played } = await play({ before });
    expect(told).toEqual([...OUT, '+180 registered-back']);
    expect(played).toMatchObject({
      drill: { outcome: 'not-healed' },
      targets: [expect.stringContaining('initial'), expect.anything()],
      lost: 0,
    });
  });

  it('where the deregistration landed and AWS answered an error', async () => {
    const { drill: result, ...played } = await play({
      before: ({ cloud }) => {
        cloud.faults.add({ operation: 'DeregisterTargets', fault: 'lands-then-fails', times: 3 });
      },
    });
    expect(result).toMatchObject({ outcome: 'not-healed', reason: expect.stringContaining('deregistering 10.0.1.11') });
    expect(played).toMatchObject({ writes: [...THREE_TRIES, 'RegisterTargets'], lost: 0 });
    expect(played.targets).toEqual(['10.0.1.11:443 initial', '10.0.2.11:443 healthy']);
  });

  it('where the group can no longer be read, which is said beside it', async () => {
    const {
      drill: result,
      told,
      targets,
    } = await play({
      at: ({ what }, { cloud }) => {
        if (what === 'out') cloud.faults.add({ operation: 'DescribeTargetHealth', fault: 'health-unavailable' });
      },
    });
    expect(told.slice(0, 2)).toEqual(OUT);
    expect(told[2]).toMatch(/^\+\d registered-back$/);
    expect(targets).toEqual(['10.0.1.11:443 initial', '10.0.2.11:443 healthy']);
    expect(result).toMatchObject({
      outcome: 'not-healed',
      reason: expect.stringMatching(
        /HealthUnavailable.* is still out: AWS accepted its registration, but does not show it/,
      ),
    });
  });

  it('at once where the operator interrupts', async () => {
    const { drill: result, ...played } = await play({
      at: ({ what }, _, interrupt) => {
        if (what === 'out') interrupt();
      },
    });
    expect(played).toMatchObject({
      told: [...OUT, '+0 registered-back'],
      writes: ['DeregisterTargets', 'RegisterTargets'],
      targets: ['10.0.1.11:443 initial', '10.0.2.11:443 healthy'],
      lost: 0,
    });
    expect(result).toMatchObject({ outcome: 'not-healed', reason: 'The drill was interrupted.' });
  });

  it('where the drill itself is at fault', async () => {
    const { drill: result, writes } = await play({
      at: ({ what }) => {
        if (what === 'out') throw new Error('no more paper');
      },
    });
    expect(writes).toEqual(['DeregisterTargets', 'RegisterTargets']);
    expect(result).toMatchObject({ outcome: 'not-healed', reason: expect.stringContaining('no more paper') });
  });

  it('where another target stops serving meanwhile', async () => {
    const { drill: result, told } = await play({
      scheduled: false,
      at: ({ what }, { cloud, group }) => {
        if (what === 'out') cloud.deregister(group.arn, ['10.0.2.11']);
      },
    });
    expect(told).toEqual([...OUT, '+5 registered-back']);
    expect(result).toMatchObject({ reason: '10.0.2.11:443 stopped being healthy while 10.0.1.11:443 was out.' });
  });

  it('by the schedule, where the drill may not: then it says that the target is out', async () => {
    const {
      drill: result,
      writes,
      lost,
    } = await play({
      before: ({ cloud }) => {
        cloud.faults.add({
          operation: 'RegisterTargets',
          fault: 'deny',
          match: (_, { accessKeyId }) => accessKeyId === OPERATOR,
        });
      },
      at: ({ what }, _, interrupt) => {
        if (what === 'out') interrupt();
      },
    });
    expect(writes).toEqual(['DeregisterTargets', 'RegisterTargets']);
    expect(result).toMatchObject({
      outcome: 'not-healed',
      reason: expect.stringMatching(
        /^The drill was interrupted\. 10\.0\.1\.11:443 is still out: registering .* AccessDenied/,
      ),
    });
    expect(lost).toBe(0);
  });
});

describe('a target that the schedule registers, and that does not become healthy', () => {
  it('ends the drill after 10 minutes, and is left registered', async () => {
    const {
      drill: result,
      told,
      writes,
    } = await play({
      at: ({ what }, { cloud, group }) => {
        if (what === 'out') cloud.setHealthCheck(group.arn, { intervalSeconds: 300, healthyThreshold: 10 });
      },
    });
    expect(told).toEqual(['+0 deregistered', '+0 out draining', '+45 registered-again initial']);
    expect(writes).toEqual(['DeregisterTargets']);
    expect(result).toMatchObject({
      outcome: 'not-healed',
      reason: '10.0.1.11:443 is registered again, but initial after 10 minutes.',
    });
  });
});

describe('nothing is written', () => {
  const NOTHING = { told: [], writes: [], targets: BOTH_HEALTHY, lost: 0 };

  it('where the answer is no', async () => {
    const { drill: result, ...played } = await play({ consent: () => false });
    expect(result.outcome).toBe('declined');
    expect(played).toMatchObject(NOTHING);
  });

  it('where the group is paused while the question stands', async () => {
    const { drill: result, ...played } = await play({
      consent: ({ cloud, group }) => {
        cloud.setTags(group.arn, { 'target-sync:pause-until': '2026-01-01T01:00:00Z' });
        return true;
      },
    });
    expect(result).toMatchObject({ outcome: 'refused', refusal: { code: 'paused' } });
    expect(played).toMatchObject(NOTHING);
  });

  it('where another target than the one asked for would go by now', async () => {
    const { drill: result, writes } = await play({
      before: ({ cloud, group }) => {
        cloud.setTargetGroupAttributes(group.arn, { 'deregistration_delay.timeout_seconds': '0' });
      },
      consent: (stage) => {
        const { cloud, group, endpoint, subnetIds } = stage;
        const { ip } = freeFirstAddress(stage);
        cloud.deregister(group.arn, [ip]);
        const { ip: fresh = '' } =
          cloud.endpoint(endpoint.id).interfaces.find(({ subnetId }) => subnetId === subnetIds[0]) ?? {};
        cloud.register(group.arn, [fresh]);
        cloud.advance(1);
        cloud.setHealthy(group.arn);
        return true;
      },
    });
    expect(result).toMatchObject({
      outcome: 'refused',
      refusal: { code: 'changed-meanwhile', reason: expect.stringContaining('10.0.1.11:443 was to go') },
    });
    expect(writes).toEqual([]);
  });

  it('where AWS does not let the operator deregister', async () => {
    const { drill: result, ...played } = await play({
      before: ({ cloud }) => {
        cloud.faults.add({ operation: 'DeregisterTargets', fault: 'deny' });
      },
    });
    expect(result).toMatchObject({
      outcome: 'refused',
      refusal: {
        code: 'not-permitted',
        reason: expect.stringMatching(/^Nothing was changed: deregistering 10\.0\.1\.11 .* AccessDenied/),
        remedy: expect.stringContaining('RegisterTargets and DeregisterTargets'),
      },
    });
    expect(played).toMatchObject({ ...NOTHING, writes: ['DeregisterTargets'] });
  });

  it('where the group cannot be read', async () => {
    const { drill: result, ...played } = await play({
      before: ({ cloud }) => {
        cloud.faults.add({ operation: 'DescribeTargetHealth', fault: 'health-unavailable' });
      },
    });
    expect(result).toMatchObject({ outcome: 'refused', refusal: { code: 'unreadable' } });
    expect(played).toMatchObject(NOTHING);
  });
});
