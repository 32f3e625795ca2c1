import type { AlbSite } from '../alb-site.ts';
import type { Policy } from '../policy.ts';
import type { Site } from '../site.ts';
import { deregisterBeforeRegister } from './deregister-before-register.ts';
import { dnsThreeSightings } from './dns-three-sightings.ts';
import { dnsUnionThreeRuns } from './dns-union-three-runs.ts';
import { newestDnsAnswer } from './newest-dns-answer.ts';
import { registerAndRemoveAtOnce } from './register-and-remove-at-once.ts';
import { resolveOnceAtDeploy } from './resolve-once-at-deploy.ts';
import { targetSync } from './target-sync.ts';

/**
 * What is compared where the source is an endpoint, this project’s pass first. The others are models of kinds that exist
 * in public, each with its good sides; how common each kind is was not counted.
 */
export const POLICIES: readonly Policy<Site>[] = [
  targetSync,
  resolveOnceAtDeploy,
  dnsThreeSightings,
  registerAndRemoveAtOnce,
  deregisterBeforeRegister,
];

/** What is compared where the source is an internal ALB, chosen alike. Two of them know its DNS name alone. */
export const ALB_POLICIES: readonly Policy<AlbSite>[] = [
  targetSync,
  resolveOnceAtDeploy,
  dnsUnionThreeRuns,
  newestDnsAnswer,
  registerAndRemoveAtOnce,
];
