import { describe, expect, test } from 'vitest';
import type { Interval, Run } from '../../src/model/run.ts';
import { askingShareLine } from '../../src/report/asking-words.ts';
import { comparisonWords, overallWords } from '../../src/report/comparison-words.ts';
import { markdownReport } from '../../src/report/markdown.ts';
import { targetNotes } from '../../src/report/target-notes.ts';
import { withAskingFiles } from './asking-run.ts';
import { sampleRun } from './sample-run.ts';

const FILES = ['/home/ana/kernels/dot.c', '/home/ana/kernels/sum/copy.c'];
const share = (estimate: number, low: number, high: number): Interval => ({ estimate, low, high });

function noteOf(run: Run, target: string): string | undefined {
  return targetNotes(run).find((note) => note.kind === 'asking' && note.target === target)?.text;
}

function looking(ratio?: Interval, differing?: readonly string[]): Run {
  return withAskingFiles(sampleRun(), FILES, ['znver4'], ratio, differing);
}

describe('what files that look at the target bring', () => {
  test('is told of the mean, with the interval and the files', () => {
    const text = noteOf(looking(share(1.12, 1.1, 1.14)), 'znver4');
    expect(text).toMatch(
      /^2 files with CPU-specific code \(dot\.c and copy\.c\) account for 1\.12x \[1\.10, 1\.14\] of its [\d.]+x overall$/,
    );
    expect(noteOf(looking(share(1.12, 1.1, 1.14)), 'x86-64-v3')).toBeUndefined();
  });

  test('is left out where it is nothing, and a loss where it lies below', () => {
    for (const nothing of [share(1.005, 0.98, 1.02), share(1.000_001, 1.000_001, 1.000_002)]) {
      expect(noteOf(looking(nothing), 'znver4')).toBeUndefined();
      expect(askingShareLine(nothing)).toContain('almost no difference');
    }
    expect(noteOf(looking(share(0.9, 0.88, 0.92)), 'znver4')).toContain(
      'slower because of 2 files with CPU-specific code',
    );
  });

  test('is not known where a wide interval holds 1, as after few rounds', () => {
    const text = noteOf(looking(share(1.5, 0.98, 1.9)), 'znver4');
    expect(text).toMatch(
      /^the effect of 2 files .* is not clear yet: 1\.5x \[0\.98, 1\.90\] overall; a larger budget narrows it$/,
    );
    expect(text).not.toContain('nothing');
    expect(askingShareLine(share(1.5, 0.98, 1.9))).toContain('is not clear yet');
    expect(askingShareLine(share(0.9, 0.88, 0.92))).toContain('makes the target slower');
    expect(askingShareLine(share(1, 0.99, 1.01))).toContain('almost no difference');
  });

  test('counts only files whose code differs, and says where none does', () => {
    expect(noteOf(looking(share(1.12, 1.1, 1.14), FILES.slice(1)), 'znver4')).toContain(
      '1 file with CPU-specific code (copy.c) accounts for',
    );
    expect(noteOf(looking(undefined, []), 'znver4')).toBe(
      '2 files with CPU-specific code (dot.c and copy.c) compile to the same code without it',
    );
  });

  test('is not claimed where it was not measured', () => {
    expect(noteOf(looking(), 'znver4')).toBeUndefined();
    expect(targetNotes(sampleRun()).some(({ kind }) => kind === 'asking')).toBe(false);
  });

  test('is in the words of each row and of the mean, and in Markdown', () => {
    const run = looking(share(1.12, 1.1, 1.14));
    const [program] = run.programs;
    const [result] = program?.benchmarks ?? [];
    if (program === undefined || result === undefined) throw new Error('the sample is empty');
    const line = 'CPU-specific code accounts for 1.12x [1.10, 1.14] of the speedup.';
    const detailOf = (words: readonly { target: string; detail: string }[]): string =>
      words.find(({ target }) => target === 'znver4')?.detail ?? '';
    expect(detailOf(comparisonWords(run, program, result))).toContain(line);
    expect(detailOf(overallWords(run, program))).toContain(line);
    expect(markdownReport(run)).toContain('2 files with CPU-specific code');
  });
});
