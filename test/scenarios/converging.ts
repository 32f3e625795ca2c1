import type { OutcomeWord } from '../../controller/model/outcome.ts';

/** How the passes after a replacement come out: registered at once, healthy 90 s later, then the old targets leave zone by zone. */
export const CONVERGES: readonly OutcomeWord[] = ['waiting', 'waiting', 'waiting', 'changed', 'in-sync', 'in-sync'];
export const REGISTER_THEN_ZONE_BY_ZONE: readonly string[] = [
  'RegisterTargets',
  'DeregisterTargets',
  'DeregisterTargets',
];

/** The old addresses are .11, those of the replacement .12. */
export const onlyOld = (): readonly string[] => ['10.0.1.11:443 healthy', '10.0.2.11:443 healthy'];
export const oldAndNew = (): readonly string[] => [
  '10.0.1.11:443 healthy',
  '10.0.1.12:443 healthy',
  '10.0.2.11:443 healthy',
  '10.0.2.12:443 healthy',
];
/** Draining takes five minutes, longer than most scenarios. */
export const oldDrain = (): readonly string[] => [
  '10.0.1.11:443 draining',
  '10.0.1.12:443 healthy',
  '10.0.2.11:443 draining',
  '10.0.2.12:443 healthy',
];
export const onlyNew = (): readonly string[] => ['10.0.1.12:443 healthy', '10.0.2.12:443 healthy'];
