import { acceptanceAnswers } from './rows/acceptance-answers.ts';
import { acceptanceChanges } from './rows/acceptance-changes.ts';
import { acceptance } from './rows/acceptance.ts';
import { adoption } from './rows/adoption.ts';
import { albDns } from './rows/alb-dns.ts';
import { albFaults } from './rows/alb-faults.ts';
import { albForged } from './rows/alb-forged.ts';
import { albIpv6 } from './rows/alb-ipv6.ts';
import { albMoved } from './rows/alb-moved.ts';
import { albOtherAccount } from './rows/alb-other-account.ts';
import { albOtherVpc } from './rows/alb-other-vpc.ts';
import { albReplaced } from './rows/alb-replaced.ts';
import { albScaleIn } from './rows/alb-scale-in.ts';
import { albScaleOut } from './rows/alb-scale-out.ts';
import { albSharedNetwork } from './rows/alb-shared-network.ts';
import { albStates } from './rows/alb-states.ts';
import { attachment } from './rows/attachment.ts';
import { deletedEndpoint } from './rows/deleted-endpoint.ts';
import { endpointStates } from './rows/endpoint-states.ts';
import { endpointElsewhere } from './rows/endpoint-elsewhere.ts';
import { families } from './rows/families.ts';
import { faultsOfReads } from './rows/faults-of-reads.ts';
import { faultsOfWrites } from './rows/faults-of-writes.ts';
import { keep } from './rows/keep.ts';
import { latePayloads } from './rows/late-payloads.ts';
import { modes } from './rows/modes.ts';
import { oldEndpoint } from './rows/old-endpoint.ts';
import { pace } from './rows/pace.ts';
import { pauses } from './rows/pauses.ts';
import { quotas } from './rows/quotas.ts';
import { raceCleanUp } from './rows/race-clean-up.ts';
import { raceOldPlan } from './rows/race-old-plan.ts';
import { raceRecovery } from './rows/race-recovery.ts';
import { readable } from './rows/readable.ts';
import { refusedWithStrangers } from './rows/refused-with-strangers.ts';
import { replacement } from './rows/replacement.ts';
import { roomMeanwhile } from './rows/room-meanwhile.ts';
import { room } from './rows/room.ts';
import { secondWriters } from './rows/second-writers.ts';
import { sharedNetwork } from './rows/shared-network.ts';
import { sharedVpc } from './rows/shared-vpc.ts';
import { staleReads } from './rows/stale-reads.ts';
import { strangers } from './rows/strangers.ts';
import { twoClaims } from './rows/two-claims.ts';
import { wrongSource } from './rows/wrong-source.ts';
import { zonalShift } from './rows/zonal-shift.ts';
import { zones } from './rows/zones.ts';
import type { Chapter } from './scenario.ts';

/** Every chapter of the scenario table, in the order in which it reads. */
export const chapters: readonly Chapter[] = [
  acceptance,
  acceptanceChanges,
  acceptanceAnswers,
  replacement,
  pace,
  zones,
  zonalShift,
  oldEndpoint,
  deletedEndpoint,
  endpointStates,
  wrongSource,
  families,
  strangers,
  readable,
  refusedWithStrangers,
  adoption,
  keep,
  modes,
  pauses,
  attachment,
  quotas,
  room,
  roomMeanwhile,
  sharedVpc,
  sharedNetwork,
  secondWriters,
  twoClaims,
  latePayloads,
  staleReads,
  faultsOfReads,
  faultsOfWrites,
  raceOldPlan,
  raceCleanUp,
  raceRecovery,
  endpointElsewhere,
  albScaleOut,
  albScaleIn,
  albDns,
  albStates,
  albReplaced,
  albOtherVpc,
  albOtherAccount,
  albSharedNetwork,
  albMoved,
  albIpv6,
  albForged,
  albFaults,
];
