import { styleText } from 'node:util';
import type { BindingAdvice } from './binding-advice.ts';
import type { Advice, Way } from './model/advice.ts';
import { oneLine } from './one-line.ts';

const WAY_NAMES: Readonly<Record<Way, string>> = {
  'alb-target-group': 'alb target group',
  'vpc-link': 'VPC link to the ALB',
};
const WAY_WIDTH = Math.max(...Object.values(WAY_NAMES).map(({ length }) => length));

/** Advice for a terminal: a line for each way that a binding could be spared, and the steps of one that would do. */
export function renderAdvice(advices: readonly BindingAdvice[]): string {
  if (advices.length === 0) return '';
  const width = Math.max(...advices.map(({ binding }) => binding.length));
  const lines = advices.flatMap(({ binding, ways }) =>
    ways.flatMap((advice, index) => said(advice, styleText('bold', (index === 0 ? binding : '').padEnd(width)))),
  );
  return `\nCould it be done without the binding?\n${lines.join('\n')}\n`;
}

function said(advice: Advice, name: string): readonly string[] {
  const head = `${name}  ${WAY_NAMES[advice.way].padEnd(WAY_WIDTH)} `;
  if (advice.kind === 'unknown') return [`${head} ${styleText('yellow', 'unknown')}  ${oneLine(advice.why)}`];
  if (advice.kind === 'needed') {
    return [`${head} ${styleText('green', 'no')}       ${oneLine(advice.needs.map(({ text }) => text).join('; '))}`];
  }
  return [
    `${head} ${styleText('cyan', 'yes')}      the binding is not needed`,
    ...advice.changes.map((text) => `  ${oneLine(text)}`),
    ...advice.steps.flatMap(({ words, commands }, index) => [
      `  ${index + 1}. ${oneLine(words)}`,
      // A command stands as it is: it is there to be copied.
      ...commands.map((command) => `  ${styleText('bold', '→')} ${command}`),
    ]),
  ];
}
