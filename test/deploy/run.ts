import { runWithPython } from '../python/environment.ts';
import { openLane } from './lane.ts';
import { runSteps } from './steps.ts';
import { story } from './story.ts';

// Deploys the real app to ministack by the real command line, lets its functions work, and takes it down again.
await runWithPython('ministack', async (programs) => {
  const lane = await openLane(programs);
  try {
    return (await runSteps(story(lane), () => `The end of ministack's log:\n${lane.ministack.log()}`)) ? 0 : 1;
  } finally {
    await lane.close();
  }
});
