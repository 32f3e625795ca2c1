import { expect } from 'vitest';
import type { OutcomeWord } from '../../controller/model/outcome.ts';
import type { FaultName } from '../cloud/wire/faults.ts';
import { oldDrain } from './converging.ts';
import { deregistered, replace } from './happenings.ts';
import type { Scenario } from './scenario.ts';
import type { Stage } from './stage.ts';

/** A fault that some passes of a replacement meet; then it ends, and four passes follow. */
export type Trouble = {
  readonly fault: FaultName;
  /** Whether the passes that meet it are the first, or those from the third on, in which old targets would go. */
  readonly when: 'registering' | 'removing';
  readonly operation?: string;
  readonly ip?: string;
  /** What AWS does, after “and”. */
  readonly given: string;
  readonly then: string;
  /** Of the passes that meet it, one each. */
  readonly during: readonly OutcomeWord[];
  /** Of the four that follow. */
  readonly after: readonly OutcomeWord[];
  readonly writes: readonly string[];
  readonly targets?: (stage: Stage) => readonly string[];
};

/** What the four passes after the first two of a replacement come to, the fault over. */
export const REMOVED_LATE: readonly OutcomeWord[] = ['waiting', 'changed', 'in-sync', 'in-sync'];

/** The row of it. */
export function toRow(trouble: Trouble): Scenario {
  const { fault, when, operation, ip, during, after, writes, targets = oldDrain } = trouble;
  return {
    title: `${fault}${operation === undefined ? '' : ` of ${operation}`}`,
    twin: 'a replacement beside the old endpoint, cross-zone on',
    given: `the endpoint is replaced, and ${trouble.given}`,
    when: `${during.length === 2 ? 'two' : 'four'} passes that ${when === 'registering' ? 'would register the new targets' : 'would remove the old targets'} meet it, and others follow`,
    then: trouble.then,
    play: async (stage) => {
      // Steady before, so that there are answers that a replica may give again.
      await stage.pass();
      stage.cloud.forgetCalls();
      replace(stage);
      const before = when === 'registering' ? [] : await stage.passes(2);
      const end = stage.cloud.faults.add({
        fault,
        ...(operation !== undefined && { operation }),
        ...(ip !== undefined && { match: ({ Targets }) => JSON.stringify(Targets).includes(`"${ip}"`) }),
      });
      const met = await stage.passes(during.length);
      end();
      return [...before, ...met, ...(await stage.passes(4))];
    },
    expected: {
      outcomes: [...(when === 'registering' ? [] : (['waiting', 'waiting'] as const)), ...during, ...after],
      writes,
      targets,
    },
    also: (_passes, stage) => {
      const removed = new Set(deregistered(stage).flat());
      expect([...removed].filter((each) => !stage.endpoint.ips.includes(each))).toEqual([]);
    },
  };
}
