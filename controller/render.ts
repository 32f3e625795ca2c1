import { stripVTControlCharacters, styleText } from 'node:util';
import { getBorderCharacters, table } from 'table';
import type { OutcomeWord } from './model/outcome.ts';
import type { Report } from './report.ts';

const COLOURS = {
  faulted: 'red',
  refused: 'red',
  blocked: 'red',
  waiting: 'yellow',
  planned: 'cyan',
  changed: 'cyan',
  'in-sync': 'green',
} as const satisfies Readonly<Record<OutcomeWord, string>>;

const HEADINGS = ['binding', 'outcome', 'target', 'change', 'why'];
const MIN_WHY_COLUMNS = 30;

/** Reports as a table for a terminal, then the remedies, whole and ready to paste. */
export function renderReports(reports: readonly Report[], columns: number): string {
  const rows = reports.flatMap(toRows);
  const widths = HEADINGS.map((heading, index) =>
    Math.max(heading.length, ...rows.map((row) => stripVTControlCharacters(row[index] ?? '').length)),
  );
  const taken = widths.slice(0, -1).reduce((sum, width) => sum + width + 3, 4);
  const text = table([HEADINGS, ...rows], {
    border: getBorderCharacters('norc'),
    drawHorizontalLine: (line, count) => line <= 1 || line === count || (rows[line - 1]?.[0] ?? '') !== '',
    columns: { 4: { width: Math.max(MIN_WHY_COLUMNS, columns - taken), wrapWord: true } },
  });
  const remedies = reports.flatMap(toRemedies);
  return remedies.length === 0 ? text : `${text}\n${remedies.join('\n')}\n`;
}

/** One row for the verdict, and one for each target with something to say. */
function toRows(report: Report): readonly (readonly string[])[] {
  const { binding, outcome, reasons, foreign, changes } = report;
  const targets = reasons.map(({ target, change, kind, reason }) => [
    '',
    '',
    target,
    kind === undefined ? change : `${change}, ${kind}`,
    reason,
  ]);
  return [
    [binding, styleText(COLOURS[outcome], outcome), '', '', verdict(report)],
    ...targets,
    ...changes.unconfirmed.map((target) => [
      '',
      '',
      target,
      'unconfirmed',
      'AWS accepted it; its listing does not show it yet',
    ]),
    ...foreign.map((target) => ['', '', target, 'none', 'foreign: on another port, left alone']),
  ];
}

function verdict({ fault, refusal, note, health, drift }: Report): string {
  if (fault !== undefined) return fault;
  if (refusal !== undefined) return refusal.reason;
  const counts = `${drift.missing.length} missing, ${drift.surplus.length} surplus; ${health.healthy} of ${health.desired} desired are healthy`;
  return note === undefined ? counts : `${note} ${counts}`;
}

function toRemedies({ binding, refusal, reasons }: Report): readonly string[] {
  const remedies = [refusal?.remedy, ...reasons.map(({ remedy }) => remedy)].filter((remedy) => remedy !== undefined);
  return [...new Set(remedies)].map((remedy) => `${styleText('bold', `${binding}:`)} ${remedy}`);
}
