import { describe, expect, it } from 'vitest';
import { exitCodeOfFailure, exitCodeOfRun } from '../../src/cli/exit-code.ts';
import type { Failure, FailureCode } from '../../src/model/failure.ts';
import type { BenchmarkResult, Comparison, ProgramResult, Run } from '../../src/model/run.ts';
import { sampleRun } from '../report/sample-run.ts';

function failure(code: FailureCode): Failure {
  return { code, message: 'It failed.' };
}

const [program] = sampleRun().programs;
const [benchmark] = program?.benchmarks ?? [];
if (program === undefined || benchmark === undefined) throw new Error('the sample run has none');

function comparison(target: string, verdict: Comparison['verdict']): Comparison {
  return { target, verdict };
}

/** A run of one program and one benchmark that went well. */
function runWith(change: {
  readonly run?: Partial<Run>;
  readonly program?: Partial<ProgramResult>;
  readonly result?: Partial<BenchmarkResult>;
  readonly comparisons?: readonly Comparison[];
}): Run {
  const comparisons = change.comparisons ?? [
    comparison('x86-64', 'baseline'),
    comparison('native', 'faster'),
  ];
  return sampleRun({
    programs: [
      {
        ...(program as ProgramResult),
        benchmarks: [{ ...(benchmark as BenchmarkResult), comparisons, ...change.result }],
        ...change.program,
      },
    ],
    ...change.run,
  });
}

const [baselineVariant, ...otherVariants] = program.variants;

describe('the exit code of a run', () => {
  it.each<[string, number, Run]>([
    ['a run that went well', 0, runWith({})],
    [
      'verdicts that find nothing wrong',
      0,
      runWith({
        comparisons: (
          [
            'baseline',
            'slower',
            'no difference',
            'inconclusive',
            'identical code',
            'cannot run',
          ] as const
        ).map((verdict, index) => comparison(`target-${index}`, verdict)),
      }),
    ],
    [
      'wrong output',
      1,
      runWith({ comparisons: [comparison('a', 'baseline'), comparison('b', 'wrong output')] }),
    ],
    [
      'a variant that crashes',
      1,
      runWith({ comparisons: [comparison('a', 'baseline'), comparison('b', 'failed')] }),
    ],
    [
      'a variant that does not build',
      1,
      runWith({
        program: {
          variants: program.variants.map((variant, index) =>
            index === 2
              ? { ...variant, state: 'failed', failure: failure('compile-failed') }
              : variant,
          ),
        },
      }),
    ],
    [
      'a baseline that does not build',
      4,
      runWith({
        program: {
          variants: [
            ...(baselineVariant === undefined
              ? []
              : [{ ...baselineVariant, state: 'failed' as const }]),
            ...otherVariants,
          ],
        },
      }),
    ],
    ['a program that does not build', 4, runWith({ program: { failure: failure('link-failed') } })],
    [
      'a baseline that does not run',
      5,
      runWith({ result: { failure: failure('benchmark-crashed') } }),
    ],
    [
      'a baseline that this host cannot run',
      5,
      runWith({
        comparisons: [{ ...comparison('a', 'cannot run'), failure: failure('target-cannot-run') }],
      }),
    ],
    [
      'a run that failed as a whole',
      3,
      runWith({ run: { state: 'failed', failure: failure('toolchain-broken') } }),
    ],
    [
      'an interrupted run, whatever else',
      130,
      runWith({ run: { state: 'interrupted' }, program: { failure: failure('no-main') } }),
    ],
  ])('%s is %i', (_, code, run) => {
    expect(exitCodeOfRun(run)).toBe(code);
  });

  it('is 1 for a threshold alone, and what kept it from measuring otherwise', () => {
    expect(exitCodeOfRun(runWith({}), true)).toBe(1);
    expect(exitCodeOfRun(runWith({ program: { failure: failure('no-main') } }), true)).toBe(4);
  });
});

describe('the exit code of a failure', () => {
  it.each<[number, FailureCode[]]>([
    [
      2,
      [
        'usage',
        'config-invalid',
        'project-empty',
        'program-unclear',
        'target-unknown',
        'run-missing',
        'run-too-new',
        'runs-differ',
        'disk-full',
      ],
    ],
    [3, ['toolchain-missing', 'toolchain-too-old', 'toolchain-broken']],
    [4, ['bitcode-damaged', 'bitcode-too-new', 'compile-failed', 'link-failed', 'no-main']],
    [
      5,
      ['benchmark-missing', 'benchmark-not-executable', 'benchmark-crashed', 'benchmark-timeout'],
    ],
    [130, ['interrupted']],
  ])('is %i for %j', (code, failures) => {
    for (const each of failures) expect(exitCodeOfFailure({ code: each })).toBe(code);
  });

  it('is not zero for a code that a newer version stored', () => {
    expect(exitCodeOfFailure({ code: 'moon-phase' as FailureCode })).not.toBe(0);
  });
});
