import { setStage, type Stage } from '../scenarios/stage.ts';
import { tellAudit } from './audit-chapter.ts';
import { type Chapter, tellStory } from './story.ts';
import { chapterLines, eventLine, LEGEND, minuteLine } from './timeline.ts';

/** What happens, happens between two passes, which run at second 0. */
const EVENT_SECOND = 20;

// The main job on the simulated cloud: the real handler each virtual minute. Exits 1 at an outcome, or a loss of traffic,
// that is not expected.
const startedAt = performance.now();
const stage = setStage({ zones: 3, endpointZones: 2 });
console.log(`NLB with fixed IPs ${stage.loadBalancer.fixedIps.join(', ')}; one client a second at each of them.`);
console.log(LEGEND);

const surprises: string[] = [];
for (const chapter of tellStory()) {
  console.log(chapterLines(chapter.title, chapter.text));
  // oxlint-disable-next-line no-await-in-loop -- chapters follow one another
  surprises.push(...(await play(stage, chapter)));
}

const { served, failed, stranger } = stage.cloud.traffic.totals();
const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
console.log(`It is ${timeOf(stage)} there, after ${seconds} s here.`);
console.log(
  `Client-seconds: ${Math.round(served)} served, ${Math.round(failed)} failed, ${Math.round(stranger)} reached a stranger.`,
);
surprises.push(...(await tellAudit()));
console.log(
  surprises.length === 0
    ? 'Every outcome, every finding and every lost client-second was expected.'
    : surprises.join('\n'),
);
process.exitCode = surprises.length === 0 ? 0 : 1;

/** Lets a chapter happen and runs the passes that follow; returns what was not as expected. */
async function play(on: Stage, { title, event, happens, outcomes, lost }: Chapter): Promise<readonly string[]> {
  const { cloud } = on;
  const unexpected: string[] = [];
  const start = cloud.traffic.mark();
  happens(on);
  if (event !== undefined) {
    const at = timeOf(on);
    const mark = cloud.traffic.mark();
    await sleepTo(on, 0);
    console.log(eventLine(at, event, cloud.traffic.since(mark)));
  }
  for (const [index, expected] of outcomes.entries()) {
    const at = timeOf(on);
    const mark = cloud.traffic.mark();
    // oxlint-disable-next-line no-await-in-loop -- minutes follow one another
    const [report] = (await on.pass()).outcomes;
    if (report === undefined) throw new Error('the pass reported nothing');
    const listed = cloud.targets(on.group.arn);
    // After its last pass a chapter leaves the rest of the minute to the next one.
    // oxlint-disable-next-line no-await-in-loop -- as above
    await sleepTo(on, index === outcomes.length - 1 ? EVENT_SECOND : 0);
    console.log(minuteLine(at, report, listed, cloud.traffic.since(mark)));
    if (report.outcome !== expected) unexpected.push(`${at}: expected ${expected}, got ${report.outcome}`);
  }
  const met = cloud.traffic.since(start);
  const expected = { failed: 0, stranger: 0, ...lost };
  for (const fate of ['failed', 'stranger'] as const) {
    const seconds = Math.round(met[fate]);
    if (seconds !== expected[fate]) {
      unexpected.push(`${title}: expected ${expected[fate]} client-seconds ${fate}, got ${seconds}`);
    }
  }
  return unexpected;
}

function timeOf({ cloud }: Stage): string {
  return cloud.clock.now().toISOString().slice(11, 19);
}

/** Sleeps until a second of the minute under way, or of the next one where that has passed. */
async function sleepTo({ cloud }: Stage, second: number): Promise<void> {
  const now = cloud.clock.now().getTime();
  const minute = Math.floor(now / 60_000) * 60_000;
  const at = minute + second * 1000;
  await cloud.clock.sleepUntil(new Date(at > now ? at : at + 60_000));
}
