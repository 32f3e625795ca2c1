import { stripVTControlCharacters, styleText } from 'node:util';
import type { AuditReport, Counts } from './audit-report.ts';
import type { Mark, Path, Station } from './model/audit-outcome.ts';
import type { CheckResult, Hop, Severity } from './model/finding.ts';
import { oneLine } from './one-line.ts';

type Style = Parameters<typeof styleText>[0];

const MARKS: Readonly<Record<Mark, { readonly sign: string; readonly style: Style }>> = {
  ok: { sign: '✓', style: 'green' },
  weak: { sign: '!', style: 'yellow' },
  broken: { sign: '✗', style: 'red' },
  unknown: { sign: '?', style: 'yellow' },
  'not-configured': { sign: '·', style: 'dim' },
};
const SEVERITY_STYLES: Readonly<Record<Severity, Style>> = { crit: 'red', err: 'red', warn: 'yellow', info: 'cyan' };
const HOP_NAMES: Readonly<Record<Hop, string>> = {
  name: 'name',
  zone: 'zone',
  alias: 'alias',
  'load-balancer': 'NLB IP',
  target: 'target',
  interface: 'interface',
  endpoint: 'endpoint',
  alb: 'ALB',
  api: 'API',
};
const AUDIENCES: Readonly<Record<Station['half'], string>> = {
  public: 'partners',
  private: 'VPC clients',
  joint: 'both',
};
const AUDIENCE_WIDTH = Math.max(...Object.values(AUDIENCES).map(({ length }) => length));
const HOP_WIDTH = Math.max(...Object.values(HOP_NAMES).map(({ length }) => length));

/** Audits for a terminal: the picture of each path with a mark on every hop, then the findings, then what is unknown. */
export function renderAudits(reports: readonly AuditReport[]): string {
  return reports.map((report) => `${renderAudit(report)}\n`).join('\n');
}

function renderAudit(report: AuditReport): string {
  const { binding, verdict, counts, faults, results } = report;
  const verdictStyle = verdict === 'clean' ? 'green' : 'red';
  return [
    `${styleText('bold', binding)}  ${styleText(verdictStyle, verdict)}  ${summary(counts)}`,
    ...faults.flatMap(({ reason, remedy }) => [`  ${oneLine(reason)}`, arrow(oneLine(remedy))]),
    ...report.paths.flatMap((path) => ['', ...picture(path)]),
    ...results.flatMap(said),
  ].join('\n');
}

function summary(counts: Counts): string {
  const { crit, err, warn, info, unknown, notConfigured, ok } = counts;
  const parts = [
    [crit, 'crit'],
    [err, 'err'],
    [warn, 'warn'],
    [info, 'info'],
    [unknown, 'unknown'],
    [notConfigured, 'not configured'],
    [ok, 'ok'],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`)
    .join(', ');
}

/** Two ways that join before the endpoint, and below them what was found at each hop. */
function picture({ name, stations }: Path): readonly string[] {
  const of = (half: Station['half']): readonly Station[] => stations.filter((station) => station.half === half);
  const row = (half: Station['half']): string => of(half).map(sign).join(' ─ ');
  const [above, below, joint] = [row('public'), row('private'), row('joint')];
  const width = Math.max(visible(above), visible(below));
  const lines =
    below === ''
      ? [`${label('public')}${above} ─ ${joint}`]
      : [
          `${label('public')}${above} ${'─'.repeat(width - visible(above))}─┬─ ${joint}`,
          `${label('private')}${below} ${'─'.repeat(width - visible(below))}─┘`,
        ];
  return [`  ${styleText('bold', name)}`, ...lines, '', ...stations.map(detail)];
}

function label(half: Station['half']): string {
  return `  ${AUDIENCES[half].padEnd(AUDIENCE_WIDTH)} ─ `;
}

function sign({ hop, mark }: Station): string {
  return `${styleText(MARKS[mark].style, MARKS[mark].sign)} ${HOP_NAMES[hop]}`;
}

function visible(text: string): number {
  return stripVTControlCharacters(text).length;
}

function detail(station: Station): string {
  const { half, hop, mark, what } = station;
  const place = `${AUDIENCES[half].padEnd(AUDIENCE_WIDTH)} ${styleText(MARKS[mark].style, MARKS[mark].sign)} ${HOP_NAMES[hop].padEnd(HOP_WIDTH)}`;
  return `  ${place}  ${oneLine(what)}`;
}

function said(result: CheckResult): readonly string[] {
  const head = `${result.code} ${oneLine(result.subject)}`;
  if (result.kind === 'ok') return [];
  if (result.kind === 'not-configured') {
    return ['', `${styleText('dim', '·')}    ${head}`, `  not configured: ${result.key}`];
  }
  if (result.kind === 'unknown') return ['', `${styleText('yellow', '?')}    ${head}`, `  ${oneLine(result.why)}`];
  const { severity, expected, found, fix } = result;
  return [
    '',
    `${styleText(SEVERITY_STYLES[severity], severity.padEnd(4))} ${styleText('bold', head)}`,
    `  expected  ${oneLine(expected)}`,
    `  found     ${oneLine(found)}`,
    // The fix stands as it is: it is there to be copied.
    ...fix.split('\n').map(arrow),
  ];
}

function arrow(text: string): string {
  return `  ${styleText('bold', '→')} ${text}`;
}
