import { InvalidArgumentError } from 'commander';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  collect,
  parseCore,
  parseBudget,
  parseFormat,
  parseNames,
  parsePrecision,
  parseSeed,
  parseSpeedup,
} from '../../src/cli/option-values.ts';

type Parser = (text: string) => unknown;

describe('the value of an option', () => {
  it.each<[string, Parser, string, unknown]>([
    ['time', parseBudget, '60s', 60],
    ['time', parseBudget, '2m', 120],
    ['time', parseBudget, '1min', 60],
    ['time', parseBudget, '1.5h', 5400],
    ['time', parseBudget, '500ms', 0.5],
    ['time', parseBudget, '90', 90],
    ['time', parseBudget, '0.5', 0.5],
    ['precision', parsePrecision, '0.01', 0.01],
    ['precision', parsePrecision, '1%', 0.01],
    ['precision', parsePrecision, '0.5%', 0.005],
    ['core', parseCore, '0', 0],
    ['core', parseCore, '63', 63],
    ['seed', parseSeed, '4294967295', 0xffffffff],
    ['seed', parseSeed, '0xff', 255],
    ['speedup', parseSpeedup, '1.05x', 1.05],
    ['speedup', parseSpeedup, '0.98', 0.98],
    ['names', parseNames, 'x86-64-v3, native,x86-64-v3', ['x86-64-v3', 'native']],
    ['format', parseFormat, 'junit', ['junit']],
  ])('as a %s: %s of %j is %j', (_, parse, text, value) => {
    expect(parse(text)).toEqual(value);
  });

  it.each<[string, Parser, string[]]>([
    ['time', parseBudget, ['', '0', '0s', '-1', '1d', 's', '1m30s', '30s1', '1e3', 'Infinity']],
    ['precision', parsePrecision, ['', '0', '1', '100%', '-0.1', '%', '1%%', '0x1', 'NaN']],
    ['core', parseCore, ['', '-1', '1.5', '0x1', '1000000', 'all']],
    ['seed', parseSeed, ['', '-1', '4294967296', '1.5', '0x', 'random']],
    ['speedup', parseSpeedup, ['', '0', '-1', 'x', '1.05xx', '5%']],
    ['names', parseNames, ['', ',', 'a,,b', 'a, ']],
    ['format', parseFormat, ['', 'markdwon', 'JSON', 'pdf']],
    ['text', collect, ['']],
  ])('as a %s is refused, with what was expected', (_, parse, texts) => {
    for (const text of texts) {
      expect(() => parse(text), text).toThrow(InvalidArgumentError);
      expect(() => parse(text), text).toThrow(/^Expected /);
    }
  });

  it('is a finite positive number of seconds or refused, whatever was given', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.stringMatching(/^\d{0,3}[smh]?\d{0,3}(ms|s|m|h)$/)),
        (text) => {
          try {
            const seconds = parseBudget(text);
            expect(Number.isFinite(seconds) && seconds > 0).toBe(true);
          } catch (error) {
            expect(error).toBeInstanceOf(InvalidArgumentError);
          }
        },
      ),
    );
  });

  it('names the nearest format for one that is misspelt', () => {
    expect(() => parseFormat('markdwon')).toThrow('Did you mean markdown?');
  });

  it('adds to those before it where the option may be repeated', () => {
    expect(parseNames('c,a', ['a', 'b'])).toEqual(['a', 'b', 'c']);
    expect(parseFormat('csv', ['html'])).toEqual(['html', 'csv']);
    expect(collect('b', ['a'])).toEqual(['a', 'b']);
  });
});
