import { parseInstant } from '../model/instant.ts';
import type { Pause } from '../model/plan.ts';
import type { Tags, TargetGroup } from '../model/target-group.ts';

/** The tag by which an operator pauses one group until a time, without a deployment. */
const PAUSE_TAG = 'target-sync:pause-until';

/** A longer pause is a forgotten one. */
const MAX_PAUSE_HOURS = 24;

/** The pause a group is under. A tag that cannot be obeyed pauses too, and says so: its writer meant to stop us. */
export function checkPause(tags: Tags, group: TargetGroup, now: Date): Pause | undefined {
  const value = tags[PAUSE_TAG];
  if (value === undefined) return undefined;
  const lift = `aws elbv2 remove-tags --region ${group.region} --resource-arns ${group.arn} --tag-keys ${PAUSE_TAG}`;
  const until = parseInstant(value);
  if (until === undefined) {
    return {
      kind: 'blocked',
      reason: `${PAUSE_TAG} is "${value}", which is not an ISO 8601 time with its zone; nothing is changed while it stands.`,
      remedy: `Set it to a time such as ${new Date(now.getTime() + 3_600_000).toISOString()}, or lift it: ${lift}`,
    };
  }
  const hours = (until - now.getTime()) / 3_600_000;
  if (hours <= 0) return undefined;
  if (hours > MAX_PAUSE_HOURS) {
    return {
      kind: 'blocked',
      reason: `${PAUSE_TAG} is ${value}, ${Math.ceil(hours)} h ahead; at most ${MAX_PAUSE_HOURS} h are accepted. Nothing is changed while it stands.`,
      remedy: `Set a time within ${MAX_PAUSE_HOURS} h, or lift it: ${lift}`,
    };
  }
  return { kind: 'waiting', reason: `Paused until ${value} by the tag ${PAUSE_TAG}.`, remedy: `To lift it: ${lift}` };
}
