import { describe, expect, it } from 'vitest';
import { GATE_SECONDS } from '../../../controller/model/limits.ts';
import { read, type Reading, unread } from '../../../controller/model/reading.ts';
import { type Ending, judgeFailure } from '../../../controller/plan/rollback.ts';
import { problem } from '../builders.ts';

const PATIENCE = 100;

function judge(status: Reading<string>, elapsedSeconds: number): Ending {
  return judgeFailure('Why.', status, {
    elapsedSeconds,
    patienceSeconds: PATIENCE,
    stackId: 'arn:aws:cloudformation:eu-west-1:123456789012:stack/api/1',
    logicalId: 'Gate',
  });
}

describe('a failure', () => {
  it.each([
    'CREATE_IN_PROGRESS',
    'UPDATE_IN_PROGRESS',
    'UPDATE_COMPLETE',
    'UPDATE_ROLLBACK_COMPLETE',
    'IMPORT_IN_PROGRESS',
  ])('of a stack in %s is final at once', (status) => {
    expect(judge(read(status), 0)).toEqual({ kind: 'fail', reason: 'Why.' });
  });

  it.each(['ROLLBACK_IN_PROGRESS', 'UPDATE_ROLLBACK_IN_PROGRESS', 'IMPORT_ROLLBACK_IN_PROGRESS'])(
    'of a stack in %s waits, and is let through after its time, with the reason',
    (status) => {
      expect(judge(read(status), PATIENCE - 1)).toEqual({
        kind: 'wait',
        reason: 'the stack is rolling back, so healing goes on. Why.',
      });
      expect(judge(read(status), PATIENCE)).toEqual({
        kind: 'let-through',
        reason: 'the rollback is let through although the path is not as it should be. Why.',
      });
    },
  );

  it('of a stack whose status is unknown waits beyond the gate’s time, then is final: no deployment passes unseen', () => {
    const status = unread(problem());
    const unknown = 'Why. Whether the stack rolls back is unknown: reading vpce failed: Throttling: Rate exceeded.';
    expect(judge(status, GATE_SECONDS + 29)).toEqual({ kind: 'wait', reason: unknown });
    const { kind, reason } = judge(status, GATE_SECONDS + 30);
    expect(kind).toBe('fail');
    expect(reason).toContain(`${unknown} Grant cloudformation:DescribeStacks on the stack.`);
    expect(reason).toContain(
      'aws cloudformation continue-update-rollback --stack-name arn:aws:cloudformation:eu-west-1:123456789012:stack/api/1 --resources-to-skip Gate',
    );
  });
});
