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

/** As wide as the time and the outcome. */
const INDENT = ' '.repeat(22);

/** What the marks of the timeline mean. */
export const LEGEND = Object.entries(MARKS)
  .map(([state, mark]) => `${mark} ${state}`)
  .join('   ');

/** The head of a chapter. */
export function chapterLines(title: string, text: string): string {
  return `\n${styleText('bold', title)}\n${styleText('dim', text)}\n`;
}

/** What happened between two passes, and what clients met until the next one. */
export function eventLine(at: string, event: string, tally: Tally): string {
  return `  ${at}  ${styleText('bold', event)}\n${INDENT}${styleText('dim', clients(tally))}\n`;
}

/** One minute: when, the outcome, the targets as they were listed after the pass, and what clients met in it. */
export function minuteLine(at: string, report: Report, targets: readonly TargetView[], tally: Tally): string {
  const listed = targets.map(({ ip, state }) => `${MARKS[state] ?? '?'} ${ip}`).join('  ');
  return [
    `  ${at}  ${styleText(COLOURS[report.outcome], report.outcome.padEnd(8))}  ${listed}`,
    ...whyLines(report),
    `${INDENT}${styleText('dim', clients(tally))}`,
    '',
  ].join('\n');
}

function whyLines({ faults, refusal, partial, reasons }: Report): readonly string[] {
  const whole = [...faults.map(({ reason }) => reason), refusal?.reason, partial].filter((text) => text !== undefined);
  const remedies = [...faults, refusal]
    .map((said) => said?.remedy)
    .filter((text) => text !== undefined)
    .map((text) => `→ ${text}`);
  const each = reasons.map(({ change, state, target, reason }) => {
    const what = change === 'hold' ? state : state === 'done' ? `${change}ed` : `${change}, ${state}`;
    return `${what} ${target}: ${reason}`;
  });
  return [...whole, ...remedies, ...each].map((text) => `${INDENT}${text}`);
}

function clients({ served, failed, stranger }: Tally): string {
  const trouble = [
    failed > 0 && styleText('red', `failed ${Math.round(failed)}`),
    stranger > 0 && styleText('magenta', `reached a stranger ${Math.round(stranger)}`),
  ].filter((part) => part !== false);
  return `clients: ${[`served ${Math.round(served)}`, ...trouble].join(', ')}`;
}
