// Rounds of timed executions: every variant once in random order, until the intervals are narrow or the budget is spent.
import { metricValue } from '../model/metric-value.ts';
import { FailureError, type Failure } from '../model/failure.ts';
import { failureOf } from '../model/failure-of.ts';
import type { Benchmark } from '../model/program.ts';
import type { BenchmarkResult, Comparison, Sample } from '../model/run.ts';
import { compared, variantId, type VariantIdentity } from '../model/variant.ts';
import { variantText } from '../text/variant-text.ts';
import { FEWEST_ROUNDS } from '../stats/paired-speedup.ts';
import { median } from '../stats/spread.ts';
import { isLook, lookFrom, MAXIMUM_ROUNDS, shouldStop } from '../stats/stopping.ts';
import type { CheckAgain } from './check-variants.ts';
import type { Ran } from './executor.ts';
import { judge, type Judgement } from './judge.ts';
import type { Launcher } from './launcher.ts';
import { zeroTime } from './messages/metrics.ts';
import { SEARCHED, searchedStream } from './metric.ts';
import { roundPlan } from './round-plan.ts';
import { rowValues } from './row-values.ts';

/** From here on intervals are looked at every fiftieth part of the rounds, not each: looking costs more than it tells. */
const LOOKS = 50;

export interface RoundProgress {
  readonly rounds: number;
  readonly comparisons: readonly Comparison[];
  /** Widest relative half-width of all intervals; infinite until there are enough rounds. */
  readonly widest: number;
  /** Seconds since the first round began, and those expected until the last ends and outputs are checked again. */
  readonly elapsed: number;
  readonly remaining: number;
}

export interface RoundsRequest {
  readonly benchmark: Benchmark;
  /** What each execution is a sample of, at least one: benchmarks that differ in what their metric reads. */
  readonly rows: readonly Benchmark[];
  readonly baseline: VariantIdentity;
  /** Everything to measure, the baseline first; those of another flavour are compared with none of the others here, and end nothing. */
  readonly variants: readonly VariantIdentity[];
  readonly precision: number;
  /** Seconds. */
  readonly budget: number;
  /** Rounds that are measured whatever the budget; at least `FEWEST_ROUNDS`. */
  readonly leastRounds: number;
  readonly seed: number;
  /** Exit code that every execution must have. */
  readonly exitCode: number;
  /** Numbers to judge executions by are on standard error. */
  readonly readsStderr?: boolean | undefined;
  /** Called once behind the last round, unless it was cut short. */
  readonly checkAgain?: CheckAgain | undefined;
}

/** What was measured of one row. */
export interface RowResult {
  readonly samples: readonly Sample[];
  /** By id, variants taken out while measuring, the baseline among them where it failed. */
  readonly failures: ReadonlyMap<string, Failure>;
  readonly judgement: Judgement;
}

export interface RoundsResult {
  /** In the request's order. */
  readonly rows: readonly RowResult[];
  readonly rounds: number;
  readonly stopped: BenchmarkResult['stopped'];
  /** The baseline's output changed by itself: no sample says what its time was spent on. */
  readonly discredited?: true;
}

/** A row while it is measured. */
interface Row {
  readonly benchmark: Benchmark;
  readonly samples: Sample[];
  readonly failures: Map<string, Failure>;
  judgement: Judgement;
}

/** Measures; an abort of the launcher's signal ends it with the finished rounds. A round cut short is dropped. */
export async function measureRounds(
  request: RoundsRequest,
  launcher: Launcher,
  onRound?: (progress: RoundProgress) => void,
): Promise<RoundsResult> {
  const { precision, budget, leastRounds } = request;
  const baseline = variantId(request.baseline);
  const nextRound = roundPlan(request.seed, request.variants);
  let running = [...request.variants];
  const comparedIn = ({ failures }: Pick<Row, 'failures'>): VariantIdentity[] =>
    compared(running).filter((variant) => !failures.has(variantId(variant)));
  const judged = (row: Omit<Row, 'judgement'>): Judgement =>
    judge(row.benchmark.metric, row.samples, comparedIn(row), precision);
  const rows = request.rows.map((benchmark): Row => {
    const row = { benchmark, samples: [], failures: new Map<string, Failure>() };
    return { ...row, judgement: judged(row) };
  });
  const alone = compared(running).length === 1;
  let rounds = 0;
  let elapsed = 0;
  const costs: number[] = [];
  const finish = (stopped: BenchmarkResult['stopped']): RoundsResult => ({
    rows: rows.map((row) => ({ ...row, judgement: judged(row) })),
    rounds,
    stopped,
  });
  const finishChecked = async (stopped: BenchmarkResult['stopped']): Promise<RoundsResult> => {
    const found = await laterFailures(request, launcher, running);
    for (const [variant, failure] of found)
      for (const { failures } of rows) if (!failures.has(variant)) failures.set(variant, failure);
    if (!found.has(baseline)) return finish(stopped);
    const judgement = { comparisons: [], widest: 0, openTail: false };
    return {
      ...{ rows: rows.map((row) => ({ ...row, judgement })), rounds },
      ...{ stopped: 'failed', discredited: true },
    };
  };
  /** Those whose baseline is still measured. */
  const alive = (): Row[] => rows.filter(({ failures }) => !failures.has(baseline));

  for (;;) {
    const began = performance.now();
    const { order, padding } = nextRound();
    const taken: { readonly row: Row; readonly sample: Sample }[] = [];
    for (const [position, measured] of order.filter((one) => running.includes(one)).entries()) {
      const variant = variantId(measured);
      const sampled = await takeSamples(request, launcher, measured, padding);
      if (sampled === 'interrupted') return finish('interrupted');
      if ('failure' in sampled) {
        for (const { failures } of rows)
          if (!failures.has(variantId(sampled.of)))
            failures.set(variantId(sampled.of), sampled.failure);
      } else {
        for (const [index, row] of rows.entries()) {
          const one = sampled.samples[index];
          if (one === undefined || row.failures.has(variant)) continue;
          if ('failure' in one) row.failures.set(variant, one.failure);
          else taken.push({ row, sample: { round: rounds, position, variant, ...one.sample } });
        }
      }
      if (alive().length === 0) return finish('failed');
    }
    running = running.filter((variant) =>
      alive().some(({ failures }) => !failures.has(variantId(variant))),
    );
    for (const { row, sample } of taken) if (!row.failures.has(baseline)) row.samples.push(sample);
    rounds++;
    const cost = (performance.now() - began) / 1000;
    costs.push(cost);
    elapsed += cost;
    if (alive().every((row) => comparedIn(row).length === 1) && !alone)
      return finishChecked('nothing-to-compare');

    if (rounds % Math.ceil(rounds / LOOKS) === 0 || isLook(rounds))
      for (const row of alive()) row.judgement = judged(row);
    // The one that is furthest from what was asked is the one to tell of, and to go on for.
    const { widest, comparisons } = widestOf(alive());
    const openTail = alive().some(({ judgement }) => judgement.openTail);
    onRound?.({
      rounds,
      comparisons,
      widest,
      elapsed,
      remaining: remaining({ ...request, rounds, widest, elapsed, openTail }),
    });
    if (rounds < FEWEST_ROUNDS) continue;
    // Alone, the baseline only needs a time to show.
    if (alone) return finishChecked('nothing-to-compare');
    // Without a chance of a verdict the rounds before would be wasted.
    if (rounds < leastRounds) continue;
    const roundCost = median(costs);
    const stop = shouldStop({ rounds, widest, precision, elapsed, budget, roundCost, openTail });
    if (stop !== undefined) return finishChecked(stop);
  }
}

/** What the check finds behind the last round; nothing once the user ends it. */
async function laterFailures(
  { checkAgain, baseline }: RoundsRequest,
  launcher: Launcher,
  running: readonly VariantIdentity[],
): Promise<ReadonlyMap<string, Failure>> {
  try {
    return (await checkAgain?.(running)) ?? new Map<string, Failure>();
  } catch (error) {
    if (launcher.interrupted) return new Map();
    if (error instanceof FailureError) return new Map([[variantId(baseline), failureOf(error)]]);
    throw error;
  }
}

function widestOf(rows: readonly Row[]): Pick<Judgement, 'comparisons' | 'widest'> {
  const none: Pick<Judgement, 'comparisons' | 'widest'> = { comparisons: [], widest: -1 };
  return rows
    .map(({ judgement }) => judgement)
    .reduce((widest, each) => (each.widest > widest.widest ? each : widest), none);
}

type Measured = Omit<Sample, 'round' | 'position' | 'variant'>;

type RowSample = { readonly sample: Measured } | { readonly failure: Failure };

/** One for each row; or why there is none of any, and whose fault that is. */
async function takeSamples(
  { benchmark, rows, exitCode, baseline, readsStderr = false }: RoundsRequest,
  launcher: Launcher,
  variant: VariantIdentity,
  padding: number,
): Promise<
  | { readonly samples: readonly RowSample[] }
  | { readonly failure: Failure; readonly of: VariantIdentity }
  | 'interrupted'
> {
  const printed = readsStderr ? 'both' : 'stdout';
  const capture = benchmark.metric.kind === 'output' ? printed : 'none';
  try {
    const launch = { padding, capture, keep: SEARCHED, expected: exitCode } as const;
    const { ran, failure } = await launcher.run({ ...launch, variant });
    if (failure !== undefined) {
      if (failure.code !== 'output-differs') return { failure, of: variant };
      // Before a target is called wrong the baseline has to be seen to end as it did.
      const again = await launcher.run({ ...launch, variant: baseline });
      return again.failure === undefined
        ? { failure, of: variant }
        : { failure: again.failure, of: baseline };
    }
    const name = variantText(variant);
    const values = rowValues(rows, name, searchedStream(benchmark.metric, ran));
    return {
      samples: rows.map((row, index): RowSample => {
        const value = values[index];
        if (value !== undefined && 'failure' in value) return value;
        const sample = sampleOf(ran, value?.value);
        return metricValue(row.metric, sample) > 0
          ? { sample }
          : { failure: nothingMeasured(row, name) };
      }),
    };
  } catch (error) {
    if (launcher.interrupted) return 'interrupted';
    // The executor broke, or a pattern takes too long: no further sample can be taken, but those there are stay.
    if (error instanceof FailureError) return { failure: failureOf(error), of: variant };
    throw error;
  }
}

function sampleOf(ran: Ran, value: number | undefined): Measured {
  return {
    wall: ran.wall,
    user: ran.user,
    system: ran.system,
    peakMemory: ran.peakMemory,
    ...(value === undefined ? {} : { value }),
    ...(ran.counters === undefined ? {} : { counters: ran.counters }),
  };
}

function nothingMeasured({ name, metric }: Benchmark, target: string): Failure {
  return {
    code: 'metric-missing',
    ...zeroTime({ benchmark: name, target, kind: metric.kind }),
  };
}

/** Seconds until the last check ends: an interval narrows with the square root of the rounds, and only looks end it. */
function remaining({
  rounds,
  widest,
  precision,
  elapsed,
  budget,
  leastRounds,
  openTail,
  checkAgain,
}: Pick<RoundProgress, 'rounds' | 'widest' | 'elapsed'> &
  Pick<Judgement, 'openTail'> &
  Pick<RoundsRequest, 'precision' | 'budget' | 'leastRounds' | 'checkAgain'>): number {
  const perRound = elapsed / rounds;
  const atLeast = Math.max(0, leastRounds - rounds) * perRound;
  const inBudget = Math.max(0, budget - elapsed);
  const wanted = Math.min(MAXIMUM_ROUNDS, rounds * (widest / precision) ** 2);
  const needed = lookFrom(Math.max(openTail ? rounds + 1 : rounds, wanted)) - rounds;
  const check = checkAgain === undefined ? 0 : perRound;
  return Math.max(atLeast, Math.min(inBudget, Math.max(0, needed) * perRound)) + check;
}
