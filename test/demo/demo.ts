import { setStage, type Stage } from '../scenarios/stage.ts';
import { type Chapter, tellStory } from './story.ts';
import { chapterLines, LEGEND, minuteLine } from './timeline.ts';

// The main job on the simulated cloud: the real handler each virtual minute. Exits 1 at an outcome that is not expected.
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
const clock = stage.cloud.clock.now().toISOString().slice(11, 16);
console.log(`It is ${clock} there, after ${seconds} s here.`);
console.log(
  `Client-seconds: ${Math.round(served)} served, ${Math.round(failed)} failed, ${Math.round(stranger)} reached a stranger.`,
);
console.log(surprises.length === 0 ? 'Every outcome was the expected one.' : surprises.join('\n'));
process.exitCode = surprises.length === 0 ? 0 : 1;

/** Lets a chapter happen and runs a pass in each of its minutes; returns what was not as expected. */
async function play(on: Stage, { happens, outcomes }: Chapter): Promise<readonly string[]> {
  const { cloud, group, pass } = on;
  const unexpected: string[] = [];
  happens(on);
  for (const expected of outcomes) {
    const at = cloud.clock.now();
    const mark = cloud.traffic.mark();
    // oxlint-disable-next-line no-await-in-loop -- minutes follow one another
    const [report] = (await pass()).outcomes;
    const listed = cloud.targets(group.arn);
    // oxlint-disable-next-line no-await-in-loop -- as above
    await cloud.clock.sleepUntil(new Date(at.getTime() + 60_000));
    if (report === undefined) throw new Error('the pass reported nothing');
    console.log(minuteLine(at, report, listed, cloud.traffic.since(mark)));
    if (report.outcome !== expected) {
      unexpected.push(`${at.toISOString().slice(11, 16)}: expected ${expected}, got ${report.outcome}`);
    }
  }
  return unexpected;
}
