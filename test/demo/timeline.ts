import { styleText } from 'node:util';
import type { OutcomeWord } from '../../controller/model/outcome.ts';
import type { Report } from '../../controller/report.ts';
import type { TargetView } from '../cloud/verbs/views.ts';
import type { Tally } from '../cloud/world/tally.ts';

const COLOURS = {
  faulted: 'red',
  refused: 'red',
  blocked: 'red',
  waiting: 'yellow',
  changed: 'cyan',
  planned: 'cyan',
  'in-sync': 'green',
} as const satisfies Readonly<Record<OutcomeWord, string>>;

const MARKS: Readonly<Record<string, string>> = {
  healthy: '●',
  initial: '◐',
  unhealthy: '✗',
  draining: '↓',
  unused: '○',
};

/** What the marks of the timeline mean. */
export const LEGEND = Object.entries(MARKS)
  .map(([state, mark]) => `${mark} ${state}`)
  .join('   ');

/** The head of a chapter. */
export function chapterLines(title: string, text: string): string {
  return `\n${styleText('bold', title)}\n${styleText('dim', text)}\n`;
}

/** One minute: when, the outcome, the targets as they were listed after the pass, and what clients met in it. */
export function minuteLine(
  at: Date,
  report: Report,
  targets: readonly TargetView[],
  { served, failed, stranger }: Tally,
): string {
  const listed = targets.map(({ ip, state }) => `${MARKS[state] ?? '?'} ${ip}`).join('  ');
  const trouble = [
    failed > 0 && styleText('red', `failed ${Math.round(failed)}`),
    stranger > 0 && styleText('magenta', `reached a stranger ${Math.round(stranger)}`),
  ].filter((part) => part !== false);
  const clients = [`served ${Math.round(served)}`, ...trouble].join(', ');
  return [
    `  ${at.toISOString().slice(11, 16)}  ${styleText(COLOURS[report.outcome], report.outcome.padEnd(8))}  ${listed}`,
    ...whyLines(report),
    `  ${' '.repeat(17)}${styleText('dim', `clients: ${clients}`)}`,
    '',
  ].join('\n');
}

function whyLines({ fault, refusal, note, reasons }: Report): readonly string[] {
  const whole = [fault, refusal?.reason, note].filter((text) => text !== undefined);
  const each = reasons.map(({ change, kind, target, reason }) => `${kind ?? change} ${target}: ${reason}`);
  return [...whole, ...each].map((text) => `  ${' '.repeat(17)}${text}`);
}
