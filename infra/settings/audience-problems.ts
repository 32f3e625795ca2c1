import { duplicates } from './duplicates.ts';
import type { Known } from './known.ts';
import { differs } from './other-place.ts';

const AUDIENCES = ['pages', 'tickets', 'changes'] as const;

/** Alarms and rules reach topics of their own Region alone; and nobody is told twice. */
export function audienceProblems({ region, monitoring }: Known): readonly string[] {
  return AUDIENCES.flatMap((name) => {
    const { topicArn, emails } = monitoring?.[name] ?? {};
    const path = `monitoring.${name}`;
    return [
      ...differs(`${path}.topicArn`, 'topic', 'the Region', topicArn?.split(':')[3], region),
      ...duplicates(`${path}.emails`, emails),
    ];
  });
}
