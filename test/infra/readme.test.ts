import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { METRICS } from '../../controller/metrics.ts';
import { CODES } from '../../controller/model/finding.ts';
import { resources } from './resources.ts';
import { exampleTemplate, trial } from './synth.ts';

const README = readFileSync(new URL('../../infra/README.md', import.meta.url), 'utf8');
const EXAMPLES = readdirSync(new URL('../../infra/examples', import.meta.url)).filter((file) =>
  file.endsWith('.jsonc'),
);

const section = (title: string): string => README.split(/^## /m).find((text) => text.startsWith(`${title}\n`)) ?? '';
const templates = [trial(), ...EXAMPLES.map(exampleTemplate)].map((template) => template.toJSON());

describe('infra/README.md', () => {
  it('adds up its costs: each product to the cent, and their sum', () => {
    const items = [...section('Cost').matchAll(/^\| ([^*|]+) \| ([0-9.× ]+) \| ([0-9.]+) \|$/gm)];
    expect(items).toHaveLength(15);
    const products = items.map(([, , arithmetic = '', stated = '']) => {
      const exact = arithmetic
        .split('×')
        .map(Number)
        .reduce((product, factor) => product * factor);
      expect((Math.round(exact * 100 + 1e-6) / 100).toFixed(2)).toBe(stated);
      return Number(stated);
    });
    const sum = products.reduce((total, product) => total + product).toFixed(2);
    expect(section('Cost')).toContain(`| **Sum** | | **${sum}** |`);
  });

  it('counts what it counts: metrics of a binding, of the functions, and alarms in two zones', () => {
    const metrics = Object.values(METRICS);
    const ofFunctions = metrics.filter(({ dimension }) => dimension === 'Function').flatMap(({ pass }) => pass);
    const counted = (item: string): number => Number(section('Cost').split(`| ${item} | `)[1]?.split(' ')[0]);
    expect([counted('Metrics of a binding'), counted('Metrics of the two functions'), counted('Alarms')]).toEqual([
      metrics.filter(({ dimension }) => dimension === 'Binding').length,
      ofFunctions.length,
      resources(trial(), 'AWS::CloudWatch::Alarm').length,
    ]);
  });

  it('has a section for every code of the audit, and for no other, in the order of the checks', () => {
    const told = [...section('Findings').matchAll(/^### ([A-Z_]+)$/gm)].map(([, code]) => code);
    expect(told).toEqual(Object.keys(CODES));
  });

  it('says the severities that each code may have', () => {
    const silent = Object.keys(CODES).filter(
      (code) => !/\b(crit|err|warn|info)\b/.test(section('Findings').split(`### ${code}\n`)[1]?.split('### ')[0] ?? ''),
    );
    expect(silent).toEqual([]);
  });

  it('says what a deployer may do for each kind of resource in any template, and for no other', () => {
    const used = new Set(
      templates.flatMap(({ Resources }) =>
        Object.values<{ Type: string }>(Resources).map(({ Type }) => Type.replace(/::[^:]+$/, '::*')),
      ),
    );
    used.delete('AWS::CDK::*');
    const told = [...section('What the deployer may do').matchAll(/^\| `([A-Za-z0-9]+::.*?)` \|/gm)].map(
      ([, kind]) => kind,
    );
    expect(told.toSorted()).toEqual([...used].toSorted());
  });

  it('explains every output of any template', () => {
    const table = section('Outputs');
    const outputs = new Set(templates.flatMap(({ Outputs }) => Object.keys(Outputs)));
    expect(outputs.size).toBeGreaterThan(7);
    for (const name of outputs) expect(table).toMatch(new RegExp(`\\| \`${name.replace(/[0-9A-F]{8}$/, '')}…?\` \\|`));
  });

  it('lists every example', () => {
    const listed = [...section('Deploy').matchAll(/\(examples\/(.+?\.jsonc)\)/g)].map(([, file]) => file);
    expect(listed.toSorted()).toEqual(EXAMPLES.toSorted());
  });

  it('has a section for each entry of its contents', () => {
    const anchors = [...README.matchAll(/^- \[.+?\]\(#(.+?)\)$/gm)].map(([, anchor]) => anchor);
    const titles = [...README.matchAll(/^## (.+)$/gm)].map(([, title = '']) => title);
    expect(anchors).toEqual(
      titles.map((title) =>
        title
          .toLowerCase()
          .replaceAll(/[^a-z ]/g, '')
          .replaceAll(' ', '-'),
      ),
    );
  });
});
