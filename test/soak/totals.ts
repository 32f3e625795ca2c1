import type { Life } from '../properties/life.ts';
import { isWrite } from '../properties/traces.ts';

/** What a soak came to. It takes the same room however long the soak. */
export type Totals = {
  readonly add: (life: Life) => void;
  readonly minutes: () => number;
  readonly line: () => string;
  readonly table: () => string;
};

/**
 * Why clients may be lost, the first that fits a life: no pass can bring what is not there. That passes themselves take
 * nothing from clients is what the laws `never dark` and `no zone dark` say.
 */
const CAUSES: readonly (readonly [why: string, fits: (life: Life) => boolean])[] = [
  ['a listener was removed', ({ story }) => has(story, 'detach')],
  ['the source was deleted', ({ story }) => has(story, 'delete source')],
  [
    'a replaced source was deleted, and nothing waited for its successor',
    ({ story }) => story.happenings.some(({ what }) => what.kind === 'replace' && what.deleteAfterSeconds !== 'never'),
  ],
  [
    'a source moved, shrank or stopped listening',
    ({ story }) => has(story, 'readdress', 'scale in', 'remove subnet', 'stops listening'),
  ],
  [
    'another writer took a target away, or brought a stranger',
    ({ story }) => has(story, 'other writer deregisters', 'other writer registers'),
  ],
  ['a freed IP was taken by a stranger', ({ story }) => has(story, 'take a freed IP')],
  [
    'the group began empty, or with strangers',
    ({ story: { opening } }) => ['empty', 'strangers'].includes(opening.content),
  ],
  [
    'a zone has no target of its own and cross-zone was off',
    ({ story }) => !story.opening.crossZone || has(story, 'flip cross-zone'),
  ],
  ['a kept IP is a stranger’s', ({ story }) => story.opening.keep === 'stray'],
  [
    'the source lies outside, and cross-zone was off for a while',
    ({ land, story }) => land.ground.outside && (!story.opening.crossZone || has(story, 'flip cross-zone', 'detach')),
  ],
  ['a foreign target stands on a port that a source does not answer', ({ story }) => story.opening.foreign],
  ['the group’s port is not one that a source answers', ({ land }) => land.port !== 443],
];

function has({ happenings }: Life['story'], ...kinds: readonly string[]): boolean {
  return happenings.some(({ what }) => kinds.includes(what.kind));
}

/** Adds lives up. */
export function createTotals(): Totals {
  const began = performance.now();
  const sum = { worlds: 0, minutes: 0, passes: 0, calls: 0, writes: 0, served: 0, failed: 0, stranger: 0 };
  const lost = new Map<string, { failed: number; stranger: number }>();
  const figure = (value: number): string => Math.round(value).toLocaleString('en');
  const line = (): string =>
    `${figure(sum.worlds)} worlds, ${figure(sum.passes)} passes, ${figure(sum.calls)} calls, ${figure(sum.writes)} writes, ` +
    `${figure((performance.now() - began) / 1_000)} s`;
  return {
    add: (life) => {
      const { cloud } = life.land;
      sum.worlds += 1;
      sum.minutes += life.minutes;
      sum.passes += life.passes.length;
      sum.calls += cloud.calls.length;
      sum.writes += life.passes.reduce((count, { steps }) => count + steps.filter(isWrite).length, 0);
      const { served, failed, stranger } = cloud.traffic.totals();
      sum.served += served;
      sum.failed += failed;
      sum.stranger += stranger;
      if (failed + stranger === 0) return;
      const why = CAUSES.find(([, fits]) => fits(life))?.[0] ?? 'nothing of these';
      const before = lost.get(why) ?? { failed: 0, stranger: 0 };
      lost.set(why, { failed: before.failed + failed, stranger: before.stranger + stranger });
    },
    minutes: () => sum.minutes,
    line,
    table: () =>
      [
        `Every law held: ${figure(sum.minutes)} virtual minutes, ${line()}.`,
        `Client-seconds: ${figure(sum.served)} served, ${figure(sum.failed)} failed, ${figure(sum.stranger)} to strangers. In lives in which`,
        ...[...lost].map(
          ([why, { failed, stranger }]) => `  ${why}: ${figure(failed)} failed, ${figure(stranger)} to strangers`,
        ),
      ].join('\n'),
  };
}
