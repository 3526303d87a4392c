// What the samples so far say about each variant: provisional comparisons while measuring, and how wide the widest interval is.
import { metricValue } from '../model/metric-value.ts';
import type { Metric } from '../model/program.ts';
import type { Comparison, Interval, Sample, Tail } from '../model/run.ts';
import { compared, samplesOf, variantId, type VariantIdentity } from '../model/variant.ts';
import { holmAdjusted } from '../stats/holm.ts';
import { pairedSpeedup } from '../stats/paired-speedup.ts';
import { median, medianAbsoluteDeviation } from '../stats/spread.ts';
import { oneSidedTail } from '../stats/tail.ts';
import { decideVerdict, relativeHalfWidth } from '../stats/verdict.ts';
import { higherIsBetter } from './metric.ts';

export interface Judgement {
  /** One per variant asked about, in that order, the baseline first. */
  readonly comparisons: readonly Comparison[];
  /** Relative half-width; infinite where an interval does not exist yet, zero where there is nothing to compare. */
  readonly widest: number;
  /** In some comparison one side alone was slow so far, by enough to matter, and more rounds would tell whether that is chance. */
  readonly openTail: boolean;
}

/**
 * Compares variants with the first of them, the baseline, within the rounds that both finished.
 * The p-values in it are uncorrected: what they are corrected for is the whole run, which nobody knows yet. The
 * verdicts are provisional, corrected for these comparisons only.
 */
export function judge(
  metric: Metric,
  samples: readonly Sample[],
  variants: readonly VariantIdentity[],
  precision: number,
): Judgement {
  const byId = new Map<string, Sample[]>(variants.map((variant) => [variantId(variant), []]));
  for (const sample of samples) byId.get(sample.variant)?.push(sample);
  const ownOf = (variant: VariantIdentity): Sample[] => byId.get(variantId(variant)) ?? [];
  const [baseline, ...others] = variants;
  const baselineSamples = baseline === undefined ? [] : ownOf(baseline);
  const baselineByRound = new Map(baselineSamples.map((sample) => [sample.round, sample]));
  const series = others.map((variant) => pairsWith(metric, baselineByRound, ownOf(variant)));
  const estimates = series.map(estimated);
  const adjusted = holmAdjusted(estimates.map((paired) => paired?.pValue ?? 1));
  const widths = estimates.map((paired) =>
    paired === undefined ? Infinity : relativeHalfWidth(paired.speedup),
  );
  const tails = estimates.map((paired, index) => {
    const { theirs, ours } = series[index] ?? NO_PAIRS;
    const found = paired === undefined ? undefined : oneSidedTail(theirs, ours);
    return paired !== undefined &&
      found !== undefined &&
      isApart(found.tail, paired.speedup, precision)
      ? found
      : undefined;
  });
  return {
    openTail: tails.some((found) => found?.open === true),
    comparisons: [
      { target: baseline?.target ?? '', verdict: 'baseline', ...centre(metric, baselineSamples) },
      ...others.map((variant, index): Comparison => {
        const facts = { target: variant.target, ...centre(metric, ownOf(variant)) };
        const paired = estimates[index];
        if (paired === undefined) return { ...facts, verdict: 'inconclusive' };
        const { speedup, pValue } = paired;
        const found = tails[index];
        const told = found?.counts === true ? { tail: found.tail } : {};
        const corrected = { speedup, pValue: adjusted[index] ?? 1, precision, ...told };
        return { ...facts, verdict: decideVerdict(corrected), speedup, pValue, ...told };
      }),
    ],
    widest: Math.max(0, ...widths),
  };
}

/** Samples of one row as they are measured, and as they are kept. */
interface SampleSource {
  readonly samples: readonly Sample[];
  /** By id, variants that are out. */
  readonly failures: ReadonlyMap<string, unknown>;
  readonly discredited?: true | undefined;
}

export interface JudgedSamples {
  /** Verdicts corrected within the benchmark, p-values uncorrected: what they are corrected for is the whole run. */
  readonly comparisons: readonly Comparison[];
  /** Gain over `bitcodeOf`, by target. */
  readonly askingShares: ReadonlyMap<string, Interval>;
}

/**
 * What the samples mean, by themselves: the same wherever and whenever they were measured.
 */
export function judgeSamples(
  { samples, failures, discredited }: SampleSource,
  metric: Metric,
  {
    contestants,
    bitcodeOf = new Map<VariantIdentity, VariantIdentity>(),
    precision,
  }: {
    /** Those that were to be measured, the baseline first. */
    readonly contestants: readonly VariantIdentity[];
    readonly bitcodeOf?: ReadonlyMap<VariantIdentity, VariantIdentity> | undefined;
    readonly precision: number;
  },
): JudgedSamples {
  const alive = compared(contestants).filter((variant) => !failures.has(variantId(variant)));
  const isVoid = samples.length === 0 || discredited === true;
  return {
    comparisons: isVoid ? [] : judge(metric, samples, alive, precision).comparisons,
    askingShares: askingShares(metric, samples, bitcodeOf),
  };
}

/** Whether the slow executions matter at the precision asked for. */
function isApart({ meanSpeedup }: Tail, { estimate }: Interval, precision: number): boolean {
  return Math.abs(Math.log(meanSpeedup / estimate)) > Math.log1p(precision);
}

/** Values of the rounds that both finished, smaller is better. */
interface Pairs {
  readonly theirs: readonly number[];
  readonly ours: readonly number[];
}

const NO_PAIRS: Pairs = { theirs: [], ours: [] };

function pairsWith(
  metric: Metric,
  partners: ReadonlyMap<number, Sample>,
  samples: readonly Sample[],
): Pairs {
  const pairs = samples.flatMap((sample) => {
    const partner = partners.get(sample.round);
    return partner === undefined ? [] : [{ partner, sample }];
  });
  return {
    theirs: pairs.map(({ partner }) => smallerIsBetter(metric, partner)),
    ours: pairs.map(({ sample }) => smallerIsBetter(metric, sample)),
  };
}

type Estimated = ReturnType<typeof pairedSpeedup> & { readonly state: 'estimated' };

function estimated({ theirs, ours }: Pairs): Estimated | undefined {
  if (ours.length === 0) return undefined;
  const paired = pairedSpeedup(theirs, ours);
  return paired.state === 'estimated' ? paired : undefined;
}

/**
 * The factor that each target gained over its code from shared IR, within the rounds that both finished. It is exact that
 * speedup = (baseline / shared IR) * this factor; no target where there are too few rounds.
 * @param bitcodeOf what was measured as that code, by the target's own variant
 */
export function askingShares(
  metric: Metric,
  samples: readonly Sample[],
  bitcodeOf: ReadonlyMap<VariantIdentity, VariantIdentity>,
): Map<string, Interval> {
  const shares = new Map<string, Interval>();
  for (const [own, bitcode] of bitcodeOf) {
    const partners = samplesOf(samples, bitcode);
    const share = estimated(
      pairsWith(
        metric,
        new Map(partners.map((sample) => [sample.round, sample])),
        samplesOf(samples, own),
      ),
    );
    if (share !== undefined) shares.set(own.target, share.speedup);
  }
  return shares;
}

function smallerIsBetter(metric: Metric, sample: Sample): number {
  const value = metricValue(metric, sample);
  return higherIsBetter(metric) ? 1 / value : value;
}

function centre(metric: Metric, samples: readonly Sample[]): Partial<Comparison> {
  if (samples.length === 0) return {};
  const values = samples.map((sample) => metricValue(metric, sample));
  const memory = samples.map(({ peakMemory }) => peakMemory).filter((bytes) => bytes > 0);
  return {
    median: median(values),
    spread: medianAbsoluteDeviation(values),
    ...(memory.length === 0 ? {} : { peakMemory: median(memory) }),
  };
}
