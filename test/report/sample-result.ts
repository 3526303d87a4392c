// A measured benchmark for tests, whose samples and medians follow from the speedups it is given.
import type { Benchmark, Metric } from '../../src/model/program.ts';
import type { BenchmarkResult, Comparison, Interval, Sample } from '../../src/model/run.ts';

export function sampleBenchmark(name: string, metric: Metric = { kind: 'wall' }): Benchmark {
  return {
    name,
    args: ['--kernel', name],
    env: {},
    directory: '/home/ana/kernels',
    metric,
    check: { output: 'exact', ignoreLines: [] },
    timeLimit: 60_000,
    warmup: 1,
  };
}

export const interval = (estimate: number, low: number, high: number): Interval => ({
  estimate,
  low,
  high,
});

/** Small multipliers around 1 that are the same in every test run. */
function jitter(index: number): number {
  return 1 + ((((index * 2_654_435_761) >>> 0) % 1000) / 1000 - 0.5) * 0.02;
}

/**
 * Twelve rounds of the named targets.
 * @param base the baseline's time in nanoseconds (or its value, where `valued`)
 * @param speedups by target; the baseline's is 1
 */
function sampleRounds(
  base: number,
  speedups: Readonly<Record<string, number>>,
  valued: boolean,
): Sample[] {
  const targets = Object.entries(speedups);
  return Array.from({ length: 12 }, (_, round) =>
    targets.map(([target, speedup], index): Sample => {
      const noise = jitter(round * targets.length + index + 1);
      const wall = Math.round((valued ? 2e8 : base / speedup) * noise);
      return {
        round,
        position: (index + round) % targets.length,
        variant: `${target}/whole/own`,
        wall,
        user: Math.round(wall * 0.97),
        system: Math.round(wall * 0.02),
        peakMemory: 2_162_688 + 4096 * index,
        ...(valued ? { value: Math.round(base * speedup * noise * 10) / 10 } : {}),
      };
    }),
  )
    .flat()
    .sort((a, b) => a.round - b.round || a.position - b.position);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle - 0.5)] ?? NaN) + (sorted[Math.floor(middle)] ?? NaN)) / 2;
}

/** Fills in medians from the samples, so that a table and its samples tell the same story. */
function measured(samples: readonly Sample[], comparison: Comparison): Comparison {
  const own = samples.filter((sample) => sample.variant === `${comparison.target}/whole/own`);
  if (own.length === 0) return comparison;
  const values = own.map((sample) => sample.value ?? sample.wall);
  const middle = median(values);
  return {
    ...comparison,
    median: middle,
    spread: median(values.map((value) => Math.abs(value - middle))),
    peakMemory: median(own.map((sample) => sample.peakMemory)),
  };
}

export interface SampleBenchmark {
  readonly name: string;
  readonly metric?: Metric;
  /** Nanoseconds, or the metric's value. */
  readonly base: number;
  readonly comparisons: readonly Comparison[];
  readonly warnings?: BenchmarkResult['warnings'];
}

/** A measured benchmark whose samples follow from the comparisons' speedups. */
export function sampleResult(given: SampleBenchmark): BenchmarkResult {
  const metric = given.metric ?? { kind: 'wall' };
  const speedups: Record<string, number> = {};
  for (const { target, verdict, speedup } of given.comparisons) {
    if (verdict === 'baseline') speedups[target] = 1;
    else if (speedup !== undefined && verdict !== 'identical code')
      speedups[target] = speedup.estimate;
  }
  const samples = sampleRounds(given.base, speedups, metric.kind === 'output');
  return {
    benchmark: sampleBenchmark(given.name, metric),
    seed: 3_735_928_559,
    rounds: 12,
    stopped: 'precision',
    executor: 'runner',
    samples,
    comparisons: given.comparisons.map((comparison) => measured(samples, comparison)),
    warnings: given.warnings ?? [],
  };
}
