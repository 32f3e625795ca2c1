import { createCloud } from '../cloud/cloud.ts';
import type { Cloud } from './world.ts';

/** Longer than health checks and draining take together. */
const SETTLE_SECONDS = 600;

/** A fresh simulated cloud on a loopback port. */
export async function ours(): Promise<Cloud> {
  const cloud = createCloud({ region: 'eu-west-1', account: '123456789012' });
  const { url, close } = await cloud.listen();
  return {
    url,
    close,
    region: cloud.settings.region,
    credentials: cloud.credentials,
    clock: cloud.clock,
    settle: () => {
      cloud.advance(SETTLE_SECONDS);
    },
  };
}
