// What a benchmark's samples say about their own trustworthiness: too short, too few, outliers, drift, two modes.
import { metricValue } from '../model/metric-value.ts';
import type { Benchmark, Metric } from '../model/program.ts';
import type { BenchmarkResult, Comparison, Sample, Tail, Warning } from '../model/run.ts';
import { bimodality } from '../stats/bimodality.ts';
import { drift } from '../stats/drift.ts';
import { FEWEST_ROUNDS } from '../stats/paired-speedup.ts';
import { outliers } from '../stats/spread.ts';
import { percentsApart } from '../text/percents-apart.ts';

/** Below this, in nanoseconds, starting a process is a large part of what is measured. */
const SHORT = 5e6;
/** With less CPU time than this part of their wall time, executions wait. */
const WAITING = 0.1;
/** Outliers are named from this many on, if they are also this part of the samples: one or two are any machine's. */
const OUTLIERS = 3;
const OUTLIER_PART = 0.05;

/** From this part of the rounds on, slow ones are no exceptions. */
const MANY_SLOW = 0.25;

/** A trend is named where it is this unlikely by chance and moves times by this part from the first third to the last. */
const TREND_CHANCE = 0.01;
const TREND_SIZE = 0.02;
/** Two groups of values are named where their medians are this part apart: nearer ones change no conclusion. */
const MODES_APART = 0.02;

export interface Sampled {
  readonly benchmark: Benchmark;
  readonly baseline: string;
  /** Of what is compared, by target; empty ones are not in it. */
  readonly samples: ReadonlyMap<string, readonly Sample[]>;
  readonly rounds: number;
  readonly stopped: BenchmarkResult['stopped'];
  /** Widest relative half-width reached, and what was asked for. */
  readonly widest: number;
  readonly precision: number;
  readonly comparisons: readonly Comparison[];
  /** A warning says already that the machine was busy: trends, outliers, groups of times and wide intervals come of that. */
  readonly busy: boolean;
}

/** Warnings in a fixed order; none where nothing was sampled. */
export function sampleWarnings(sampled: Sampled): Warning[] {
  const tails = sampled.comparisons.filter(({ tail }) => tail !== undefined);
  const explained = new Set(tails.map(({ target }) => target));
  if (tails.some(({ tail }) => (tail?.baselineSlow ?? 0) > (tail?.slow ?? 0)))
    explained.add(sampled.baseline);
  return [
    ...shortWarning(sampled),
    ...waitingWarning(sampled),
    ...fewRoundsWarning(sampled),
    ...tails.flatMap((comparison) => tailWarning(sampled, comparison)),
    ...(sampled.busy ? [] : scatterWarnings(sampled, explained)),
  ];
}

/** What the machine may have done to samples. */
function scatterWarnings(sampled: Sampled, explained: ReadonlySet<string>): Warning[] {
  return [
    ...driftWarning(sampled, sampled.samples.get(sampled.baseline) ?? []),
    ...[...sampled.samples].flatMap(([target, samples]) =>
      seriesWarnings(sampled.benchmark.metric, target, samples, explained.has(target)),
    ),
  ];
}

/** In place of the word about outliers. It says what was seen: the cause is not known. */
function tailWarning(
  { baseline, busy }: Sampled,
  { target, tail, speedup }: Comparison,
): Warning[] {
  if (tail === undefined || speedup === undefined) return [];
  const { slow, baselineSlow, rounds, meanSpeedup } = tail;
  const [name, often, other, rarely] =
    slow > baselineSlow
      ? [target, slow, baseline, baselineSlow]
      : [baseline, baselineSlow, target, slow];
  const many = often >= MANY_SLOW * rounds;
  return [
    {
      code: 'outliers',
      message: `${name} took far longer than its median in ${often} of ${rounds} rounds, ${other} in ${rarely}. ${tailCause(tail, many, busy)} The speedup and its interval leave slow rounds out; by the means of all rounds it is ${meanSpeedup.toPrecision(3)}x.`,
      target,
    },
  ];
}

function tailCause({ mayBeChance }: Tail, many: boolean, busy: boolean): string {
  if (busy) return 'Other work on this machine may have caused it: measure again when it is quiet.';
  if (mayBeChance === true) return 'It may be chance: more rounds (a larger budget) would tell.';
  return many
    ? 'These are no exceptions: it ran at two speeds, or the machine was disturbed for part of the time. Measure again to see whether it stays so.'
    : 'The difference is hardly chance; its cause is not known. Measure again to see whether it stays so.';
}

function shortWarning({ benchmark, samples }: Sampled): Warning[] {
  // The fastest of all: what else the machine does only adds to a time.
  const wall = Math.min(...[...samples.values()].flat().map((sample) => sample.wall));
  if (benchmark.metric.kind === 'output' || !(wall < SHORT)) return [];
  return [
    {
      code: 'short-program',
      message: `An execution takes as little as ${(wall / 1e6).toFixed(2)} ms, much of which is starting the process: give the benchmark more work (50 ms or more), by "args" in retarget.json or by --args, or let the program time itself and measure that number with "metric".`,
    },
  ];
}

/** A program that sleeps or waits for something else in every variant. */
function waitingWarning({ benchmark, samples }: Sampled): Warning[] {
  const all = [...samples.values()].flat();
  if (benchmark.metric.kind !== 'wall' || all.length === 0) return [];
  const parts = all.map(({ user, system, wall }) => (user + system) / wall);
  const most = Math.max(...parts);
  // Without any CPU time nobody measured it.
  if (!(most < WAITING) || most === 0) return [];
  const part = most < 0.001 ? 'less than 0.1' : (most * 100).toFixed(1);
  return [
    {
      code: 'waits',
      message: `It waits rather than computes: CPU time is ${part} % of its wall time at most, so no target can change its speed much. Give it more work, or measure "cpu" time with "metric" (--metric cpu).`,
    },
  ];
}

function fewRoundsWarning({ rounds, stopped, widest, precision, busy }: Sampled): Warning[] {
  if (stopped !== 'budget' && stopped !== 'interrupted' && stopped !== 'max-rounds') return [];
  if (rounds === 0) return [];
  if (rounds < FEWEST_ROUNDS) {
    return [
      {
        code: 'too-few-rounds',
        message: `Only ${rounds} of the ${FEWEST_ROUNDS} rounds that an interval needs were finished.`,
      },
    ];
  }
  if (widest <= precision || busy) return [];
  const [reached, asked] = percentsApart([widest, precision], (percentage, more) =>
    percentage.toFixed(1 + more),
  );
  return [
    {
      code: 'too-few-rounds',
      message: `Measuring ended after ${rounds} rounds with intervals of ±${reached} %, wider than the ±${asked} % asked for${stopped === 'budget' ? ': raise the budget, or ask for less precision' : ''}.`,
    },
  ];
}

/** Of the baseline only: what the machine does to one target over minutes it does to all. */
function driftWarning({ benchmark }: Sampled, samples: readonly Sample[]): Warning[] {
  if (samples.length < FEWEST_ROUNDS) return [];
  const { pValue, change } = drift(samples.map((sample) => metricValue(benchmark.metric, sample)));
  if (pValue >= TREND_CHANCE || Math.abs(change) < TREND_SIZE) return [];
  return [
    {
      code: 'drift',
      message: `The baseline's values ${change > 0 ? 'rose' : 'fell'} by ${(Math.abs(change) * 100).toFixed(1)} % from the first third of the rounds to the last: the machine may have changed meanwhile (clock, heat, other work). Speedups are compared within rounds and suffer little; times do.`,
    },
  ];
}

/** @param explained whether its outliers are named already */
function seriesWarnings(
  metric: Metric,
  target: string,
  samples: readonly Sample[],
  explained: boolean,
): Warning[] {
  const values = samples.map((sample) => metricValue(metric, sample));
  return [
    ...(explained ? [] : outlierWarning(target, values)),
    ...modesWarning(metric, target, values),
  ];
}

function outlierWarning(target: string, values: readonly number[]): Warning[] {
  const far = outliers(values).length;
  if (far < OUTLIERS || far < OUTLIER_PART * values.length) return [];
  return [
    {
      code: 'outliers',
      message: `${far} of ${values.length} samples of ${target} lie far from the others: other work on this machine can do that, or the program itself. Medians and intervals here resist them.`,
      target,
    },
  ];
}

function modesWarning(metric: Metric, target: string, values: readonly number[]): Warning[] {
  const found = bimodality(values);
  if (found === undefined) return [];
  const [low, high] = found.modes;
  if (high.median / low.median - 1 < MODES_APART) return [];
  const shown = (value: number): string =>
    metric.kind === 'output'
      ? `${Number(value.toPrecision(4))}${metric.unit === undefined ? '' : ` ${metric.unit}`}`
      : `${Number((value / 1e6).toPrecision(4))} ms`;
  return [
    {
      code: 'bimodal',
      message: `Samples of ${target} fall into two groups, around ${shown(low.median)} (${Math.round(low.share * 100)} %) and ${shown(high.median)} (${Math.round(high.share * 100)} %): memory placement, the core they ran on or another clock can do that, and one median describes neither.`,
      target,
    },
  ];
}
