import { describe, expect, it } from 'vitest';
import { parseInstant } from '../../../controller/model/instant.ts';

describe('a time that somebody wrote into a spec or a tag', () => {
  it.each([
    ['2026-01-01T12:00Z', '2026-01-01T12:00:00.000Z'],
    ['2026-01-01T12:00:30Z', '2026-01-01T12:00:30.000Z'],
    ['2026-01-01T12:00:30.5Z', '2026-01-01T12:00:30.500Z'],
    ['2026-01-01T12:00:30.123456Z', '2026-01-01T12:00:30.123Z'],
    ['2026-01-01T12:00:00+01:00', '2026-01-01T11:00:00.000Z'],
    ['2026-01-01T12:00:00-05:30', '2026-01-01T17:30:00.000Z'],
  ])('is read where it is in full, zone included: %s', (text, instant) => {
    expect(new Date(parseInstant(text) ?? 0).toISOString()).toBe(instant);
  });

  it.each([
    '',
    '12',
    'tomorrow',
    '04:00Z',
    '2026-01-01',
    '2026-01-01T12:00:00',
    '2026-01-01 12:00:00Z',
    'not before 2026-01-01T12:00:00Z',
    '2026-01-01T12:00:00Z at the latest',
    '2026-01-01T12:00:00Z[UTC]',
    '12026-01-01T12:00:00Z',
    '+002026-01-01T12:00:00Z',
    '26-01-01T12:00:00Z',
    '2026-1-01T12:00:00Z',
    '2026-01-1T12:00:00Z',
    '2026-01-01T1:00:00Z',
    '2026-01-01T12:0:00Z',
    '2026-01-01T12:00:0Z',
    '2026-01-01T12:00:00.Z',
    '2026-01-01T12:00:00+1:00',
    '2026-01-01T12:00:00+01:0',
    '2026-01-01T12:00:00+0100',
    '2026-13-01T12:00:00Z',
    '2026-01-01T25:00:00Z',
  ])('is none where it could be read otherwise, or is no time: "%s"', (text) => {
    expect(parseInstant(text)).toBeUndefined();
  });
});
