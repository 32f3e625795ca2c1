import type { Policy } from '../policy.ts';
import { deregisterBeforeRegister } from './deregister-before-register.ts';
import { dnsThreeSightings } from './dns-three-sightings.ts';
import { registerAndRemoveAtOnce } from './register-and-remove-at-once.ts';
import { resolveOnceAtDeploy } from './resolve-once-at-deploy.ts';
import { targetSync } from './target-sync.ts';

/**
 * What is compared, this project’s pass first. The others are models of kinds that exist in public, each with its good
 * sides; how common each kind is was not counted.
 */
export const POLICIES: readonly Policy[] = [
  targetSync,
  resolveOnceAtDeploy,
  dnsThreeSightings,
  registerAndRemoveAtOnce,
  deregisterBeforeRegister,
];
