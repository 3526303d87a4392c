import { describe, expect, it } from 'vitest';
import type { Comparison, Interval, ProgramResult, Run } from '../../src/model/run.ts';
import type { Target } from '../../src/model/target.ts';
import { adviceOf } from '../../src/report/advice.ts';
import { markdownReport } from '../../src/report/markdown.ts';
import { terminalReport } from '../../src/report/terminal.ts';
import { withAskingFiles } from './asking-run.ts';
import { hostileRun } from './hostile-run.ts';
import { interval, sampleResult } from './sample-result.ts';
import {
  sampleBuildRun,
  sampleRun,
  sampleRunOfTwoPrograms,
  sampleVariant,
  wrongOutput,
} from './sample-run.ts';

const BASELINE: Comparison = { target: 'x86-64', verdict: 'baseline' };
const FEATURES = ['sse4.2', 'avx2', 'avx512f', 'vaes'];
/** Each asks for more than the one before. */
const NAMES = ['x86-64', 'x86-64-v2', 'x86-64-v3', 'x86-64-v4', 'native'];

type Rest = Omit<Comparison, 'target'>;

const gains = (by: number): Rest => ({
  verdict: 'faster',
  speedup: interval(by, by - 0.01, by + 0.01),
});
const loses = (to: number): Rest => ({ ...gains(to), verdict: 'slower' });
const EVEN: Rest = { verdict: 'no difference', speedup: interval(1, 0.995, 1.005) };
const OPEN: Rest = { verdict: 'inconclusive', speedup: interval(1.04, 0.98, 1.1) };
const SAME: Rest = { verdict: 'identical code', identicalTo: 'x86-64' };
const WRONG: Rest = { verdict: 'wrong output', failure: wrongOutput };
const FAILED: Rest = {
  verdict: 'failed',
  failure: { code: 'benchmark-crashed', message: 'It crashed.' },
};
const UNRUNNABLE: Rest = { verdict: 'cannot run' };

/** One benchmark for each key, with a row for each target from `x86-64-v2` on; means follow from the rows. */
function runOf(benchmarks: Record<string, Record<string, Rest>>, settings = {}): Run {
  const names = ['x86-64', ...new Set(Object.values(benchmarks).flatMap(Object.keys))];
  const target = (name: string): Target => ({
    name,
    features: FEATURES.slice(0, NAMES.indexOf(name)),
    fit: { kind: 'runs' },
  });
  const overall = names.slice(1).flatMap((name) => {
    const speedups = Object.values(benchmarks).flatMap((rows) => rows[name]?.speedup ?? []);
    if (speedups.length < Object.keys(benchmarks).length || speedups.length < 2) return [];
    return [{ target: name, speedup: meanOf(speedups) }];
  });
  const program: ProgramResult = {
    ...{ name: 'p', variants: [], overall },
    benchmarks: Object.entries(benchmarks).map(([name, rows]) =>
      sampleResult({
        ...{ name, base: 1e8 },
        comparisons: [
          BASELINE,
          ...Object.entries(rows).map(([target, rest]) => ({ target, ...rest })),
        ],
      }),
    ),
  };
  const run = sampleRun({ targets: names.map(target), programs: [program], warnings: [] });
  return { ...run, settings: { ...run.settings, ...settings } };
}

function meanOf(speedups: readonly Interval[]): Interval {
  const of = (pick: (one: Interval) => number): number =>
    Math.exp(speedups.reduce((sum, one) => sum + Math.log(pick(one)), 0) / speedups.length);
  return { estimate: of((s) => s.estimate), low: of((s) => s.low), high: of((s) => s.high) };
}

const sentenceOf = (run: Run): string => adviceOf(run).sentence;

describe('what to build for', () => {
  it('is the fastest target that makes no benchmark slower, before a faster one that does', () => {
    const run = runOf({
      bits: { 'x86-64-v3': gains(2), 'x86-64-v4': gains(3) },
      hash: { 'x86-64-v3': gains(1.1), 'x86-64-v4': loses(0.8) },
    });
    const { kind, target, sentence, facts } = adviceOf(run);
    expect({ kind, target }).toEqual({ kind: 'build', target: 'x86-64-v3' });
    expect(sentence).toBe(
      'Build for x86-64-v3: 1.48x as fast as x86-64 overall, and no benchmark is slower.',
    );
    expect(facts[0]).toBe('x86-64-v4 is faster overall (1.55x), but slower in hash (0.80x).');
  });

  it('names its benchmark where there is only one, and no other', () => {
    expect(sentenceOf(runOf({ parse: { 'x86-64-v3': gains(1.84) } }))).toBe(
      'Build for x86-64-v3: 1.84x as fast as x86-64 in parse.',
    );
  });

  it('does not say that no benchmark is slower where one is undecided', () => {
    const run = runOf({ a: { 'x86-64-v3': gains(1.8) }, b: { 'x86-64-v3': OPEN } });
    expect(sentenceOf(run)).toMatch(/overall, and no benchmark is clearly slower\.$/u);
  });

  it('names what gets slower where every faster target loses something', () => {
    const run = runOf({ a: { 'x86-64-v3': gains(1.8) }, b: { 'x86-64-v3': loses(0.9) } });
    expect(sentenceOf(run)).toBe(
      'Build for x86-64-v3 unless b matters most: 1.27x as fast as x86-64 overall, but slower in b.',
    );
  });

  it('counts the benchmarks that get slower where they are many', () => {
    const lost = ['b', 'c', 'd', 'e'].map((name) => [name, { 'x86-64-v3': loses(0.9) }] as const);
    const run = runOf({ a: { 'x86-64-v3': gains(9) }, ...Object.fromEntries(lost) });
    expect(sentenceOf(run)).toMatch(
      /^Build for x86-64-v3: .* overall, but slower in 4 benchmarks\.$/u,
    );
  });

  it('is the target that asks for less where two are as fast as each other', () => {
    const run = runOf({
      a: { 'x86-64-v3': gains(1.5), 'x86-64-v4': gains(1.51) },
      b: { 'x86-64-v3': gains(1.3), 'x86-64-v4': gains(1.3) },
    });
    const { target, facts } = adviceOf(run);
    expect(target).toBe('x86-64-v3');
    expect(facts).toContain(
      'x86-64-v4 needs more CPU features but is hardly faster than x86-64-v3.',
    );
  });

  it('is native only where nothing that runs elsewhere is faster, and says so', () => {
    const both = runOf({
      a: { 'x86-64-v3': gains(1.5), native: gains(1.9) },
      b: { 'x86-64-v3': gains(1.3), native: gains(1.4) },
    });
    expect(adviceOf(both).target).toBe('x86-64-v3');
    expect(adviceOf(both).facts).toContain('On this CPU alone, native gains more: 1.63x.');
    expect(sentenceOf(runOf({ a: { 'x86-64-v3': EVEN, native: gains(1.9) } }))).toBe(
      'Build for native if the program runs only on this CPU: 1.90x as fast as x86-64 in a.',
    );
  });

  it('is nothing new where the gain is within the tolerance', () => {
    const small: Rest = { verdict: 'faster', speedup: interval(1.012, 1.006, 1.018) };
    const run = runOf(
      { a: { 'x86-64-v3': small }, b: { 'x86-64-v3': small } },
      { precision: 0.02 },
    );
    expect(sentenceOf(run)).toBe(
      'Stay with x86-64: the best target, x86-64-v3, gains 1 %, less than the requested precision of ±2 %.',
    );
  });

  it.each([
    [
      OPEN,
      'Undecided: x86-64-v3 measured 1.0x as fast as x86-64, but the interval (0.98 to 1.10) includes 1.',
    ],
    [
      { ...OPEN, speedup: interval(1.05, 1.02, 1.08) },
      'Undecided: x86-64-v3 measured 1.05x as fast as x86-64, but the difference may be due to chance.',
    ],
    [EVEN, 'Stay with x86-64: the other target is not faster.'],
    [loses(0.9), 'Stay with x86-64: the other target is not faster.'],
    [SAME, 'Stay with x86-64: the other target produces identical code.'],
    [WRONG, 'Stay with x86-64: the other target did not run correctly.'],
    [FAILED, 'Stay with x86-64: the other target failed.'],
    [UNRUNNABLE, 'Stay with x86-64: the other target cannot run on this machine.'],
  ] as const)('is honest where nothing is faster: %#', (rest, sentence) => {
    expect(sentenceOf(runOf({ a: { 'x86-64-v3': rest } }))).toBe(sentence);
  });

  it('of several targets that are not faster says what holds of all', () => {
    const all = (rest: Rest): string =>
      sentenceOf(runOf({ a: { 'x86-64-v2': rest, 'x86-64-v3': rest } }));
    expect(all(SAME)).toBe('Stay with x86-64: every other target produces identical code.');
    expect(all(FAILED)).toBe('Stay with x86-64: every other target failed.');
    expect(all(WRONG)).toBe('Stay with x86-64: no other target ran correctly.');
    expect(all(EVEN)).toBe('Stay with x86-64: no other target is faster.');
    expect(sentenceOf(runOf({ a: { 'x86-64-v2': EVEN, 'x86-64-v3': OPEN } }))).toMatch(
      /^Undecided: x86-64-v3/u,
    );
  });

  it('never is a target whose output is wrong somewhere, and says which', () => {
    const run = runOf({
      a: { 'x86-64-v2': gains(1.2), 'x86-64-v3': gains(3) },
      b: { 'x86-64-v2': gains(1.1), 'x86-64-v3': WRONG },
    });
    const { target, facts } = adviceOf(run);
    expect(target).toBe('x86-64-v2');
    expect(facts[0]).toBe('x86-64-v3 changes the output of b.');
  });

  it('counts programs where there are several, and says what was not measured', () => {
    const one = runOf({ a: { 'x86-64-v3': gains(1.5) } });
    const two = runOf({ b: { 'x86-64-v3': EVEN } });
    const failure = { code: 'no-main', message: 'r has no main.' } as const;
    const broken = { name: 'r', variants: [], benchmarks: [], overall: [], failure };
    const programs = [
      ...one.programs,
      ...two.programs.map((program) => ({ ...program, name: 'q' })),
    ];
    const { sentence, facts } = adviceOf({ ...one, programs: [...programs, broken] });
    expect(sentence).toBe(
      'Build for x86-64-v3: 1.50x as fast as x86-64 in 1 of 2 programs, and no benchmark is slower.',
    );
    expect(facts).toEqual(['Not measured: r.', 'p/a (1.50x) gains the most; q/b does not change.']);
    expect(adviceOf({ ...one, programs: [broken] })).toMatchObject({
      kind: 'nothing',
      sentence: 'Nothing was measured: r has no main.',
    });
  });

  it('is optimization first, where nothing is optimized', () => {
    const run = runOf({ a: { 'x86-64-v3': gains(1.5) } });
    const warnings = [{ code: 'debug-build', message: 'As Debug.', program: 'p' } as const];
    expect(sentenceOf({ ...run, warnings })).toMatch(/^Enable optimization before choosing/u);
  });

  it('says of a run under way or cut short that it is one', () => {
    const run = runOf({ a: { 'x86-64-v3': gains(1.5) } });
    expect(sentenceOf({ ...run, state: 'running' })).toMatch(/^In progress\. So far: Build for/u);
    expect(sentenceOf({ ...run, state: 'interrupted' })).toMatch(
      /^Interrupted\. Results so far: /u,
    );
    expect(sentenceOf(sampleBuildRun())).toContain('nothing was measured');
    expect(sentenceOf(runOf({ a: {} }))).toBe('Nothing to choose from: x86-64 is the only target.');
  });
});

describe('facts', () => {
  it('tell first of code for a CPU that is slower than the compiler\u2019s, once for all targets', () => {
    const files = ['/src/idct.c'];
    const targets = ['x86-64-v3', 'x86-64-v4'];
    const run = runOf({
      a: { 'x86-64-v3': gains(1.5), 'x86-64-v4': gains(1.4) },
      b: { 'x86-64-v3': gains(1.3), 'x86-64-v4': loses(0.9) },
    });
    const variants = targets.map((target) => sampleVariant(target));
    const programs = run.programs.map((program) => ({ ...program, variants }));
    const asked = withAskingFiles({ ...run, programs }, files, targets, interval(0.94, 0.93, 0.95));
    expect(adviceOf(asked).facts).toEqual([
      'Your CPU-specific code (idct.c) is 6 % slower than what the compiler generates without it, for x86-64-v3 and x86-64-v4.',
      'x86-64-v4 slows b down to 0.90x.',
      'a (1.50x) gains the most.',
    ]);
  });

  it('are at most three, another program before everything else', () => {
    const run = sampleRunOfTwoPrograms();
    const own = { state: 'different', compared: [], differences: ['other output'] } as const;
    const programs = run.programs.map((program) => ({ ...program, ownProgram: own }));
    const { facts } = adviceOf({ ...run, programs });
    expect(facts).toHaveLength(3);
    expect(facts[0]).toBe(
      "What was measured for kernels and codec is not the project's own program.",
    );
  });

  it('say what a target lacks that cannot run, and which are the same code', () => {
    const run = runOf({
      a: { 'x86-64-v2': SAME, 'x86-64-v3': gains(1.4), 'x86-64-v4': UNRUNNABLE },
    });
    const targets = run.targets.map((target): Target =>
      target.name === 'x86-64-v4'
        ? { ...target, fit: { kind: 'cannot-run', missing: ['avx512f'], masked: [] } }
        : target,
    );
    expect(adviceOf({ ...run, targets }).facts).toEqual([
      'x86-64-v4 cannot run here: this CPU lacks avx512f.',
      'x86-64-v2 produces the same code as x86-64.',
    ]);
  });
});

describe('every report', () => {
  it('begins with the same sentence', () => {
    const run = sampleRun();
    const { sentence } = adviceOf(run);
    const style = { columns: 400, color: false, unicode: true };
    expect(terminalReport(run, style).split('\n')[0]).toBe(sentence);
    expect(markdownReport(run).split('\n')[2]).toBe(`**${sentence}**`);
  });

  it('shows it in visible characters, whatever the names hold', () => {
    for (const text of [adviceOf(hostileRun()).sentence, ...adviceOf(hostileRun()).facts]) {
      expect(text).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Cs}]/u);
    }
  });
});
