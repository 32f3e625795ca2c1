import type { Clock } from '../../controller/model/clock.ts';
import type { Carry } from './swift-clients.ts';

/** Virtual time, as the world that the passes share has it. */
export type Time = { readonly clock: Clock; readonly advance: (seconds: number) => void };

/** What a pass is given in the place of the wire and the clock: both stand still until the conductor says go. */
export type Hands = { readonly carry: Carry; readonly clock: Clock };

/** A pass to be conducted. */
export type Player = {
  readonly name: string;
  readonly run: (hands: Hands) => Promise<void>;
  /** The real wire, past the place where calls stand still. */
  readonly carry: Carry;
  /** Told before each step of this pass, with how many it has taken. */
  readonly before: (taken: number) => void;
};

/** What is to begin at a time. */
export type Cue = { readonly at: number; readonly run: () => void };

export type Conductor = {
  /** Lets a pass begin. */
  readonly start: (player: Player) => void;
  /** Has something begin at a time, or at once if that is past. */
  readonly cue: (cue: Cue) => void;
  /** Lets time pass while everything under way stands still; what is due meanwhile begins. */
  readonly stall: (seconds: number) => void;
  /** What the calls that stand still now ask for. */
  readonly parked: () => readonly string[];
  /** Goes on until every pass has ended and every cue was given, up to a time. */
  readonly conduct: (until: number) => Promise<void>;
};

type Parked = { readonly player: number; readonly label: string; readonly go: () => void };
type Sleeper = { readonly at: number; readonly wake: () => void };

/**
 * Runs passes at once, one step at a time. Every call and every sleep of a pass stands still; when nothing moves any more,
 * one call is let go, chosen among all that stand; when only sleepers are left, time moves to the earliest of them or to
 * the next cue. So the order of the steps depends on the choices alone: equal choices, equal runs.
 */
export function createConductor(time: Time, choose: (among: number) => number): Conductor {
  let parked: Parked[] = [];
  let sleepers: Sleeper[] = [];
  let cues: readonly Cue[] = [];
  let players = 0;
  /** Passes that have begun and not ended, with the calls of theirs that stand still. */
  const live = new Map<number, { standing: number; taken: number; readonly player: Player }>();
  let stirs = 0;

  const now = (): number => time.clock.now().getTime();
  const stand = (id: number, label: string): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const pass = live.get(id);
    stirs += 1;
    if (pass !== undefined) pass.standing += 1;
    const go = (): void => {
      if (pass !== undefined) pass.standing -= 1;
      resolve();
    };
    parked.push({ player: id, label, go });
    return promise;
  };
  const handsOf = (id: number, { carry }: Player): Hands => ({
    carry: async (request, options) => {
      await stand(id, String(request.body));
      return carry(request, options);
    },
    clock: {
      now: time.clock.now,
      abortAt: time.clock.abortAt,
      sleepUntil: async (at) => {
        if (at.getTime() <= now()) return;
        const { promise, resolve } = Promise.withResolvers<void>();
        const pass = live.get(id);
        stirs += 1;
        if (pass !== undefined) pass.standing += 1;
        const wake = (): void => {
          if (pass !== undefined) pass.standing -= 1;
          resolve();
        };
        sleepers.push({ at: at.getTime(), wake });
        await promise;
      },
    },
  });

  const start = (player: Player): void => {
    const id = players;
    players += 1;
    live.set(id, { standing: 0, taken: 0, player });
    void player.run(handsOf(id, player)).finally(() => {
      stirs += 1;
      live.delete(id);
    });
  };
  const runCues = (): void => {
    for (let next = cues[0]; next !== undefined && next.at <= now(); next = cues[0]) {
      cues = cues.slice(1);
      next.run();
    }
  };
  const moveTo = (at: number): void => {
    for (;;) {
      const next = Math.min(at, cues[0]?.at ?? at);
      time.advance(Math.max(0, Math.ceil((next - now()) / 1_000)));
      runCues();
      if (now() >= at) return;
    }
  };

  return {
    start,
    cue: (cue) => {
      cues = [...cues, cue].toSorted((a, b) => a.at - b.at);
    },
    stall: (seconds) => {
      moveTo(now() + seconds * 1_000);
    },
    parked: () => parked.map(({ label }) => label),
    conduct: async (until) => {
      runCues();
      for (;;) {
        // oxlint-disable-next-line no-await-in-loop -- steps follow one another
        await settled(
          () => stirs,
          () => [...live.values()].every(({ standing }) => standing > 0),
        );
        if (parked.length > 0) {
          // Calls made side by side stand in the order of what they ask, not of how long the SDK took over each.
          parked = parked.toSorted(
            (a, b) => a.player - b.player || (a.label < b.label ? -1 : a.label > b.label ? 1 : 0),
          );
          const [step] = parked.splice(choose(parked.length) % parked.length, 1);
          const pass = step === undefined ? undefined : live.get(step.player);
          if (pass !== undefined) {
            pass.player.before(pass.taken);
            pass.taken += 1;
          }
          step?.go();
          continue;
        }
        const next = Math.min(...sleepers.map(({ at }) => at), cues[0]?.at ?? Number.POSITIVE_INFINITY);
        if (live.size === 0 && next > until) return;
        moveTo(next);
        const due = sleepers.filter(({ at }) => at <= now());
        sleepers = sleepers.filter(({ at }) => at > now());
        for (const { wake } of due) wake();
      }
    },
  };
}

/**
 * Waits until nothing stirs. In process the cloud answers without timers, so one turn of the event loop does all that can be
 * done, and the next shows that nothing was left. A pass of which nothing stands still is waited for, whatever it does.
 */
async function settled(stirs: () => number, allStand: () => boolean): Promise<void> {
  for (let before = -1; before !== stirs() || !allStand(); ) {
    before = stirs();
    // oxlint-disable-next-line no-await-in-loop -- waiting
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}
