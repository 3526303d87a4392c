import { describe, expect, it } from 'vitest';
import type { Comparison, Interval, ProgramResult, Run } from '../../src/model/run.ts';
import { headline } from '../../src/report/headline.ts';
import { unoptimisedNote } from '../../src/report/without-optimisation.ts';
import { hostileRun } from './hostile-run.ts';
import { interval, sampleResult } from './sample-result.ts';
import { sampleBuildRun, sampleRun, sampleRunOfTwoPrograms, wrongOutput } from './sample-run.ts';

const HOST = 'On this AMD EPYC 9B14 (KVM): ';
const BASELINE: Comparison = { target: 'x86-64', verdict: 'baseline' };

/** A run of x86-64 and the targets that its comparisons name, one benchmark for each list. */
function runOf(
  benchmarks: Record<string, readonly Comparison[]>,
  overall: readonly { target: string; speedup: Interval }[] = [],
): Run {
  const names = new Set(Object.values(benchmarks).flatMap((list) => list.map((c) => c.target)));
  const program: ProgramResult = {
    name: 'p',
    variants: [],
    overall,
    benchmarks: Object.entries(benchmarks).map(([name, comparisons]) =>
      sampleResult({ name, base: 1e8, comparisons: [BASELINE, ...comparisons] }),
    ),
  };
  return sampleRun({
    targets: ['x86-64', ...names].map((name) => ({ name, features: [], fit: { kind: 'runs' } })),
    programs: [program],
  });
}

describe('a headline', () => {
  it('names what is faster overall, what goes the other way, and what is not a number', () => {
    expect(headline(sampleRun())).toBe(
      `${HOST}znver4 is 1.31x as fast as x86-64 overall (1.30 to 1.32) but slower in parse; ` +
        'x86-64-v2 identical code, x86-64-v3 wrong output in norm, sapphirerapids cannot run here.',
    );
  });

  it('says where nothing is optimised, unless some program is', () => {
    const named = (run: Run, count: number): Run => ({
      ...run,
      warnings: run.programs
        .slice(0, count)
        .map(({ name }) => ({ code: 'debug-build', message: 'As Debug.', program: name })),
    });
    const start = /^On this AMD EPYC 9B14 \(KVM\), without optimization: /u;
    expect(headline(named(sampleRun(), 1))).toMatch(start);
    expect(headline(named(sampleRunOfTwoPrograms(), 2))).toMatch(start);
    expect(headline(named(sampleRunOfTwoPrograms(), 1))).not.toMatch(start);
    expect(unoptimisedNote(named(sampleRunOfTwoPrograms(), 1))).toContain('to enable optimization');
    expect(unoptimisedNote(sampleRun())).toBeUndefined();
  });

  it('takes several programs in turn', () => {
    expect(headline(sampleRunOfTwoPrograms())).toMatch(
      /: kernels: znver4 is 1\.31x .*; codec: x86-64-v3 is 1\.12x as fast as x86-64 in compress .*sapphirerapids failed in compress\.$/,
    );
  });

  it('names the benchmark where there is only one', () => {
    const run = runOf({
      saxpy: [{ target: 'v3', verdict: 'faster', speedup: interval(1.84, 1.81, 1.87) }],
    });
    expect(headline(run)).toBe(`${HOST}v3 is 1.84x as fast as x86-64 in saxpy (1.81 to 1.87).`);
  });

  it('says first that nothing is faster, with the interval of what is unclear', () => {
    const run = runOf({
      parse: [
        { target: 'v3', verdict: 'inconclusive', speedup: interval(1.04, 0.98, 1.1) },
        { target: 'v4', verdict: 'slower', speedup: interval(0.9, 0.88, 0.92) },
      ],
    });
    expect(headline(run)).toBe(
      `${HOST}no target is clearly faster than x86-64 in parse: v3 inconclusive (0.98 to 1.10), v4 slower, 0.90x (0.88 to 0.92).`,
    );
  });

  it('never makes a speedup of identical code, whatever was stored with it', () => {
    const run = runOf({
      parse: [
        {
          target: 'v2',
          verdict: 'identical code',
          identicalTo: 'x86-64',
          speedup: interval(1.2, 1.1, 1.3),
        },
      ],
    });
    expect(headline(run)).toBe(
      `${HOST}no target is faster than x86-64 in parse: v2 identical code.`,
    );
  });

  it('says whose code a target shares, where that is not the baseline', () => {
    const run = runOf({
      parse: [
        { target: 'v4', verdict: 'faster', speedup: interval(1.5, 1.4, 1.6) },
        { target: 'native', verdict: 'identical code', identicalTo: 'v4' },
      ],
    });
    expect(headline(run)).toContain('; native identical code to v4.');
  });

  it('calls a target mixed where its benchmarks disagree and their mean says nothing', () => {
    const run = runOf(
      {
        a: [{ target: 'v3', verdict: 'faster', speedup: interval(1.3, 1.2, 1.4) }],
        b: [{ target: 'v3', verdict: 'slower', speedup: interval(0.78, 0.7, 0.8) }],
      },
      [{ target: 'v3', speedup: interval(1.007, 0.95, 1.06) }],
    );
    expect(headline(run)).toContain(
      'no target is faster than x86-64 overall: v3 has mixed results (faster in a, slower in b)',
    );
  });

  it.each([
    [
      interval(1.02, 1.01, 1.03),
      '1.02x (1.01 to 1.03), but not significant in any single benchmark.',
    ],
    [
      interval(0.98, 0.97, 0.99),
      '0.98x (0.97 to 0.99), but not significant in any single benchmark.',
    ],
    [interval(1.02, 0.99, 1.05), 'inconclusive (0.99 to 1.05).'],
  ])('does not call a mean faster or slower when no benchmark is: %j', (mean, words) => {
    const unclear: Comparison = {
      target: 'v3',
      verdict: 'inconclusive',
      speedup: interval(1.02, 0.99, 1.05),
    };
    const run = runOf({ a: [unclear], b: [unclear] }, [{ target: 'v3', speedup: mean }]);
    expect(headline(run)).toBe(
      `${HOST}no target is clearly faster than x86-64 overall: v3 ${words}`,
    );
  });

  it('never calls a target with wrong output faster, whatever its other benchmarks gained', () => {
    const run = runOf(
      {
        a: [{ target: 'v3', verdict: 'faster', speedup: interval(3, 2.9, 3.1) }],
        b: [{ target: 'v3', verdict: 'wrong output', failure: wrongOutput }],
      },
      [{ target: 'v3', speedup: interval(3, 2.9, 3.1) }],
    );
    expect(headline(run)).toBe(
      `${HOST}v3 has wrong output in b; in the other benchmark it is faster than x86-64.`,
    );
  });

  it('tells of a target that fails somewhere what was compared, and what it came to there', () => {
    const failure = { code: 'benchmark-crashed', message: 'It crashed.' } as const;
    const faster: Comparison = {
      target: 'v3',
      verdict: 'faster',
      speedup: interval(3, 2.9, 3.1),
    };
    const even: Comparison = {
      target: 'v3',
      verdict: 'no difference',
      speedup: interval(1, 0.99, 1.01),
    };
    const run = runOf({
      a: [faster, { target: 'v2', verdict: 'identical code', identicalTo: 'x86-64' }],
      b: [faster],
      c: [even],
      d: [{ ...even, verdict: 'slower', speedup: interval(0.9, 0.89, 0.91) }],
      filex: [{ target: 'v3', verdict: 'wrong output', failure: wrongOutput }],
      nofile: [{ target: 'v3', verdict: 'failed', failure }],
    });
    expect(headline(run)).toBe(
      `${HOST}v3 has wrong output in filex and failed in nofile; of the other 4 benchmarks, it is faster than x86-64 in 2 and slower in d; v2 identical code.`,
    );
  });

  it('does not say that nothing is faster where nothing was compared', () => {
    const wrong: Comparison = { target: 'v3', verdict: 'wrong output', failure: wrongOutput };
    const unrunnable: Comparison = { target: 'v4', verdict: 'cannot run' };
    expect(headline(runOf({ a: [wrong, unrunnable] }))).toBe(
      `${HOST}no target was compared with x86-64 in a: v3 wrong output in a, v4 cannot run here.`,
    );
  });

  it('keeps the fastest three, in the order of the run', () => {
    const faster = (target: string, by: number): Comparison => ({
      target,
      verdict: 'faster',
      speedup: interval(by, by - 0.02, by + 0.02),
    });
    const run = runOf({
      a: [faster('t1', 1.2), faster('t2', 1.9), faster('t3', 1.5), faster('t4', 1.7)],
    });
    expect(headline(run)).toMatch(
      /t2 is 1\.90x .*, t3 1\.50x .*, t4 1\.70x .* \(t1 is also faster\)\.$/,
    );
  });

  it('says together what holds of several targets, and counts what is too much', () => {
    const list = (names: readonly string[], rest: Omit<Comparison, 'target'>): Comparison[] =>
      names.map((target) => ({ target, ...rest }));
    const run = runOf({
      a: [
        ...list(['t1', 't2', 't3', 't4', 't5'], {
          verdict: 'identical code',
          identicalTo: 'x86-64',
        }),
        ...list(['u1', 'u2'], { verdict: 'cannot run' }),
        ...list(['w1'], { verdict: 'wrong output', failure: wrongOutput }),
        { target: 's1', verdict: 'slower', speedup: interval(0.9, 0.88, 0.92) },
      ],
    });
    expect(headline(run)).toBe(
      `${HOST}no target is faster than x86-64 in a: t1, t2, t3 and 2 more identical code, ` +
        'w1 wrong output in a, s1 slower, 0.90x (0.88 to 0.92) (2 more are not faster).',
    );
  });

  it('stays short where many targets and benchmarks disagree, and names the best', () => {
    const names = ['b1', 'b2', 'b3', 'b4', 'b5', 'b6'];
    const targets = Array.from({ length: 9 }, (_, index) => `t${index}`);
    const run = runOf(
      Object.fromEntries(
        names.map((name, at) => [
          name,
          targets.map((target): Comparison =>
            at % 2 === 0
              ? { target, verdict: 'faster', speedup: interval(1.3, 1.2, 1.4) }
              : { target, verdict: 'slower', speedup: interval(0.78, 0.7, 0.8) },
          ),
        ]),
      ),
      targets.map((target, at) => ({
        target,
        speedup: interval(1 + at / 100, 0.9, 1.2),
      })),
    );
    expect(headline(run)).toMatch(
      /overall: t6 has mixed results \(faster in 3, slower in 3\), t7 .*, t8 .* \(6 more are not faster\)\.$/,
    );
  });

  it('calls nothing anything where the baseline failed, and says where that was', () => {
    const failure = { code: 'benchmark-crashed', message: 'It crashed.' } as const;
    const good = runOf({
      good: [{ target: 'v3', verdict: 'faster', speedup: interval(1.84, 1.81, 1.87) }],
      bad: [{ target: 'v3', verdict: 'failed', failure }],
    });
    const failing = (run: Run, ...names: string[]): Run => ({
      ...run,
      programs: run.programs.map((program) => ({
        ...program,
        benchmarks: program.benchmarks.map((result) =>
          names.includes(result.benchmark.name) ? { ...result, failure } : result,
        ),
      })),
    });
    expect(headline(failing(good, 'bad'))).toBe(
      `${HOST}v3 is 1.84x as fast as x86-64 in good (1.81 to 1.87); nothing was compared in bad.`,
    );
    expect(headline(failing(good, 'good', 'bad'))).toBe('Nothing was measured: It crashed.');
  });

  it('names the programs that were not measured', () => {
    const run = runOf({
      a: [{ target: 'v3', verdict: 'faster', speedup: interval(1.84, 1.81, 1.87) }],
    });
    const failure = { code: 'no-main', message: 'q has no main.' } as const;
    const broken = { name: 'q', variants: [], benchmarks: [], overall: [], failure };
    expect(headline({ ...run, programs: [...run.programs, broken] })).toBe(
      `${HOST}p: v3 is 1.84x as fast as x86-64 in a (1.81 to 1.87); not measured: q.`,
    );
    expect(headline({ ...run, programs: [broken] })).toBe('Nothing was measured: q has no main.');
  });

  it('says how a run ended early', () => {
    expect(headline(sampleRun({ state: 'interrupted' }))).toMatch(
      /^Interrupted\. Results so far: /,
    );
    const failure = { code: 'no-main', message: 'kernels.c has no main' } as const;
    expect(headline(sampleRun({ state: 'failed', failure }))).toBe(
      'The run failed: kernels.c has no main.',
    );
  });

  it('of a run under way that has no result yet says how far it is, and not that nothing was measured', () => {
    expect(headline(sampleRun({ ...sampleBuildRun(), state: 'running' }))).toBe(
      'In progress. 9 variants of 2 programs are built. No benchmark has finished yet.',
    );
    const programs = sampleBuildRun().programs.map((one) => ({ ...one, variants: [] }));
    expect(headline(sampleRun({ ...sampleBuildRun(), programs, state: 'running' }))).toBe(
      'In progress. Nothing is built yet.',
    );
  });

  it('says that a build measured nothing', () => {
    expect(headline(sampleBuildRun())).toBe(
      'Built 9 variants of 2 programs for 5 targets; nothing was measured.',
    );
  });

  it('is one visible line, whatever the names hold', () => {
    for (const run of [hostileRun(), sampleRun({ programs: hostileRun().programs })])
      expect(headline(run)).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Cs}]/u);
  });
});
