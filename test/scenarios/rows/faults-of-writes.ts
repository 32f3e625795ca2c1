import { onlyNew, REGISTER_THEN_ZONE_BY_ZONE } from '../converging.ts';
import type { Chapter } from '../scenario.ts';
import { REMOVED_LATE, toRow, type Trouble } from '../trouble.ts';

/** How often a call that fails for a passing reason is made. */
const ATTEMPTS = 3;

const REGISTER = 'RegisterTargets';
const DEREGISTER = 'DeregisterTargets';
const times = (count: number, operation: string): readonly string[] => Array.from({ length: count }, () => operation);

const troubles: readonly Trouble[] = [
  {
    fault: 'invalid-target',
    when: 'registering',
    operation: REGISTER,
    ip: '10.0.2.12',
    given: 'AWS rejects one of the two new targets',
    then: 'the other is registered and becomes healthy, and still no old one goes; the passes fail loudly, and the rest follows afterwards',
    during: ['faulted', 'faulted', 'faulted', 'faulted'],
    after: REMOVED_LATE,
    // Both, then each; from then on the one alone, four times.
    writes: [...times(3 + 4, REGISTER), DEREGISTER, DEREGISTER],
  },
  {
    fault: 'reset',
    when: 'removing',
    operation: DEREGISTER,
    given: 'the connection breaks before a removal arrives',
    then: 'the passes that meet it fail loudly, nothing is removed, and the old targets go afterwards',
    during: ['faulted', 'faulted'],
    after: REMOVED_LATE,
    writes: [REGISTER, ...times(2 * ATTEMPTS, DEREGISTER), DEREGISTER, DEREGISTER],
  },
  {
    fault: 'hang',
    when: 'registering',
    operation: REGISTER,
    given: 'registrations get no answer and do not arrive',
    then: 'the passes that meet it give up in time and fail loudly, and the replacement follows afterwards',
    during: ['faulted', 'faulted'],
    after: ['waiting', 'waiting', 'waiting', 'changed'],
    writes: [...times(2 * ATTEMPTS, REGISTER), ...REGISTER_THEN_ZONE_BY_ZONE],
  },
  {
    fault: 'truncated-xml',
    when: 'removing',
    operation: DEREGISTER,
    given: 'a removal is made, but AWS’s answer to it breaks off in the middle',
    then: 'the pass fails loudly and does not know; the next sees what became of it and goes on',
    during: ['faulted', 'faulted'],
    after: ['in-sync', 'in-sync', 'in-sync', 'in-sync'],
    writes: REGISTER_THEN_ZONE_BY_ZONE,
    targets: onlyNew,
  },
  {
    fault: 'lies',
    when: 'registering',
    operation: REGISTER,
    given: 'AWS answers success to registrations and makes none',
    then: 'the passes that meet it read back, say that nothing shows, and remove nothing; the replacement follows afterwards',
    during: ['waiting', 'waiting'],
    after: ['waiting', 'waiting', 'waiting', 'changed'],
    writes: [...times(2, REGISTER), ...REGISTER_THEN_ZONE_BY_ZONE],
  },
  {
    fault: 'lands-then-fails',
    when: 'removing',
    operation: DEREGISTER,
    given: 'a removal is made, but AWS answers with an error of its own',
    then: 'the pass fails loudly; the next sees what became of it and goes on',
    during: ['faulted', 'faulted'],
    after: ['in-sync', 'in-sync', 'in-sync', 'in-sync'],
    writes: [REGISTER, ...times(2 * ATTEMPTS, DEREGISTER)],
    targets: onlyNew,
  },
  {
    fault: 'lands-then-hangs',
    when: 'registering',
    operation: REGISTER,
    given: 'registrations are made, but no answer comes',
    then: 'the first pass fails loudly; the next sees them registered and goes on',
    during: ['faulted', 'waiting'],
    after: REMOVED_LATE,
    writes: [...times(ATTEMPTS, REGISTER), DEREGISTER, DEREGISTER],
  },
];

/** No client is lost by a write that goes wrong during a replacement, and nothing wrong removed. */
export const faultsOfWrites: Chapter = { title: 'a write goes wrong during a replacement', rows: troubles.map(toRow) };
