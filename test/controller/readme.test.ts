import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { changeDetail, DETAIL_TYPES, EVENT_SOURCE } from '../../controller/change-event.ts';
import { logLine } from '../../controller/log-lines.ts';
import { METRICS, NAMESPACE } from '../../controller/metrics.ts';

const README = readFileSync(new URL('../../controller/README.md', import.meta.url), 'utf8');

/** The text of a section. */
const section = (title: string): string => README.split(/^## /m).find((text) => text.startsWith(`${title}\n`)) ?? '';

/** The cells of a section's table, row by row. */
function table(title: string): readonly (readonly string[])[] {
  const rows = section(title)
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  return rows.map((row) => row.slice(2, -2).split(' | '));
}

/** What stands in code in a cell. */
const words = (cell = ''): readonly string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word);

it('the metrics are those of the table, with dimension and pass', () => {
  const documented = table('Metrics').map(([name, dimension, pass]) => [...words(name), ...words(dimension), pass]);
  expect(documented).toEqual(
    Object.entries(METRICS).map(([name, { dimension, pass }]) => [name, dimension, pass.join(', ')]),
  );
  expect(section('Metrics')).toContain(`Namespace \`${NAMESPACE}\``);
});

it('the log lines are those of the table, with levels and fields', () => {
  const documented = table('Log lines').map(([message, levels, fields]) => [message, levels, fields].map(words));
  const lines = logLine.options.map(({ shape: { message, level, ...fields } }) => [
    [message.value],
    level.options,
    Object.keys(fields),
  ]);
  const byMessage = (rows: readonly (readonly (readonly string[])[])[]): unknown =>
    new Map(rows.map(([message, ...rest]) => [String(message), rest]));
  expect(documented).toHaveLength(lines.length);
  expect(byMessage(documented)).toEqual(byMessage(lines));
});

it('the event of the example is one', () => {
  const [, example = ''] = /```json\n([^]*?)```/.exec(section('Notifications')) ?? [];
  const event = JSON.parse(example);
  expect([event.source, event['detail-type']]).toEqual([EVENT_SOURCE, DETAIL_TYPES.deregistered]);
  expect(changeDetail.strict().parse(event.detail)).toEqual(event.detail);
});
