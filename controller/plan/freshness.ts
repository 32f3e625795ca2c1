import { parseInstant } from '../model/instant.ts';
import type { Refusal } from '../model/plan.ts';

/** A spec older or newer than this is refused: a late payload can evict a replacement that a newer one brought in. */
const MAX_SPEC_AGE_SECONDS = 120;

/** Refuses a scheduled spec whose `asOf` is missing, unparsable, the unreplaced keyword, or off by over two minutes. */
export function checkFreshness(asOf: string | undefined, now: Date): Refusal | undefined {
  if (asOf === undefined) return refuse('The spec has no asOf, so its age is unknown.');
  const writtenAt = parseInstant(asOf);
  if (writtenAt === undefined) return refuse(`asOf is "${asOf}", which is not an ISO 8601 time with its zone.`);
  const ageSeconds = Math.round((now.getTime() - writtenAt) / 1000);
  if (Math.abs(ageSeconds) <= MAX_SPEC_AGE_SECONDS) return undefined;
  const off = ageSeconds > 0 ? `${ageSeconds} s old` : `${-ageSeconds} s in the future`;
  return refuse(`The spec is ${off} (asOf ${asOf}); at most ${MAX_SPEC_AGE_SECONDS} s are accepted.`);
}

function refuse(reason: string): Refusal {
  return {
    code: 'spec-not-fresh',
    reason,
    remedy:
      'Let the schedule put its own time into the spec: "asOf": "<aws.scheduler.scheduled-time>". ' +
      'To act now by hand, use the command line, which needs no asOf.',
  };
}
