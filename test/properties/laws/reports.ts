import { PASS_DEADLINE_SECONDS } from '../../../controller/model/limits.ts';
import { OUTCOMES } from '../../../controller/model/outcome.ts';
import type { Pass } from '../life.ts';
import type { Step } from '../record.ts';
import { keyOf, targetsOf } from '../traces.ts';
import { type Law, passName } from './law.ts';

/** What a pass may say and throw. */
export const sevenWords: Law = {
  name: 'seven words',
  sentence:
    'every pass comes to one of seven words and logs documented lines, a faulted one fails its invocation, and nothing else is thrown',
  broken: ({ passes }) =>
    passes.flatMap((pass) => {
      const { report, defect } = pass;
      const thrown = defect instanceof Error ? defect.stack : String(defect);
      if (defect !== undefined) return [`${passName(pass)} throws ${thrown}`];
      if (report === undefined || !OUTCOMES.includes(report.outcome)) return [`${passName(pass)} says nothing`];
      const ours = report.faults.filter(({ remedy }) => remedy.includes('defect'));
      if (ours.length > 0) return [`${passName(pass)} has a defect: ${ours.map(({ reason }) => reason).join('; ')}`];
      if (pass.undocumented.length > 0) return [`${passName(pass)} logs ${pass.undocumented.join('; ')}`];
      const faulted = report.outcome === 'faulted';
      return faulted === pass.failed && faulted === report.faults.length > 0
        ? []
        : [`${passName(pass)} is ${report.outcome}, and its invocation ${pass.failed ? 'fails' : 'returns'}`];
    }),
};

/** What a report must own up to. */
export const saysWhatItDid: Law = {
  name: 'says what it did',
  sentence: 'a pass reports as changed exactly what AWS told it is changed',
  broken: ({ passes }) => passes.flatMap(untrue),
};

/** How long a pass may ask. */
export const endsInTime: Law = {
  name: 'ends in time',
  sentence: 'a pass asks nothing of AWS after its 45 seconds, whatever hangs',
  broken: ({ passes }) =>
    passes.flatMap((pass) => {
      const late = pass.steps.filter(({ at }) => at > pass.startedAt + PASS_DEADLINE_SECONDS * 1_000);
      return late.map(
        ({ operation, at }) => `${passName(pass)} asks ${operation} after ${(at - pass.startedAt) / 1_000} s`,
      );
    }),
};

/** What a pass reports beside what AWS told it: the last word on each target counts. */
function untrue(pass: Pass): readonly string[] {
  const { report } = pass;
  if (report === undefined) return [];
  return (['RegisterTargets', 'DeregisterTargets'] as const).flatMap((operation) => {
    const calls = pass.steps.filter((step) => step.operation === operation);
    const told = new Map(
      calls.flatMap((step) => targetsOf(step).map((target) => [keyOf(target), believed(step)] as const)),
    );
    const done = [...told].filter(([, yes]) => yes).map(([key]) => key);
    const said = [
      ...new Set(report.changes[operation === 'RegisterTargets' ? 'registered' : 'deregistered'].map(spaced)),
    ];
    return done.toSorted().join() === said.toSorted().join()
      ? []
      : [`${passName(pass)} says of ${operation} ${said.join(', ')}, and AWS said yes to ${done.join(', ')}`];
  });
}

function believed({ error, fault }: Step): boolean {
  return error === undefined && fault !== 'truncated-xml';
}

/** `ip:port` of a report as a key. */
function spaced(target: string): string {
  return target.replace(/^\[?(.*?)\]?:(\d+)$/, '$1 $2');
}
