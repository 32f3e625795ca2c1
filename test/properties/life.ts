import { readBindingDocument } from '../../controller/binding-document.ts';
import { BindingsFaulted } from '../../controller/bindings-faulted.ts';
import { createSync } from '../../controller/handler.ts';
import { logLine } from '../../controller/log-lines.ts';
import type { Log } from '../../controller/log.ts';
import { type Report, toReport } from '../../controller/report.ts';
import { sync } from '../../controller/sync.ts';
import { happen, movesSeal } from './happen.ts';
import { type Conductor, createConductor, type Hands } from './interleave.ts';
import { bindingOf, createLand, type Land } from './land.ts';
import { type Recorder, createRecorder, type Step } from './record.ts';
import { restsOf, type Rest } from './rest.ts';
import type { Happening, Minute, Story } from './story.ts';
import { type Carry, createSwiftClients, type SwiftClients } from './swift-clients.ts';
import { troubleCues } from './troubles.ts';

/** One pass of a life: what it was told to keep true, what it did step by step, and what it said. */
export type Pass = {
  readonly index: number;
  readonly minute: number;
  readonly kind: 'schedule' | 'twin' | 'command line' | 'late';
  /** The source it was told of. */
  readonly sourceId: string;
  readonly startedAt: number;
  endedAt: number;
  readonly steps: Step[];
  report?: Report;
  /** The invocation failed as one fails in which a binding faulted. */
  failed: boolean;
  /** What it logged that is not documented. */
  readonly undocumented: string[];
  /** Anything else that was thrown: a defect. */
  defect?: unknown;
};

/** What happened when, in words. */
export type Line = { readonly at: number; readonly text: string };

/** A whole life, as it was. */
export type Life = {
  readonly story: Story;
  readonly land: Land;
  readonly passes: readonly Pass[];
  readonly lines: readonly Line[];
  /** The first minute in which nothing happened any more. */
  readonly quietFrom: number;
  /** What kept the group from being at rest, minute by minute after that; the last two of a good life are empty. */
  readonly rests: readonly Rest[];
  /** How many calls each fault met. */
  readonly met: ReadonlyMap<string, number>;
  readonly minutes: number;
};

/** A defect planted between a pass and the wire, to see a law fail. */
export type Plant = (carry: Carry, land: Land, pass: Pass) => Carry;

/**
 * Minutes after the last happening within which a group comes to rest: half a minute until a deleted endpoint's IPs are free,
 * one until the next pass, up to 90 s until its targets are healthy, three zones a minute apart, and as much again for what
 * a lagging listing, or health that turns once more, costs.
 */
export const QUIET_MINUTES = 12;

/** Clients are made once; a pass takes a pair that no other uses. */
const idle: SwiftClients[] = [];

/** Lives a story to its end: the minutes in which things happen, then quiet ones until the group is at rest. */
export async function live(story: Story, plant: Plant = (carry) => carry): Promise<Life> {
  const land = createLand(story.opening);
  const { cloud } = land;
  let turn = 0;
  const conductor = createConductor(cloud, () => story.order[turn++ % Math.max(1, story.order.length)] ?? 0);
  const recorder = createRecorder(land);
  const passes: Pass[] = [];
  const lines: Line[] = [];
  const beginsAt = cloud.clock.now().getTime();
  const say = (text: string): void => {
    lines.push({ at: cloud.clock.now().getTime(), text });
  };
  const stage: Stage = { land, conductor, recorder, passes, plant, say, story };
  const minuteAt = (minute: number): number => beginsAt + minute * 60_000;

  for (const [minute, plan] of story.minutes.entries()) cueMinute(stage, minute, plan, minuteAt(minute));
  const waiting: Happening[] = [];
  for (const { when, what } of story.happenings) {
    if ('second' in when) {
      conductor.cue({ at: minuteAt(when.minute) + when.second * 1_000, run: () => takePlace(stage, what, waiting) });
    }
  }
  for (const cue of troubleCues(story.troubles, recorder, land, minuteAt)) conductor.cue(cue);
  stage.waiting = waiting;
  const quietFrom = lastMinuteOf(story) + 1;
  await conductor.conduct(minuteAt(quietFrom) - 1);
  stage.over = true;
  cloud.faults.clear();
  for (const what of waiting.splice(0)) takePlace(stage, what, waiting);

  const rests: Rest[] = [];
  let first = Math.max(quietFrom, Math.ceil((cloud.clock.now().getTime() - beginsAt) / 60_000));
  const last = first + QUIET_MINUTES;
  for (; first <= last; first += 1) {
    for (const later of land.later.splice(0)) conductor.cue(later);
    cueMinute(stage, first, { second: 0 }, minuteAt(first));
    // oxlint-disable-next-line no-await-in-loop -- minutes follow one another
    await conductor.conduct(minuteAt(first + 1) - 1);
    rests.push(restsOf(land, passes.at(-1)));
    if (rests.length > 1 && rests.slice(-2).every(({ restless, wrong }) => restless.length + wrong.length === 0)) break;
  }
  const minutes = (cloud.clock.now().getTime() - beginsAt) / 60_000;
  return { story, land, passes, lines, quietFrom, rests, met: recorder.met, minutes };
}

type Stage = {
  readonly land: Land;
  readonly conductor: Conductor;
  readonly recorder: Recorder;
  readonly passes: Pass[];
  readonly plant: Plant;
  readonly say: (text: string) => void;
  readonly story: Story;
  /** What waits until no removal is about to be made. */
  waiting?: Happening[];
  over?: boolean;
};

function lastMinuteOf({ minutes, happenings, troubles }: Story): number {
  return Math.max(
    minutes.length - 1,
    ...happenings.map(({ when }) => when.minute),
    ...troubles.map(({ minute, minutes: lasting }) => minute + lasting - 1),
  );
}

/**
 * Lets something happen. Assumed, since nothing could guard against it: a deployment does not move the seal between a pass's
 * last reading of it and the DeregisterTargets decided on it. So while such a call is on its way, what moves the seal waits.
 */
function takePlace({ land, conductor, say, recorder }: Stage, what: Happening, waiting: Happening[]): void {
  if (movesSeal(what) && conductor.parked().some((body) => body.includes('Action=DeregisterTargets'))) {
    waiting.push(what);
    return;
  }
  if (what.kind === 'stall') {
    say(`every call takes ${what.seconds} s`);
    conductor.stall(what.seconds);
  } else say(happen(land, what));
  recorder.happened();
  for (const later of land.later.splice(0)) {
    conductor.cue({
      at: later.at,
      run: () => {
        later.run();
        recorder.happened();
        say('a replaced endpoint is deleted');
      },
    });
  }
}

function cueMinute(stage: Stage, minute: number, { second, beside }: Minute, minuteAt: number): void {
  const { conductor } = stage;
  const at = minuteAt + second * 1_000;
  conductor.cue({ at, run: () => startPass(stage, minute, 'schedule') });
  if (beside === undefined) return;
  conductor.cue({ at: at + beside.afterSeconds * 1_000, run: () => startPass(stage, minute, beside.kind) });
}

function startPass(stage: Stage, minute: number, kind: Pass['kind']): void {
  const { land, conductor, recorder, passes, plant, story, say } = stage;
  const startedAt = land.cloud.clock.now().getTime();
  const index = passes.length;
  const sourceId = (kind === 'late' ? land.bound.at(-2) : undefined) ?? land.bound.at(-1) ?? '';
  const pass: Pass = {
    index,
    minute,
    kind,
    sourceId,
    startedAt,
    endedAt: startedAt,
    steps: [],
    undocumented: [],
    failed: false,
  };
  passes.push(pass);
  const swift = idle.pop() ?? createSwiftClients(land.cloud.settings.region, land.cloud.credentials);
  const due = (taken: number): readonly Happening[] =>
    kind !== 'schedule' || stage.over === true
      ? []
      : story.happenings
          .filter(({ when }) => 'step' in when && when.minute === minute && when.step === taken)
          .map(({ what }) => what);
  let taken = 0;
  conductor.start({
    name: kind,
    carry: plant(recorder.carryFor(pass), land, pass),
    before: (step) => {
      taken = step + 1;
      const { waiting = [] } = stage;
      for (const what of [...waiting.splice(0), ...due(step)]) takePlace(stage, what, waiting);
    },
    run: async (hands) => {
      await invoke(land, pass, hands, swift);
      pass.endedAt = land.cloud.clock.now().getTime();
      idle.push(swift);
      say(`${kind} pass ${index + 1} over ${sourceId}: ${pass.report?.outcome ?? 'nothing'}`);
      for (let step = taken; step <= LAST_STEP; step += 1) {
        for (const what of due(step)) takePlace(stage, what, stage.waiting ?? []);
      }
    },
  });
}

/** What was to happen at a step that a pass never came to happens at its end. */
const LAST_STEP = 40;

/** Invokes the real handler, or runs the real pass as the command line does. */
async function invoke(
  land: Land,
  pass: Pass,
  { carry, clock }: Hands,
  { aws, connectTo }: SwiftClients,
): Promise<void> {
  let signal: AbortSignal | undefined;
  const timed = {
    ...clock,
    abortAt: (at: Date): AbortSignal => {
      signal = clock.abortAt(at);
      return signal;
    },
  };
  connectTo((request) => carry(request, signal === undefined ? {} : { abortSignal: signal }));
  const document = { bindings: [bindingOf(land, pass.sourceId)] };
  const connect = () => aws;
  try {
    if (pass.kind === 'command line') {
      const { bindings } = readBindingDocument(document, 'FILE');
      const outcomes = await sync(bindings, { connect, clock: timed, write: true });
      pass.failed = outcomes.some(({ outcome }) => outcome === 'faulted');
      const [report] = outcomes.map(toReport);
      if (report !== undefined) pass.report = report;
      return;
    }
    const logger = readLog(pass);
    const handle = createSync({ connect, clock: timed, logger, meter: () => undefined, notify: async () => [] });
    const lateMs = pass.kind === 'late' ? 60_000 : 0;
    const asOf = new Date(clock.now().getTime() - lateMs).toISOString();
    const { outcomes } = await handle({ ...document, asOf }, { functionName: 'sync' });
    if (outcomes[0] !== undefined) pass.report = outcomes[0];
  } catch (error) {
    pass.failed = true;
    if (!(error instanceof BindingsFaulted)) pass.defect = error;
    else pass.report = reportOf(error);
  }
}

/** A binding faulted: what the pass says of it is in the error. */
function reportOf({ reports }: BindingsFaulted<unknown>): Report {
  const [report] = reports;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the handler throws it with reports of this type alone
  return report as Report;
}

/** A log that notes what nobody could know how to read. */
function readLog({ undocumented }: Pass): Log {
  const at =
    (level: string) =>
    (message: string, fields: Readonly<Record<string, unknown>>): void => {
      const { error } = logLine.safeParse({ ...fields, level, message });
      if (error !== undefined)
        undocumented.push(`“${message}”: ${error.issues.map((issue) => issue.message).join('; ')}`);
    };
  return { info: at('INFO'), warn: at('WARN'), error: at('ERROR') };
}
