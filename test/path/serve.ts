import { mkdirSync, writeFileSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import { createCloud } from '../cloud/cloud.ts';
import { buildSamplePath, NAME } from './sample-path.ts';
import { openSurroundings } from './surroundings.ts';

/** Where the binding document goes: beside the bundle, out of version control. */
const FOLDER = 'dist';
const FILE = `${FOLDER}/bindings.json`;

/** Serves a sample path on a loopback port until interrupted, with resolvers that know its names. */
const program = new Command('npm run cloud --')
  .description('Serves a simulated AWS on 127.0.0.1. Its time follows the wall clock.')
  .option('--port <port>', 'port to listen on', wholeNumber(65_535), 4599)
  .option('--speed <factor>', 'virtual seconds that pass in a second', wholeNumber(3_600), 1)
  .parse();
const { port, speed } = program.opts<{ port: number; speed: number }>();

// It starts now: clients compare its dates with theirs.
const now = new Date();
now.setMilliseconds(0);
const cloud = createCloud({ startsAt: now });
const { url, close } = await cloud.listen(port).catch((error: unknown) => {
  const inUse = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  return program.error(
    inUse
      ? `error: port ${port} is in use; choose another with --port`
      : `error: listening on ${port}: ${String(error)}`,
  );
});
const surroundings = await openSurroundings(cloud.settings.region, cloud.settings.account);
const { binding, loadBalancer, endpoint, group, vpcId } = await buildSamplePath(cloud, surroundings);
const document = { bindings: [binding] };
mkdirSync(FOLDER, { recursive: true });
writeFileSync(FILE, `${JSON.stringify(document, undefined, 2)}\n`);
const timer = setInterval(() => {
  cloud.advance(speed);
}, 1_000);

console.log(`# ${endpoint.id} (${endpoint.ips.join(', ')}) behind ${loadBalancer.fixedIps.join(', ')}
# In another shell, reach it by:
export AWS_ENDPOINT_URL=${url}
export AWS_REGION=${cloud.settings.region}
export AWS_DEFAULT_REGION=${cloud.settings.region}
export AWS_ACCESS_KEY_ID=${cloud.credentials.accessKeyId}
export AWS_SECRET_ACCESS_KEY=${cloud.credentials.secretAccessKey}

# ${FILE} is its binding, ${NAME}; see what a pass would do, and what an audit says of the whole path. The fixed
# IPs are nowhere to be reached from here, so handshakes with them stay unknown:
npx target-sync plan ${FILE}
npx target-sync audit ${FILE} --resolver ${surroundings.resolver}

# Then break something and look again; \`npx target-sync sync ${FILE}\` mends what it may:
aws ec2 modify-vpc-attribute --vpc-id ${vpcId} --no-enable-dns-hostnames
aws elbv2 deregister-targets --target-group-arn ${group.arn} --targets Id=${endpoint.ips[0]}
aws elbv2 remove-tags --resource-arns ${group.arn} --tag-keys target-sync:binding
aws ec2 delete-vpc-endpoints --vpc-endpoint-ids ${endpoint.id}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    clearInterval(timer);
    void Promise.all([close(), surroundings.close()]);
  });
}

function wholeNumber(max: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (Number.isInteger(number) && number >= 1 && number <= max) return number;
    throw new InvalidArgumentError(`Expected a whole number from 1 to ${max}.`);
  };
}
