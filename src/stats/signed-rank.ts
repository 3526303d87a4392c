// Wilcoxon's signed-rank statistic: its distribution, the ranks that bound an interval, and the p-value.
import { normalCdf, normalQuantile } from './normal.ts';
import { medianOfRanks, walshAverages } from './pairwise.ts';

/** Up to here distributions are exact; beyond, the normal approximation's error at the 5 % level is below 0.0002. */
const EXACT_LIMIT = 100;

/** Differences of logarithms closer than this are rounding, not measurement: equal values tie, and this near to zero is zero. */
const RESOLUTION = 1e-12;

const exactTails = new Map<number, Float64Array>();

/**
 * P(V <= v) for v = 0, 1, ... n(n+1)/2, V being the sum of the positive ranks of n untied differences whose
 * signs are fair coins. Source: Wilcoxon (1945), Biometrics Bulletin 1:80-83; computed by adding one rank at a time.
 */
function untiedCdf(n: number): Float64Array {
  const known = exactTails.get(n);
  if (known !== undefined) return known;
  const cdf = cumulate(sumOfFairRanks(Array.from({ length: n }, (_, index) => index + 1)));
  exactTails.set(n, cdf);
  return cdf;
}

/** Probabilities of 0, 1, ... sum(ranks) for the sum over ranks that are each kept with probability 1/2. */
function sumOfFairRanks(ranks: readonly number[]): Float64Array {
  const total = ranks.reduce((sum, rank) => sum + rank, 0);
  const probability = new Float64Array(total + 1);
  probability[0] = 1;
  let reached = 0;
  for (const rank of ranks) {
    reached += rank;
    for (let sum = reached; sum >= 0; sum--) {
      const kept = sum >= rank ? (probability[sum - rank] ?? 0) : 0;
      probability[sum] = ((probability[sum] ?? 0) + kept) / 2;
    }
  }
  return probability;
}

function cumulate(probability: Float64Array): Float64Array {
  const cdf = new Float64Array(probability.length);
  let sum = 0;
  for (let index = 0; index < probability.length; index++) {
    sum += probability[index] ?? 0;
    cdf[index] = Math.min(1, sum);
  }
  return cdf;
}

/**
 * The rank k for which the k-th smallest and k-th largest Walsh averages bound the centre with at least the
 * asked confidence; 0 where n is so small that not even the extremes do. Ties make the closed interval
 * conservative, never too narrow. Source: Tukey (1949); Hollander, Wolfe & Chicken, Nonparametric
 * Statistical Methods, 3rd ed. (2014), section 3.3; Pratt & Gibbons (1981), chapter 3, on ties.
 */
export function signedRankBound(n: number, confidence: number): number {
  const tail = (1 - confidence) / 2;
  if (n > EXACT_LIMIT) {
    const mean = (n * (n + 1)) / 4;
    const deviation = Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24);
    return Math.max(0, Math.floor(mean + 0.5 + normalQuantile(tail) * deviation));
  }
  const cdf = untiedCdf(n);
  let k = 0;
  while ((cdf[k] ?? 1) <= tail) k++;
  return k;
}

/** Centre of symmetry; without limits where there are too few values for that confidence. */
export type CentreInterval =
  | { readonly estimate: number; readonly low: number; readonly high: number }
  | { readonly estimate: number; readonly low?: undefined; readonly high?: undefined };

/**
 * The Hodges-Lehmann estimate of the centre of symmetry, which is the median of the Walsh averages, with its
 * signed-rank interval. Source: Hodges & Lehmann (1963), Annals of Mathematical Statistics 34:598-611.
 * @param values not empty
 */
export function signedRankInterval(values: readonly number[], confidence: number): CentreInterval {
  const n = values.length;
  const walsh = walshAverages([...values].sort((a, b) => a - b));
  const averages = (n * (n + 1)) / 2;
  const estimate = medianOfRanks(walsh, averages);
  const bound = signedRankBound(n, confidence);
  if (bound === 0) return { estimate };
  return { estimate, low: walsh(bound), high: walsh(averages + 1 - bound) };
}

/**
 * Two-sided p-value of the hypothesis that differences are symmetric about zero: the share of all sign
 * assignments that are at least as uneven, given the absolute values. Ties take mid-ranks; zeros are ranked
 * with the rest and then left out (Pratt 1959, JASA 54:655-667), which, unlike dropping them first, never
 * makes evidence out of a difference moving towards zero. Beyond 100 differences, normal approximation with
 * the tied variance and continuity correction.
 */
export function signedRankPValue(differences: readonly number[]): number {
  const byMagnitude = [...differences].sort((a, b) => Math.abs(a) - Math.abs(b));
  // Ranks are doubled so that mid-ranks are whole numbers.
  const doubledRanks: number[] = [];
  let positive = 0;
  let tied = false;
  for (let start = 0; start < byMagnitude.length;) {
    const magnitude = Math.abs(byMagnitude[start] ?? NaN);
    let end = start + 1;
    while (end < byMagnitude.length && Math.abs(byMagnitude[end] ?? NaN) - magnitude <= RESOLUTION)
      end++;
    if (magnitude > RESOLUTION) {
      const doubledRank = start + 1 + end;
      for (const difference of byMagnitude.slice(start, end)) {
        doubledRanks.push(doubledRank);
        if (difference > 0) positive += doubledRank;
      }
    }
    if (end - start > 1 || magnitude <= RESOLUTION) tied = true;
    start = end;
  }
  const n = doubledRanks.length;
  if (n === 0) return 1;
  const total = doubledRanks.reduce((sum, rank) => sum + rank, 0);
  const smaller = Math.min(positive, total - positive);
  if (n > EXACT_LIMIT) {
    const deviation = Math.sqrt(doubledRanks.reduce((sum, rank) => sum + rank * rank, 0)) / 2;
    return Math.min(1, 2 * normalCdf((smaller + 1 - total / 2) / deviation));
  }
  const cdf = tied ? cumulate(sumOfFairRanks(doubledRanks)) : untiedCdf(n);
  return Math.min(1, 2 * (cdf[tied ? smaller : smaller / 2] ?? 1));
}
