import type { Policy } from '../policy.ts';
import { deregisterBeforeRegister } from './deregister-before-register.ts';
import { dnsThreeSightings } from './dns-three-sightings.ts';
import { registerAndRemoveAtOnce } from './register-and-remove-at-once.ts';
import { resolveOnceAtDeploy } from './resolve-once-at-deploy.ts';
import { targetSync } from './target-sync.ts';

/** What is compared, this project's pass first. */
export const POLICIES: readonly Policy[] = [
  targetSync,
  resolveOnceAtDeploy,
  dnsThreeSightings,
  registerAndRemoveAtOnce,
  deregisterBeforeRegister,
];
