import { parse } from 'jsonc-parser';
import { describe, expect, it } from 'vitest';
import { FailureError } from '../../src/model/failure.ts';
import { withBenchmarkSettings } from '../../src/project/config-benchmark.ts';

const TEXT = `{
  // Ours.
  "programs": [
    {
      "name": "one",
      "sources": ["one.c"],
      "benchmarks": [
        { "name": "fast" },
        // Prints the date.
        { "name": "slow", "args": ["9"], "check": { "ignoreLines": ["^Date"] } },
      ],
    },
    { "name": "bare", "sources": ["two.c"] },
  ],
}
`;

const set = (text: string, program: string, benchmark: string, settings: object): string =>
  withBenchmarkSettings('/p/retarget.json', text, { program, benchmark }, settings);

const programs = (text: string): unknown =>
  (parse(text) as { readonly programs: unknown }).programs;

describe('settings of a benchmark', () => {
  it('come beside what is written; comments, and lines that are ignored already, stay', () => {
    let text = set(TEXT, 'one', 'slow', { check: { ignoreLines: ['^Time', '^Date'] } });
    text = set(text, 'one', 'fast', { check: { output: 'exit-code' } });
    text = set(text, 'one', 'fast', { metric: { pattern: 'took ([0-9]+)', better: 'lower' } });
    text = set(text, 'bare', 'default', { check: { output: 'numbers', tolerance: 1e-6 } });
    expect(text).toContain('// Ours.\n');
    expect(text).toContain('// Prints the date.\n');
    expect(programs(text)).toEqual([
      {
        ...{ name: 'one', sources: ['one.c'] },
        benchmarks: [
          {
            ...{ name: 'fast', check: { output: 'exit-code' } },
            metric: { pattern: 'took ([0-9]+)', better: 'lower' },
          },
          { name: 'slow', args: ['9'], check: { ignoreLines: ['^Date', '^Time'] } },
        ],
      },
      {
        ...{ name: 'bare', sources: ['two.c'] },
        benchmarks: [{ name: 'default', check: { output: 'numbers', tolerance: 1e-6 } }],
      },
    ]);
  });

  it('change nothing else of the text', () => {
    const text = set(TEXT, 'one', 'fast', { check: { output: 'exit-code' } });
    const lines = new Set(text.split('\n'));
    const gone = TEXT.split('\n').filter((line) => !lines.has(line));
    expect(gone).toEqual(['        { "name": "fast" },']);
  });

  it('are refused for a program that is not there, and for what is no JSON', () => {
    expect(() => set(TEXT, 'other', 'fast', {})).toThrow(FailureError);
    expect(() => set('{ "programs": [', 'one', 'fast', {})).toThrow(FailureError);
  });
});
