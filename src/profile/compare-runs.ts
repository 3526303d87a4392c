// Two stored runs of one program, held against each other: what changed for each target.
import type { RunChange, RunComparison } from '../model/run-comparison.ts';
import { FailureError } from '../model/failure.ts';
import type { Benchmark } from '../model/program.ts';
import type { BenchmarkResult, Comparison, Run, Variant } from '../model/run.ts';
import { higherIsBetter, metricOf } from '../bench/metric.ts';
import { holmAdjusted } from '../stats/holm.ts';
import { ratioOfSpeedups } from '../stats/ratio-of-speedups.ts';
import { median } from '../stats/spread.ts';
import { unpairedRatio } from '../stats/unpaired-ratio.ts';
import { decideVerdict } from '../stats/verdict.ts';

/** One target in one benchmark of one run, with what was measured for it. */
interface Side {
  readonly result: BenchmarkResult;
  readonly comparison: Comparison;
  readonly variant: Variant | undefined;
  /** The metric's values: this target's own, or those of the target whose code it shares. */
  readonly values: readonly number[];
}

interface Row {
  readonly change: RunChange;
  /** Of the change in time; absent where nothing was tested. */
  readonly pValue?: number;
}

/**
 * Times are compared between the runs as two independent groups, so a change of the machine between them shows too;
 * speedups are compared as ratios within each run, where it cancels.
 * @throws {FailureError} `runs-differ` where the runs share no benchmark, or come from different hosts and
 * `acrossHosts` is not set.
 */
export function compareRuns(
  before: Run,
  after: Run,
  options: { readonly acrossHosts: boolean },
): RunComparison {
  const sameHost = before.host.id === after.host.id;
  if (!sameHost && !options.acrossHosts) throw differentHosts(before, after);
  const sidesBefore = sidesOf(before);
  const sidesAfter = sidesOf(after);
  const keys = [...new Set([...sidesBefore.keys(), ...sidesAfter.keys()])];
  if (!keys.some((key) => sidesBefore.has(key) && sidesAfter.has(key)))
    throw nothingShared(before, after);
  const precision = Math.max(before.settings.precision, after.settings.precision);
  const rows = keys.map((key) => rowOf(key, sidesBefore.get(key), sidesAfter.get(key)));
  return {
    ...{ before: before.id, after: after.id, sameHost },
    notes: differences(before, after),
    rows: judged(rows, precision),
  };
}

function sidesOf(run: Run): Map<string, Side> {
  const sides = new Map<string, Side>();
  for (const program of run.programs) {
    for (const result of program.benchmarks) {
      for (const comparison of result.comparisons) {
        const { target } = comparison;
        const measured = comparison.verdict === 'identical code' ? comparison.identicalTo : target;
        const values = result.samples
          .filter((sample) => sample.target === measured)
          .map((sample) => metricOf(result.benchmark.metric, sample));
        const variant = program.variants.find((each) => each.target === target);
        sides.set(JSON.stringify([program.name, result.benchmark.name, target]), {
          result,
          comparison,
          variant,
          values,
        });
      }
    }
  }
  return sides;
}

function rowOf(key: string, before: Side | undefined, after: Side | undefined): Row {
  const [program, benchmark, target] = JSON.parse(key) as [string, string, string];
  const names = { program, benchmark, target };
  if (!isMeasured(before) || !isMeasured(after)) {
    const verdict = isMeasured(before)
      ? 'only before'
      : isMeasured(after)
        ? 'only after'
        : 'inconclusive';
    return { change: { ...names, verdict, unit: unitOf((before ?? after)?.result.benchmark) } };
  }
  const facts = {
    ...names,
    unit: unitOf(after.result.benchmark),
    beforeMedian: median(before.values),
    afterMedian: median(after.values),
  };
  if (!sameQuestion(before.result.benchmark, after.result.benchmark)) {
    return { change: { ...facts, verdict: 'not comparable' } };
  }
  const times = higherIsBetter(after.result.benchmark.metric)
    ? unpairedRatio(after.values, before.values)
    : unpairedRatio(before.values, after.values);
  const change = {
    ...facts,
    ...(times.state === 'estimated' ? { timeRatio: times.ratio } : {}),
    ...speedupChange(before.comparison, after.comparison),
  };
  if (sameCode(before, after)) return { change: { ...change, verdict: 'identical code' } };
  return {
    change: { ...change, verdict: 'inconclusive' },
    ...(times.state === 'estimated' ? { pValue: times.pValue } : {}),
  };
}

function isMeasured(side: Side | undefined): side is Side {
  return side !== undefined && side.values.length > 0;
}

function sameCode(before: Side, after: Side): boolean {
  const hash = before.variant?.executableHash;
  return hash !== undefined && hash === after.variant?.executableHash;
}

/** Verdicts corrected for the number of rows that were tested. */
function judged(rows: readonly Row[], precision: number): RunChange[] {
  const tested = rows.filter((row) => row.pValue !== undefined);
  const adjusted = holmAdjusted(tested.map((row) => row.pValue ?? 1));
  return rows.map((row) => {
    const { timeRatio: speedup } = row.change;
    const pValue = adjusted[tested.indexOf(row)];
    if (pValue === undefined || speedup === undefined) return row.change;
    return { ...row.change, verdict: decideVerdict({ speedup, pValue, precision }) };
  });
}

function speedupChange(before: Comparison, after: Comparison): Pick<RunChange, 'speedupChange'> {
  if (before.speedup === undefined || after.speedup === undefined) return {};
  return { speedupChange: ratioOfSpeedups(before.speedup, after.speedup).ratio };
}

/** Whether two benchmarks of one name measure the same thing. */
function sameQuestion(a: Benchmark, b: Benchmark): boolean {
  const question = ({ args, stdin, env, metric }: Benchmark): string =>
    JSON.stringify([args, stdin ?? null, Object.entries(env).sort(), metric]);
  return question(a) === question(b);
}

function unitOf(benchmark: Benchmark | undefined): string {
  return benchmark?.metric.kind === 'output' ? (benchmark.metric.unit ?? '') : 'ns';
}

function differences(before: Run, after: Run): string[] {
  const notes: string[] = [];
  if (before.host.id !== after.host.id) {
    notes.push(
      `The hosts differ (${before.host.brand}, then ${after.host.brand}): times say as much about them as about the code.`,
    );
  }
  if (before.toolchain.banner !== after.toolchain.banner) {
    notes.push(
      `The toolchains differ: LLVM ${before.toolchain.version}, then LLVM ${after.toolchain.version}.`,
    );
  }
  if (before.baseline !== after.baseline) {
    notes.push(
      `The baselines differ (${before.baseline}, then ${after.baseline}): speedups have different meanings.`,
    );
  }
  if (before.settings.pin !== after.settings.pin) {
    notes.push('One of the runs was pinned to a core that the other was not pinned to.');
  }
  for (const run of [before, after]) {
    if (run.state !== 'finished')
      notes.push(`Run ${run.id} is ${run.state}: its numbers may be few.`);
  }
  return notes;
}

function differentHosts(before: Run, after: Run): FailureError {
  return new FailureError({
    code: 'runs-differ',
    message: `The runs come from different hosts: ${before.host.brand} (${before.id}) and ${after.host.brand} (${after.id}).`,
    hint: 'Their times differ for reasons that have nothing to do with the code; compare them all the same with --across-hosts.',
  });
}

function nothingShared(before: Run, after: Run): FailureError {
  return new FailureError({
    code: 'runs-differ',
    message: `The runs ${before.id} and ${after.id} have no benchmark and target in common.`,
    hint: 'Compare two runs of the same program with at least one target that both have.',
  });
}
