// Realistic Run documents for tests: every verdict once, and times that agree with their medians.
// Other folders' tests may use these too; change values only together with test/report's expected texts.
import type { Failure } from '../../src/model/failure.ts';
import type { Comparison, ProgramResult, Run, Variant } from '../../src/model/run.ts';
import { sampleHost, sampleLevels, sampleTargets, sampleToolchain } from './sample-host.ts';
import { interval, sampleResult } from './sample-result.ts';

export const wrongOutput: Failure = {
  code: 'output-differs',
  message:
    'norm for x86-64-v3: line 3 of the output is `norm 1.4142135623730951`, and `norm 1.414213562373095` for x86-64.',
  hint: 'If the last digits may differ, set "check": { "output": "numbers", "tolerance": 1e-9 } for this benchmark in retarget.json.',
};

const CANNOT_RUN: Failure = {
  code: 'benchmark-crashed',
  message: 'sapphirerapids cannot run here: this host lacks avx512fp16 and avxvnni.',
  hint: 'See `retarget host --explain sapphirerapids`.',
};

const IDENTICAL: Comparison = {
  target: 'x86-64-v2',
  verdict: 'identical code',
  identicalTo: 'x86-64',
};
const UNRUNNABLE: Comparison = {
  target: 'sapphirerapids',
  verdict: 'cannot run',
  failure: CANNOT_RUN,
};

const BASELINE: Comparison = { target: 'x86-64', verdict: 'baseline' };

export function sampleVariant(target: string, rest: Partial<Variant> = {}): Variant {
  const hash = [...target].reduce((sum, letter) => (sum * 33 + letter.charCodeAt(0)) >>> 0, 5381);
  return {
    ...{ target, flavour: 'whole', layout: 'own' },
    state: 'built',
    units: [
      {
        source: '/home/ana/kernels/kernels.c',
        irHash: '3b'.repeat(32),
        objectHash: hash.toString(16).padStart(8, '0').repeat(8),
        frontEndArgv: [
          '/usr/lib/llvm-22/bin/clang',
          '-O3',
          '-DNAME=a b',
          '-S',
          '-emit-llvm',
          'kernels.c',
        ],
        codegenArgv: [
          '/usr/lib/llvm-22/bin/clang',
          '-O3',
          `-march=${target}`,
          '-x',
          'ir',
          '-c',
          'IR',
        ],
      },
    ],
    linkArgv: ['/usr/lib/llvm-22/bin/clang', '-fuse-ld=lld', 'kernels.o', '-lm'],
    executableHash: hash.toString(16).padStart(8, '0').repeat(8),
    executableSize: 18_432,
    ...rest,
  };
}

function sampleKernels(): ProgramResult {
  return {
    name: 'kernels',
    variants: [
      sampleVariant('x86-64'),
      sampleVariant('x86-64-v2', {
        identicalTo: 'x86-64',
        executableHash: sampleVariant('x86-64').executableHash ?? '',
      }),
      sampleVariant('x86-64-v3'),
      sampleVariant('znver4', { executableSize: 20_480 }),
      sampleVariant('sapphirerapids', { executableSize: 20_992 }),
    ],
    build: {
      pinnedFunctions: 2,
      alreadyOptimised: [],
      removedFlags: [
        { flag: '-march=native', reason: 'target' },
        { flag: '-c', reason: 'action' },
      ],
      wall: 1432,
      stepsRun: 11,
      stepsCached: 0,
    },
    benchmarks: [
      sampleResult({
        name: 'saxpy',
        base: 184_200_000,
        comparisons: [
          BASELINE,
          IDENTICAL,
          {
            target: 'x86-64-v3',
            verdict: 'faster',
            speedup: interval(1.8412, 1.8123, 1.8704),
            pValue: 0.0015,
          },
          {
            target: 'znver4',
            verdict: 'faster',
            speedup: interval(2.3131, 2.2712, 2.3567),
            pValue: 0.0015,
          },
          UNRUNNABLE,
        ],
      }),
      sampleResult({
        name: 'parse',
        base: 96_100_000,
        comparisons: [
          BASELINE,
          IDENTICAL,
          {
            target: 'x86-64-v3',
            verdict: 'inconclusive',
            speedup: interval(1.0121, 0.9812, 1.0437),
            pValue: 0.42,
          },
          {
            target: 'znver4',
            verdict: 'slower',
            speedup: interval(0.9617, 0.9511, 0.9731),
            pValue: 0.003,
          },
          UNRUNNABLE,
        ],
        warnings: [
          {
            code: 'drift',
            message: 'Times of the baseline drifted by 4 % during measuring.',
            program: 'kernels',
            benchmark: 'parse',
          },
        ],
      }),
      sampleResult({
        name: 'norm',
        base: 41_000_000,
        comparisons: [
          BASELINE,
          IDENTICAL,
          { target: 'x86-64-v3', verdict: 'wrong output', failure: wrongOutput },
          {
            target: 'znver4',
            verdict: 'no difference',
            speedup: interval(1.0021, 0.9967, 1.0078),
            pValue: 0.9,
          },
          UNRUNNABLE,
        ],
        warnings: [
          {
            code: 'drift',
            message: 'Times of the baseline drifted by 4 % during measuring.',
            program: 'kernels',
            benchmark: 'norm',
          },
        ],
      }),
    ],
    overall: [{ target: 'znver4', speedup: interval(1.3064, 1.2962, 1.3168) }],
  };
}

/**
 * One program, three benchmarks, five targets: x86-64 (baseline), x86-64-v2 (identical code), x86-64-v3 (faster, inconclusive,
 * wrong output), znver4 (masked; faster, slower, no difference) and sapphirerapids (cannot run).
 */
export function sampleRun(overrides: Partial<Run> = {}): Run {
  return {
    schema: 2,
    id: '20261122-160501-3f2a',
    state: 'finished',
    startedAt: '2026-11-22T16:05:01.000Z',
    finishedAt: '2026-11-22T16:06:13.000Z',
    tool: '0.1.0',
    project: '/home/ana/kernels',
    host: sampleHost,
    toolchain: sampleToolchain,
    settings: { precision: 0.01, budget: 60, seed: 3_735_928_559 },
    baseline: 'x86-64',
    targets: sampleTargets,
    levels: sampleLevels,
    programs: [sampleKernels()],
    warnings: [
      { code: 'load', message: 'Load average was 1.9 on 2 logical cores while measuring.' },
    ],
    ...overrides,
  };
}

/** A program judged by a number in its output (MB/s, higher is better), with a variant that did not build. */
export function sampleCodec(): ProgramResult {
  const failure: Failure = {
    code: 'compile-failed',
    message: 'codec.c does not compile for sapphirerapids.',
    details: 'codec.c:12:3: error: call to undeclared function `_mm_crc32_u8`',
  };
  return {
    name: 'codec',
    variants: [
      ...['x86-64', 'x86-64-v2', 'x86-64-v3', 'znver4'].map((name) => sampleVariant(name)),
      {
        ...{ target: 'sapphirerapids', flavour: 'whole', layout: 'own' },
        ...{ state: 'failed', units: [], linkArgv: [], failure },
      },
    ],
    benchmarks: [
      sampleResult({
        name: 'compress',
        metric: {
          kind: 'output',
          pattern: '^rate: ([0-9.]+)',
          better: 'higher',
          unit: 'MB/s',
        },
        base: 412.4,
        comparisons: [
          BASELINE,
          { target: 'x86-64-v2', verdict: 'no difference', speedup: interval(1.001, 0.996, 1.006) },
          { target: 'x86-64-v3', verdict: 'faster', speedup: interval(1.1204, 1.1101, 1.1309) },
          { target: 'znver4', verdict: 'faster', speedup: interval(1.1411, 1.1302, 1.1521) },
          { target: 'sapphirerapids', verdict: 'failed', failure },
        ],
      }),
    ],
    overall: [],
  };
}

export function sampleRunOfTwoPrograms(): Run {
  return sampleRun({ programs: [sampleKernels(), sampleCodec()] });
}

/** What `retarget build` leaves: variants without measurements. */
export function sampleBuildRun(): Run {
  return sampleRun({
    programs: [
      { ...sampleKernels(), benchmarks: [], overall: [] },
      { ...sampleCodec(), benchmarks: [], overall: [] },
    ],
    warnings: [],
  });
}
