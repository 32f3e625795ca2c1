import type { FaultName } from '../cloud/wire/faults.ts';
import { type Answer, type Answers, isConstant } from './answers.ts';
import type { Event } from './events.ts';
import { afterwards, type Flight, type State, takeOff, watchFrom, withFlight } from './flights.ts';
import { brokenByEnd, brokenByWrite } from './laws.ts';
import { targetsOf } from './pass-facts.ts';
import type { Call, Pass, Passes } from './pass-in-flight.ts';
import type { Run } from './runs.ts';
import { IPS, PLACES, type TinyWorld } from './tiny-world.ts';
import { isWrite, write } from './writes.ts';

/** One thing that may happen next, with the law that it breaks, if it breaks one. */
export type Step = {
  readonly label: string;
  /** Events cost depth; what a pass does next costs none. */
  readonly isEvent: boolean;
  readonly state: State;
  readonly broken?: string;
};

/** What steps are made of in one run. */
export type Play = {
  readonly run: Run;
  readonly answers: Answers;
  readonly passes: Passes;
  /** The answer that a planted defect makes of AWS's, or of the resolver's. */
  readonly plant: (pass: Pass, call: Call, answer: Answer) => Answer;
  /** What may happen in a world beside the passes. */
  readonly eventsIn: (world: TinyWorld) => readonly Event[];
};

const NAMES = ['A', 'B'] as const;

/** What may befall a call. What throttling does, every error does that passes by itself; denial is one that does not. */
const RESOLVER_FAULTS: readonly FaultName[] = ['unavailable'];
const READ_FAULTS: readonly FaultName[] = ['throttle', 'deny'];
const WRITE_FAULTS: readonly FaultName[] = ['throttle', 'lies', 'lands-then-fails'];

/** Everything that may happen next. */
export async function stepsFrom(state: State, play: Play): Promise<readonly Step[]> {
  const steps: Step[] = [];
  const flying = ([0, 1] as const).flatMap((index) => {
    const flight = state.flights[index];
    return flight === undefined ? [] : flight.pass.parked.map((call) => ({ index, flight, call }));
  });
  // A read that every world answers alike commutes with all else: to look at it first loses nothing.
  const first = flying.find(({ call }) => isConstant(call.question));
  for (const { index, flight, call } of first === undefined ? flying : [first]) {
    const { operation } = call.question;
    const faults = state.faults < play.run.faults ? faultsOf(operation) : [];
    // oxlint-disable-next-line no-await-in-loop -- what is known is at hand, and what is not is asked for in order
    for (const fault of [undefined, ...faults]) steps.push(await stepOf(state, { index, flight, call, fault }, play));
  }
  return first === undefined ? [...steps, ...(await events(state, play))] : steps;
}

type Move = {
  readonly index: 0 | 1;
  readonly flight: Flight;
  readonly call: Call;
  readonly fault: FaultName | undefined;
};

/** A call of a pass is answered; a write is carried out, unless its fault prevents that. */
async function stepOf(state: State, { index, flight, call, fault }: Move, play: Play): Promise<Step> {
  const { run, passes, answers } = play;
  const { operation } = call.question;
  const answer = play.plant(flight.pass, call, await answers.to(call.question, state.world, fault));
  const pass = await passes.answered(flight.pass, call, answer);
  const label = describe(NAMES[index], call, answer);
  const faults = fault === undefined ? state.faults : state.faults + 1;
  const lands = isWrite(operation) && fault !== 'throttle' && fault !== 'lies';
  const after = lands ? write(state.world, operation, targetsOf(call), run.setting) : state.world;
  const broken =
    (lands ? brokenByWrite({ pass: flight.pass, call, watch: flight.watch, after }, run) : undefined) ??
    brokenByEnd(pass, run.setting);
  const listed = operation === 'DescribeTargetHealth' && answer.kind === 'output';
  const moved: Flight = { pass, watch: listed ? watchFrom(state.world, flight.watch) : flight.watch };
  const flights = withFlight(state.flights, index, pass.outcome === undefined ? moved : undefined);
  const taken = lands && operation === 'DeregisterTargets' ? targetsOf(call) : 0;
  return {
    label,
    isEvent: false,
    state: { world: after, flights: afterwards(flights, { before: state.world, after, taken }, run.setting), faults },
    ...(broken !== undefined && { broken }),
  };
}

/** What happens beside the passes, a pass that begins included. */
async function events(state: State, play: Play): Promise<readonly Step[]> {
  const { run, passes } = play;
  const happen = play.eventsIn(state.world).filter(({ world }) => mayFollow(world, state, play.run));
  const steps = happen.map(
    ({ label, world, touches }): Step => ({
      label,
      isEvent: true,
      state: {
        ...state,
        world,
        flights: afterwards(state.flights, { before: state.world, after: world, lost: touches }, run.setting),
      },
    }),
  );
  const seat = state.flights[0] === undefined ? 0 : state.flights[1] === undefined && run.atOnce > 1 ? 1 : undefined;
  if (seat === undefined) return steps;
  const pass: Pass = await passes.begin(state.world.seal);
  const label = `pass ${NAMES[seat]} begins, for the ${state.world.seal} source`;
  return [
    ...steps,
    { label, isEvent: true, state: { ...state, flights: withFlight(state.flights, seat, takeOff(pass)) } },
  ];
}

/** False where an event moves the seal and the deployment is trusted not to do so now. */
function mayFollow(world: TinyWorld, { world: { seal }, flights }: State, { sealTrust }: Run): boolean {
  if (world.seal === seal || sealTrust === 'none') return true;
  const passes = flights.flatMap((flight) => (flight === undefined ? [] : [flight.pass]));
  const removing = passes.some(({ parked }) =>
    parked.some(({ question }) => question.operation === 'DeregisterTargets'),
  );
  const returns = passes.some(({ side }) => side === world.seal);
  return !removing && (sealTrust === 'waits' || !returns);
}

function faultsOf(operation: string): readonly FaultName[] {
  if (operation === 'Resolve') return RESOLVER_FAULTS;
  return isWrite(operation) ? WRITE_FAULTS : READ_FAULTS;
}

function describe(name: string, call: Call, answer: Answer): string {
  const { operation } = call.question;
  const places = isWrite(operation) ? targetsOf(call) : 0;
  const what = PLACES.filter((place) => (places & (1 << place)) !== 0).map((place) => IPS[place]);
  const fault = answer.fault === undefined ? '' : ` (${answer.fault})`;
  return `${name}: ${[operation, ...what].join(' ')}${fault}`;
}
