import { type Life, type Pass, QUIET_MINUTES } from '../life.ts';
import { failed, ipsIn, isSourceRead, isWrite, listingOf } from '../traces.ts';
import { type Law, passName } from './law.ts';

/** A group comes to rest. */
export const converges: Law = {
  name: 'converges',
  sentence: `within ${QUIET_MINUTES} quiet minutes the group holds what is desired, or what stays has a reason that is told`,
  broken: ({ rests }) => {
    const atRest = rests.slice(-2).every(({ restless, wrong }) => restless.length + wrong.length === 0);
    return rests.length > 1 && atRest ? [] : [...(rests.at(-1)?.wrong ?? []), ...(rests.at(-1)?.restless ?? [])];
  },
};

/** A group stays at rest. */
export const staysAtRest: Law = {
  name: 'stays at rest',
  sentence: 'once a group has come to rest the next pass writes nothing',
  broken: ({ rests, passes }) => {
    const last = passes.at(-1);
    if (rests.at(-2)?.wrong.length !== 0 || last === undefined) return [];
    return last.steps.filter(isWrite).map((step) => `${passName(last)} still makes ${step.operation}`);
  },
};

/** What in-sync means. */
export const inSyncWritesNothing: Law = {
  name: 'in sync writes nothing',
  sentence: 'a pass that says in-sync wrote nothing, and the group was as the source then called for',
  broken: (life) =>
    life.passes.filter(({ report }) => report?.outcome === 'in-sync').flatMap((pass) => notInSync(pass, life)),
};

function notInSync(pass: Pass, { land }: Life): readonly string[] {
  const wrote = pass.steps
    .filter(isWrite)
    .map(({ operation }) => `${passName(pass)} says in-sync and makes ${operation}`);
  const listed = pass.steps.findLast(({ operation }) => operation === 'DescribeTargetHealth');
  const source = pass.steps.findLast((step) => isSourceRead(step) && !failed(step));
  if (listed === undefined || source === undefined || pass.steps.some(({ fault }) => fault !== undefined)) return wrote;
  if (pass.steps[0]?.happened !== pass.steps.at(-1)?.happened) return wrote;
  const registered = listingOf(listed)
    .filter(({ port, health, ip }) => port === land.port && !health.endsWith('draining') && !land.keep.includes(ip))
    .map(({ ip }) => ip);
  // How many interfaces an endpoint has is known from itself; how many nodes an ALB has, AWS says nowhere: of one it is those
  // that EC2 answered, also where it left one out.
  const answered = new Set(ipsIn(source));
  const called = land.albs.has(pass.sourceId)
    ? source.truth.addresses.filter((ip) => answered.has(ip))
    : source.truth.addresses;
  const desired = called.filter((ip) => !land.keep.includes(ip));
  const same = registered.toSorted().join(' ') === desired.toSorted().join(' ');
  return same
    ? wrote
    : [...wrote, `${passName(pass)} says in-sync: ${registered.join(', ')} for ${desired.join(', ')}`];
}
