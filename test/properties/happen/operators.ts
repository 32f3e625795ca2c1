import type { Acts } from './scene.ts';

const PAUSE_TAG = 'target-sync:pause-until';
const SEAL_TAGS = ['target-sync:binding', 'target-sync:source'];

/** What operators do to the tags of the group. */
export const OPERATOR_ACTS = {
  pause: ({ cloud, group, now }, what) => {
    const until = new Date(now + what.seconds * 1_000).toISOString();
    cloud.setTags(group.arn, { [PAUSE_TAG]: until });
    return `an operator pauses the group until ${until}`;
  },
  unpause: ({ cloud, group }) => {
    if (cloud.tags(group.arn)[PAUSE_TAG] === undefined) return undefined;
    cloud.removeTags(group.arn, [PAUSE_TAG]);
    return 'an operator lifts the pause';
  },
  unseal: ({ land, cloud, group }) => {
    cloud.removeTags(group.arn, SEAL_TAGS);
    land.sealMoves += 1;
    return 'the seal is removed';
  },
} satisfies Partial<Acts>;
