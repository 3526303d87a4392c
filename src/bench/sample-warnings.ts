// What a benchmark's samples say about their own trustworthiness: too short, too few, outliers, drift, two modes.
import { metricValue } from '../model/metric-value.ts';
import type { Benchmark, Metric } from '../model/program.ts';
import type { BenchmarkResult, Comparison, Sample, Warning } from '../model/run.ts';
import { bimodality } from '../stats/bimodality.ts';
import { drift } from '../stats/drift.ts';
import { FEWEST_ROUNDS } from '../stats/paired-speedup.ts';
import { outliers } from '../stats/spread.ts';
import * as say from './messages/samples.ts';

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

/** What gives a benchmark that ran out of time narrow enough intervals. */
const MORE_TIME = [
  { kind: 'set', what: 'budget' },
  { kind: 'set', what: 'precision' },
] as const satisfies Warning['remedies'];

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
  const { slow, baselineSlow, rounds, meanSpeedup, mayBeChance } = tail;
  const sides = [
    { name: target, rounds: slow },
    { name: baseline, rounds: baselineSlow },
  ] as const;
  const [often, rarely] = slow > baselineSlow ? sides : [sides[1], sides[0]];
  const isFrequent = often.rounds >= MANY_SLOW * rounds;
  return [
    {
      code: 'outliers',
      alike: JSON.stringify([
        'one side',
        slow > baselineSlow,
        isFrequent,
        busy,
        mayBeChance ?? false,
      ]),
      message: say.oneSidedSlow({
        ...{ slow: often, other: rarely, rounds, meanSpeedup, mayBeChance, isBusy: busy },
        isFrequent,
      }),
      target,
    },
  ];
}

function shortWarning({ benchmark, samples }: Sampled): Warning[] {
  // The fastest of all: what else the machine does only adds to a time.
  const wall = Math.min(...[...samples.values()].flat().map((sample) => sample.wall));
  if (benchmark.metric.kind === 'output' || !(wall < SHORT)) return [];
  return [
    {
      code: 'short-program',
      alike: 'short',
      message: say.shortProgram({ wall }),
      remedies: [{ kind: 'set', what: 'args' }],
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
  return [
    {
      code: 'waits',
      alike: 'waits',
      message: say.mostlyWaits({ part: most }),
      remedies: [{ kind: 'set', what: 'metric', value: 'cpu' }],
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
        alike: 'few',
        message: say.tooFewRounds({ rounds, fewest: FEWEST_ROUNDS }),
      },
    ];
  }
  if (widest <= precision || busy) return [];
  const isBudget = stopped === 'budget';
  return [
    {
      code: 'too-few-rounds',
      alike: isBudget ? 'wide, out of budget' : 'wide',
      message: say.wideIntervals({ rounds, widest, precision, isBudget }),
      ...(isBudget ? { remedies: MORE_TIME } : {}),
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
      alike: change > 0 ? 'rose' : 'fell',
      message: say.driftSeen({ change }),
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
      alike: 'far',
      message: say.outliersSeen({ target, far, samples: values.length }),
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
      alike: 'two groups',
      message: say.twoModes({
        target,
        low: { median: shown(low.median), share: low.share },
        high: { median: shown(high.median), share: high.share },
      }),
      target,
    },
  ];
}
