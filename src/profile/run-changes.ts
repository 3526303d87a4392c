// Row by row, what changed between two runs: the same target in the same benchmark, measured twice.
import { relative } from 'node:path';
import { higherIsBetter } from '../bench/metric.ts';
import { metricValue } from '../model/metric-value.ts';
import type { RunChange } from '../model/run-comparison.ts';
import type { Benchmark, Metric } from '../model/program.ts';
import type { BenchmarkResult, Comparison, Interval, Run } from '../model/run.ts';
import { specOfTarget } from '../model/target.ts';
import { codeOf } from '../model/variant-code.ts';
import { samplesOf, variantOfTarget } from '../model/variant.ts';
import { ratioOfSpeedups } from '../stats/ratio-of-speedups.ts';
import { median } from '../stats/spread.ts';
import { unpairedRatio } from '../stats/unpaired-ratio.ts';

/** One target in one benchmark of one run, with what was measured for it. */
interface Side {
  readonly run: Run;
  readonly result: BenchmarkResult;
  readonly comparison: Comparison;
  /** Hashes of the executables: this target's and the baseline's. */
  readonly hash: string | undefined;
  readonly baselineHash: string | undefined;
  /** The metric's values: this target's own, or those of the target whose code it shares. */
  readonly values: readonly number[];
}

/** What a row's verdict rests on. */
export interface ChangeEvidence {
  /** > 1 is faster now. */
  readonly ratio: Interval;
  /** Uncorrected. */
  readonly pValue: number;
  /**
   * `speedup`: against a baseline whose code did not change, so the machine cancels. `time`: taken at two different
   * moments, so a change of the machine looks like a change of the code.
   */
  readonly by: 'speedup' | 'time';
}

export interface ChangeRow {
  readonly change: RunChange;
  readonly evidence?: ChangeEvidence;
}

/** Rows of everything that either run has, in the order of the runs; verdicts are still to be decided from the evidence. */
export function changeRows(before: Run, after: Run): { rows: ChangeRow[]; shared: boolean } {
  const sidesBefore = sidesOf(before);
  const sidesAfter = sidesOf(after);
  const keys = [...new Set([...sidesBefore.keys(), ...sidesAfter.keys()])];
  return {
    rows: keys.map((key) => rowOf(key, sidesBefore.get(key), sidesAfter.get(key))),
    shared: keys.some((key) => sidesBefore.has(key) && sidesAfter.has(key)),
  };
}

function sidesOf(run: Run): Map<string, Side> {
  const sides = new Map<string, Side>();
  for (const program of run.programs) {
    const hashOf = (target: string): string | undefined => {
      const variant = program.variants.find((each) => each.target === target);
      return variant === undefined ? undefined : codeOf(variant);
    };
    for (const result of program.benchmarks) {
      for (const comparison of result.comparisons) {
        const { target } = comparison;
        const measured = comparison.verdict === 'identical code' ? comparison.identicalTo : target;
        const samples =
          measured === undefined
            ? []
            : samplesOf(result.samples, variantOfTarget(measured, run.settings));
        const values = samples.map((sample) => metricValue(result.benchmark.metric, sample));
        const key = JSON.stringify([program.name, result.benchmark.name, target]);
        const hashes = { hash: hashOf(target), baselineHash: hashOf(run.baseline) };
        sides.set(key, { run, result, comparison, ...hashes, values });
      }
    }
  }
  return sides;
}

function rowOf(key: string, before: Side | undefined, after: Side | undefined): ChangeRow {
  const [program, benchmark, target] = JSON.parse(key) as [string, string, string];
  const names = { program, benchmark, target };
  if (!isMeasured(before) || !isMeasured(after)) {
    const verdict = isMeasured(before)
      ? 'only before'
      : isMeasured(after)
        ? 'only after'
        : 'not measured';
    const unit = unitOf((after ?? before)?.result.benchmark);
    const medians = {
      ...(isMeasured(before) ? { beforeMedian: median(before.values) } : {}),
      ...(isMeasured(after) ? { afterMedian: median(after.values) } : {}),
    };
    return { change: { ...names, verdict, unit, ...medians } };
  }
  const facts = {
    ...names,
    unit: unitOf(after.result.benchmark),
    beforeMedian: median(before.values),
    afterMedian: median(after.values),
  };
  if (!sameQuestion(before, after)) return { change: { ...facts, verdict: 'not comparable' } };
  const time = timeEvidence(before, after);
  const speedups = speedupsOf(before, after);
  const speedup = speedups && speedupEvidence(speedups);
  const change = {
    ...facts,
    ...(time === undefined ? {} : { timeRatio: time.ratio }),
    ...(speedups === undefined || speedup === undefined
      ? {}
      : { speedups, speedupChange: speedup.ratio }),
  };
  if (same(before.hash, after.hash)) return { change: { ...change, verdict: 'identical code' } };
  const evidence = same(before.baselineHash, after.baselineHash) ? (speedup ?? time) : time;
  return {
    change: { ...change, verdict: 'inconclusive' },
    ...(evidence === undefined ? {} : { evidence }),
  };
}

function isMeasured(side: Side | undefined): side is Side {
  return side !== undefined && side.values.length > 0;
}

function same(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && a === b;
}

function timeEvidence(before: Side, after: Side): ChangeEvidence | undefined {
  const times = higherIsBetter(after.result.benchmark.metric)
    ? unpairedRatio(after.values, before.values)
    : unpairedRatio(before.values, after.values);
  return times.state === 'estimated'
    ? { ratio: times.ratio, pValue: times.pValue, by: 'time' }
    : undefined;
}

function speedupsOf(before: Side, after: Side): RunChange['speedups'] {
  const [then, now] = [before.comparison.speedup, after.comparison.speedup];
  return then === undefined || now === undefined ? undefined : { before: then, after: now };
}

function speedupEvidence({ before, after }: NonNullable<RunChange['speedups']>): ChangeEvidence {
  return { ...ratioOfSpeedups(before, after), by: 'speedup' };
}

/** Whether two benchmarks of one name measure the same thing, wherever the project lay. */
function sameQuestion(before: Side, after: Side): boolean {
  const question = ({ run, result, comparison }: Side): string => {
    const { args, stdin, env, directory }: Benchmark = result.benchmark;
    const metric = readOf(result.benchmark.metric);
    const place = relative(run.project, directory);
    // Runs of before there were hashes say only which file it was.
    const input = result.inputHash ?? (stdin === undefined ? null : relative(run.project, stdin));
    const made = madeOf(run, comparison.target);
    return JSON.stringify([args, input, Object.entries(env).sort(), metric, place, made]);
  };
  return question(before) === question(after);
}

/** What a metric reads, whatever else it refuses: earlier runs refused less. */
function readOf(metric: Metric): object {
  return Object.fromEntries(Object.entries(metric).filter(([key]) => key !== 'oneLine'));
}

/** A target's CPU and flags: one name can have stood for others. */
function madeOf({ targets }: Run, name: string): readonly unknown[] {
  const { cpu, flags } = specOfTarget(targets.find((target) => target.name === name) ?? { name });
  return [cpu, flags];
}

function unitOf(benchmark: Benchmark | undefined): string {
  return benchmark?.metric.kind === 'output' ? (benchmark.metric.unit ?? '') : 'ns';
}
