// A pattern has to say which number is meant: a piece of one, or one of several lines, is refused before anything is measured.
import { describe, expect, it } from 'vitest';
import { missingText, valueMissing } from '../../src/bench/messages/metrics.ts';
import { valueInOutput } from '../../src/bench/metric.ts';
import type { OutputMetric } from '../../src/model/program.ts';

/** The value, or why there is none, with what to do where a number is there and it is not clear which. */
function read(
  pattern: string,
  output: string,
): { readonly value: number } | { readonly missing: string; readonly hint?: string | undefined } {
  const metric: OutputMetric = { kind: 'output', pattern, better: 'lower', oneLine: true };
  const found = valueInOutput(metric, output);
  if ('value' in found) return found;
  const { missing } = found;
  const { hint } = valueMissing({ benchmark: 'b', target: 't', missing, searched: 1024 });
  const isUnclear = missing.why === 'part' || missing.why === 'several-lines';
  return { missing: missingText(missing), ...(isUnclear ? { hint } : {}) };
}

describe('a captured number that goes on', () => {
  it.each([
    ['behind the capture: exponent', 'time: ([0-9.]+)', 'time: 1.2e-04', '1.2e-04'],
    ['behind the capture: Fortran', 'time: ([0-9.]+)', 'time: 0.1D+01', '0.1D+01'],
    ['behind the capture: thousands', 'time: ([0-9.]+)', 'time: 44,012 ms', '44,012'],
    ['behind the capture: decimal comma', 'time: ([0-9.]+)', 'time: 44,5 ms', '44,5'],
    ['behind the capture: fraction', 'time: (\\d+)', 'time: 44.7 ms', '44.7'],
    ['behind the capture: apostrophe', 'time: (\\d+)', "time: 44'012 ms", "44'012"],
    ['behind the capture: digits', 'time: (\\d)', 'time: 44 ms', '44'],
    ['behind the capture: a version', 'time: (\\d+\\.\\d+)', 'time: 1.2.3', '1.2.3'],
    ['behind the capture: hexadecimal', 'time: (\\d+)', 'time: 0x1.8p+3', '0x1.8p+3'],
    ['before it: thousands', '([0-9.]+) ms', 'time: 44,012 ms', '44,012'],
    ['before it: exponent', '([0-9]+) ms', 'time: 1.2e-04 ms', '1.2e-04'],
    ['before it: a sign', '([0-9.]+) ms', 'time: -5 ms', '-5'],
    ['in a line of progress', 't: (\\d+)', 'a 1.5\rt: 7.5\n', '7.5'],
  ])('%s', (_, pattern, output, whole) => {
    const found = read(pattern, output);
    expect(found).toHaveProperty('hint');
    const said = `which is only a part of ${JSON.stringify(whole)} in the line`;
    expect(found).toMatchObject({ missing: expect.stringContaining(said) as string });
  });

  it.each([
    ['time: ([0-9.]+)', 'x\ntime: 1.2e-04 s\n', 'time: ([0-9.eE+-]+)', 1.2e-4],
    ['time: ([0-9.]+) ms', 'time: 1.5 ms', undefined, 1.5],
    ['time: (?<value>\\d+)', 'time: 44,012 ms', 'time: (?<value>[0-9.,eE+-]+)', 44_012],
    ['([0-9.]+) ms', 'time: 44,012 ms', '([0-9.,eE+-]+) ms', 44_012],
  ])('%s on %j: the pattern that it proposes works', (pattern, output, proposed, value) => {
    const found = read(pattern, output);
    if (proposed === undefined) expect(found).toEqual({ value });
    else {
      expect(found).toMatchObject({
        hint: expect.stringContaining(`"pattern": ${JSON.stringify(proposed)}`) as string,
      });
      expect(read(proposed, output)).toEqual({ value });
    }
  });

  it.each([
    ['^a,([0-9.]+)', 'a,44,012', 44],
    ['^([0-9.]+),', '44,012', 44],
    ['^([0-9.]+)', '44,12,7', 44],
    ['^([0-9.]+)', '4.5,2.5', 4.5],
    ['t: ([0-9.]+)', 't: 44, 12', 44],
    ['t: ([0-9.]+)', 't: 44.', 44],
    ['t: ([0-9.]+)', 't: 44ms', 44],
    ['t: ([0-9.]+)-', 't: 44-50', 44],
    ['-([0-9.]+)', 't: 44-50', 50],
    ['real\\s+0m([0-9.]+)s', 'real\t0m1.234s', 1.234],
    ['([0-9,]+) B', '44,012 B', 44_012],
    ['^a, ([0-9.]+)', 'a, 44,012', 44],
    ['^a, +([0-9.]+)', 'a,  44,012', 44],
    ['^a,\\s([0-9.]+)', 'a, 44,012', 44],
    ['^a,\\s*([0-9.]+)', 'a,44,012', 44],
    ['^([0-9.]+)\\s*,', '44,012', 44],
    ['^([0-9.]+) *,', '44,012', 44],
    ['^([0-9.]+)\\s?\\d? ?,', '44,x', 44],
  ])('%s on %j is whole', (pattern, output, value) => {
    expect(read(pattern, output)).toEqual({ value });
  });

  it.each([
    ['^a,b: ([0-9.]+)', 'a,b: 44,012'],
    ['([0-9.]+) ms, most', '44,012 ms, most'],
  ])(
    'a comma that is not right beside the group is none of its pattern’s: %s',
    (pattern, output) => {
      const found = read(pattern, output);
      expect(found).toMatchObject({
        missing: expect.stringContaining('only a part of "44,012"') as string,
        hint: expect.stringMatching(
          /^Capture the whole number: .*\. If the comma separates two numbers, include it in the pattern, next to the group\.$/u,
        ) as string,
      });
    },
  );

  it('of a notation that nothing reads, is to be changed in the program', () => {
    expect(read('^ *t: (\\d+)', '  t: 0x1.8p+3  ')).toEqual({
      missing:
        'the pattern "^ *t: (\\\\d+)" captures "0", which is only a part of "0x1.8p+3" in the line "t: 0x1.8p+3"',
      hint: expect.stringMatching(
        /^Correct "pattern" .*; change other formats in the program\.$/u,
      ) as string,
    });
    const long = read('t: (\\d+)', `t: 1.5 ${'x'.repeat(300)}`);
    const { missing } = long as { readonly missing: string };
    expect(/x+/u.exec(missing.slice(20))?.[0]).toHaveLength(113);
  });

  it('a decimal comma is never read as thousands', () => {
    expect(read('t: ([0-9,]+)', 't: 0,123')).toHaveProperty('missing');
  });
});

describe('a pattern that matches several lines', () => {
  it('is refused with both lines', () => {
    expect(read('t: ([0-9.]+) ms', 't: 44 ms\nsum\nbest t: 4 ms\n')).toEqual({
      missing:
        'the pattern "t: ([0-9.]+) ms" matches more than one line of its output, first "t: 44 ms" and "best t: 4 ms"',
      hint: expect.stringContaining('match a single line') as string,
    });
  });

  it('is not, where a carriage return takes the earlier one back: the last counts', () => {
    expect(read('t: ([0-9.]+) ms', 't: 1 ms\rt: 2 ms\rt: 3 ms\r\n')).toEqual({ value: 3 });
  });

  it('is not, where both are on one line: the first counts', () => {
    expect(read('([0-9.]+) ms', 'least 4 ms, most 5 ms\n')).toEqual({ value: 4 });
  });
});
