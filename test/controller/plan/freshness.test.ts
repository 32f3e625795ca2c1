import { describe, expect, it } from 'vitest';
import { checkFreshness } from '../../../controller/plan/freshness.ts';
import { NOW } from '../builders.ts';

const at = (offsetSeconds: number): string => new Date(NOW.getTime() + offsetSeconds * 1000).toISOString();

describe('a scheduled spec', () => {
  it.each([
    ['of this very second', at(0)],
    ['two minutes old', at(-120)],
    ['two minutes ahead', at(120)],
    ['written with an offset', '2026-01-01T13:00:00+01:00'],
  ])('is accepted when %s', (_, asOf) => {
    expect(checkFreshness(asOf, NOW)).toBeUndefined();
  });

  it.each([
    ['missing', undefined, 'The spec has no asOf, so its age is unknown.'],
    [
      'the keyword that nobody replaced',
      '<aws.scheduler.scheduled-time>',
      'asOf is "<aws.scheduler.scheduled-time>", which is not an ISO 8601 time',
    ],
    ['no time at all', 'yesterday', 'asOf is "yesterday", which is not an ISO 8601 time'],
    ['121 s old', at(-121), `The spec is 121 s old (asOf ${at(-121)}); at most 120 s are accepted.`],
    ['121 s ahead', at(121), `The spec is 121 s in the future (asOf ${at(121)}); at most 120 s are accepted.`],
  ])('is refused when asOf is %s', (_, asOf, text) => {
    const refusal = checkFreshness(asOf, NOW);
    expect(refusal?.code).toBe('spec-not-fresh');
    expect(refusal?.reason).toContain(text);
    expect(refusal?.remedy).toContain('"asOf": "<aws.scheduler.scheduled-time>"');
    expect(refusal?.remedy).toContain('To act now by hand, use the command line');
  });
});
