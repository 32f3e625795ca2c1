import { expect, it } from 'vitest';
import { read } from '../../../controller/model/reading.ts';
import type { Situation } from '../../../controller/model/situation.ts';
import { targetKey } from '../../../controller/model/target.ts';
import { decide } from '../../../controller/plan/decide.ts';
import {
  evidence,
  IP_1,
  IP_2,
  listed,
  observed,
  OLD_1,
  OLD_2,
  retiredInterfaces,
  situation,
  spec,
  strangerInterface,
  unattached,
} from '../builders.ts';

const OURS_1 = `${IP_1}:443`;
const OURS_2 = `${IP_2}:443`;
const stranded = listed(IP_2, 'unused', { healthReason: 'Target.NotInUse' });

type Row = {
  readonly title: string;
  readonly targets: Situation['targets'];
  readonly overrides?: Partial<Situation>;
  readonly facts?: Parameters<typeof evidence>[1];
  readonly serviceable?: readonly string[];
  readonly unhealthy: readonly string[];
  readonly leaving: readonly string[];
};

it.each<Row>([
  {
    title: 'nothing is pending where all is healthy',
    targets: [listed(IP_1), listed(IP_2)],
    unhealthy: [],
    leaving: [],
  },
  { title: 'what is not registered is not healthy either', targets: [listed(IP_1)], unhealthy: [OURS_2], leaving: [] },
  {
    title: 'an initial target is not healthy',
    targets: [listed(IP_1), listed(IP_2, 'initial')],
    unhealthy: [OURS_2],
    leaving: [],
  },
  {
    title: 'a target without health checks is as good as healthy',
    targets: [listed(IP_1), listed(IP_2, 'unavailable', { healthReason: 'Target.HealthCheckDisabled' })],
    unhealthy: [],
    leaving: [],
  },
  {
    title: 'a desired target that drains is not healthy, and not one that leaves',
    targets: [listed(IP_1), listed(IP_2, 'draining')],
    unhealthy: [OURS_2],
    leaving: [],
  },
  {
    title: 'a target in a zone that is not enabled is not serviceable, so it is not waited for',
    targets: [listed(IP_1), stranded],
    serviceable: [OURS_1],
    unhealthy: [],
    leaving: [],
  },
  {
    title: 'a target that is unused for another reason is waited for',
    targets: [listed(IP_1), listed(IP_2, 'unused', { healthReason: 'Target.IpUnusable' })],
    unhealthy: [OURS_2],
    leaving: [],
  },
  {
    title: 'a kept address is not waited for',
    targets: [listed(IP_1)],
    overrides: { spec: spec({ keep: [IP_2] }) },
    serviceable: [OURS_1],
    unhealthy: [],
    leaving: [],
  },
  {
    title: 'retired targets leave, whether they stand registered or drain',
    targets: [listed(IP_1), listed(IP_2), listed(OLD_1), listed(OLD_2, 'draining')],
    facts: { others: retiredInterfaces() },
    unhealthy: [],
    leaving: [`${OLD_1}:443`, `${OLD_2}:443`],
  },
  {
    title: 'a registered stranger is not what a deployment brings about',
    targets: [listed(IP_1), listed(IP_2), listed(OLD_1)],
    facts: { others: [strangerInterface(OLD_1)] },
    unhealthy: [],
    leaving: [],
  },
  {
    title: 'what drains on another port is none of ours',
    targets: [listed(IP_1), listed(IP_2), listed(OLD_1, 'draining', { port: 8443 })],
    unhealthy: [],
    leaving: [],
  },
  {
    title: 'a kept address may drain as it likes',
    targets: [listed(IP_1), listed(IP_2), listed(OLD_1, 'draining')],
    overrides: { spec: spec({ keep: [OLD_1] }) },
    unhealthy: [],
    leaving: [],
  },
])('$title', ({ targets, overrides, facts, serviceable = [OURS_1, OURS_2], unhealthy, leaving }) => {
  const { pending } = decide(situation({ targets, evidence: evidence(targets, facts), ...overrides }));
  expect(pending.attached).toBe(true);
  expect(pending.serviceable.map(targetKey)).toEqual(serviceable);
  expect(pending.unhealthy.map(targetKey)).toEqual(unhealthy);
  expect(pending.leaving.map(targetKey)).toEqual(leaving);
});

it('in a group that is attached to nothing, no target is serviceable', () => {
  const { pending } = decide(situation({ group: unattached(), targets: [listed(IP_1, 'unused')] }));
  expect(pending).toMatchObject({ attached: false, serviceable: [], unhealthy: [] });
});

it('of a source that is refused nothing is serviceable', () => {
  const source = read(observed([IP_1], { state: 'deleted' }));
  expect(decide(situation({ source, targets: [] })).pending).toMatchObject({ serviceable: [], unhealthy: [] });
});
