import { expect, it } from 'vitest';
import { node, temporaryFile } from './child.ts';

/** What a process prints that measures. The library writes to stdout by itself, past everything that stands in between. */
async function printed(statements: string, environment: Readonly<Record<string, string>> = {}): Promise<string> {
  const module = new URL('../../controller/emf.ts', import.meta.url).href;
  const program = temporaryFile(
    'measure.mjs',
    `import { createMeter } from ${JSON.stringify(module)};\nconst meter = createMeter();\n${statements}\n`,
  );
  const { code, stdout, stderr } = await node([program], environment);
  expect([code, stderr]).toEqual([0, '']);
  return stdout;
}

const TWO = `
  meter({ dimension: { name: 'Binding', value: 'stack/api' }, values: { Drift: 0, StrangersServing: 2 } });
  meter({ dimension: { name: 'Function', value: 'sync' }, values: { Faults: 1 } });`;

it('a measurement is one line of EMF with exactly the one dimension, zeros included', async () => {
  const lines = (await printed(TWO)).split('\n');
  expect(lines.pop()).toBe('');
  expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
    {
      _aws: {
        Timestamp: expect.any(Number),
        CloudWatchMetrics: [
          {
            Namespace: 'TargetSync',
            Dimensions: [['Binding']],
            Metrics: [
              { Name: 'Drift', Unit: 'Count' },
              { Name: 'StrangersServing', Unit: 'Count' },
            ],
          },
        ],
      },
      Binding: 'stack/api',
      Drift: 0,
      StrangersServing: 2,
    },
    {
      _aws: {
        Timestamp: expect.any(Number),
        CloudWatchMetrics: [
          { Namespace: 'TargetSync', Dimensions: [['Function']], Metrics: [{ Name: 'Faults', Unit: 'Count' }] },
        ],
      },
      Function: 'sync',
      Faults: 1,
    },
  ]);
});

it('what the environment says of a service or a namespace changes neither', async () => {
  const told = await printed(TWO, { POWERTOOLS_SERVICE_NAME: 'other', POWERTOOLS_METRICS_NAMESPACE: 'Other' });
  const undated = (text: string): string => text.replaceAll(/"Timestamp":\d+/g, '');
  expect(undated(told)).toBe(undated(await printed(TWO)));
});
