import { expect } from 'vitest';
import type { Chapter, Scenario } from '../scenario.ts';
import type { Pass, Stage } from '../stage.ts';

const DRAINING = ['10.0.1.11:443 healthy', '10.0.2.11:443 draining'];

/** A desired target is missing, and the payload says of its age what it is told to say. */
async function deliver(stage: Stage, asOf: (stage: Stage) => string | undefined): Promise<readonly Pass[]> {
  stage.cloud.deregister(stage.group.arn, ['10.0.2.11']);
  return [await stage.deliver({ ...stage.event(), asOf: asOf(stage) })];
}

const secondsAgo =
  (seconds: number) =>
  ({ cloud }: Stage): string =>
    new Date(cloud.clock.now().getTime() - seconds * 1_000).toISOString();

const refused = (title: string, given: string, asOf: (stage: Stage) => string | undefined): Scenario => ({
  title,
  twin: 'a payload that is just in time',
  given: `a desired target is missing, and ${given}`,
  when: 'the pass starts',
  then: 'it refuses, and changes nothing',
  play: (stage) => deliver(stage, asOf),
  expected: { outcomes: ['refused'], writes: [], targets: () => DRAINING },
  also: ([pass]) => expect(pass?.outcomes[0]?.refusal?.code).toBe('spec-not-fresh'),
});

const rows: readonly Scenario[] = [
  refused('a late payload', 'the schedule’s payload comes 121 seconds late', secondsAgo(121)),
  {
    title: 'a payload that is just in time',
    given: 'a desired target is missing, and the schedule’s payload comes 120 seconds late',
    when: 'the pass starts',
    then: 'it registers the target again',
    play: (stage) => deliver(stage, secondsAgo(120)),
    expected: {
      outcomes: ['changed'],
      writes: ['RegisterTargets'],
      targets: () => ['10.0.1.11:443 healthy', '10.0.2.11:443 initial'],
    },
  },
  refused('a payload from the future', 'the payload is dated 121 seconds ahead', secondsAgo(-121)),
  refused('a payload without a date', 'the payload says nothing of its age', () => undefined),
  refused(
    'a payload whose date was never filled in',
    'where its date should be, the payload has the placeholder that the schedule should have filled in',
    () => '<aws.scheduler.scheduled-time>',
  ),
];

/** What a pass is told comes late. */
export const latePayloads: Chapter = { title: 'what a pass is told comes late', rows };
