import { GATE_SECONDS } from '../model/limits.ts';
import { problemText, type Reading } from '../model/reading.ts';

/** What becomes of a failure. `let-through` completes the resource although its path does not serve. */
export type Ending = { readonly kind: 'let-through' | 'wait' | 'fail'; readonly reason: string };

/** How long a stage heals during a rollback, where it stands, and the resource that an operator would skip. */
export type Stage = {
  readonly elapsedSeconds: number;
  readonly patienceSeconds: number;
  readonly stackId: string;
  readonly logicalId: string;
};

/** Beyond the gate's time, for a status that could not be read just then. The custom resource's own limit lies above. */
const STATUS_GRACE_SECONDS = 30;

/**
 * Decides what a failure means for the stack. A rollback is never stopped: a resource that fails in it leaves the stack
 * in UPDATE_ROLLBACK_FAILED. A deployment is, and so is one of which the stack's status could not be learnt in time.
 */
export function judgeFailure(reason: string, status: Reading<string>, stage: Stage): Ending {
  const { elapsedSeconds, patienceSeconds, stackId, logicalId } = stage;
  if (status.kind === 'unread') {
    const unknown = `${reason} Whether the stack rolls back is unknown: ${problemText(status.problem)}.`;
    if (elapsedSeconds < GATE_SECONDS + STATUS_GRACE_SECONDS) return { kind: 'wait', reason: unknown };
    const resume = `aws cloudformation continue-update-rollback --stack-name ${stackId} --resources-to-skip ${logicalId}`;
    return {
      kind: 'fail',
      reason: `${unknown} Grant cloudformation:DescribeStacks on the stack. A rollback that stops here goes on, once the targets are healthy, with: ${resume}`,
    };
  }
  if (!isRollingBack(status.value)) return { kind: 'fail', reason };
  return elapsedSeconds < patienceSeconds
    ? { kind: 'wait', reason: `the stack is rolling back, so healing goes on. ${reason}` }
    : {
        kind: 'let-through',
        reason: `the rollback is let through although the path is not as it should be. ${reason}`,
      };
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html */
function isRollingBack(status: string): boolean {
  return status.includes('ROLLBACK') && status.endsWith('_IN_PROGRESS');
}
