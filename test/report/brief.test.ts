import { describe, expect, it } from 'vitest';
import type { ProgramResult, Run } from '../../src/model/run.ts';
import { benchmarkBrief, programBrief, runBrief } from '../../src/report/brief.ts';
import { comparisonWords, overallWords } from '../../src/report/comparison-words.ts';
import { isClean } from '../../src/report/soundness.ts';
import { hostileRun } from './hostile-run.ts';
import { interval, sampleResult } from './sample-result.ts';
import { sampleBuildRun, sampleCodec, sampleRun, sampleRunOfTwoPrograms } from './sample-run.ts';

const BASELINE = { target: 'x86-64', verdict: 'baseline' } as const;

function runOf(comparisons: Parameters<typeof sampleResult>[0]['comparisons']): Run {
  const program: ProgramResult = {
    ...sampleCodec(),
    variants: [],
    benchmarks: [
      sampleResult({ name: 'only', base: 1e8, comparisons: [BASELINE, ...comparisons] }),
    ],
  };
  const names = ['x86-64', ...comparisons.map(({ target }) => target)];
  const targets = names.map((name) => ({ name, features: [], fit: { kind: 'runs' } as const }));
  return sampleRun({ programs: [program], targets, warnings: [] });
}

describe('a result in a few words', () => {
  it('names the best target', () => {
    expect(runBrief(sampleRun())).toBe('znver4 1.31x');
    expect(runBrief(sampleRunOfTwoPrograms())).toBe('kernels: znver4 1.31x');
    const two = runOf([
      { target: 'a', verdict: 'faster', speedup: interval(1.2, 1.19, 1.21) },
      { target: 'b', verdict: 'faster', speedup: interval(1.5, 1.49, 1.51) },
    ]);
    expect(runBrief(two)).toBe('b 1.50x');
  });

  it.each([
    [
      'nothing faster than x86-64',
      [{ target: 'a', verdict: 'no difference', speedup: interval(1, 0.99, 1.01) }],
    ],
    ['identical code', [{ target: 'a', verdict: 'identical code', identicalTo: 'x86-64' }]],
    ['a: wrong output', [{ target: 'a', verdict: 'wrong output' }]],
    ['a: failed', [{ target: 'a', verdict: 'failed' }]],
    ['nothing compared', [{ target: 'a', verdict: 'cannot run' }]],
    ['only the baseline', []],
  ] as const)('says %s', (words, comparisons) => {
    expect(runBrief(runOf(comparisons))).toBe(words);
  });

  it('says why there is nothing to name', () => {
    expect(runBrief(sampleBuildRun())).toBe('nothing measured');
    expect(runBrief({ ...sampleBuildRun(), state: 'running' })).toBe('not measured yet');
    expect(runBrief({ ...sampleBuildRun(), state: 'interrupted' })).toBe('interrupted');
    const broken = {
      ...sampleCodec(),
      failure: { code: 'compile-failed', message: 'x' } as const,
      benchmarks: [],
    };
    expect(runBrief(sampleRun({ programs: [broken] }))).toBe('did not build');
    expect(programBrief(sampleRun(), broken)).toBe('did not build');
  });

  it('of one benchmark names its best target, or what went wrong', () => {
    const [kernels] = sampleRun().programs;
    expect(kernels?.benchmarks.map(benchmarkBrief)).toEqual([
      'znver4 2.31x',
      'nothing clearly faster',
      'x86-64-v3: wrong output',
    ]);
  });

  it('holds no character that could mislead', () => {
    const words = [
      runBrief(hostileRun()),
      ...hostileRun().programs.map((one) => programBrief(hostileRun(), one)),
    ];
    for (const text of words) expect(text).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
  });
});

describe('a comparison in words', () => {
  it('tells figure, medians, memory, switched-off features and failures', () => {
    const run = sampleRun();
    const [program] = run.programs;
    const [saxpy] = program?.benchmarks ?? [];
    if (program === undefined || saxpy === undefined) throw new Error('the sample has both');
    const words = comparisonWords(run, program, saxpy);
    expect(words.map(({ figure }) => figure)).toEqual([
      'baseline',
      'identical code',
      '1.84x [1.81, 1.87]',
      '2.31x [2.27, 2.36]',
      'cannot run',
    ]);
    expect(words[2]?.detail).toMatch(
      /^Faster: 1\.84x as fast as x86-64 \(1\.81 to 1\.87, 95 % interval\)\.\nMedian .+ \(x86-64: .+\), 12 rounds\.\nPeak memory /u,
    );
    expect(words[3]?.detail).toContain('It runs without clzero, mwaitx');
    expect(words[4]?.detail).toContain('this host lacks avx512fp16');
    expect(overallWords(run, program)).toMatchObject([
      {
        target: 'znver4',
        verdict: 'faster',
        detail: expect.stringContaining('Slower in parse.') as string,
      },
    ]);
  });
});

describe('a clean run', () => {
  it('is finished, and every target it tried was built and right', () => {
    const clean = runOf([{ target: 'a', verdict: 'slower', speedup: interval(0.9, 0.89, 0.91) }]);
    expect(isClean(clean)).toBe(true);
    expect(isClean({ ...clean, state: 'interrupted' })).toBe(false);
    expect(isClean(runOf([{ target: 'a', verdict: 'wrong output' }]))).toBe(false);
    expect(isClean(runOf([{ target: 'a', verdict: 'cannot run' }]))).toBe(true);
    expect(isClean(sampleRunOfTwoPrograms())).toBe(false);
  });
});
