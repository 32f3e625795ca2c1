import { styleText } from 'node:util';
import { getBorderCharacters, table } from 'table';
import type { OutcomeWord } from './model/outcome.ts';
import { oneLine } from './one-line.ts';
import type { Reason, Report } from './report.ts';

const COLOURS = {
  faulted: 'red',
  refused: 'red',
  blocked: 'red',
  waiting: 'yellow',
  planned: 'cyan',
  changed: 'cyan',
  'in-sync': 'green',
} as const satisfies Readonly<Record<OutcomeWord, string>>;

const HEADINGS = ['target', 'what', 'why'] as const;
const MIN_WHY_COLUMNS = 24;
/** Wide enough for every reason: what is piped is not wrapped. */
const UNWRAPPED_COLUMNS = 400;

/** Reports for a terminal: a line for each binding, a table of its targets where there is something to say, the remedies. */
export function renderReports(reports: readonly Report[], columns = UNWRAPPED_COLUMNS): string {
  const width = Math.max(...reports.map(({ binding }) => binding.length));
  return reports.map((report) => `${renderReport(report, width, columns)}\n`).join('');
}

function renderReport(report: Report, nameWidth: number, columns: number): string {
  const { binding, outcome } = report;
  const name = styleText('bold', binding.padEnd(nameWidth));
  const head = `${name}  ${styleText(COLOURS[outcome], outcome.padEnd(8))} ${summary(report)}`;
  const notes = verdicts(report).map((text) => `  ${oneLine(text)}`);
  const remedies = [...new Set(remediesOf(report))].map((remedy) => `  ${styleText('bold', '→')} ${oneLine(remedy)}`);
  return [head, ...notes, ...targetTable(report, columns), ...remedies].join('\n');
}

function summary({ observed, drift, health, changes }: Report): string {
  if (!observed) return 'drift unknown';
  const done = [
    `${drift.missing.length} missing, ${drift.surplus.length} surplus`,
    changes.registered.length > 0 && `registered ${changes.registered.length}`,
    changes.deregistered.length > 0 && `deregistered ${changes.deregistered.length}`,
    `${health.healthy} of ${health.desired} desired are healthy`,
  ];
  return done.filter((part) => part !== false).join('; ');
}

function verdicts({ faults, refusal, pause, partial }: Report): readonly string[] {
  const gap = partial === undefined ? undefined : `The source is partial: ${partial}.`;
  return [...faults.map(({ reason }) => reason), refusal?.reason, pause?.reason, gap].filter(
    (text) => text !== undefined,
  );
}

function remediesOf({ faults, refusal, pause, reasons }: Report): readonly string[] {
  const all = [...faults, refusal, pause, ...reasons].map((said) => said?.remedy);
  return all.filter((remedy) => remedy !== undefined);
}

function targetTable(report: Report, columns: number): readonly string[] {
  const rows = toRows(report);
  if (rows.length === 0) return [];
  const widthOf = (index: 0 | 1 | 2): number => Math.max(...[HEADINGS, ...rows].map((row) => row[index].length));
  // Each cell has a space on either side, and a border before it; the last has one behind it as well.
  const room = columns - widthOf(0) - widthOf(1) - 10;
  const why = { width: Math.min(widthOf(2), Math.max(MIN_WHY_COLUMNS, room)), wrapWord: true };
  const text = table([[...HEADINGS], ...rows.map((row) => [...row])], {
    border: getBorderCharacters('norc'),
    drawHorizontalLine: (line, count) => line <= 1 || line === count,
    columns: { 2: why },
  });
  return [text.trimEnd()];
}

type Row = readonly [target: string, what: string, why: string];

function toRows({ reasons, foreign, refusal, drift }: Report): readonly Row[] {
  // A refused pass plans nothing, but where the drift is known it is what one wants to see.
  const seen: readonly Row[] =
    refusal === undefined || reasons.length > 0
      ? []
      : [
          ...drift.missing.map((target): Row => [target, 'missing', 'desired, not registered']),
          ...drift.surplus.map((target): Row => [target, 'surplus', 'registered, not desired']),
        ];
  return [
    ...seen,
    ...reasons.map((reason): Row => [reason.target, what(reason), oneLine(reason.reason)]),
    ...foreign.map((target): Row => [target, 'foreign', 'on another port, left alone']),
  ];
}

function what({ change, state }: Reason): string {
  if (change === 'hold') return `hold, ${state}`;
  if (state === 'done') return `${change}ed`;
  return state === 'planned' ? change : `${change}ed, ${state}`;
}
