import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSurroundings, type Surroundings } from '../path/surroundings.ts';
import { type AlbDeployed, farDeployed, nearDeployed } from './alb-deployments.ts';
import { ALB_AUDITS, type AlbAudit, putUnder, setAudited } from './alb-plays.ts';
import { without } from './plant.ts';

let surroundings: Surroundings;
beforeAll(async () => {
  surroundings = await openSurroundings('eu-west-1', '123456789012');
});
afterAll(() => surroundings.close());

/** What an audit of a path comes to. */
type Told = {
  readonly found: readonly string[];
  readonly unknown: readonly string[];
  readonly fault: Error | undefined;
};

async function audited(deployed: AlbDeployed, { change = () => undefined }: AlbAudit): Promise<Told> {
  const stage = await setAudited(deployed, surroundings);
  change(stage);
  putUnder(stage.cloud, deployed, 'audit');
  const { reports, fault } = await stage.pass();
  const results = reports.flatMap((report) => report.results);
  return {
    found: results.flatMap((each) => (each.kind === 'finding' ? [`${each.severity} ${each.code}`] : [])),
    unknown: results.flatMap((each) => (each.kind === 'unknown' ? [`${each.code}: ${each.why}`] : [])),
    fault,
  };
}

describe.each<[string, AlbDeployed]>([
  ['another account’s ALB, by its role', farDeployed()],
  ['an ALB of the account', nearDeployed()],
])('an audit of a path to %s', (_, deployed) => {
  const { roles } = deployed;
  const whole = new Map<AlbAudit, Told>();
  beforeAll(async () => {
    // oxlint-disable-next-line no-await-in-loop -- the surroundings show one path at a time
    for (const audit of ALB_AUDITS) whole.set(audit, await audited(deployed, audit));
  });

  const reads = (['audit', 'source'] as const).flatMap((role) => {
    const actions = roles[role]
      .flatMap((statement) => statement.actions)
      .filter((action) => !action.startsWith('logs:'));
    return [...new Set(actions)].map((action) => [role, action] as const);
  });

  it.each(reads)('without %s %s finds nothing for want of it, and says what it cannot tell', async (role, action) => {
    const less: AlbDeployed = { ...deployed, roles: { ...roles, [role]: without(roles[role], action) } };
    const untold: string[] = [];
    for (const audit of ALB_AUDITS) {
      // oxlint-disable-next-line no-await-in-loop -- the surroundings show one path at a time
      const told = await audited(less, audit);
      const all = whole.get(audit);
      expect(told.fault).toBeUndefined();
      expect(told.found.filter((each) => all?.found.includes(each) !== true)).toEqual([]);
      untold.push(...told.unknown.filter((each) => all?.unknown.includes(each) !== true));
    }
    expect(untold.join('\n')).toMatch(/AccessDenied|UnauthorizedOperation/);
  });
});
