import { expect, it } from 'vitest';
import { setStage, type Stage } from '../scenarios/stage.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What the handler logs in a pass over a stage. */
async function logOf(stage: Stage, overrides: Fields = {}): Promise<readonly Fields[]> {
  stage.bind(overrides);
  return (await stage.pass()).log;
}

it('a binding in sync has no line of its own beside the line of the pass', async () => {
  expect(await logOf(setStage())).toMatchObject([
    {
      level: 'INFO',
      message: 'sync pass',
      bindings: 1,
      outcomes: { 'in-sync': 1 },
      desired: 2,
      healthy: 2,
      foreign: 0,
    },
  ]);
});

it.each<{ word: string; level: string; overrides?: Fields; prepare?: (stage: Stage) => void }>([
  { word: 'changed', level: 'INFO' },
  { word: 'planned', level: 'INFO', overrides: { mode: 'observe' } },
  {
    word: 'waiting',
    level: 'INFO',
    prepare: ({ cloud }) => cloud.faults.add({ operation: 'RegisterTargets', fault: 'lies' }),
  },
  {
    word: 'blocked',
    level: 'WARN',
    prepare: ({ cloud, group }) => cloud.setTags(group.arn, { 'target-sync:pause-until': 'tomorrow' }),
  },
  {
    word: 'refused',
    level: 'WARN',
    prepare: ({ cloud, group }) => cloud.removeTags(group.arn, ['target-sync:binding']),
  },
  {
    word: 'faulted',
    level: 'ERROR',
    prepare: ({ cloud }) => cloud.faults.add({ operation: 'RegisterTargets', fault: 'deny' }),
  },
])('a binding that is $word has a line of level $level after it', async ({ word, level, overrides, prepare }) => {
  const stage = setStage();
  stage.cloud.deregister(stage.group.arn, stage.endpoint.ips.slice(0, 1));
  prepare?.(stage);
  expect(await logOf(stage, overrides)).toMatchObject([
    { level: 'INFO', message: 'sync pass', outcomes: { [word]: 1 } },
    { level, message: 'binding', binding: 'public-api', outcome: word },
  ]);
});

it('the line of a fault has the names and stacks of its errors; their messages stand in the faults', async () => {
  const stage = setStage();
  stage.cloud.faults.add({ operation: 'RegisterTargets', fault: 'deny' });
  stage.cloud.deregister(stage.group.arn, stage.endpoint.ips);
  const [, line] = await logOf(stage);
  expect(line).toMatchObject({
    faults: [{ reason: expect.stringContaining('AccessDenied: The caller is not authorized') }],
    errors: [expect.stringMatching(/^AccessDenied\n    at /)],
  });
  expect(String(line?.['errors'])).not.toContain('not authorized');
});
