import { describe, expect, it } from 'vitest';
import { registerAll } from '../../controller/apply.ts';
import { type Pass, setStage, type Stage } from '../scenarios/stage.ts';
import { deskOf, operations, outcome, replaced, takeStrangerIp } from './staged.ts';

/** A full group: two desired addresses are missing, and this many of its targets belong to strangers. */
function full(strangers: number): { stage: Stage; ips: readonly string[]; taken: readonly string[] } {
  const { stage, ips } = replaced({ settings: { targetsPerGroup: 2 + strangers } });
  const taken = Array.from({ length: strangers }, () => takeStrangerIp(stage));
  stage.cloud.register(stage.group.arn, taken);
  return { stage, ips, taken };
}

const keys = (ips: readonly string[]): readonly string[] => ips.map((ip) => `${ip}:443`);
const madeOf = ({ outcomes }: Pass, change: string): readonly string[] =>
  (outcomes[0]?.reasons ?? [])
    .filter((reason) => reason.change === change)
    .map(({ target, state }) => `${target} ${state}`);

describe('at the quota strangers go first', () => {
  it('and the registrations follow in the same pass', async () => {
    const { stage, ips } = full(2);
    const pass = await stage.pass();
    expect(operations(pass.writes).filter((operation) => operation === 'DeregisterTargets')).toHaveLength(1);
    expect(pass.outcomes[0]?.changes).toMatchObject({ registered: keys(ips), unconfirmed: [] });
    expect(outcome(pass)).toBe('waiting');
  });

  it('and the report has both as planned and done', async () => {
    const { stage, ips, taken } = full(2);
    const pass = await stage.pass();
    expect(pass.outcomes[0]?.plan).toMatchObject({ register: keys(ips), deregister: keys(taken) });
    expect(madeOf(pass, 'register')).toEqual(keys(ips).map((target) => `${target} done`));
    expect(madeOf(pass, 'deregister')).toEqual(keys(taken).map((target) => `${target} done`));
  });

  it('and where that fails nothing is registered a second time', async () => {
    const { stage, ips } = full(2);
    stage.cloud.faults.add({ operation: 'DeregisterTargets', fault: 'deny' });
    const pass = await stage.pass();
    const writes = operations(pass.writes);
    expect(writes.slice(writes.indexOf('DeregisterTargets'))).not.toContain('RegisterTargets');
    expect(pass.outcomes[0]).toMatchObject({
      outcome: 'faulted',
      plan: { register: keys(ips) },
      changes: { registered: [], deregistered: [] },
    });
    expect(pass.fault?.message).toContain('AccessDenied');
  });
});

describe('at the quota as many are registered as there is room for', () => {
  it('and the rest is refused', async () => {
    const { stage, ips } = replaced({ settings: { targetsPerGroup: 3 } });
    const pass = await stage.pass();
    expect(pass.outcomes[0]).toMatchObject({ outcome: 'refused', changes: { registered: keys(ips.slice(0, 1)) } });
    expect(pass.outcomes[0]?.refusal?.reason).toContain('1 missing');
  });

  it('by one stranger: one of two is registered, and the numbers are those of the group as found', async () => {
    const { stage, ips, taken } = full(1);
    const pass = await stage.pass();
    expect(pass.outcomes[0]).toMatchObject({
      outcome: 'refused',
      changes: { registered: keys(ips.slice(0, 1)), deregistered: keys(taken) },
    });
    expect(pass.outcomes[0]?.refusal?.reason).toContain('3 listed in the group, 1 missing, 1 removed to make room.');
    expect(operations(pass.writes).filter((operation) => operation === 'RegisterTargets')).toHaveLength(4);
  });

  it('in each zone: a full one keeps no other zone’s target out', async () => {
    const { stage, ips } = replaced({ crossZone: false, settings: { targetsPerZone: 2 } });
    stage.cloud.register(stage.group.arn, [{ ip: takeStrangerIp(stage), port: 9000 }]);
    const pass = await stage.pass();
    expect(pass.outcomes[0]).toMatchObject({ outcome: 'refused', changes: { registered: keys(ips.slice(1)) } });
    expect(pass.outcomes[0]?.refusal?.reason).toContain('1 missing');
  });

  it('in the order they came in, also over two calls', async () => {
    const stage = setStage({ settings: { targetsPerGroup: 2 + 3 } });
    const targets = Array.from({ length: 201 }, (_, index) => ({ ip: `10.0.1.${index + 50}`, port: 443 }));
    const written = await registerAll(deskOf(stage), targets, async () => []);
    expect(written.registered).toEqual(targets.slice(0, 3));
    expect(written.turnedAway).toEqual(targets.slice(3));
    expect(written.failures).toEqual([]);
  });
});

describe('retired targets make no room', () => {
  it('before they are ready to go: refused, with the quota’s name', async () => {
    const { stage } = full(0);
    const pass = await stage.pass();
    expect(pass.outcomes[0]).toMatchObject({
      outcome: 'refused',
      refusal: { code: 'quota' },
      changes: { deregistered: [] },
    });
    expect(pass.outcomes[0]?.refusal?.remedy).toContain('Targets per Target Group per Region');
  });

  /** One of two desired is healthy, which is enough for a retired target to go; the other is missing. */
  function ready(targetsPerGroup: number): { stage: Stage; first: string } {
    const { stage, ips } = replaced({ settings: { targetsPerGroup } });
    stage.cloud.register(stage.group.arn, ips.slice(0, 1));
    stage.cloud.setHealthy(stage.group.arn);
    return { stage, first: `${stage.endpoint.ips[0]}:443` };
  }

  it('although one is ready to go: it stays, held with the reason', async () => {
    const { stage, first } = ready(3);
    const pass = await stage.pass();
    expect(pass.outcomes[0]).toMatchObject({ outcome: 'refused', changes: { deregistered: [] } });
    expect(pass.outcomes[0]?.plan.hold).toContain(first);
    expect(pass.outcomes[0]?.reasons.find(({ target }) => target === first)?.reason).toMatch(
      /^not every registration succeeded; else it would go: .* belongs to the retired/,
    );
  });

  it('and below the quota it goes in that pass', async () => {
    const { stage, first } = ready(4);
    expect((await stage.pass()).outcomes[0]?.changes.deregistered).toEqual([first]);
  });
});
