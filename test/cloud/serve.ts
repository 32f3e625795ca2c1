import { parseArgs } from 'node:util';
import { createCloud } from './cloud.ts';
import { buildSampleWorld } from './sample-world.ts';

/** Serves a sample world on a loopback port until interrupted; time follows the wall clock, `--speed` times as fast. */
const { values } = parseArgs({
  options: { port: { type: 'string', default: '4599' }, speed: { type: 'string', default: '1' } },
});
const port = toNumber('port', values.port, 65_535);
const speed = toNumber('speed', values.speed, 3_600);

// It starts now: clients compare its dates with theirs.
const now = new Date();
now.setMilliseconds(0);
const cloud = createCloud({ startsAt: now });
const { document, loadBalancer, endpoint } = buildSampleWorld(cloud, { steady: true });
const { url, close } = await cloud.listen(port);
const timer = setInterval(() => {
  cloud.advance(speed);
}, 1_000);

console.log(`# ${endpoint.id} (${endpoint.ips.join(', ')}) behind ${loadBalancer.fixedIps.join(', ')}
export AWS_ENDPOINT_URL=${url}
export AWS_REGION=${cloud.settings.region}
export AWS_ACCESS_KEY_ID=${cloud.credentials.accessKeyId}
export AWS_SECRET_ACCESS_KEY=${cloud.credentials.secretAccessKey}

# a binding document for it
${JSON.stringify(document, undefined, 2)}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    clearInterval(timer);
    void close();
  });
}

function toNumber(name: string, value: string, max: number): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > max) {
    throw new Error(`reading --${name} ${value}: expected a whole number from 1 to ${max}`);
  }
  return number;
}
