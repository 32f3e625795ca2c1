import { describe, expect, it } from 'vitest';
import { checkPause } from '../../../controller/plan/pause.ts';
import { group, NOW } from '../builders.ts';

const pauseUntil = (value: string): ReturnType<typeof checkPause> =>
  checkPause({ 'target-sync:pause-until': value }, group(), NOW);
const inHours = (hours: number): string => new Date(NOW.getTime() + hours * 3_600_000).toISOString();

describe('a pause', () => {
  it('is none without its tag', () => {
    expect(checkPause({}, group(), NOW)).toBeUndefined();
  });

  it.each([0.01, 1, 24])('of %d h makes the pass wait, and says how to lift it', (hours) => {
    const pause = pauseUntil(inHours(hours));
    expect(pause?.kind).toBe('waiting');
    expect(pause?.remedy).toContain('aws elbv2 remove-tags --region eu-west-1');
  });

  it.each([0, -1])('that ended %d h ago is none', (hours) => {
    expect(pauseUntil(inHours(hours))).toBeUndefined();
  });

  it.each([
    ['longer than 24 h', inHours(25), '25 h ahead'],
    ['unreadable', 'tomorrow', '"tomorrow"'],
    ['a number of hours', '12', '"12"'],
    ['a time without its zone', '2026-01-01T13:00:00', 'with its zone'],
  ])('that is %s blocks, and still changes nothing', (_, value, text) => {
    const pause = pauseUntil(value);
    expect(pause?.kind).toBe('blocked');
    expect(pause?.reason).toContain(text);
  });
});
