import { OUTCOMES } from '../../controller/model/outcome.ts';
import type { Life, Pass } from './life.ts';
import { sourceSightsOf, SOURCE_SIGHTS } from './tally/sources.ts';
import { READ_FAULTS, WRITE_FAULTS } from './story/trouble.ts';
import { isStranger, isWrite, landed, removalsOf } from './traces.ts';

/** What a law may speak of: in how many lives it was seen. */
export type Tally = ReadonlyMap<string, number>;

/** Everything that lives are to show, so that no law holds for want of a case. */
export const SIGHTS: readonly string[] = [
  ...OUTCOMES.map((outcome) => `a pass comes to ${outcome}`),
  ...['stranger', 'gone', 'retired'].map((fate) => `a ${fate} target goes`),
  'a healthy target goes with cross-zone off',
  'a stranger goes in a refused pass',
  ...['waiting', 'blocked', 'planned'].map((kind) => `a hold is ${kind}`),
  ...[...new Set<string>([...READ_FAULTS, ...WRITE_FAULTS, 'health-unavailable', 'behind'])].map(
    (fault) => `a call meets ${fault}`,
  ),
  'a registration fails',
  'two passes overlap',
  'two passes overlap and both write',
  'two passes overlap and both remove',
  'a pass of the old spec is refused by the new seal',
  'something happens in the middle of a pass that writes',
  'the seal moves in the middle of a pass',
  ...SOURCE_SIGHTS,
];

/** What one life shows of {@link SIGHTS}. */
export function sightsOf(life: Life): ReadonlySet<string> {
  const { passes, met } = life;
  const seen = new Set<string>(sourceSightsOf(life));
  const see = (sight: string, is: boolean): void => {
    if (is) seen.add(sight);
  };
  for (const { report, steps, kind } of passes) {
    see(`a pass comes to ${report?.outcome}`, true);
    for (const { change, state } of report?.reasons ?? []) see(`a hold is ${state}`, change === 'hold');
    see(
      'a registration fails',
      steps.some(({ operation, error }) => operation === 'RegisterTargets' && error !== undefined),
    );
    see('a pass of the old spec is refused by the new seal', kind === 'late' && report?.refusal?.code === 'other-seal');
    const [first] = steps;
    const last = steps.at(-1);
    see(
      'something happens in the middle of a pass that writes',
      steps.some(isWrite) && first?.happened !== last?.happened,
    );
    see('the seal moves in the middle of a pass', first?.sealMoves !== last?.sealMoves);
  }
  for (const { pass, targets, truth, listing } of removalsOf(life)) {
    for (const { ip } of targets) {
      const carrier = truth.carriers.get(ip);
      const fate = isStranger(carrier) ? 'stranger' : carrier === undefined ? 'gone' : 'retired';
      see(`a ${fate} target goes`, true);
      see('a stranger goes in a refused pass', fate === 'stranger' && pass.report?.outcome === 'refused');
      const healthy = listing.some((each) => each.ip === ip && each.health === 'healthy');
      see('a healthy target goes with cross-zone off', healthy && fate !== 'stranger' && !truth.crossZone);
    }
  }
  for (const fault of met.keys()) see(`a call meets ${fault}`, true);
  for (const one of passes) {
    for (const other of passes) {
      if (other.index <= one.index || !overlap(one, other)) continue;
      see('two passes overlap', true);
      see('two passes overlap and both write', one.steps.some(isWrite) && other.steps.some(isWrite));
      see('two passes overlap and both remove', removes(one) && removes(other));
    }
  }
  return seen;
}

function removes({ steps }: Pass): boolean {
  return steps.some((step) => step.operation === 'DeregisterTargets' && landed(step));
}

function overlap(one: Pass, other: Pass): boolean {
  const [from, to] = [other.steps[0]?.place ?? 0, other.steps.at(-1)?.place ?? 0];
  return one.steps.some(({ place }) => place > from) && one.steps.some(({ place }) => place < to);
}
