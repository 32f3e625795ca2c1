import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverage, matches } from '../../../controller/checks/api/policy-pattern.ts';

describe('a pattern', () => {
  it.each([
    ['*', '', true],
    ['*', 'execute-api:Invoke', true],
    ['execute-api:*', 'execute-api:Invoke', true],
    ['execute-api:Inv?ke', 'execute-api:Invoke', true],
    ['execute-api:Invoke?', 'execute-api:Invoke', false],
    ['execute-api:Invoke', 'execute-api:Invoke', true],
    ['execute-api:Invoke', 'execute-api:InvokeMore', false],
    ['*a*b*', 'xxaxxbxx', true],
    ['*a*b*', 'xxbxxaxx', false],
    ['', '', true],
    ['', 'a', false],
    ['a.c', 'abc', false],
  ])('%s matches %s: %s', (pattern, text, expected) => {
    expect(matches(pattern, text)).toBe(expected);
  });

  it('matches as the regular expression does that it stands for', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 });
    fc.assert(
      fc.property(letters, text, (pattern, value) => {
        const expression = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`);
        expect(matches(pattern, value)).toBe(expression.test(value));
      }),
    );
  });

  it('takes no longer for many stars', () => {
    expect(matches('*a'.repeat(200), `${'a'.repeat(1000)}b`)).toBe(false);
  });
});

describe('of everything that begins with api/live/ and has one slash more, a pattern covers', () => {
  it.each([
    ['api/*/*', 'all'],
    ['api/*/*/*', 'all'],
    ['api/live/*/*', 'all'],
    ['api/live/*/**', 'all'],
    ['*/*', 'all'],
    ['api/live/*/*/*', 'some'],
    ['api/live/*/', 'some'],
    ['api/live/*/pets', 'some'],
    ['api/test/*/*', 'none'],
    ['*', 'all'],
    ['api/*', 'all'],
    ['api/live/*', 'all'],
    ['*/live/*', 'all'],
    ['api/l?ve/**', 'all'],
    ['api/live/GET/*', 'some'],
    ['api/*/GET/*', 'some'],
    ['api/*/pets', 'some'],
    ['api/live/?*', 'some'],
    ['api/test/*', 'none'],
    ['api/live', 'none'],
    ['other/*', 'none'],
    ['', 'none'],
  ])('%s: %s', (pattern, expected) => {
    expect(coverage(pattern, { text: 'api/live/', slashes: 1 })).toBe(expected);
  });

  it('all only if it matches whatever follows, and none only if it matches nothing that follows', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', '/', '*', '?'), maxLength: 6 });
    const text = fc.string({ unit: fc.constantFrom('a', '/'), maxLength: 5 });
    fc.assert(
      fc.property(letters, text, text, fc.nat(3), (pattern, prefix, rest, slashes) => {
        fc.pre(rest.split('/').length > slashes);
        const matched = matches(pattern, prefix + rest);
        expect(['some', matched ? 'all' : 'none']).toContain(coverage(pattern, { text: prefix, slashes }));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('of one resource alone, a pattern covers', () => {
  it.each([
    ['*', 'all'],
    ['/domainnames/*', 'all'],
    ['/domainnames/x+1', 'all'],
    ['/domainnames/x+1/*', 'none'],
    ['/domainnames/x', 'none'],
  ])('%s: %s', (pattern, expected) => {
    expect(coverage(pattern, { text: '/domainnames/x+1' })).toBe(expected);
  });
});
