// The judge of one benchmark: from its samples to an entry for every target of the run, measured or not.
import { judgeSamples, type JudgedSamples } from '../bench/judge.ts';
import { bitcodeOf } from '../bench/staged-program.ts';
import type { Failure } from '../model/failure.ts';
import type { MeasuredBenchmark, VariantToMeasure } from '../model/measuring-plan.ts';
import type { BenchmarkResult, Comparison, Variant } from '../model/run.ts';
import type { Target } from '../model/target.ts';
import { variantId } from '../model/variant.ts';
import { hostLacks } from './messages/runs.ts';

/** What the samples are held against. */
export interface JudgedProgram {
  readonly targets: readonly Target[];
  /** What was built, whether it was measured or not. */
  readonly built: readonly Variant[];
  /** What was to be measured, the baseline's first. */
  readonly planned: readonly VariantToMeasure[];
  readonly precision: number;
}

/** The p-values in it are still uncorrected: see judge-run.ts. */
export function benchmarkResult(
  measured: MeasuredBenchmark,
  { targets, built, planned, precision }: JudgedProgram,
): BenchmarkResult {
  const { failures, discredited, ...kept } = measured;
  const judged = judgeSamples(
    { samples: kept.samples, failures: new Map(Object.entries(failures)), discredited },
    kept.benchmark.metric,
    { contestants: planned, bitcodeOf: bitcodeOf(planned), precision },
  );
  return {
    ...kept,
    comparisons: targets.map((target) => comparisonOf(target, built, measured, judged)),
  };
}

function comparisonOf(
  { name: target, fit }: Target,
  variants: readonly Variant[],
  measured: MeasuredBenchmark,
  judged: JudgedSamples,
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
  const failure = measured.failures[variantId({ ...variant, target: identicalTo ?? target })];
  if (failure !== undefined) {
    return {
      target,
      verdict: failure.code === 'output-differs' ? 'wrong output' : 'failed',
      failure,
    };
  }
  const compared = judged.comparisons.find((each) => each.target === target);
  // What was compared before the baseline or the executor failed stays; without any, nothing was compared, not even
  // code that equals the baseline's.
  if (measured.failure !== undefined && compared?.speedup === undefined) {
    return { target, verdict: 'failed', failure: measured.failure };
  }
  if (identicalTo !== undefined) return { target, verdict: 'identical code', identicalTo };
  if (compared === undefined) return { target, verdict: 'inconclusive' };
  const askingShare = judged.askingShares.get(target);
  return compared.speedup === undefined || askingShare === undefined
    ? compared
    : { ...compared, askingShare };
}

export function cannotRun(target: string, missing: readonly string[]): Failure {
  return {
    code: 'target-cannot-run',
    ...hostLacks({ target, features: missing }),
  };
}
