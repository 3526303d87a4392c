// One benchmark's measurement as the run keeps it: an entry for every target of the run, measured or not.
import type { Measurement } from '../bench/measure.ts';
import type { Failure } from '../model/failure.ts';
import type { Benchmark } from '../model/program.ts';
import type { BenchmarkResult, Comparison, Variant } from '../model/run.ts';
import type { Target } from '../model/target.ts';
import { variantId } from '../model/variant.ts';

export interface MeasuredBenchmark {
  readonly benchmark: Benchmark;
  readonly inputHash?: string | undefined;
  readonly seed: number;
  readonly executor: BenchmarkResult['executor'];
  readonly measurement: Measurement;
}

/** The p-values in it are still uncorrected: see judge-run.ts. */
export function benchmarkResult(
  { benchmark, inputHash, seed, executor, measurement }: MeasuredBenchmark,
  targets: readonly Target[],
  variants: readonly Variant[],
): BenchmarkResult {
  const { samples, rounds, stopped, warnings, failure } = measurement;
  return {
    ...{ benchmark, seed, rounds, stopped, executor, samples, warnings },
    comparisons: targets.map((target) => comparisonOf(target, variants, measurement)),
    ...(inputHash === undefined ? {} : { inputHash }),
    ...(failure === undefined ? {} : { failure }),
  };
}

function comparisonOf(
  { name: target, fit }: Target,
  variants: readonly Variant[],
  measurement: Measurement,
): Comparison {
  if (fit.kind === 'cannot-run') {
    return { target, verdict: 'cannot run', failure: cannotRun(target, fit.missing) };
  }
  const variant = variants.find((each) => each.target === target);
  if (variant?.state !== 'built') {
    const { failure } = variant ?? {};
    return { target, verdict: 'failed', ...(failure === undefined ? {} : { failure }) };
  }
  const { identicalTo } = variant;
  // The same executable fails the same way.
  const failure = measurement.failures.get(
    variantId({ ...variant, target: identicalTo ?? target }),
  );
  if (failure !== undefined) {
    return {
      target,
      verdict: failure.code === 'output-differs' ? 'wrong output' : 'failed',
      failure,
    };
  }
  const measured = measurement.comparisons.find((each) => each.target === target);
  // What was compared before the baseline or the executor failed stays; without any, nothing was compared, not even
  // code that equals the baseline's.
  if (measurement.failure !== undefined && measured?.speedup === undefined) {
    return { target, verdict: 'failed', failure: measurement.failure };
  }
  if (identicalTo !== undefined) return { target, verdict: 'identical code', identicalTo };
  if (measured === undefined) return { target, verdict: 'inconclusive' };
  const askingShare = measurement.askingShares.get(target);
  return measured.speedup === undefined || askingShare === undefined
    ? measured
    : { ...measured, askingShare };
}

export function cannotRun(target: string, missing: readonly string[]): Failure {
  return {
    code: 'target-cannot-run',
    message: `This host cannot run code for ${target}: it lacks ${missing.join(', ')}.`,
    hint: `\`retarget host --explain ${target}\` shows the whole difference.`,
  };
}
