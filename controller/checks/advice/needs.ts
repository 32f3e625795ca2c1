import type { AdviceGround, Need, NeedCode } from '../../model/advice.ts';
import { problemText, type Reading } from '../../model/reading.ts';
import { parseArn } from '../../model/target-group.ts';
import { isDraining, targetKey } from '../../model/target.ts';

/** A reason why a way is none, as a clause. */
export function need(code: NeedCode, text: string): Need {
  return { code, text };
}

/** Both ways are for an ALB of the group's own account and Region. */
export function needsOfPlace({ spec }: AdviceGround): readonly Need[] {
  const [alb, group] = [parseArn(spec.source.loadBalancerArn), parseArn(spec.targetGroupArn)];
  return [
    ...(alb.accountId === group.accountId
      ? []
      : [need('other-account', `the ALB is of account ${alb.accountId}, the group of ${group.accountId}`)]),
    ...(alb.region === group.region
      ? []
      : [need('other-region', `the ALB is in ${alb.region}, the group in ${group.region}`)]),
  ];
}

/** Both ways lead to the ALB and to nothing else. */
export function needsOfTargets({ spec, group, targets }: AdviceGround): readonly Need[] {
  const port = portOf({ spec, group });
  const listed = targets.kind === 'read' ? targets.value : [];
  const foreign = listed.filter((target) => !isDraining(target) && port !== undefined && target.port !== port);
  const others = [...spec.keep, ...foreign.map(targetKey)];
  return others.length === 0
    ? []
    : [need('other-targets', `the group is to hold ${others.join(', ')} beside the ALB’s addresses`)];
}

/** Both ways lead to a listener of the ALB. */
export function needsOfPort({ spec, group, appListeners }: AdviceGround): readonly Need[] {
  const port = portOf({ spec, group });
  if (port === undefined || appListeners.kind === 'unread') return [];
  if (appListeners.value.some((listener) => listener.port === port)) return [];
  const ports = appListeners.value.map((listener) => listener.port).toSorted((a, b) => a - b);
  const there = ports.length === 0 ? 'it has none' : `it listens on ${ports.join(', ')}`;
  return [need('port-without-listener', `port ${port} is no listener’s of the ALB: ${there}`)];
}

/** The port of the binding's targets; undefined while it is the group's and that is unread. */
export function portOf({ spec, group }: Pick<AdviceGround, 'spec' | 'group'>): number | undefined {
  return spec.port ?? (group.kind === 'read' ? group.value.port : undefined);
}

/** Why the first of some readings that failed did, as a sentence. */
export function firstUnread(readings: readonly (Reading<unknown> | undefined)[]): string | undefined {
  for (const reading of readings) if (reading?.kind === 'unread') return `${problemText(reading.problem)}.`;
  return undefined;
}
