import { createCloud } from '../cloud/cloud.ts';
import type { Cloud } from './world.ts';

/** Longer than health checks and draining take together. */
const SETTLE_SECONDS = 600;

/** A role of another account that the caller may assume; moto lets everyone assume everything. */
export const ROLE = 'arn:aws:iam::210987654321:role/observer';

/** A fresh simulated cloud on a loopback port. */
export async function ours(): Promise<Cloud> {
  const cloud = createCloud({ region: 'eu-west-1', account: '123456789012' });
  cloud.createRole({ arn: ROLE, trusts: [cloud.settings.account] });
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
