import type { Pass } from '../life.ts';
import type { Happening } from '../story/happening.ts';
import type { Minute } from '../story.ts';
import { createSwiftClients, type SwiftClients } from '../swift-clients.ts';
import { invoke } from './invoke.ts';
import { type Stage, takePlace } from './stage.ts';

/** Clients are made once; a pass takes a pair that no other uses. */
const idle: SwiftClients[] = [];

/** Has the pass of a minute start when it is due, and the one beside it. */
export function cueMinute(stage: Stage, minute: number, { second, beside }: Minute, minuteAt: number): void {
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
