import { neverDark, noZoneDark } from './laws/dark.ts';
import type { Law } from './laws/law.ts';
import { allOutside, ec2Alone, nothingButTheSource, registersFirst } from './laws/registering.ts';
import { dnsHolds, handsOff, noRemovalWithoutItsReads } from './laws/removing.ts';
import { endsInTime, saysWhatItDid, sevenWords } from './laws/reports.ts';
import { converges, inSyncWritesNothing, staysAtRest } from './laws/rest.ts';
import { strangersGo } from './laws/strangers.ts';
import { refusedIsRefused, sealed } from './laws/writing.ts';

/**
 * The laws. A decision is judged by what its pass last listed: nature may turn health between a listing and a write, and no
 * pass can know. Assumed: a deployment does not move the seal between a pass's last reading of it and the DeregisterTargets
 * decided on it.
 */
export const LAWS: readonly Law[] = [
  neverDark,
  nothingButTheSource,
  ec2Alone,
  allOutside,
  noZoneDark,
  converges,
  staysAtRest,
  noRemovalWithoutItsReads,
  dnsHolds,
  strangersGo,
  handsOff,
  sealed,
  refusedIsRefused,
  sevenWords,
  inSyncWritesNothing,
  registersFirst,
  saysWhatItDid,
  endsInTime,
];
