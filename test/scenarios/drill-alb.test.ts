import { describe, expect, it } from 'vitest';
import { toDrillReport } from '../../controller/drill-report.ts';
import { losesNode } from './alb-happenings.ts';
import { type AlbStage, type AlbStageOptions, EXTERNAL_ID, setAlbStage } from './alb-stage.ts';
import { schedule } from './deployment.ts';
import { type Play, playDrill, type Played } from './playing-drills.ts';

/** Plays a drill on a stage whose source is an ALB. */
function play({ stage: options, ...how }: Play<AlbStage> & { readonly stage?: AlbStageOptions } = {}): Promise<Played> {
  const stage = setAlbStage(options);
  const { alb, roleArn } = stage;
  const role = roleArn === undefined ? {} : { roleArn, externalId: EXTERNAL_ID };
  const source = { loadBalancerArn: alb.arn, ...role, previous: [] };
  return playDrill({ stage, tick: schedule(stage), source }, how);
}

const NOTHING = { told: [], writes: [], lost: 0 };

describe.each(['same-vpc', 'other-vpc', 'other-account', 'other-region'] as const)('an ALB in %s', (where) => {
  it('has a drill that is healed by the next pass, and no client notices', async () => {
    const { drill, told, ...played } = await play({ stage: { where } });
    expect(told).toEqual(['+0 deregistered', '+0 out draining', '+45 registered-again initial', '+130 healthy']);
    expect(drill.outcome).toBe('healed');
    expect(played).toMatchObject({ writes: ['DeregisterTargets'], lost: 0 });
    expect(played.targets.map((target) => target.split(' ')[1])).toEqual(['healthy', 'healthy']);
  });

  it('has its target registered back after 3 minutes, where no schedule runs', async () => {
    const { drill, told, ...played } = await play({ stage: { where }, scheduled: false });
    expect(told).toEqual(['+0 deregistered', '+0 out draining', '+180 registered-back']);
    expect(drill.outcome).toBe('not-healed');
    expect(played).toMatchObject({ writes: ['DeregisterTargets', 'RegisterTargets'], lost: 0 });
    expect(played.targets.map((target) => target.split(' ')[1])).toEqual(['initial', 'healthy']);
  });
});

describe('an ALB of two nodes a zone', () => {
  it('has a drill in one zone, although cross-zone is off: another node of it serves there', async () => {
    const { drill, lost } = await play({ stage: { nodes: 2, crossZone: false } });
    expect(toDrillReport(drill)).toMatchObject({ outcome: 'healed', target: '10.0.1.11:443', zoneId: 'euw1-az1' });
    expect(lost).toBe(0);
  });
});

describe('nothing is written', () => {
  it('where the ALB stands in another VPC, and cross-zone is off: no pass could register the target again', async () => {
    const { drill, ...played } = await play({
      stage: { where: 'other-vpc', nodes: 2 },
      before: ({ cloud, loadBalancer }) => {
        cloud.setLoadBalancerAttributes(loadBalancer.arn, { 'load_balancing.cross_zone.enabled': 'false' });
      },
    });
    expect(drill).toMatchObject({
      outcome: 'refused',
      refusal: { code: 'pass-refuses', remedy: expect.stringContaining('load_balancing.cross_zone.enabled') },
    });
    expect(played).toMatchObject({ told: [], writes: [] });
  });

  it('where the other account’s role trusts somebody else', async () => {
    const { drill, ...played } = await play({ stage: { where: 'other-account', trusts: ['111122223333'] } });
    expect(drill).toMatchObject({
      outcome: 'refused',
      refusal: { code: 'pass-refuses', remedy: expect.stringContaining('sts:AssumeRole') },
    });
    expect(played).toMatchObject(NOTHING);
  });

  it('where a node has just left', async () => {
    const { drill, ...played } = await play({
      stage: { nodes: 2 },
      before: (stage) => {
        losesNode(stage);
      },
    });
    expect(drill).toMatchObject({ outcome: 'refused', refusal: { code: 'not-in-sync' } });
    expect(played).toMatchObject({ told: [], writes: [] });
  });

  it('where a zone shows no node', async () => {
    const { drill, ...played } = await play({
      before: (stage) => {
        losesNode(stage);
      },
    });
    expect(drill).toMatchObject({ outcome: 'refused', refusal: { code: 'partial' } });
    expect(played).toMatchObject({ told: [], writes: [] });
  });
});
