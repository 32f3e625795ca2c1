import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { bundle } from '../../controller/bundle.ts';
import { setStage } from '../scenarios/stage.ts';
import { node, temporaryFile } from './child.ts';

it('the built bundle runs a scheduled pass by itself, over HTTP, and logs JSON lines', async () => {
  const file = await bundle(mkdtempSync(join(tmpdir(), 'target-sync-')));
  const stage = setStage({ settings: { startsAt: new Date() } });
  const [ip = ''] = stage.endpoint.ips;
  stage.cloud.deregister(stage.group.arn, [ip]);
  const server = await stage.cloud.listen();
  const event = {
    asOf: new Date().toISOString(),
    bindings: [{ name: 'public-api', targetGroupArn: stage.group.arn, source: { vpcEndpointId: stage.endpoint.id } }],
  };
  const program = temporaryFile(
    'invoke.mjs',
    `import { sync } from ${JSON.stringify(file)};\nconsole.log(JSON.stringify(await sync(${JSON.stringify(event)}, { awsRequestId: 'r-1' })));\n`,
  );
  const { accessKeyId, secretAccessKey } = stage.cloud.credentials;
  const { code, stdout } = await node([program], {
    AWS_ENDPOINT_URL: server.url,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  });
  await server.close();

  expect(code).toBe(0);
  const [pass, binding, returned] = stdout
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  expect(pass).toMatchObject({ level: 'INFO', message: 'sync pass', service: 'target-sync', outcomes: { changed: 1 } });
  expect(binding).toMatchObject({
    function_request_id: 'r-1',
    message: 'public-api is changed',
    outcome: 'changed',
    changes: { registered: [`${ip}:443`] },
  });
  expect(returned).toMatchObject({ outcomes: [{ binding: 'public-api', outcome: 'changed' }] });
});
