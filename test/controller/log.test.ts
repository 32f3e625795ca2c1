import { expect, it } from 'vitest';
import { createConnect } from '../../controller/connect.ts';
import { BindingsFaulted } from '../../controller/bindings-faulted.ts';
import { createSync } from '../../controller/handler.ts';
import { setStage, type Stage } from '../scenarios/stage.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Invokes the handler for a stage and returns what it logs, with the level of each line. */
async function logOf({ cloud, group, endpoint }: Stage, overrides: Fields = {}): Promise<readonly Fields[]> {
  const lines: Fields[] = [];
  const at =
    (level: string) =>
    (message: string, fields: Fields): void => {
      lines.push({ ...fields, level, message });
    };
  const sync = createSync({
    connect: createConnect({ requestHandler: cloud.requestHandler, credentials: cloud.credentials }),
    clock: cloud.clock,
    logger: { info: at('info'), warn: at('warn'), error: at('error') },
  });
  const source = { vpcEndpointId: endpoint.id };
  const binding = { name: 'public-api', targetGroupArn: group.arn, source, ...overrides };
  const pass = sync({ asOf: cloud.clock.now().toISOString(), bindings: [binding] });
  await pass.catch((error: unknown) => {
    if (!(error instanceof BindingsFaulted)) throw error;
  });
  return lines;
}

it('a binding in sync has no line of its own beside the line of the pass', async () => {
  expect(await logOf(setStage())).toMatchObject([
    {
      level: 'info',
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
  { word: 'changed', level: 'info' },
  { word: 'planned', level: 'info', overrides: { mode: 'observe' } },
  {
    word: 'waiting',
    level: 'info',
    prepare: ({ cloud }) => cloud.faults.add({ operation: 'RegisterTargets', fault: 'lies' }),
  },
  {
    word: 'blocked',
    level: 'warn',
    prepare: ({ cloud, group }) => cloud.setTags(group.arn, { 'target-sync:pause-until': 'tomorrow' }),
  },
  {
    word: 'refused',
    level: 'warn',
    prepare: ({ cloud, group }) => cloud.removeTags(group.arn, ['target-sync:binding']),
  },
  {
    word: 'faulted',
    level: 'error',
    prepare: ({ cloud }) => cloud.faults.add({ operation: 'RegisterTargets', fault: 'deny' }),
  },
])('a binding that is $word has a line of level $level after it', async ({ word, level, overrides, prepare }) => {
  const stage = setStage();
  stage.cloud.deregister(stage.group.arn, stage.endpoint.ips.slice(0, 1));
  prepare?.(stage);
  expect(await logOf(stage, overrides)).toMatchObject([
    { level: 'info', message: 'sync pass', outcomes: { [word]: 1 } },
    { level, message: `public-api is ${word}`, outcome: word },
  ]);
});

it('the line of a fault has the errors as they were thrown, for their stacks', async () => {
  const stage = setStage();
  stage.cloud.faults.add({ operation: 'RegisterTargets', fault: 'deny' });
  stage.cloud.deregister(stage.group.arn, stage.endpoint.ips);
  const [, line] = await logOf(stage);
  expect(line?.['errors']).toEqual([expect.any(Error)]);
});
