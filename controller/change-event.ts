import { z } from 'zod';
import type { Outcome } from './model/outcome.ts';
import { targetKey } from './model/target.ts';

/** The source of the events, which rules match and the roles' permission names. */
export const EVENT_SOURCE = 'target-sync';

/** The detail types. */
export const DETAIL_TYPES = { registered: 'Target registered', deregistered: 'Target deregistered' } as const;

/** The detail of an event, as its readers may rely on it. A later version 1 may have more keys, never fewer or others. */
export const changeDetail = z.object({
  version: z.literal(1),
  binding: z.string().describe('The name of the binding'),
  targetGroupArn: z.string(),
  source: z.string().describe('The id of the source, as in vpce-0abc'),
  target: z.string().describe('ip:port; an IPv6 address in brackets'),
  reason: z.string().describe('Why, in words'),
  confirmed: z.boolean().describe('False where AWS accepted the change and did not show it yet'),
  passStartedAt: z.iso.datetime().describe('When the pass began that made the change'),
});

/** One change of one target group, as it is told. */
export type ChangeEvent = {
  readonly detailType: (typeof DETAIL_TYPES)[keyof typeof DETAIL_TYPES];
  readonly detail: Readonly<z.output<typeof changeDetail>>;
};

/** The events of a pass over one binding: one for each change that AWS accepted. */
export function toChangeEvents({ plan, changes, ...of }: Outcome, passStartedAt: Date): readonly ChangeEvent[] {
  const unconfirmed = new Set(changes.unconfirmed.map(targetKey));
  const { binding, targetGroupArn, source } = of;
  return (['registered', 'deregistered'] as const).flatMap((change) => {
    const planned = change === 'registered' ? plan.register : plan.deregister;
    const reasons = new Map(planned.map(({ target, reason }) => [targetKey(target), reason]));
    return changes[change].map(targetKey).map((target) => ({
      detailType: DETAIL_TYPES[change],
      detail: {
        version: 1 as const,
        binding,
        targetGroupArn,
        source,
        target,
        reason: reasons.get(target) ?? '',
        confirmed: !unconfirmed.has(target),
        passStartedAt: passStartedAt.toISOString(),
      },
    }));
  });
}
