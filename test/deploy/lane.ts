import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Access, accessTo, environmentOf } from './access.ts';
import { type Assembly, prepareAssembly } from './assembly.ts';
import { cdk } from './cdk.ts';
import { type Ministack, startMinistack } from './ministack.ts';
import { type Mirror, startMirror } from './mirror.ts';
import { type Rest, restOf } from './rest.ts';
import { surveySite } from './site.ts';

const ACCOUNT = '123456789012';
const REGION = 'eu-west-1';

/** What the steps stand on: ministack, which deploys, and the simulated cloud, which the deployed functions work on. */
export type Lane = {
  readonly ministack: Ministack;
  readonly mirror: Mirror;
  readonly access: Access;
  readonly rest: Rest;
  /** For processes that work on the simulated cloud as the functions do. */
  readonly functionEnvironment: Readonly<Record<string, string>>;
  readonly prepare: () => Promise<Assembly>;
  /** Runs the CDK on the prepared app; throws what it printed unless it ends with 0. */
  readonly cdk: (...args: readonly string[]) => Promise<string>;
  readonly close: () => Promise<void>;
};

export async function openLane(programs: string): Promise<Lane> {
  const mirror = await startMirror(ACCOUNT, REGION);
  const toMirror = { AWS_ENDPOINT_URL_EC2: mirror.url, AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2: mirror.url };
  const ministack = await startMinistack(programs, { account: ACCOUNT, region: REGION }, toMirror).catch(
    async (error: unknown) => {
      await mirror.close();
      throw error;
    },
  );
  const folder = mkdtempSync(join(tmpdir(), 'assembly-'));
  const remove = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', remove);
  const access = accessTo(ministack.url, ACCOUNT, REGION);
  return {
    ministack,
    mirror,
    access,
    rest: restOf(access),
    functionEnvironment: { ...environmentOf(access), ...toMirror },
    prepare: async () => {
      const assembly = await prepareAssembly(folder);
      mirror.follow(() => surveySite(access, assembly.stackName));
      return assembly;
    },
    cdk: async (...args) => {
      const { code, output } = await cdk([...args, '--app', folder], {
        environment: environmentOf(access),
        timeoutSeconds: 300,
      });
      if (code !== 0) throw new Error(`cdk ${args.join(' ')} ended with ${code}:\n${output}`);
      return output;
    },
    close: async () => {
      ministack.stop();
      await mirror.close();
      remove();
    },
  };
}
