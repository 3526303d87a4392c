// Rounds of timed executions: every variant once in random order, until the intervals are narrow or the budget is spent.
import { FailureError, failureOf, type Failure } from '../model/failure.ts';
import type { Benchmark } from '../model/program.ts';
import type { BenchmarkResult, Comparison, Sample } from '../model/run.ts';
import { FEWEST_ROUNDS } from '../stats/paired-speedup.ts';
import { median } from '../stats/spread.ts';
import { isLook, lookFrom, MAXIMUM_ROUNDS, shouldStop } from '../stats/stopping.ts';
import { metricFailure } from './metric-failure.ts';
import type { Ran } from './executor.ts';
import { judge, type Judgement } from './judge.ts';
import type { Launcher } from './launcher.ts';
import { metricOf, SEARCHED, valueInOutput } from './metric.ts';
import { roundPlan } from './round-plan.ts';

/** From here on intervals are looked at every fiftieth part of the rounds, not each: looking costs more than it tells. */
const LOOKS = 50;

export interface Progress {
  readonly rounds: number;
  readonly comparisons: readonly Comparison[];
  /** Widest relative half-width of all intervals; infinite until there are enough rounds. */
  readonly widest: number;
  /** Seconds since the first round began, and those expected until the last ends. */
  readonly elapsed: number;
  readonly remaining: number;
}

export interface RoundsRequest {
  readonly benchmark: Benchmark;
  readonly baseline: string;
  /** Everything to measure, the baseline first. */
  readonly targets: readonly string[];
  /** Which of them are compared with none of the others here, and end nothing. */
  readonly beside: ReadonlySet<string>;
  readonly precision: number;
  /** Seconds. */
  readonly budget: number;
  /** Rounds that are measured whatever the budget; at least `FEWEST_ROUNDS`. */
  readonly leastRounds: number;
  readonly seed: number;
  /** Exit code that every execution must have. */
  readonly exitCode: number;
}

export interface RoundsResult {
  readonly samples: readonly Sample[];
  readonly rounds: number;
  readonly stopped: BenchmarkResult['stopped'];
  /** Targets taken out while measuring, the baseline among them where it failed. */
  readonly failures: ReadonlyMap<string, Failure>;
  readonly judgement: Judgement;
}

/** Measures; an abort of the launcher's signal ends it with the finished rounds. A round cut short is dropped. */
export async function measureRounds(
  request: RoundsRequest,
  launcher: Launcher,
  onRound?: (progress: Progress) => void,
): Promise<RoundsResult> {
  const { benchmark, baseline, precision, budget, leastRounds } = request;
  const nextRound = roundPlan(request.seed, request.targets);
  const samples: Sample[] = [];
  const failures = new Map<string, Failure>();
  let running = [...request.targets];
  const compared = (): string[] => running.filter((target) => !request.beside.has(target));
  let judgement = judge(benchmark.metric, samples, compared(), precision);
  const alone = compared().length === 1;
  let rounds = 0;
  let elapsed = 0;
  const costs: number[] = [];
  const finish = (stopped: BenchmarkResult['stopped']): RoundsResult => ({
    samples,
    rounds,
    stopped,
    failures,
    judgement: judge(benchmark.metric, samples, compared(), precision),
  });

  for (;;) {
    const began = performance.now();
    const { order, padding } = nextRound();
    const taken: Sample[] = [];
    for (const [position, target] of order.filter((one) => running.includes(one)).entries()) {
      const sampled = await takeSample(request, launcher, target, padding);
      if (sampled === 'interrupted') return finish('interrupted');
      if ('failure' in sampled) failures.set(target, sampled.failure);
      else taken.push({ round: rounds, position, target, ...sampled.sample });
      if (failures.has(baseline)) return finish('failed');
    }
    running = running.filter((target) => !failures.has(target));
    samples.push(...taken);
    rounds++;
    const cost = (performance.now() - began) / 1000;
    costs.push(cost);
    elapsed += cost;
    if (compared().length === 1 && !alone) return finish('nothing-to-compare');

    if (rounds % Math.ceil(rounds / LOOKS) === 0 || isLook(rounds))
      judgement = judge(benchmark.metric, samples, compared(), precision);
    const { widest, comparisons, openTail } = judgement;
    onRound?.({
      rounds,
      comparisons,
      widest,
      elapsed,
      remaining: remaining({ ...request, rounds, widest, elapsed, openTail }),
    });
    if (rounds < FEWEST_ROUNDS) continue;
    // Alone, the baseline only needs a time to show.
    if (alone) return finish('nothing-to-compare');
    // Without a chance of a verdict the rounds before would be wasted.
    if (rounds < leastRounds) continue;
    const roundCost = median(costs);
    const stop = shouldStop({ rounds, widest, precision, elapsed, budget, roundCost, openTail });
    if (stop !== undefined) return finish(stop);
  }
}

type Measured = Omit<Sample, 'round' | 'position' | 'target'>;

async function takeSample(
  { benchmark, exitCode }: RoundsRequest,
  launcher: Launcher,
  target: string,
  padding: number,
): Promise<{ readonly sample: Measured } | { readonly failure: Failure } | 'interrupted'> {
  const capture = benchmark.metric.kind === 'output' ? 'stdout' : 'none';
  try {
    const launch = { target, padding, capture, keep: SEARCHED, expected: exitCode } as const;
    const { ran, failure } = await launcher.run(launch);
    if (failure !== undefined) return { failure };
    const missing = metricFailure(benchmark, target, ran.stdout);
    if (missing !== undefined) return { failure: missing };
    const sample = sampleOf(benchmark, ran);
    const value = metricOf(benchmark.metric, { ...sample, round: 0, position: 0, target });
    return value > 0 ? { sample } : { failure: nothingMeasured(benchmark, target) };
  } catch (error) {
    if (launcher.interrupted) return 'interrupted';
    // The executor broke: no further sample can be taken, but those there are stay.
    if (error instanceof FailureError) return { failure: failureOf(error) };
    throw error;
  }
}

function sampleOf({ metric }: Benchmark, ran: Ran): Measured {
  const found =
    metric.kind === 'output' ? valueInOutput(metric, ran.stdout.bytes.toString('utf8')) : undefined;
  return {
    wall: ran.wall,
    user: ran.user,
    system: ran.system,
    peakMemory: ran.peakMemory,
    ...(found !== undefined && 'value' in found ? { value: found.value } : {}),
    ...(ran.counters === undefined ? {} : { counters: ran.counters }),
  };
}

function nothingMeasured({ name, metric }: Benchmark, target: string): Failure {
  return {
    code: 'metric-missing',
    message: `Benchmark "${name}" built for ${target}: its ${metric.kind} time was measured as zero.`,
    hint: 'Give the program more work, or measure wall time.',
  };
}

/** Seconds until the last round ends: an interval narrows with the square root of the rounds, and only looks end it. */
function remaining({
  rounds,
  widest,
  precision,
  elapsed,
  budget,
  leastRounds,
  openTail,
}: Pick<Progress, 'rounds' | 'widest' | 'elapsed'> &
  Pick<Judgement, 'openTail'> &
  Pick<RoundsRequest, 'precision' | 'budget' | 'leastRounds'>): number {
  const perRound = elapsed / rounds;
  const atLeast = Math.max(0, leastRounds - rounds) * perRound;
  const inBudget = Math.max(0, budget - elapsed);
  const wanted = Math.min(MAXIMUM_ROUNDS, rounds * (widest / precision) ** 2);
  const needed = lookFrom(Math.max(openTail ? rounds + 1 : rounds, wanted)) - rounds;
  return Math.max(atLeast, Math.min(inBudget, Math.max(0, needed) * perRound));
}
