import { describe, expect, it } from 'vitest';
import { statedCrossZone } from '../../../controller/model/cross-zone.ts';

const stated = (attributes: Readonly<Record<string, string>>): boolean | undefined =>
  statedCrossZone(new Map(Object.entries(attributes)));

describe('attributes say of cross-zone', () => {
  it.each([
    ['true', true],
    ['false', false],
    ['use_load_balancer_configuration', undefined],
  ])('where its value is %s: %s', (value, expected) => {
    expect(stated({ 'load_balancing.cross_zone.enabled': value })).toBe(expected);
  });

  it('nothing where they do not name it: no answer is not off', () => {
    expect(stated({ 'deregistration_delay.timeout_seconds': 'true' })).toBeUndefined();
  });
});
