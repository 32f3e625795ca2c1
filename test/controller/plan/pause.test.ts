import { describe, expect, it } from 'vitest';
import { checkPause } from '../../../controller/plan/pause.ts';
import { GROUP_ARN, group, NOW } from '../builders.ts';

const pauseUntil = (value: string): ReturnType<typeof checkPause> =>
  checkPause({ 'target-sync:pause-until': value }, group(), NOW);
const LIFT = `aws elbv2 remove-tags --region eu-west-1 --resource-arns ${GROUP_ARN} --tag-keys target-sync:pause-until`;
const inHours = (hours: number): string => new Date(NOW.getTime() + hours * 3_600_000).toISOString();

describe('a pause', () => {
  it('is none without its tag', () => {
    expect(checkPause({}, group(), NOW)).toBeUndefined();
  });

  it.each([0.01, 1, 24])('of %d h makes the pass wait, and says how to lift it', (hours) => {
    const pause = pauseUntil(inHours(hours));
    expect(pause).toEqual({
      kind: 'waiting',
      reason: `Paused until ${inHours(hours)} by the tag target-sync:pause-until.`,
      remedy: `To lift it: ${LIFT}`,
    });
  });

  it.each([0, -1])('that ended %d h ago is none', (hours) => {
    expect(pauseUntil(inHours(hours))).toBeUndefined();
  });

  it.each([
    ['longer than 24 h', inHours(25), '25 h ahead; at most 24 h are accepted', 'Set a time within 24 h, or lift it: '],
    ['unreadable', 'tomorrow', '"tomorrow"', 'a time such as 2026-01-01T13:00:00.000Z, or lift it: '],
    ['a number of hours', '12', '"12"', 'a time such as'],
    ['a time without its zone', '2026-01-01T13:00:00', 'with its zone', 'a time such as'],
  ])('that is %s blocks, still changes nothing, and says how to mend or lift it', (_, value, text, remedy) => {
    const pause = pauseUntil(value);
    expect(pause?.kind).toBe('blocked');
    expect(pause?.reason).toContain(text);
    expect(pause?.remedy).toContain(remedy);
    expect(pause?.remedy).toContain(LIFT);
  });
});
