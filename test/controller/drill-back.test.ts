import { describe, expect, it } from 'vitest';
import { createConnect } from '../../controller/connect.ts';
import { drill } from '../../controller/drill.ts';
import type { Drill } from '../../controller/model/drill.ts';
import { resolveOn } from '../cloud/resolve-on.ts';
import { type AlbStage, type AlbStageOptions, EXTERNAL_ID, setAlbStage } from '../scenarios/alb-stage.ts';
import { spec } from './builders.ts';

/** A drill on a load balancer with no schedule to heal it: the operator interrupts it once the target is out. */
async function practise(
  options: AlbStageOptions,
  prepare: (stage: AlbStage) => void = () => undefined,
): Promise<{
  readonly stage: AlbStage;
  readonly result: Drill;
  readonly writes: readonly (readonly [string, unknown])[];
}> {
  const stage = setAlbStage(options);
  const { cloud, group, alb, roleArn, name } = stage;
  prepare(stage);
  const interruption = new AbortController();
  const result = await drill(
    spec({
      name,
      targetGroupArn: group.arn,
      source: {
        loadBalancerArn: alb.arn,
        previous: [],
        ...(roleArn !== undefined && { roleArn, externalId: EXTERNAL_ID }),
      },
    }),
    {
      connect: createConnect({ requestHandler: cloud.requestHandler, credentials: cloud.credentials }),
      resolve: resolveOn(cloud.publicAnswer),
      clock: cloud.clock,
      consent: async () => true,
      tell: ({ what }) => {
        if (what === 'deregistered') interruption.abort();
      },
      interrupted: interruption.signal,
    },
  );
  const writes = cloud.calls
    .filter((call) => call.write)
    .map(({ operation, params }) => [operation, params['Targets']] as const);
  return { stage, result, writes };
}

describe('a drill on a load balancer that nobody heals registers its target back', () => {
  it.each(['other-vpc', 'other-account', 'other-region'] as const)('in the zone all: %s', async (where) => {
    const { stage, result, writes } = await practise({ where });
    const Id = stage.alb.ips[0];
    expect(result.outcome).toBe('not-healed');
    expect(writes).toMatchObject([
      ['DeregisterTargets', [{ Id, Port: '443', AvailabilityZone: 'all' }]],
      ['RegisterTargets', [{ Id, Port: '443', AvailabilityZone: 'all' }]],
    ]);
    expect(stage.targets().filter((target) => target.includes('draining'))).toEqual([]);
  });

  it.each(['same-vpc', 'shared-with-us'] as const)('without a zone where AWS finds it: %s', async (where) => {
    const { stage, result, writes } = await practise({ where });
    expect(result.outcome).toBe('not-healed');
    expect(writes.map(([operation]) => operation)).toEqual(['DeregisterTargets', 'RegisterTargets']);
    expect(writes[1]?.[1]).toEqual([{ Id: stage.alb.ips[0], Port: '443' }]);
    expect(stage.targets().filter((target) => target.includes('draining'))).toEqual([]);
  });
});

it('a drill with cross-zone off takes no target out that AWS would not take back', async () => {
  const { result, writes } = await practise({ where: 'other-vpc', nodes: 2 }, ({ cloud, group }) => {
    cloud.setTargetGroupAttributes(group.arn, { 'load_balancing.cross_zone.enabled': 'false' });
  });
  expect(result).toMatchObject({ outcome: 'refused', refusal: { code: 'pass-refuses' } });
  expect(writes).toEqual([]);
});
