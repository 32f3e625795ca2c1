import { table } from 'table';
import type { CallsInSync } from './calls-in-sync.ts';
import type { NamedField, Row } from './compare.ts';
import type { Exception } from './exception.ts';
import { minutesOf } from './trace.ts';
import type { Startup, Weight } from './weigh.ts';

/** What was found on one field, and where others do better there. */
export type Found = {
  readonly field: NamedField;
  readonly rows: readonly Row[];
  readonly exceptions: readonly Exception[];
};

/** Everything that one run of the bench found. */
export type Results = {
  readonly found: readonly Found[];
  readonly calls: readonly CallsInSync[];
  /** Left out of a quick run. */
  readonly weights?: readonly Weight[];
  readonly startup?: Startup;
};

const HEADER = [
  'policy',
  'failed',
  'served\nfailing open',
  'stranger:\nunseen',
  'stranger:\nleft',
  'stranger:\nlag',
  'past\nrule 5, s',
  'healed\nafter, s',
  'calls\na minute',
  'writes\na day',
];

const LEGEND = `A pass at the start of each virtual minute, the events 25 s after one. Client-seconds: one client a
second at each fixed IP of the load balancer.
  failed               nobody answered
  served failing open  somebody did, while no registered target was healthy: this cloud then sends to every one of them, those just
                       registered included. A load balancer that leaves those out would fail these as well
  stranger: unseen     before the first pass that could have seen it ended
  stranger: left       its address stood registered after that, held by a rule or overlooked
  stranger: lag        after its deregistration: some new connections still go there for two minutes, here a tenth
  past rule 5          seconds in which a stranger stood registered after a pass that rule 5 lets remove it
  healed after         from the event (from the new endpoint where one had been deleted, from the silence of a node that served on) to
                       the last second in which a client was lost, or the group did not hold the source’s addresses alone, all healthy
  calls a minute       mean over the trace, retries included; calls to buckets, tables and metrics too, questions to DNS not
  writes a day         registrations and deregistrations of the last ten minutes, times 144
The events, how long each trouble lasts, and the pace of the simulated load balancer are chosen, not measured. The other policies
are models of kinds that exist in public; how common each is was not counted.`;

/** Renders results for a terminal. */
export function renderResults({ found, calls, weights, startup }: Results): string {
  return [
    LEGEND,
    ...found.flatMap(renderField),
    `Calls of a pass in sync\n${table([
      ['sources', 'bindings', 'measured', 'documented', 'of them\nAssumeRole'],
      ...calls.map(({ sources, bindings, measured, documented, assumed }) => [
        sources,
        bindings,
        measured,
        documented,
        assumed,
      ]),
    ])}`,
    ...(weights === undefined
      ? []
      : [`Bundles, bytes\n${table([['function', 'raw', 'gzip'], ...weights.map(toCells)])}`]),
    ...(startup === undefined ? [] : [startupLine(startup)]),
  ].join('\n\n');
}

function renderField({ field: { source, policies, traces }, rows, exceptions }: Found): readonly string[] {
  return [
    `Policies, with an ${source} as source`,
    list(policies.map(({ name, does }) => [name, does])),
    `Traces of ${minutesOf(traces)} virtual minutes`,
    list(traces.map(({ name, tells }) => [name, tells])),
    ...traces.map(({ name }) => `${name}\n${traceTable(rows.filter(({ trace }) => trace === name))}`),
    'Where others do better than target-sync, in what clients lost and in time to heal, and why',
    ...exceptions.map(exceptionText),
  ];
}

function traceTable(rows: readonly Row[]): string {
  return table([
    HEADER,
    ...rows.map(({ policy, figures: { stranger, ...each } }) => [
      policy,
      whole(each.failed),
      whole(each.failingOpen),
      whole(stranger.unseen),
      whole(stranger.left),
      whole(stranger.straggling),
      each.strangerPastRule5,
      each.healSeconds,
      each.callsPerMinute.toFixed(1),
      each.writesPerDay,
    ]),
  ]);
}

function exceptionText({ trace, better, why }: Exception): string {
  const figures = Object.entries(better).map(([figure, policies]) => `    ${figure}: ${policies.join(', ')}`);
  return [`  ${trace}`, ...figures, `    ${why}`].join('\n');
}

function toCells({ entry, raw, gzip }: Weight): readonly (string | number)[] {
  return [entry, raw, gzip];
}

function startupLine({ time, memory, runs }: Startup): string {
  return `A process that imports the sync bundle takes ${time.toFixed(1)} times the time and ${memory.toFixed(1)} times the memory of an empty one (medians of ${runs}).`;
}

function list(entries: readonly (readonly [string, string])[]): string {
  const width = Math.max(...entries.map(([name]) => name.length));
  return entries.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`).join('\n');
}

function whole(value: number): string {
  return value > 0 && value < 0.5 ? '<1' : String(Math.round(value));
}
