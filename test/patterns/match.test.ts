import { describe, expect, it } from 'vitest';
import { FailureError } from '../../src/model/failure.ts';
import { LimitError, withinLimit } from '../../src/patterns/limit.ts';
import { allMatches, firstMatch, matching } from '../../src/patterns/match.ts';
import { groupNames, groupPlace, patternProblem } from '../../src/patterns/syntax.ts';

const MEBIBYTE = 1024 * 1024;

/** Patterns with a text that each takes practically forever for, of every kind of backtracking there is. */
const ENDLESS: readonly (readonly [pattern: string, text: string])[] = [
  ['^(a+)+$', `${'a'.repeat(40)}!`],
  [`${'(?:$|^)'.repeat(48)}(x)`, ''],
  ['(?:a|a)*b', 'a'.repeat(60)],
  ['(?=(a+)+$)', `${'a'.repeat(40)}!`],
  ['(?<=(?:a*)*)b', 'a'.repeat(MEBIBYTE)],
  ['^(?:(a*)*)*\\1b', 'a'.repeat(60)],
  ['[^]*x', 'a'.repeat(MEBIBYTE)],
  ['.*.*.*=(\\d+)', 'a'.repeat(MEBIBYTE)],
  ['\\s+$', `1${' '.repeat(MEBIBYTE)}x`],
];

function failureOfMatch(match: () => unknown): FailureError {
  try {
    match();
  } catch (error) {
    if (error instanceof FailureError) return error;
    throw error;
  }
  throw new Error('it ended');
}

describe('a match', () => {
  it.each(ENDLESS)('of %j is ended, and the failure names the pattern', (pattern, text) => {
    const began = performance.now();
    const { failure } = failureOfMatch(() => firstMatch(pattern, text));
    expect(failure.code).toBe('config-invalid');
    expect(failure.message).toContain(JSON.stringify(pattern).slice(0, 200));
    expect(performance.now() - began).toBeLessThan(20_000);
  });

  it('names the one of several patterns that takes for ever', () => {
    const lines = ['one', `${'a'.repeat(50)}!`];
    const { failure } = failureOfMatch(() => matching(['^one', '^(a|a)*$', 'two'], lines));
    expect(failure.message).toContain('"^(a|a)*$"');
    expect(failure.message).not.toContain('one');
  });

  it('tells every group, and holes where one took no part', () => {
    expect(firstMatch('(?<name>b)(c)?', 'a\nb')).toEqual([
      { text: 'b', start: 2, end: 3 },
      { text: 'b', start: 2, end: 3 },
      undefined,
    ]);
    expect(allMatches('^x', 'x\nx\nx', 2).map(([whole]) => whole?.start)).toEqual([0, 2]);
    expect([...matching(['^a', 'c$'], ['ab', 'bc', 'bb'])]).toEqual(['ab', 'bc']);
  });
});

describe('work within a limit', () => {
  it('gives its result, and its own errors', () => {
    expect(withinLimit(() => withinLimit(() => 1) + 1)).toBe(2);
    expect(() => withinLimit(() => Reflect.apply(JSON.parse, undefined, ['{']) as unknown)).toThrow(
      SyntaxError,
    );
  });

  it('is ended in a loop of its own, too', () => {
    let count = 0;
    const endless = (): never => {
      for (;;) count++;
    };
    expect(() => withinLimit(endless, 50)).toThrow(LimitError);
    expect(count).toBeGreaterThan(0);
    expect(withinLimit(() => 'works again')).toBe('works again');
  });
});

describe('a pattern', () => {
  it('has its groups counted without being run', () => {
    expect(groupNames('(?:a)(b)(?=c)(?<!d)[(](?<name>x)\\((?<=y)')).toEqual([undefined, 'name']);
    expect(groupPlace('(?:a(?=b))(c(?<v>d))', 2)?.text).toBe('(?<v>d)');
    expect(groupNames('(?:$|^)'.repeat(48))).toEqual([]);
  });

  it('that is none, or longer than anyone writes, is refused', () => {
    expect(patternProblem('(')).toMatch(/Unterminated group/);
    expect(patternProblem('x'.repeat(10_000))).toBeUndefined();
    expect(patternProblem('x|'.repeat(500_000))).toMatch(/at most 10,000 characters/);
  });
});
