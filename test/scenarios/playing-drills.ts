import { createConnect } from '../../controller/connect.ts';
import { drill } from '../../controller/drill.ts';
import type { Clock } from '../../controller/model/clock.ts';
import type { Drill, Moment } from '../../controller/model/drill.ts';
import type { SourceSpec, Spec } from '../../controller/model/spec.ts';
import { renderDrill, renderMoment } from '../../controller/render-drill.ts';
import { resolveOn } from '../cloud/resolve-on.ts';
import { SYNC_ROLE } from './deployment.ts';
import { NAME, type Stage } from './stage.ts';

/** The drill begins so long after a pass: the next one is 40 s away. */
const AFTER_A_PASS_SECONDS = 20;
/** The credentials of the schedule’s passes are those of the stage; the operator’s are others. */
export const OPERATOR = `${SYNC_ROLE}OPERATOR`;

/** What a drill came to. */
export type Played = {
  readonly drill: Drill;
  /** `+seconds what`, as told while it happened. */
  readonly told: readonly string[];
  readonly text: string;
  /** The operator’s writes, in order. */
  readonly writes: readonly string[];
  readonly targets: readonly string[];
  /** Client-seconds that were not served, while the drill lasted and for three minutes after. */
  readonly lost: number;
};

/** How a drill is played, on a stage of either kind. */
export type Play<S> = {
  /** False: no schedule runs. */
  readonly scheduled?: boolean;
  /** Changes the world before the drill begins. */
  readonly before?: (stage: S) => void;
  readonly spec?: Partial<Spec>;
  /** Happens once the question is put; its answer. */
  readonly consent?: (stage: S) => boolean;
  /** Happens at a moment of the time line. */
  readonly at?: (moment: Moment, stage: S, interrupt: () => void) => void;
};

/** A stage, its schedule, and the source of its binding. */
export type Scene<S> = { readonly stage: S; readonly tick: () => Promise<void>; readonly source: SourceSpec };

/** Plays a drill on a stage whose schedule invokes the real handler every virtual minute, while the drill sleeps as well. */
export async function playDrill<S extends Pick<Stage, 'cloud' | 'group' | 'targets'>>(
  { stage, tick, source }: Scene<S>,
  { scheduled = true, before, spec = {}, consent = () => true, at }: Play<S> = {},
): Promise<Played> {
  const { cloud } = stage;
  const goOn = async (seconds: number): Promise<void> => {
    for (let passed = 0; passed < seconds; passed += 1) {
      // oxlint-disable-next-line no-await-in-loop -- time goes on in order
      if (scheduled) await tick();
      cloud.advance(1);
    }
  };
  const clock: Clock = {
    ...cloud.clock,
    sleepUntil: async (until, signal) => {
      const isOver = (): boolean => cloud.clock.now() >= until || signal?.aborted === true;
      while (!isOver()) {
        // oxlint-disable-next-line no-await-in-loop -- as above
        await goOn(1);
      }
    },
  };
  await goOn(AFTER_A_PASS_SECONDS);
  before?.(stage);
  const mark = cloud.traffic.mark();

  const interruption = new AbortController();
  const interrupt = (): void => {
    interruption.abort();
  };
  const told: string[] = [];
  let text = '';
  const result = await drill(
    {
      name: NAME,
      targetGroupArn: stage.group.arn,
      source,
      mode: 'enforce',
      minHealthy: 1,
      keep: [],
      ...spec,
    },
    {
      connect: createConnect({
        requestHandler: cloud.requestHandler,
        credentials: { ...cloud.credentials, accessKeyId: OPERATOR },
      }),
      resolve: resolveOn(cloud.publicAnswer),
      clock,
      interrupted: interruption.signal,
      consent: async () => consent(stage),
      tell: (moment, plan) => {
        told.push(`+${moment.seconds} ${moment.what}${'shows' in moment ? ` ${moment.shows}` : ''}`);
        text += renderMoment(moment, plan);
        at?.(moment, stage, interrupt);
      },
    },
  );
  const targets = stage.targets();
  const writes = cloud.calls.filter(({ write, accessKeyId }) => write && accessKeyId === OPERATOR);
  cloud.faults.clear();
  await goOn(180);
  const tally = cloud.traffic.since(mark);
  return {
    drill: result,
    told,
    text: text + renderDrill(result),
    writes: writes.map(({ operation }) => operation),
    targets,
    lost: tally.failed + tally.stranger,
  };
}
